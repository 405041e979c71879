"""A workbook that changes: more customers, other criteria, columns and sheets that are gone or renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwings as xw
from tests.buttons.hand import Hand, Row, at_desk, copied
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402
from kundenbindung.adapters.live.writing import grown_areas  # noqa: E402

if TYPE_CHECKING:
    from tests.engine.session import Session

NEW = {"0042": "Führende Null", "=9": "Formel GmbH", "1E5": "Keine Zahl KG"}
REVENUE = {"0042": 11_000.0, "=9": 22_000.0, "1E5": 33_000.0}


def type_customers(hand: Hand) -> None:
    """Three customers whose numbers a spreadsheet would like to change."""
    for name in ("customers", "figures"):
        table = hand.table(name)
        for key, customer in NEW.items():
            at = table.add({})
            table.sheet.range((at, table.column("Kundennr."))).number_format = "@"
            table.sheet.range((at, table.column("Kundennr."))).value = key
            table.put(key, "Kunde", customer)
    for key, amount in REVENUE.items():
        for year in (2023, 2024, 2025):
            hand.table("figures").put(key, f"Umsatz {year}", amount)
            hand.table("figures").put(key, f"DB {year}", amount / 4)


# More customers


@dataclass(frozen=True)
class Grown:
    """Tables of a workbook before and after three customers joined, and looks of last and new rows."""

    said: str
    before: Mapping[str, list[Row]]
    after: Mapping[str, list[Row]]
    print_areas: Mapping[str, tuple[str | None, str | None]]
    last_rows: Mapping[str, tuple[int, int]]
    looks: Mapping[str, tuple[list[object], list[object]]]
    formula: object


def _row_looks(hand: Hand, name: str, row: int) -> list[object]:
    table = hand.table(name)
    left, width = table.area.column, table.area.shape[1]
    cells = [table.sheet.range((row, column)) for column in range(left, left + width)]
    return [(cell.number_format, cell.color, cell.wrap_text) for cell in cells]


@pytest.fixture(scope="module")
def grown(office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """Three customers typed into Kunden and Zahlen, then calculated."""
    names = ("screening", "plan", "trial")
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path_factory.mktemp("grown"))) as hand:
        screening = hand.table("screening")
        screening.put("007", "Grund", "Menge")
        type_customers(hand)

        def ends() -> dict[str, int]:
            return {name: hand.table(name).area.row + hand.table(name).area.shape[0] - 1 for name in names}

        def areas() -> dict[str, str | None]:
            return {name: hand.table(name).sheet.page_setup.print_area for name in names}

        before, first_ends, first_areas = hand.tables(), ends(), areas()
        said = hand.click("calculate")
        second_ends = ends()
        looks = {
            name: (_row_looks(hand, name, first_ends[name]), _row_looks(hand, name, second_ends[name]))
            for name in names
        }
        key = screening.cell("=9", "Kundennr.")
        return Grown(
            said, before, hand.tables(),
            {name: (first_areas[name], areas()[name]) for name in names},
            {name: (first_ends[name], second_ends[name]) for name in names},
            looks, key.formula,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["screening", "plan", "trial"])
def test_tables_grow_at_their_end(grown: Grown, name: str) -> None:
    old = [row["Kundennr."] for row in grown.before[name] if row["Kundennr."]]
    new = [row["Kundennr."] for row in grown.after[name] if row["Kundennr."]]
    assert new[: len(old)] == old
    assert set(new[len(old) :]) == set(NEW)
    first, last = grown.last_rows[name]
    assert last == first + 3


def test_their_results_are_those_of_their_inputs(grown: Grown) -> None:
    assert grown.said.startswith("13 Kunden berechnet")
    rows = {row["Kundennr."]: row for row in grown.after["screening"]}
    assert {key: rows[key]["Umsatz"] for key in NEW} == REVENUE
    assert {key: rows[key]["Kunde"] for key in NEW} == NEW
    assert all(isinstance(rows[key]["Punkte"], float) for key in NEW)
    assert rows["007"]["Grund"] == "Menge"


def test_texts_stay_texts(grown: Grown) -> None:
    assert grown.formula == "=9"
    assert "0042" in {row["Kundennr."] for row in grown.after["trial"]}


@pytest.mark.parametrize("name", ["screening", "plan", "trial"])
def test_new_rows_look_like_the_last_one(grown: Grown, name: str) -> None:
    last, new = grown.looks[name]
    assert len(set(last)) > 1
    assert new == last


@pytest.mark.parametrize("name", ["screening", "plan"])
def test_the_print_area_grows(grown: Grown, name: str) -> None:
    before, after = grown.print_areas[name]
    first, last = grown.last_rows[name]
    assert before is not None
    part, *others = before.split(",")
    assert part.endswith(f"${first}")
    assert after == ",".join([f"{part.removesuffix(str(first))}{last}", *others])


@pytest.mark.parametrize(
    ("areas", "grown"),
    [
        ("$A$1:$P$15", "$A$1:$P$18"),
        ("$A$1:$P$15,$R$4:$U$15,$W$4:$Y$9", "$A$1:$P$18,$R$4:$U$15,$W$4:$Y$9"),
        ("$A$1:$P$15;$R$4:$U$15", "$A$1:$P$18;$R$4:$U$15"),
        ("$A$1:$P$40", "$A$1:$P$40"),
        ("Plan!A1:B15", "Plan!A1:B18"),
    ],
)
def test_only_the_part_over_the_table_grows(areas: str, grown: str) -> None:
    """Columns A to P, whose last row was 15 and is 18 now; German Excel may part them by semicolons."""
    assert grown_areas(areas, (1, 16), (15, 18)) == grown


def test_a_cell_below_the_table_is_named_and_nothing_is_changed(hand: Hand) -> None:
    type_customers(hand)
    plan = hand.table("plan")
    below = plan.area.row + plan.area.shape[0]
    plan.sheet.range((below + 1, 2)).value = "meine Summe"
    before = hand.everything()
    said = hand.click("calculate")
    assert said.startswith("Es wurde nichts geändert.")
    assert f"Die Tabelle Plan im Blatt „Plan“ muss wachsen, aber in der Zelle B{below + 1} darunter" in said
    token = hand.book.names["KB_Fertig"].refers_to_range
    after = hand.everything()
    after.pop((token.sheet.name, token.row, token.column))
    assert after == before


# Criteria


def test_a_new_criterion_gets_a_column_at_its_place(hand: Hand) -> None:
    customers, screening = hand.table("customers"), hand.table("screening")
    column = customers.add_column("Auftragsgröße")
    first, last = customers.row("007"), customers.row("1008")
    customers.sheet.range((first, column), (last, column)).value = [[5]] * (last - first + 1)
    screening.put("007", "Von", "MK")
    headers = screening.headers
    criteria = hand.table("criteria")
    criteria.add(
        {"Kriterium": "Größe", "Art": "hart", "Quelle": "Auftragsgröße", "Skala": "linear",
         "0 Punkte bei": 0, "10 Punkte bei": 20, "Gewicht": 10}
    )  # fmt: skip
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    weighted = next(at for at, header in enumerate(headers) if header.endswith(" (gewichtet)"))
    place = headers.index("Von")
    between = ["Größe (Punkte)", *headers[weighted:place], "Größe (gewichtet)"]
    assert screening.headers == [*headers[:weighted], *between, *headers[place:]]
    assert set(screening.by_key("Größe (gewichtet)").values()) - {None}
    assert set(screening.by_key("Größe (Punkte)").values()) == {2.5, None}, "the lost customer has no points"
    assert screening.by_key("Größe (Punkte)")["007"] == 2.5
    assert screening.by_key("Von")["007"] == "MK"
    assert screening.body("Größe (Punkte)").number_format == screening.body("Umsatz (Punkte)").number_format
    assert hand.table("trial_weights").by_key("Gewicht heute", by="Kriterium")["Größe"] == 10.0
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert screening.headers.count("Größe (Punkte)") == 1


def test_a_renamed_criterion_leaves_its_old_column_and_says_so(hand: Hand) -> None:
    screening = hand.table("screening")
    old = screening.by_key("Umsatz (Punkte)")
    hand.table("criteria").put("Umsatz", "Kriterium", "Größe im Umsatz", by="Kriterium")
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert screening.by_key("Umsatz (Punkte)") == old
    assert screening.by_key("Größe im Umsatz (Punkte)") == pytest.approx(old)
    found = [text for text in hand.sentences() if "zu denen es nichts mehr zu berechnen gibt" in text]
    assert len(found) == 1
    assert "Im Blatt Screening stehen Spalten" in found[0]
    assert found[0].endswith(": „Umsatz (Punkte)“, „Umsatz (gewichtet)“. Ihre Werte sind alt.")


# Things that are gone or renamed


def test_a_deleted_output_column_is_named_and_the_rest_is_written(hand: Hand) -> None:
    screening = hand.table("screening")
    points = screening.by_key("Punkte")
    letter = screening.sheet.range((1, screening.column("Grenzfall"))).address.split("$")[1]
    screening.sheet.range(f"{letter}:{letter}").delete("left")
    screening.body("Punkte").clear_contents()
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert "Grenzfall" not in screening.headers
    assert screening.by_key("Punkte") == pytest.approx(points)
    missing = "In der Tabelle Screening (Blatt Screening) fehlt die Spalte „Grenzfall“"
    assert f"{missing}; ihre Ergebnisse wurden nicht geschrieben." in hand.sentences()


def test_without_the_key_column_nothing_is_written(hand: Hand) -> None:
    plan = hand.table("plan")
    plan.sheet.range((plan.area.row, plan.column("Kundennr."))).value = "Nummer"
    hand.table("screening").erase()
    said = hand.click("calculate")
    assert said.startswith("Es wurde nichts geändert.")
    assert "In der Tabelle Plan (Blatt Plan) fehlt die Spalte „Kundennr.“" in said
    assert set(hand.table("screening").by_key("Punkte").values()) == {None}


def test_a_table_that_is_gone_is_named_and_the_rest_is_written(hand: Hand) -> None:
    ranges = hand.book.impl.document.DatabaseRanges
    ranges.removeByName("Rueckrechnung")
    hand.book.impl.structure_changed()
    hand.table("screening").erase()
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert any(
        "Die Tabelle Rueckrechnung (Blatt Plan) ist nicht mehr da" in text for text in hand.sentences()
    )
    assert isinstance(hand.table("screening").by_key("Punkte")["007"], float)


def test_a_renamed_sheet_is_found_and_named(hand: Hand) -> None:
    hand.book.sheets["Screening"].name = "Sichtung 2026"
    hand.table("screening").erase()
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert isinstance(hand.table("screening").by_key("Punkte")["007"], float)
    assert any("Das Blatt „Screening“ heißt jetzt „Sichtung 2026“." in text for text in hand.sentences())


def test_a_workbook_of_someone_else_is_refused(office: Session, hand: Hand) -> None:
    other = hand.book.app.books.add()
    other.set_mock_caller()
    from kundenbindung import buttons

    buttons.calculate("", xw.__version__)
    said = office.alerts[-1].prompt
    assert said.startswith("Es wurde nichts geändert.")
    assert other.name in said


# The file, and other workbooks


def test_a_renamed_file_works(office: Session, built: Path, tmp_path: Path, home: Path) -> None:
    path = copied(built / "Mappe.xlsm", tmp_path, "Unsere Kunden (neu), 2. Fassung.xlsm")
    with at_desk(office, path) as hand:
        hand.table("screening").erase()
        assert hand.click("calculate").startswith("10 Kunden berechnet")
        assert isinstance(hand.table("screening").by_key("Punkte")["007"], float)
    (backup,) = (home / "Sicherungen").iterdir()
    assert backup.name.startswith("Unsere Kunden (neu), 2. Fassung-")


def test_the_workbook_of_the_button_is_written_not_the_one_in_front(hand: Hand, built: Path) -> None:
    hand.table("screening").erase()
    other = xw.Book(str(copied(built / "Mappe.xlsm", built.parent / "other", "Andere.xlsm")))
    second = Hand(hand.office, other)
    second.table("screening").erase()
    other.activate()
    assert hand.book.app.books.active.name == "Andere.xlsm"
    before = second.everything()
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert isinstance(hand.table("screening").by_key("Punkte")["007"], float)
    assert second.everything() == before


def test_a_rebuilt_copy_of_the_grown_workbook_says_the_same(hand: Hand, tmp_path: Path) -> None:
    type_customers(hand)
    hand.click("calculate")
    copy = tmp_path / "Kopie.xlsm"
    hand.book.api.SaveCopyAs(str(copy))
    results = jobs.calculate(jobs.read(copy)).results
    assert results is not None
    points = hand.table("screening").by_key("Punkte")
    assert {key: points[key] for key in NEW} == pytest.approx(
        results.customers.loc[list(NEW), "score"].to_dict()
    )
