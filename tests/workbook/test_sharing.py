"""Wer was sehen darf: decided for every column, and held by rows, columns and names of persons."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kundenbindung import jobs
from kundenbindung.workbook import layout, sharing
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import About, Column, Repeated, Table, Topic, Unit
from kundenbindung.workbook.sharing import Group, Shared, share
from kundenbindung.workbook.tables.mail import ALL, NONE, OWN, TOPICS

EVERYTHING = frozenset(TOPICS)
COLUMNS = [
    (table, column)
    for table in layout.TABLES.values()
    for entry in table.columns
    for column in (entry.columns if isinstance(entry, Repeated) else (entry,))
]


@pytest.fixture(scope="module")
def sample() -> Contents:
    return jobs.contents(jobs.sample(), None)


def group(sample: Contents, name: str) -> Group:
    found = sharing.group_named(sharing.groups_of(sample.frames["groups"]), name)
    assert found is not None
    return found


def labels(shared: Shared) -> dict[str, dict[str, list[str]]]:
    return {
        page.sheet.label: {part.table.name: [column.label for column in part.columns] for part in page.parts}
        for page in shared.pages
    }


def cells(shared: Shared) -> set[str]:
    frames = [part.frame for page in shared.pages for part in page.parts]
    return {str(value) for frame in frames for value in frame.to_numpy().ravel() if isinstance(value, str)}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda one: one.name)
def test_who_may_see_a_column_is_decided(table: Table, column: Column) -> None:
    assert table.sight is not None, f"{table.name}: who may see this table?"
    assert table.about is not None, f"{table.name}: is a row about a customer?"
    assert column.sight is not None, f"{table.name}.{column.name}: who may see this column?"
    if table.about is About.CUSTOMER:
        assert any(entry.name == "customer_id" for _, entry in COLUMNS if _ is table)
    euros = column.unit is Unit.EUR and Topic.NEVER not in table.sight | column.sight
    assert not euros or (table.sight | column.sight) & {Topic.REVENUE, Topic.MARGIN}
    margin = "margin" in column.name or "DB" in column.label.split()
    never = Topic.NEVER in table.sight | column.sight
    assert never or not margin or Topic.MARGIN in table.sight | column.sight
    long = column.unit is Unit.LONG_TEXT and column.role.typed
    assert never or not long or Topic.TEXTS in table.sight | column.sight or column.name == "noticed"


def test_every_topic_is_a_column_of_the_table_of_groups() -> None:
    names = [column.name for column in layout.GROUPS.expand()]
    assert names == ["group", "customers", *(topic.value for topic in TOPICS), "password"]
    assert set(Topic) - {Topic.NEVER} == set(TOPICS)


def test_the_team_gets_levels_and_appointments_and_no_euro(sample: Contents) -> None:
    shared = share(sample, group(sample, "Team"))
    assert labels(shared) == {
        "Screening": {"screening": ["Kundennr.", "Kunde", "Status", "gilt"]},
        "Ressourcen": {
            "promise": ["Level", "Was der Kunde merkt", "Kontakte im Jahr", "davon persönlich"]
        },
        "Termine": {
            "appointments": [
                "Datum", "verlegt auf", "Kundennr.", "Kunde", "Leistung", "Kanal", "Rolle", "Std.", "Stand",
                "erledigt am", "Termin",
            ]
        },
    }  # fmt: skip
    units = {column.unit for page in shared.pages for part in page.parts for column in part.columns}
    assert not units & {Unit.EUR, Unit.SCORE, Unit.POINTS, Unit.RATE}
    assert len(shared.customers) == 65


def test_the_bank_gets_totals_and_no_customer(sample: Contents) -> None:
    shared = share(sample, group(sample, "Bank"))
    assert labels(shared) == {"Plan": {"company": ["Kennzahl", "Umsatz"]}}
    people = set(sample.frames["customers"]["customer"].dropna()) | set(
        sample.frames["customers"]["customer_id"]
    )
    assert not cells(shared) & people
    assert shared.customers == frozenset()


def test_sales_get_their_own_customers_and_no_margin(sample: Contents) -> None:
    everybody = sharing.responsibles(sample)
    assert sorted(everybody) == ["BW", "Innendienst", "SM", "TK"]
    seen: set[str] = set()
    for name, keys in everybody.items():
        shared = share(sample, group(sample, "Vertrieb"), name)
        assert shared.customers == keys
        assert not seen & keys
        seen |= keys
        for page in shared.pages:
            for part in page.parts:
                assert not any("margin" in column.name or "DB" in column.label for column in part.columns)
                if "customer_id" in part.frame:
                    assert set(part.frame["customer_id"].dropna()) <= keys
                assert part.table.about is not About.MENTIONED
    assert seen == sharing.everybody(sample)


def test_points_of_criteria_that_tell_the_margin_stay(sample: Contents) -> None:
    shared = share(sample, group(sample, "Vertrieb"), "TK")
    names = {column.name for page in shared.pages for part in page.parts for column in part.columns}
    assert "points:Umsatz" in names
    assert "points:Deckungsbeitrag" not in names
    assert "weighted:DB-Quote" not in names
    assert {"zero_at", "ten_at"}.isdisjoint(names)


def test_sole_traders_are_persons(sample: Contents) -> None:
    team, leading = (share(sample, group(sample, name)) for name in ("Team", "Leitung"))
    persons = sample.frames["customers"].query("sole_trader == 'yes'")
    for key, name in zip(persons["customer_id"], persons["customer"], strict=True):
        assert not any(name in text for text in cells(team))
        assert f"Kunde {key}" in cells(team)
        assert name in cells(leading)
    assert team.hidden
    assert not leading.hidden


def test_a_sole_trader_is_hidden_in_the_texts_of_others_too(sample: Contents) -> None:
    name = "Schreinerei Öttl"
    frame = sample.frames["opportunities"]
    changed = frame.assign(project=f"Halle neben {name.upper()}, mit {name}s Lager")
    contents = replace(sample, frames={**sample.frames, "opportunities": changed})
    deals = Group("Probe", ALL, frozenset({Topic.DEALS}))
    found = cells(share(contents, deals))
    assert "Halle neben Kunde 10076, mit Kunde 10076 Lager" in found
    assert any(name.upper() in text for text in cells(share(contents, replace(deals, topics=EVERYTHING))))


def test_free_text_travels_only_when_ticked(sample: Contents) -> None:
    without = Group("ohne", ALL, EVERYTHING - {Topic.TEXTS})
    names = {c.name for page in share(sample, without).pages for part in page.parts for c in part.columns}
    assert {"why", "explanation", "outcome", "reason", "customer_goals", "agreement"}.isdisjoint(names)
    ticked = share(sample, replace(without, topics=EVERYTHING))
    names = {c.name for page in ticked.pages for part in page.parts for c in part.columns}
    assert {"why", "explanation", "outcome", "reason", "customer_goals", "agreement"} <= names


def test_the_workshop_never_leaves(sample: Contents) -> None:
    shared = share(sample, Group("alles", ALL, EVERYTHING))
    tables = {part.table.name for page in shared.pages for part in page.parts}
    never = {"steps", "findings", "trial", "groups", "recipients", "dispatches", "imports", "assignments"}
    assert tables.isdisjoint(never | {"name_matches", "trial_weights"})
    assert {"figures", "screening", "plan", "open_decisions", "prior_year", "settings"} <= tables


def test_columns_of_the_owner_and_undecided_ones_stay(
    sample: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = sample.frames["customers"].assign(Geheim="steht nur hier")
    contents = replace(sample, frames={**sample.frames, "customers": frame})
    everything = Group("alles", ALL, EVERYTHING)
    assert "steht nur hier" not in cells(share(contents, everything))
    undecided = replace(layout.CUSTOMERS, columns=tuple(
        replace(c, sight=None) if isinstance(c, Column) and c.name == "segment" else c
        for c in layout.CUSTOMERS.columns
    ))  # fmt: skip
    monkeypatch.setitem(layout.TABLES, "customers", undecided)
    assert "Segment" not in labels(share(contents, everything))["Kunden"]["customers"]
    monkeypatch.setitem(layout.TABLES, "customers", replace(layout.CUSTOMERS, sight=None))
    assert "Kunden" not in labels(share(contents, everything))


def test_what_is_not_said_is_not_allowed() -> None:
    frame = pd.DataFrame(
        {
            "group": ["A", None, "B"],
            "customers": [None, ALL, OWN],
            "revenue": ["yes", "yes", None],
            "margin": "yes",
        }
    )
    first, second = sharing.groups_of(frame)
    assert (first.name, first.customers, first.topics) == (
        "A",
        NONE,
        frozenset({Topic.REVENUE, Topic.MARGIN}),
    )
    assert (second.name, second.customers, second.topics) == ("B", OWN, frozenset({Topic.MARGIN}))
    assert first.encrypted
    assert not Group("C", ALL, frozenset({Topic.REVENUE})).encrypted
    assert Group("C", ALL, frozenset(), password=True).encrypted


def test_nothing_is_folded_into_a_formula_and_only_some_is_input(sample: Contents) -> None:
    shared = share(sample, Group("alles", ALL, EVERYTHING))
    columns = [(part.table.name, c) for page in shared.pages for part in page.parts for c in part.columns]
    assert all(column.formula is None for _, column in columns)
    inputs = {(table, column.name) for table, column in columns if column.role.typed}
    assert inputs == {
        ("customers", "loyalty"), ("customers", "referral"),
        *(("opportunities", name) for name in ("value_eur", "stage", "probability", "kind", "expected_close",
                                               "updated", "status")),
        ("appointments", "done_on"), ("appointments", "outcome"),
    }  # fmt: skip
    shares = next(p.frame for page in shared.pages for p in page.parts if p.table.name == "criteria")
    assert shares["weight_share"].sum() == pytest.approx(1.0)


def test_a_group_with_own_customers_needs_somebody(sample: Contents) -> None:
    with pytest.raises(ValueError, match="responsible"):
        share(sample, group(sample, "Vertrieb"))
    with pytest.raises(ValueError, match="responsible"):
        share(sample, group(sample, "Team"), "TK")


def test_responsibles_are_told_apart_without_case_and_blanks(sample: Contents) -> None:
    frame = (
        sample.frames["customers"]
        .iloc[:4]
        .assign(responsible=pd.Series(["Eva Öz", "eva  öz ", None, "MK"], dtype=object))
    )
    found = sharing.responsibles(replace(sample, frames={**sample.frames, "customers": frame}))
    keys = frame["customer_id"].tolist()
    assert found == {"Eva Öz": frozenset(keys[:2]), "MK": frozenset(keys[3:])}


def points_of(shared: Shared) -> pd.DataFrame:
    return next(p.frame for page in shared.pages for p in page.parts if p.table.name == "screening")


def test_no_sum_tells_the_margin(sample: Contents) -> None:
    everybody = sharing.responsibles(sample)
    frame = points_of(share(sample, group(sample, "Vertrieb"), next(iter(everybody))))
    assert any(name.startswith("weighted:") for name in frame.columns)
    assert {"score", "stability", "level_change", "stability_strategy"}.isdisjoint(frame.columns)
    whole = points_of(share(sample, group(sample, "Leitung"))).dropna(subset=["score"])
    parts = whole[[name for name in whole.columns if name.startswith("weighted:")]].astype(float).sum(axis=1)
    assert parts.to_numpy() == pytest.approx(whole["score"].to_numpy(dtype=float)), (
        "the sum that must not leave"
    )


def test_the_order_of_rows_does_not_tell_the_points(sample: Contents) -> None:
    team = points_of(share(sample, group(sample, "Team")))
    assert team["customer_id"].tolist() == sorted(team["customer_id"])
    leading = points_of(share(sample, group(sample, "Leitung")))
    assert leading["score"].dropna().is_monotonic_decreasing
    dates = next(
        part.frame for page in share(sample, group(sample, "Team")).pages
        for part in page.parts if part.table.name == "appointments"
    )  # fmt: skip
    keys = list(zip(dates["date"].astype(str), dates["customer_id"], strict=True))
    assert keys == sorted(keys)


def test_points_over_a_column_of_the_owner_stay_with_the_leaders(sample: Contents) -> None:
    criteria = sample.frames["criteria"].copy()
    criteria.loc[criteria["criterion"] == "Umsatz", "source"] = "Geheime Spalte"
    contents = replace(sample, frames={**sample.frames, "criteria": criteria})
    sales = share(contents, group(sample, "Vertrieb"), "TK")
    names = {c.name for page in sales.pages for part in page.parts for c in part.columns}
    assert "points:Umsatz" not in names
    assert "Geheime Spalte" not in cells(sales)
    assert "Geheime Spalte" in cells(share(contents, group(sample, "Leitung")))
    assert set(layout.SOURCE_SIGHT) == set(layout.CHOICES["source"])


def test_what_the_owner_wrote_into_termine_is_free_text(sample: Contents) -> None:
    frame = sample.frames["appointments"]
    own = (
        frame.iloc[:2]
        .reset_index(drop=True)
        .assign(appointment=None, activity="Zahnarzt Frau Schmidt", customer_id="10034")
    )
    contents = replace(sample, frames={**sample.frames, "appointments": pd.concat([frame, own])})
    assert "Zahnarzt Frau Schmidt" not in cells(share(contents, group(sample, "Team")))
    assert "Zahnarzt Frau Schmidt" in cells(share(contents, Group("alles", ALL, EVERYTHING)))


def people(sample: Contents, **names: str) -> Contents:
    """The sample company with other names, the first of them a sole trader."""
    frames = dict(sample.frames)
    for table in ("customers", "figures", "screening", "plan", "appointments"):
        frame = frames[table]
        frames[table] = frame.assign(
            customer=[
                names.get(f"k{key}", name)
                for key, name in zip(frame["customer_id"], frame["customer"], strict=True)
            ]
        )
    return replace(sample, frames=frames)


@pytest.mark.parametrize(
    "text",
    [
        "Öttl, Anneliese", "ANNELIESE ÖTTL", "Anneliese  Oettl", "Anneliese\u00a0Öttl",
        "bei Anneliese Öttls Halle", "Anneliese O\u0308ttl",
    ],
)  # fmt: skip
def test_a_person_is_hidden_in_every_spelling(sample: Contents, text: str) -> None:
    contents = people(sample, k10076="Anneliese Öttl")
    deals = contents.frames["opportunities"].assign(project=f"Halle: {text}!")
    contents = replace(contents, frames={**contents.frames, "opportunities": deals})
    found = cells(share(contents, Group("Probe", ALL, frozenset({Topic.DEALS}))))
    assert any("Kunde 10076" in one and one.endswith("!") for one in found)
    assert not any("ttl" in one for one in found)


def test_others_keep_their_names_and_lists_their_words(sample: Contents) -> None:
    contents = people(
        sample, k10076="Hans Meier", k10034="Hans Meier GmbH & Co. KG", k10071="Autohaus Hans Meier"
    )
    found = cells(share(contents, group(sample, "Team")))
    assert {"Kunde 10076", "Hans Meier GmbH & Co. KG", "Autohaus Hans Meier"} <= found
    service = cells(share(people(sample, k10076="Service"), group(sample, "Team")))
    assert "Service" in service
    assert not any("Kunde 10076 " in one for one in service)


def test_names_of_nobody_in_particular_are_hidden_without_persons(sample: Contents) -> None:
    frame = sample.frames["opportunities"]
    contents = replace(
        sample,
        frames={
            **sample.frames,
            "opportunities": frame.assign(customer_id=None, customer="Herr Max Mustermann"),
        },
    )
    deals = Group("Probe", ALL, frozenset({Topic.DEALS}))
    assert "Interessent" in cells(share(contents, deals))
    assert "Herr Max Mustermann" not in cells(share(contents, deals))
    assert "Herr Max Mustermann" in cells(
        share(contents, replace(deals, topics=deals.topics | {Topic.PERSONS}))
    )
