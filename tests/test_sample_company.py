"""The files of the sample company agree with one another, and what they are to show is in them.

Pure checks of the data, but for the causes of changed levels, which only the calculation can tell.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from kundenbindung import jobs
from kundenbindung.workbook.inputs import retreat_item

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "sample_company"
REPORTING_DATE = dt.date(2025, 12, 31)
YEARS = (2023, 2024, 2025)
MATERIAL = 0.005
"""Share of the company's total a change must reach to need an explanation."""

HEADERS = {
    "kunden": "Kundennr.;Kunde;Segment;Verantwortlich;Entscheider;Einzelunternehmer;Einkaufsvolumen;"
    "Rahmenvertragsanteil;Zahlungsverzug;Reklamationsquote;Betreuungsstunden;Kundenbindung;"
    "Weiterempfehlung;Aufwandsfaktor;Ziele des Kunden",
    "zahlen": "Kundennr.;Kunde;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025",
    "einmaleffekte": "Kundennr.;Jahr;Umsatz;DB;Grund",
    "pipeline": "Kundennr.;Kunde;Vorhaben;Wert;Phase;Wahrscheinlichkeit;Art;Abschluss erwartet;"
    "Stand vom;Status",
    "phasen": "Phase;Wahrscheinlichkeit",
    "urteile": "Kundennr.;Urteil von;Kundenbindung;Weiterempfehlung",
    "vollwert_neu": "Kundennr.;Vollwert",
    "db_saetze": "Segment;DB-Satz",
    "entscheidungen": "Kundennr.;Grund;Erklärung;Hält an;Level;Warum;Von;Am;Gültig bis;Gestempelt für",
    "vorjahr": "Kundennr.;Kunde;Gesamtpunktzahl;Level;Sicher;Erwartet;Möglich;Grund;Erklärung;Planjahr;"
    + ";".join(f"Punkte {slot}" for slot in range(1, 12)),
    "vorjahr_kriterien": "Kriterium;Nr.;Gewicht",
    "einstellungen": "Einstellung;Wert",
    "klausur": "Punkt;Ergebnis;Wer;Bis wann",
    "abgangsprobe": "Kundennr.",
    "rollen": "Rolle;Personen;Std. je Tag;Urlaub (Tage);krank (Tage);für Bestandskunden;Stunden fest",
    "betriebsferien": "von;bis;Anlass",
    "termine": "Termin;verlegt auf;erledigt am;Ergebnis",
    "vereinbarungen": "Kundennr.;Vereinbarung;vereinbart am;Wer;Bis wann;erledigt am",
    "empfaenger": "Gruppe;Verantwortlich;E-Mail",
    "gewichtssaetze": "Kriterium;Satz A;Satz B;Satz C",
    "annahmen": "Annahme;Satz A;Satz B;Satz C",
}
NUMBERS = {
    "kunden": ("Einkaufsvolumen", "Zahlungsverzug", "Betreuungsstunden", "Aufwandsfaktor"),
    "zahlen": tuple(f"{name} {year}" for year in YEARS for name in ("Umsatz", "DB")),
    "einmaleffekte": ("Umsatz", "DB"),
    "pipeline": ("Wert",),
    "vollwert_neu": ("Vollwert",),
    "vorjahr": (
        "Gesamtpunktzahl",
        "Sicher",
        "Erwartet",
        "Möglich",
        "Planjahr",
        *(f"Punkte {slot}" for slot in range(1, 12)),
    ),
    "vorjahr_kriterien": ("Nr.", "Gewicht"),
    "gewichtssaetze": ("Satz A", "Satz B"),
}
PERCENTS = {
    "kunden": ("Rahmenvertragsanteil", "Reklamationsquote"),
    "pipeline": ("Wahrscheinlichkeit",),
    "phasen": ("Wahrscheinlichkeit",),
    "annahmen": ("Satz A", "Satz B"),
}
DATES = {"pipeline": ("Abschluss erwartet", "Stand vom"), "entscheidungen": ("Am", "Gültig bis")}
LEVELS = {"Strategie", "Vertrieb", "Service"}
WORDS = {
    ("kunden", "Einzelunternehmer"): {"ja", "nein"},
    ("pipeline", "Art"): {"Zusatz", "Neues Produkt", "Wiederholung", ""},
    ("pipeline", "Status"): {"offen", "gewonnen", "verloren"},
    ("entscheidungen", "Hält an"): {"ja", "teilweise", "nein", ""},
    ("entscheidungen", "Level"): LEVELS | {""},
    ("entscheidungen", "Gestempelt für"): LEVELS | {""},
    ("vorjahr", "Level"): LEVELS,
    ("entscheidungen", "Grund"): {
        "Preis", "Menge", "Sortiment/Mix", "Konditionen", "Materialkosten", "Bestellverhalten",
        "Betreuung verändert", "Liefer-/Qualitätsproblem", "Wettbewerber", "Projekt/Einmaleffekt",
        "Ansprechpartner-/Eigentümerwechsel", "Konjunktur/Branche", "Kunde wächst/schrumpft", "ungeklärt", "",
    },
}  # fmt: skip
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def by_key(name: str) -> dict[str, Row]:
    return {row["Kundennr."]: row for row in rows(name)}


def settings() -> Row:
    return {row["Einstellung"]: row["Wert"] for row in rows("einstellungen")}


def number(text: str) -> float | None:
    """Euros and ratings as typed: decimal comma, no thousands; empty is missing."""
    return float(text.replace(",", ".")) if text else None


def amount(text: str) -> float:
    return number(text) or 0.0


def share(text: str) -> float | None:
    return float(text.removesuffix(" %").replace(",", ".")) / 100.0 if text else None


def day(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d.%m.%Y").date() if text else None


def adjusted(kind: str) -> dict[str, list[float]]:
    """Umsatz or DB of the three years less one-offs, by customer."""
    figures = {
        key: [amount(row[f"{kind} {year}"]) for year in YEARS] for key, row in by_key("zahlen").items()
    }
    for row in rows("einmaleffekte"):
        figures[row["Kundennr."]][YEARS.index(int(row["Jahr"]))] -= amount(row[kind])
    return figures


def total(kind: str, year: int) -> float:
    return sum(amount(row[f"{kind} {year}"]) for row in rows("zahlen"))


def change(values: list[float]) -> float:
    return values[-1] / values[-2] - 1.0


def days_overdue(row: Row) -> int:
    close = day(row["Abschluss erwartet"])
    return (REPORTING_DATE - close).days if close and row["Status"] == "offen" else 0


def opportunities_of(customer: str) -> list[Row]:
    return [row for row in rows("pipeline") if row["Kundennr."] == customer]


def open_opportunities() -> list[Row]:
    return [row for row in rows("pipeline") if row["Status"] == "offen"]


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_exact(name: str) -> None:
    first = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first == HEADERS[name]


def test_no_table_without_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(HEADERS)


@pytest.mark.parametrize("name", HEADERS)
def test_rows_are_complete(name: str) -> None:
    for row in rows(name):
        assert None not in row
        assert None not in row.values()
        assert all(text == text.strip() for text in row.values())


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in NUMBERS for column in NUMBERS[name]])
def test_numbers_are_readable(name: str, column: str) -> None:
    texts = [row[column] for row in rows(name)]
    assert any(number(text) is not None for text in texts)
    assert not any("." in text or "%" in text for text in texts)


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in PERCENTS for column in PERCENTS[name]]
)
def test_percents_are_shares(name: str, column: str) -> None:
    texts = [row[column] for row in rows(name) if row[column]]
    assert texts
    assert all(text.endswith(" %") and 0.0 <= (share(text) or 0.0) <= 1.0 for text in texts)


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in DATES for column in DATES[name]])
def test_dates_are_readable(name: str, column: str) -> None:
    assert any(day(row[column]) for row in rows(name))


@pytest.mark.parametrize(("name", "column"), list(WORDS))
def test_words_are_known(name: str, column: str) -> None:
    assert {row[column] for row in rows(name)} <= WORDS[name, column]


@pytest.mark.parametrize("name", ["kunden", "zahlen", "vorjahr", "vollwert_neu", "entscheidungen"])
def test_keys_are_unique(name: str) -> None:
    keys = [row["Kundennr."] for row in rows(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "name", ["zahlen", "einmaleffekte", "pipeline", "urteile", "vollwert_neu", "entscheidungen", "vorjahr"]
)
def test_keys_exist(name: str) -> None:
    known = set(by_key("kunden")) | ({""} if name == "pipeline" else set())
    assert {row["Kundennr."] for row in rows(name)} <= known


def test_every_customer_has_figures_under_the_same_name() -> None:
    names = {key: row["Kunde"] for key, row in by_key("kunden").items()}
    assert names == {key: row["Kunde"] for key, row in by_key("zahlen").items()}
    last = {key: row["Kunde"] for key, row in by_key("vorjahr").items()}
    assert len(last) >= 55
    assert last.items() <= names.items()


def test_keys_are_text_with_leading_zeros() -> None:
    keys = set(by_key("kunden"))
    assert all(len(key) == 5 and key.isdigit() for key in keys)
    assert sum(key.startswith("0") for key in keys) >= 2


def test_ratings_lie_between_0_and_10() -> None:
    given = [row[column] for name in ("kunden", "urteile") for row in rows(name)
             for column in ("Kundenbindung", "Weiterempfehlung") if row[column]]  # fmt: skip
    assert all(0.0 <= amount(text) <= 10.0 for text in given)
    assert len({amount(text) for text in given}) >= 6


def test_settings_name_the_base_year_and_the_goals() -> None:
    given = settings()
    assert set(given) == {
        "company", "base_year", "months_in_base_year", "margin_kind",
        "target_revenue_eur", "target_margin_eur", "reporting_date", "federal_state", "mail_domain",
    }  # fmt: skip
    assert given["base_year"] == str(YEARS[-1])
    assert day(given["reporting_date"]) == REPORTING_DATE
    assert amount(given["target_revenue_eur"]) > max(total("Umsatz", year) for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_size_and_margin_of_a_believable_company(year: int) -> None:
    assert 8e6 <= total("Umsatz", year) <= 14e6
    assert 0.25 <= total("DB", year) / total("Umsatz", year) <= 0.35


def test_a_fifth_of_the_customers_holds_most_of_the_revenue() -> None:
    sizes = sorted((amount(row["Umsatz 2025"]) for row in rows("zahlen")), reverse=True)
    assert 55 <= len(sizes) <= 70
    assert 0.65 <= sum(sizes[: round(0.2 * len(sizes))]) / sum(sizes) <= 0.75


def test_special_characters_and_sole_traders() -> None:
    names = " ".join(row["Kunde"] for row in rows("kunden"))
    assert all(sign in names for sign in ("Müller & Söhne", '"Zum Löwen"', "Jo's", "ß", "Ç", "Č", "ñ"))
    assert sum(row["Einzelunternehmer"] == "ja" for row in rows("kunden")) >= 2


def test_two_new_customers_one_with_a_full_year() -> None:
    fresh = {
        key for key, row in by_key("zahlen").items() if not row["Umsatz 2023"] and not row["Umsatz 2024"]
    }
    assert fresh == {"10241", "10244"}
    assert set(by_key("vollwert_neu")) == {"10241"}
    assert amount(by_key("vollwert_neu")["10241"]["Vollwert"]) > amount(
        by_key("zahlen")["10241"]["Umsatz 2025"]
    )
    assert not fresh & set(by_key("vorjahr"))


def test_two_lost_customers_one_of_them_large() -> None:
    revenue = adjusted("Umsatz")
    assert {key for key, values in revenue.items() if values[-1] <= 0.0} == {"10178", "00237"}
    assert revenue["10178"][1] > 0.02 * total("Umsatz", 2024)
    assert revenue["00237"][1:] == [0.0, 0.0]


def test_an_empty_cell_after_the_first_revenue_and_a_missing_margin() -> None:
    figures = by_key("zahlen")
    gaps = {key for key, row in figures.items() if row["Umsatz 2023"] and not row["Umsatz 2024"]}
    both = [(key, row[f"Umsatz {year}"], row[f"DB {year}"]) for key, row in figures.items() for year in YEARS]
    assert gaps == {"10206"}
    assert {key for key, revenue, margin in both if revenue and not margin} == {"10076"}


def test_one_customer_has_a_negative_margin() -> None:
    assert {key for key, values in adjusted("DB").items() if values[-1] < 0.0} == {"10195"}
    assert sum(adjusted("DB")["10195"]) < 0.0


def test_one_off_makes_a_spike() -> None:
    entered = [amount(by_key("zahlen")["10152"][f"Umsatz {year}"]) for year in YEARS]
    assert change(entered) < -0.4
    assert abs(change(adjusted("Umsatz")["10152"])) < 0.05


def test_one_off_hides_a_fall() -> None:
    entered = [amount(by_key("zahlen")["10187"][f"Umsatz {year}"]) for year in YEARS]
    assert abs(change(entered)) < 0.02
    assert change(adjusted("Umsatz")["10187"]) < -0.2


def test_a_big_one_falls_hard_and_another_erodes_slowly() -> None:
    revenue = adjusted("Umsatz")
    largest = sorted(revenue, key=lambda key: revenue[key][1], reverse=True)[:5]
    assert {"10071", "10118"} <= set(largest)
    assert change(revenue["10071"]) < -0.25
    steps = [
        after / before - 1.0 for before, after in zip(revenue["10118"], revenue["10118"][1:], strict=False)
    ]
    assert all(-0.15 < step < -0.08 for step in steps)
    assert "10118" not in by_key("entscheidungen")


def test_strong_growth_without_a_reason_and_without_an_opportunity() -> None:
    revenue = adjusted("Umsatz")
    assert change(revenue["10140"]) > 0.15
    assert "10140" not in by_key("entscheidungen")
    assert not opportunities_of("10140")
    assert change(revenue["10127"]) > 0.15
    assert not opportunities_of("10127")


def test_a_falling_customer_has_a_full_pipeline() -> None:
    assert change(adjusted("Umsatz")["10209"]) < -0.15
    assert (
        sum(amount(row["Wert"]) for row in opportunities_of("10209")) > 0.5 * adjusted("Umsatz")["10209"][-1]
    )


def test_revenue_rises_while_margin_falls() -> None:
    revenue, margin = adjusted("Umsatz")["10166"], adjusted("DB")["10166"]
    assert change(revenue) >= 0.10
    assert revenue[-1] - revenue[-2] >= MATERIAL * total("Umsatz", 2025)
    assert change(margin) <= -0.10
    assert margin[-2] - margin[-1] >= MATERIAL * total("DB", 2025)


def test_a_small_customer_has_a_large_free_potential() -> None:
    free = {
        key: amount(row["Einkaufsvolumen"]) - adjusted("Umsatz")[key][-1]
        for key, row in by_key("kunden").items()
    }
    assert max(free, key=lambda key: free[key]) == "10248"
    assert free["10248"] > 10.0 * adjusted("Umsatz")["10248"][-1]


def test_purchasing_volume_below_revenue() -> None:
    revenue = adjusted("Umsatz")
    below = {key for key, row in by_key("kunden").items()
             if row["Einkaufsvolumen"] and amount(row["Einkaufsvolumen"]) < revenue[key][-1]}  # fmt: skip
    assert below == {"10201", "10233"}


def test_two_customers_are_equal_in_everything_scored() -> None:
    ignored = {"Kundennr.", "Kunde"}
    for name in ("kunden", "zahlen", "vorjahr"):
        one, other = (by_key(name)[key] for key in ("10148", "10149"))
        assert {k: v for k, v in one.items() if k not in ignored} == {
            k: v for k, v in other.items() if k not in ignored
        }
    further = ("pipeline", "urteile", "einmaleffekte", "entscheidungen")
    assert not any(row["Kundennr."] in ("10148", "10149") for name in further for row in rows(name))


def test_judges_disagree() -> None:
    spread: dict[str, float] = {}
    for column in ("Kundenbindung", "Weiterempfehlung"):
        for key in {row["Kundennr."] for row in rows("urteile")}:
            given = [row[column] for row in (*rows("kunden"), *rows("urteile")) if row["Kundennr."] == key]
            values = [amount(text) for text in given if text]
            spread[key] = max(spread.get(key, 0.0), max(values) - min(values))
    assert {key for key, value in spread.items() if value >= 3.0} == {"10071", "10166"}


def test_gaps_in_the_inputs_of_single_customers() -> None:
    asked = (
        "Einkaufsvolumen",
        "Rahmenvertragsanteil",
        "Reklamationsquote",
        "Kundenbindung",
        "Weiterempfehlung",
    )
    living = {key: row for key, row in by_key("kunden").items() if adjusted("Umsatz")[key][-1] > 0.0}
    gaps = {key: sum(not row[column] for column in asked) for key, row in living.items()}
    assert {key: count for key, count in gaps.items() if count} == {"10222": 1, "10058": 1, "10244": 5}


def test_explanations_of_every_kind() -> None:
    decided = by_key("entscheidungen").values()
    reasons = [row for row in decided if row["Grund"]]
    explained = [row for row in reasons if row["Grund"] != "ungeklärt" and row["Erklärung"]]
    assert {row["Hält an"] for row in explained} == {"ja", "teilweise", "nein", ""}
    assert 10 <= len(explained) <= 12
    assert {row["Kundennr."] for row in reasons} - {row["Kundennr."] for row in explained} == {
        "10209",
        "10229",
    }


def test_decided_levels_of_every_kind() -> None:
    decided = {key: row for key, row in by_key("entscheidungen").items() if row["Level"]}
    expired = {
        key for key, row in decided.items() if (day(row["Gültig bis"]) or REPORTING_DATE) < REPORTING_DATE
    }
    assert expired == {"10144"}
    assert {key for key, row in decided.items() if not row["Warum"]} == {"10034", "10175"}
    assert {row["Level"] for row in decided.values()} == LEVELS
    assert all(row["Von"] and day(row["Am"]) and day(row["Gültig bis"]) for row in decided.values())


def test_every_stamp_is_for_the_level_that_stands_there() -> None:
    assert all(row["Gestempelt für"] == row["Level"] for row in rows("entscheidungen"))


def test_last_year_keeps_its_order_and_shares() -> None:
    last = by_key("vorjahr")
    scores: dict[str, list[float]] = {level: [] for level in LEVELS}
    for row in last.values():
        scores[row["Level"]].append(amount(row["Gesamtpunktzahl"]))
    assert min(scores["Strategie"]) > max(scores["Vertrieb"])
    assert min(scores["Vertrieb"]) > max(scores["Service"])
    assert (len(scores["Strategie"]), len(scores["Service"])) == (12, 6)
    assert last["10209"]["Level"] == "Strategie"
    assert last["10214"]["Level"] == "Vertrieb"
    plans = [[amount(row[name]) for name in ("Sicher", "Erwartet", "Möglich")] for row in last.values()]
    assert all(plan[0] > 0.0 and plan == sorted(plan) for plan in plans)


def last_points(row: Row) -> dict[str, float]:
    """Frozen points of one customer by criterion, as far as they were known."""
    slots = {row["Kriterium"]: f"Punkte {row['Nr.']}" for row in rows("vorjahr_kriterien")}
    return {name: amount(row[slot]) for name, slot in slots.items() if row[slot]}


def test_frozen_scores_follow_from_frozen_points_and_weights() -> None:
    weights = {row["Kriterium"]: amount(row["Gewicht"]) for row in rows("vorjahr_kriterien")}
    assert [row["Nr."] for row in rows("vorjahr_kriterien")] == [str(slot) for slot in range(1, 12)]
    assert sum(weights.values()) == 100.0
    assert {row["Planjahr"] for row in rows("vorjahr")} == {str(YEARS[-1])}
    for row in rows("vorjahr"):
        points = last_points(row)
        assert all(0.0 <= value <= 10.0 for value in points.values())
        total = sum(weights[name] for name in points)
        score = 10.0 * sum(weights[name] * value for name, value in points.items()) / total
        assert abs(score - amount(row["Gesamtpunktzahl"])) <= 0.00501, row["Kundennr."]


def test_levels_that_changed_show_every_cause() -> None:
    results = jobs.sample().results
    assert results is not None
    assert results.history is not None
    changes = results.history.changes
    cause = changes["cause"].dropna().groupby(changes["cause"].dropna()).groups
    assert {name: sorted(keys) for name, keys in cause.items()} == {
        "weights": ["10149"], "customer": ["10087", "10140", "10166"], "data": ["10076"],
        "others": ["10092"], "decision": ["10175", "10248"],
    }  # fmt: skip
    only_weights = changes.loc["10149"]
    assert only_weights["change_weights"] < -1.0
    assert (only_weights["change_customer"], only_weights["change_data"]) == (0.0, 0.0)
    assert not by_key("vorjahr")["10076"]["Punkte 9"]
    assert {finding.code for finding in results.findings}.isdisjoint(
        {"prior_year_other", "prior_points_missing"}
    )
    parts = changes[["change_weights", "change_customer", "change_data"]].sum(axis=1, min_count=3)
    assert (parts - (changes["score_now"] - changes["prior_score"])).abs().max() <= 0.00501
    check = results.history.check
    assert check is not None
    assert check.customers == len(rows("vorjahr"))
    assert 0.0 < (check.hit_rate or 0.0) < 1.0


def test_thirty_opportunities_of_every_kind() -> None:
    table = rows("pipeline")
    assert len(table) == 30
    assert {row["Status"] for row in table} == WORDS["pipeline", "Status"]
    assert {row["Art"] for row in table} == WORDS["pipeline", "Art"]
    assert sum(not row["Kundennr."] for row in table) == 1
    assert [row["Kundennr."] for row in table if not row["Art"]] == ["10226"]
    assert [row["Kundennr."] for row in table if not row["Abschluss erwartet"]] == ["10166"]
    assert all(day(row["Stand vom"]) for row in table)


def test_one_opportunity_has_neither_probability_nor_known_phase() -> None:
    known = {row["Phase"] for row in rows("phasen")}
    strange = [row for row in rows("pipeline") if row["Phase"] not in known]
    assert [(row["Kundennr."], row["Wahrscheinlichkeit"]) for row in strange] == [("10229", "")]


def test_phases_rise_to_certainty() -> None:
    chances = [share(row["Wahrscheinlichkeit"]) or 0.0 for row in rows("phasen")]
    assert chances == sorted(set(chances))
    assert chances[-1] == pytest.approx(1.0)


def test_overdue_and_stale_opportunities() -> None:
    late = {row["Kundennr."]: days_overdue(row) for row in rows("pipeline") if days_overdue(row) > 0}
    assert set(late) == {"10152", "10187"}
    assert 90 < late["10152"] <= 180 < late["10187"]
    limit = REPORTING_DATE - dt.timedelta(days=180)
    stale = {row["Kundennr."] for row in open_opportunities() if (day(row["Stand vom"]) or limit) < limit}
    assert stale == {"10152", "10184", "10187"}


def test_one_opportunity_is_worth_more_than_a_tenth_of_the_goal() -> None:
    goal = amount(settings()["target_revenue_eur"])
    large = [row["Kundennr."] for row in open_opportunities() if amount(row["Wert"]) > 0.1 * goal]
    assert large == ["10034"]


def test_the_list_of_borderline_cases_is_short_and_every_reason_occurs() -> None:
    results = jobs.sample().results
    assert results is not None
    assert 4 <= len(results.borderline) <= 12
    reasons = {reason for key in results.borderline for reason in results.customers["borderline"][key]}
    assert reasons == {"unsure", "tie", "data", "judges", "memory"}
    stakes = [float(results.customers["stake_eur"].astype(float)[key]) for key in results.borderline]
    assert stakes == sorted(stakes, reverse=True)


def test_the_klausur_shows_how_it_is_meant() -> None:
    """One point decided, one put off, one of the owner's own; two customers whose loss is tried out."""
    results = jobs.sample().results
    assert results is not None
    stand = results.retreat_status.set_index("topic")
    assert list(stand[["done", "deferred", "open"]].loc["borderline"]) == [1, 0, 10]
    assert stand["deferred"].to_dict()["opportunity"] == 1
    assert stand["open"].to_dict()["own"] == 1
    listed = {row["Punkt"] for row in rows("klausur") if row["Ergebnis"]}
    assert listed <= {retreat_item(str(item)) for item in results.retreat["item"]}
    assert {row["Kundennr."] for row in rows("abgangsprobe")} <= set(by_key("kunden"))
    unwanted = {"walk_away_unknown", "deferred_incomplete", "retreat_time_short", "concentration_high"}
    assert unwanted.isdisjoint({finding.code for finding in results.findings})
