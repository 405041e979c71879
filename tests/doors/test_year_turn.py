"""`jahreswechsel`: what is frozen, kept, dropped and named; how the next year goes on; the old file stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.companies import company, criterion
from tests.doors.desk import (
    HEAD,
    KEYS,
    Sheet,
    call,
    copied,
    edited,
    frame,
    listing,
    names,
    opened,
    reading,
    start_sentences,
)

from kundenbindung import jobs
from kundenbindung.core.evaluate import evaluate
from kundenbindung.jobs.year_turn import frozen_criteria, turn
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import to_inputs

LIST_2026 = """Kundennr.;Kunde;Umsatz 2026;DB 2026
007;Müller & Söhne;155.000,00;48.000,00
0815;Ölmühle Größ;45.000,00;9.000,00
1001;Stabil AG;50.000,00;15.000,00
1002;Wächst GmbH;41.000,00;12.300,00
1003;Klein KG;8.900,00;1.800,00
1004;Mager OHG;72.000,00;3.600,00
1005;Fest & Treu;28.000,00;11.200,00
1006;Projekt eG;0,00;0,00
1008;Neu & Frisch;24.000,00;6.000,00
1009;Ganz Neu GmbH;12.000,00;3.000,00
"""
SETTING = "Einstellung"
DAY = dt.datetime


def set_up(book: Any) -> None:
    """A year's work in the workbook of ten customers."""
    settings = Sheet(book, "settings")
    for label, value in (
        ("Stichtag", DAY(2025, 12, 31)), ("Zielumsatz im Planjahr", 500_000), ("Halt durch das Vorjahr", 3),
        ("Ziel-DB im Planjahr", 120_000), ("Unternehmen", "Eigene GmbH"),
    ):  # fmt: skip
        settings.put(label, "Wert", value, by=SETTING)
    Sheet(book, "customers").add_column("Region", {"007": "Nord", "1003": "Süd"})
    for row in (
        {"Kundennr.": "1006", "Jahr": 2024, "Umsatz": 35_000, "DB": 7_000, "Grund": "Messebau"},
        {"Kundennr.": "1001", "Jahr": 2025, "Umsatz": 500, "DB": 100},
    ):
        Sheet(book, "one_offs").add(row)
    for name, status, close in (
        ("Offen", "offen", DAY(2026, 5, 1)), ("Offen ohne Status", None, DAY(2025, 11, 1)),
        ("Verloren", "verloren", DAY(2025, 5, 1)), ("Gewonnen alt", "gewonnen", DAY(2025, 12, 31)),
        ("Gewonnen neu", "gewonnen", DAY(2026, 1, 1)), ("Gewonnen ohne Termin", "gewonnen", None),
    ):  # fmt: skip
        cells = {
            "Kundennr.": "007",
            "Vorhaben": name,
            "Wert": 1_000,
            "Status": status,
            "Abschluss erwartet": close,
        }
        Sheet(book, "opportunities").add(cells)
    Sheet(book, "full_year").add({"Kundennr.": "1008", "Vollwert": 30_000})
    Sheet(book, "judgements").add({"Kundennr.": "007", "Urteil von": "GF", "Kundenbindung": 8})
    Sheet(book, "trial_weights").put("Umsatz", "Satz A", 30, by="Kriterium")
    decide(book)
    retreat(book)
    live(book)


def decide(book: Any) -> None:
    table = Sheet(book, "screening")
    typed: dict[str, dict[str, object]] = {
        "007": {"Grund": "Menge", "Erklärung": "Zweites Werk", "Hält an": "ja"},
        "1001": {"Level": "Strategie", "Warum": "Referenz", "Von": "MK", "Am": DAY(2025, 12, 1),
                 "Gültig bis": DAY(2027, 6, 30), "Gestempelt für": "Strategie"},
        "1003": {"Level": "Strategie", "Warum": "Zu früh", "Von": "MK", "Am": DAY(2025, 12, 1),
                 "Gültig bis": DAY(2026, 12, 30), "Gestempelt für": "Strategie"},
    }  # fmt: skip
    for key, cells in typed.items():
        for label, value in cells.items():
            table.put(key, label, value)


def grown(table: Sheet, rows: int) -> Sheet:
    """The table with so many empty rows more, as Excel makes it when somebody types below."""
    table.bottom += rows
    first, _, last = table.part.ref.partition(":")
    table.part.ref = f"{first}:{last.rstrip('0123456789')}{table.bottom}"
    if table.part.autoFilter is not None:
        table.part.autoFilter.ref = table.part.ref
    return table


def retreat(book: Any) -> None:
    """Two points of the owner's own, a resolution, and a customer whose loss is tried out."""
    table = grown(Sheet(book, "open_decisions"), 2)
    table.add({"Punkt": "Messe planen", "Ergebnis": "vertagt", "Wer": "MK", "Bis wann": DAY(2027, 1, 15)})
    table.add({"Punkt": "Katalog", "Ergebnis": "entschieden", "Wer": "TB"})
    Sheet(book, "resolutions").add({"Beschluss": "Alle anrufen", "Wer": "MK"})
    Sheet(book, "walk_away").add({"Kundennr.": "007"})


def live(book: Any) -> None:
    """Agreements, Betriebsferien, hours of a role, and a Termin that took place."""
    for text, done in (("Angebot", None), ("Muster", DAY(2026, 2, 2))):
        Sheet(book, "agreements").add({"Kundennr.": "007", "Vereinbarung": text, "erledigt am": done})
    for first, last in ((DAY(2026, 8, 3), DAY(2026, 8, 14)), (DAY(2026, 12, 24), DAY(2027, 1, 3))):
        Sheet(book, "closures").add({"von": first, "bis": last})
    Sheet(book, "roles").put("Unternehmer", "Stunden fest", 250, by="Rolle")
    table = Sheet(book, "appointments")
    first = table.sheet.cell(table.top + 1, table.col("Termin")).value
    table.put(first, "erledigt am", DAY(2026, 1, 9), by="Termin")


@pytest.fixture
def worked(filled_once: Path, tmp_path: Path) -> Path:
    """The filled workbook with a year's work in it, calculated."""
    path = edited(copied(filled_once, tmp_path), set_up)
    assert call("rechnen", path, "--ausgabe", path) == 0
    return path


def turned(source: Path, name: str = "Neu.xlsx") -> Path:
    target = source.parent / name
    assert call("jahreswechsel", source, "--ausgabe", target) == 0
    return target


def value(path: Path, label: str) -> Any:
    return Sheet(opened(path, values=True), "settings").cell(label, "Wert", by=SETTING).value


def test_results_become_last_year(worked: Path) -> None:
    old = jobs.calculate(jobs.read(worked)).results
    assert old is not None
    new = reading(turned(worked))
    inputs = to_inputs(new)
    last = inputs.prior_year
    lost = old.customers["status"] == "lost"
    assert list(last.index) == list(old.customers.index[~lost])
    for name in ("score", "plan_safe_eur", "plan_expected_eur", "plan_upside_eur"):
        assert last[name].to_numpy() == pytest.approx(
            old.customers.loc[last.index, name].to_numpy(), rel=1e-12
        )
    assert last["care_level"].tolist() == old.customers.loc[last.index, "care_level"].tolist()
    assert inputs.prior_plan_year == 2026
    used = [entry for entry in old.criteria if entry.on]
    assert dict(inputs.prior_weights) == {entry.criterion: entry.weight for entry in used}
    frozen = old.points.loc[last.index, [entry.criterion for entry in used]]
    assert inputs.prior_points[frozen.columns].to_numpy() == pytest.approx(
        frozen.to_numpy(), rel=1e-12, nan_ok=True
    )
    assert new.frames["prior_criteria"]["slot"].tolist() == list(range(1, len(used) + 1))
    row: Any = new.frames["prior_year"].set_index("customer_id").loc["007"]
    assert (row["reason_code"], row["explanation"]) == ("volume", "Zweites Werk")


def test_years_settings_and_figures_move_on(worked: Path) -> None:
    target = turned(worked)
    before, after = reading(worked), reading(target)
    assert after.years == (2023, 2024, 2025, 2026)
    table = after.frames["figures"].set_index("customer_id")
    assert list(table.index) == list(KEYS)
    assert table[["revenue_2026", "margin_2026"]].isna().all(axis=None)
    assert table["revenue_2025"].tolist() == before.frames["figures"]["revenue_2025"].tolist()
    assert (after.settings.base_year, after.settings.months_in_base_year) == (2026, 12)
    assert (after.settings.company, after.settings.memory_points) == ("Eigene GmbH", 3.0)
    for label in (
        "Stichtag",
        "Zielumsatz im Planjahr",
        "Ziel-DB im Planjahr",
        "Bis dahin im Vorjahr gebucht",
    ):
        assert value(target, label) is None


def test_a_sixth_year_pushes_out_the_oldest_with_its_one_offs(
    worked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = worked
    for year in (2026, 2027):
        path = turned(path, f"{year}.xlsx")
        source = listing(path.parent, LIST_2026.replace("2026", str(year)))
        assert call("import", path, "--zahlen", source, "--ausgabe", path) == 0
    assert reading(path).years == (2023, 2024, 2025, 2026, 2027)
    one_offs = [{"Kundennr.": "1001", "Jahr": 2023, "Umsatz": 100, "DB": 10}]
    edited(path, lambda book: [Sheet(book, "one_offs").add(row) for row in one_offs])
    capsys.readouterr()
    last = turned(path, "2028.xlsx")
    said = capsys.readouterr().out
    assert reading(last).years == (2024, 2025, 2026, 2027, 2028)
    assert "die Zahlen 2023" in said
    assert "1 Einmaleffekt weggefallener Jahre" in said
    assert sorted(frame(last, "one_offs")["year"].tolist()) == [2024.0, 2025.0]


def test_what_goes_on_and_what_stays_behind(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    target = turned(worked)
    said = capsys.readouterr().out
    new, old = reading(target).frames, reading(worked).frames
    assert new["opportunities"]["project"].tolist() == [
        "Offen", "Offen ohne Status", "Gewonnen neu", "Gewonnen ohne Termin",
    ]  # fmt: skip
    same = ("customers", "judgements", "stages", "margin_rates", "one_offs", "trial_weights", "agenda")
    for name in (*same, "roles", "activities"):
        assert new[name].to_csv() == old[name].to_csv(), name
    assert new["customers"].set_index("customer_id")["Region"].dropna().to_dict() == {
        "007": "Nord",
        "1003": "Süd",
    }
    columns = ["criterion", "kind", "source", "scale", "weight", "zero_at", "ten_at"]
    assert new["criteria"][columns].to_csv() == old["criteria"][columns].to_csv()
    assert new["criteria"].loc[new["criteria"]["source"] == "revenue_mean", "zero_at"].notna().all()
    assert not len(new["full_year"])
    assert not len(new["resolutions"])
    assert not len(new["appointments"])
    assert new["agreements"]["agreement"].tolist() == ["Angebot"]
    assert new["closures"]["last_day"].tolist() == [DAY(2027, 1, 3).date()]
    assert new["roles"].set_index("role")["hours"]["Unternehmer"] == 250
    assert new["walk_away"]["customer_id"].tolist() == ["007"]
    points = new["open_decisions"].dropna(subset=["outcome"])
    assert points[["item", "outcome", "who", "until"]].to_numpy().tolist() == [
        ["Messe planen", "deferred", "MK", dt.date(2027, 1, 15)]
    ]
    for words in (
        "1 verlorene Verkaufschance", "1 schon abgeschlossene gewonnene", "4 Verkaufschancen",
        "1 entschiedenes Level", "1003 Klein KG (bis 30.12.2026)", "1 vertagter Punkt der Klausur",
        "1 Punkt der Klausur", "1 Beschluss", "1 Vollwert neuer Kunden", "1 Erklärung eines Trends",
        "1 offene Vereinbarung", "1 erledigte Vereinbarung", "1 Termin mit Eintrag",
        "1 vergangene Betriebsferien",
        "Stichtag, Zielumsatz im Planjahr, Ziel-DB im Planjahr.", "Zahlen 2026 einlesen",
        f"{worked.name} ist unverändert",
    ):  # fmt: skip
        assert words in said, words


def test_anchors_that_were_only_proposed_are_frozen_as_they_counted(worked: Path) -> None:
    def emptied(book: Any) -> None:
        for label in ("0 Punkte bei", "10 Punkte bei"):
            Sheet(book, "criteria").put("Umsatz", label, None, by="Kriterium")

    results = jobs.calculate(jobs.read(edited(worked, emptied))).results
    assert results is not None
    used = next(entry for entry in results.criteria if entry.criterion == "Umsatz")
    assert used.proposed
    anchors = reading(turned(worked)).frames["criteria"].set_index("criterion").loc["Umsatz"]
    assert (anchors["zero_at"], anchors["ten_at"]) == (used.zero_at, used.ten_at)


def test_decisions_that_still_hold_keep_their_stamps_and_explanations_go(worked: Path) -> None:
    table = reading(turned(worked)).frames["decisions"].set_index("customer_id")
    assert set(table.index) == set(KEYS)
    typed = table.dropna(how="all")
    assert list(typed.index) == ["1001"]
    row = {name: cell for name, cell in typed.loc["1001"].to_dict().items() if cell is not None}
    assert row == {
        "decided_level": "strategy", "why": "Referenz", "decided_by": "MK",
        "decided_on": dt.date(2025, 12, 1),
        "valid_until": dt.date(2027, 6, 30), "decided_for": "strategy",
    }  # fmt: skip


def test_the_new_workbook_waits_for_its_figures_and_reads_well(
    worked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = turned(worked)
    assert start_sentences(target) == [
        "Für das Basisjahr 2026 ist noch kein Umsatz eingetragen; so gälten alle Kunden als verloren."
    ]
    book = opened(target, values=True)
    steps = Sheet(book, "steps")
    assert steps.cell(1, "Was noch fehlt", by="Nr.").value == "Zahlen 2026 fehlen noch"
    assert steps.cell(4, "Was noch fehlt", by="Nr.").value == "11 Kriterien, Summe 100"
    screening = Sheet(book, "screening")
    assert screening.cell("1001", "Kunde").value == "Stabil AG"
    assert screening.cell("1001", "Level").value == "Strategie"
    for label in ("Status", "Punkte", "gilt"):
        assert screening.cell("1001", label).value is None
    assert "Umsatz (Punkte)" in screening.headers
    text = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    assert "nicht mehr im Blatt Kunden" not in text
    assert "Noch nicht berechnet." in text
    capsys.readouterr()
    assert call("rechnen", target) == 1
    assert "Für das Basisjahr 2026 ist noch kein Umsatz eingetragen" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_the_next_year_goes_on_with_the_levels_of_the_last(worked: Path, suffix: str) -> None:
    target = turned(worked, f"Neu{suffix}")
    source = listing(worked.parent, LIST_2026)
    assert call("import", target, "--zahlen", source, "--ausgabe", target) == 0
    job = jobs.calculate(jobs.read(target))
    results = job.results
    assert results is not None
    assert not job.stopped
    assert results.history is not None
    assert results.customers.loc["1006", "status"] == "lost"
    assert results.customers.loc["1001", "care_level"] == "strategy"
    changes = results.history.changes
    assert len(changes) == 9
    split = changes[["change_weights", "change_customer", "change_data"]].sum(axis=1, min_count=3)
    same = split.dropna() - (changes["score_now"] - changes["prior_score"]).reindex(split.dropna().index)
    assert len(same) == 8
    assert same.abs().max() < 1e-7
    assert changes["change_weights"].dropna().abs().max() == 0.0, "the weights have not changed"
    check = results.history.check
    assert check is not None
    assert check.customers == 9
    book = opened(target, values=True)
    row = Sheet(book, "prior_year")
    assert row.cell("1006", "Ist").value == 0
    assert row.cell("1006", "Ursache").value == "verloren"
    assert row.cell("007", "Sicher erreicht").value in {"ja", "nein"}
    figure = next(column.label for column in layout.PLAN_CHECK.expand())
    assert Sheet(book, "plan_check").cell("Ist", "Wert", by=figure).value is not None
    level = Sheet(book, "screening").cell("007", "Level Vorjahr").value
    assert level == layout.CHOICES["care_level"][str(changes.loc["007", "prior_level"])]


def test_last_years_levels_hold_customers_at_the_edge(filled_once: Path, tmp_path: Path) -> None:
    target = turned(copied(filled_once, tmp_path))
    assert call("import", target, "--zahlen", listing(tmp_path, LIST_2026), "--ausgabe", target) == 0
    edited(target, lambda book: Sheet(book, "settings").put("Halt durch das Vorjahr", "Wert", 20, by=SETTING))
    inputs = to_inputs(reading(target))
    held = evaluate(inputs).customers
    kept = inputs.prior_year["care_level"].reindex(held.index)
    top = kept.index[(kept == "strategy") & (held["status"] != "lost")]
    assert len(top)
    assert (held.loc[top, "computed_level"] == "strategy").all()


def test_twice_in_a_row_needs_figures_in_between(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = turned(worked)
    capsys.readouterr()
    assert call("jahreswechsel", target, "--ausgabe", worked.parent / "Noch eins.xlsx") == 1
    said = capsys.readouterr().err
    assert "Für das Basisjahr 2026 ist noch kein Umsatz eingetragen" in said
    assert not (worked.parent / "Noch eins.xlsx").exists()


def test_lists_of_earlier_years_may_come_first(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = turned(worked)
    again = listing(
        worked.parent,
        f"{HEAD}\n1001;Stabil AG;Handel;50.000,00;15.000,00;51.000,00;15.300,00;52.000,00;15.500,00\n",
    )
    capsys.readouterr()
    assert call("import", target, "--zahlen", again, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert "Berechnet ist noch nichts" in said
    assert "Für das Basisjahr 2026 ist noch kein Umsatz eingetragen" in said
    assert frame(target, "figures").loc["1001", "revenue_2025"] == 52_000.0
    assert frame(target, "prior_year")["score"].notna().any()


def test_a_part_year_is_to_be_read_in_again(
    filled_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(
        copied(filled_once, tmp_path),
        lambda book: Sheet(book, "settings").put("Monate im Basisjahr", "Wert", 9, by=SETTING),
        lambda book: Sheet(book, "settings").put("Bis dahin im Vorjahr gebucht", "Wert", 0.7, by=SETTING),
    )
    capsys.readouterr()
    target = turned(path)
    said = capsys.readouterr().out
    assert "2025 war erst für 9 Monate gebucht" in said
    assert "Geleert, bitte neu eintragen: Bis dahin im Vorjahr gebucht." in said
    settings = reading(target).settings
    assert (settings.booked_share, settings.months_in_base_year) == (None, 12)


def test_a_column_of_the_owner_beside_last_year_goes_on_by_customer(worked: Path) -> None:
    target = turned(worked)
    source = listing(worked.parent, LIST_2026)
    assert call("import", target, "--zahlen", source, "--ausgabe", target) == 0
    edited(
        target, lambda book: Sheet(book, "prior_year").add_column("Notiz", {"007": "gut", "1005": "still"})
    )
    again = turned(target, "2027.xlsx")
    table = frame(again, "prior_year")
    assert table["Notiz"].dropna().to_dict() == {"007": "gut", "1005": "still"}
    assert (table["plan_year"] == 2027.0).all()
    assert "1009" in table.index


# ---------------------------------------------------------------- files


def test_the_old_workbook_and_existing_files_are_never_touched(
    worked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = worked.read_bytes()
    other = worked.parent / "Schon da.xlsm"
    other.write_bytes(b"wichtig")
    for target in (worked, other):
        assert call("jahreswechsel", worked, "--ausgabe", target) == 1
        assert f"„{target.name}“ gibt es schon" in capsys.readouterr().err
    turned(worked)
    assert worked.read_bytes() == before
    assert other.read_bytes() == b"wichtig"
    assert names(worked.parent) == sorted([worked.name, other.name, "Neu.xlsx"])


def test_what_a_rebuilt_workbook_cannot_carry_is_named_first(
    worked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(worked, lambda book: book.create_sheet("Meine Notizen"))
    before = worked.read_bytes()
    capsys.readouterr()
    target = turned(worked)
    said = capsys.readouterr().out
    assert said.startswith("Nicht übernommen werden: Blatt „Meine Notizen“")
    assert "Meine Notizen" not in opened(target).sheetnames
    assert worked.read_bytes() == before


def test_an_error_stops_it_and_nothing_is_written(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited(worked, lambda book: Sheet(book, "figures").put("1001", "Umsatz 2025", "viel"))
    before = worked.read_bytes()
    capsys.readouterr()
    assert call("jahreswechsel", worked, "--ausgabe", worked.parent / "Neu.xlsx") == 1
    assert "kann nicht berechnet werden: 1 Fehler" in capsys.readouterr().err
    assert names(worked.parent) == [worked.name]
    assert worked.read_bytes() == before


def test_wrong_calls_and_targets(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        call("jahreswechsel", worked)
    assert stop.value.code == 2
    assert "Es fehlt: --ausgabe" in capsys.readouterr().err
    for name, words in (("Neu.xls", "„Neu.xls“"), ("fehlt/Neu.xlsx", "gibt es nicht")):
        assert call("jahreswechsel", worked, "--ausgabe", worked.parent / name) == 1
        assert words in capsys.readouterr().err
    assert call("jahreswechsel", worked.parent / "fehlt.xlsx", "--ausgabe", worked.parent / "Neu.xlsx") == 1
    assert names(worked.parent) == [worked.name]


def test_the_sample_company_turns_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "Beispiel.xlsm"
    assert call("neu", source, "--beispiel") == 0
    before = source.read_bytes()
    capsys.readouterr()
    target = turned(source, "Beispiel 2026.xlsm")
    said = capsys.readouterr().out
    assert "von 64 Kunden, 11 Kriterien" in said
    assert "10144 Zweckverband Abfallwirtschaft Mittelau (bis 14.11.2025)" in said
    read = jobs.read(target)
    assert [finding.code for finding in jobs.calculate(read).findings] == ["base_year_no_figures"]
    assert read.not_carried == ()
    inputs = to_inputs(read.reading)
    assert inputs.prior_points.notna().any(axis=1).sum() == 63, "all but the lost one with an opportunity"
    assert source.read_bytes() == before


def test_an_empty_workbook_turns_without_complaint(tmp_path: Path) -> None:
    assert call("neu", tmp_path / "Leer.xlsx", "--jahre", "2021-2025") == 0
    target = turned(tmp_path / "Leer.xlsx")
    assert reading(target).years == (2022, 2023, 2024, 2025, 2026)
    assert call("rechnen", target) == 0


# ---------------------------------------------------------------- more criteria than room


def test_criteria_beyond_the_frozen_ones_are_the_light_ones() -> None:
    criteria = [criterion(f"K{at}", "loyalty", 0, 10, 0 if at == 3 else at + 1) for at in range(22)]
    inputs = company(
        dict.fromkeys("ABCDE", (100.0, 100.0, 100.0)),
        criteria=criteria, customers={key: {"loyalty": 5.0} for key in "ABCDE"},
    )  # fmt: skip
    frozen = [entry.criterion for entry in frozen_criteria(evaluate(inputs).criteria)]
    assert len(frozen) == 20
    assert "K3" not in frozen
    assert frozen == [f"K{at}" for at in range(21) if at != 3]


def test_only_a_calculated_job_turns(filled_once: Path) -> None:
    with pytest.raises(ValueError, match="calculated"):
        turn(jobs.read(filled_once))
