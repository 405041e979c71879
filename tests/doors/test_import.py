"""`import`: from lists of every kind into empty and filled workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from tests.doors import desk
from tests.doors.desk import KEYS, LIST, MARGIN, REVENUE, Sheet, call, edited, frame, listing, names, reading

from kundenbindung.workbook.inputs import criteria_of, to_inputs

ENGLISH_LIST = LIST.replace(".", "").replace(",", ".")


def _totals(path: Path) -> tuple[dict[int, float], dict[int, float]]:
    inputs = to_inputs(reading(path))
    parts = (inputs.revenue, inputs.margin)
    revenue, margin = ({year: round(float(part[year].sum()), 2) for year in inputs.years} for part in parts)
    return revenue, margin


@pytest.fixture(scope="module")
def empty_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workbook of 2023 to 2025, never to be changed."""
    path = tmp_path_factory.mktemp("empty") / "Neu.xlsx"
    assert call("neu", path, "--jahre", "2023-2025") == 0
    return path


@pytest.fixture
def empty(empty_once: Path, tmp_path: Path) -> Path:
    """An empty workbook of the test's own."""
    return desk.copied(empty_once, tmp_path)


def _delimited(mark: str, decimal: str) -> str:
    text = LIST if decimal == "," else LIST.replace(".", "\0").replace(",", ".").replace("\0", ",")
    rows = [line.split(";") for line in text.splitlines()]
    names_kept = [
        [cell.replace(",", ".") if at == 1 else cell for at, cell in enumerate(row)] for row in rows
    ]
    return "\n".join(mark.join(f'"{cell}"' for cell in row) for row in names_kept)


@pytest.mark.parametrize(
    ("encoding", "mark", "decimal", "told"),
    [
        ("cp1252", ";", ",", "cp1252, Trenner „;“, Jahre nebeneinander"),
        ("utf-8", ",", ".", "utf-8, Trenner „,“"),
        ("utf-8-sig", "\t", ",", "utf-8-sig, Trenner Tabulator"),
        ("utf-16", ";", ".", "utf-16, Trenner „;“"),
    ],
)
def test_every_encoding_separator_and_notation(
    empty: Path,
    tmp_path: Path,
    encoding: str,
    mark: str,
    decimal: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = listing(tmp_path, _delimited(mark, decimal), encoding=encoding)
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    assert told in capsys.readouterr().out
    assert _totals(target) == (REVENUE, MARGIN)
    customers = frame(target, "customers")
    assert tuple(customers.index) == KEYS
    assert customers.loc["0815", "customer"] == "Ölmühle Größ"
    assert customers.loc["1002", "segment"] == "Industrie"


def test_a_long_list(empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = LIST.splitlines()[1:]
    lines = ["Kundennr.;Kunde;Jahr;Umsatz;DB"]
    for row in (line.split(";") for line in inputs):
        for at, year in enumerate((2023, 2024, 2025)):
            if row[3 + 2 * at]:
                lines.append(";".join((row[0], row[1], str(year), row[3 + 2 * at], row[4 + 2 * at])))
    target = tmp_path / "Ziel.xlsx"
    source = listing(tmp_path, "\n".join(lines))
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    assert "eine Zeile je Kunde und Jahr" in capsys.readouterr().out
    assert _totals(target) == (REVENUE, MARGIN)
    assert pd.isna(frame(target, "figures").loc["1008", "revenue_2024"])


def test_an_excel_list(empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Umsätze"
    for line in ENGLISH_LIST.splitlines():
        sheet.append([_excel(cell) for cell in line.split(";")])
    book.save(tmp_path / "liste.xlsx")
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", tmp_path / "liste.xlsx", "--ausgabe", target) == 0
    assert "Blatt Umsätze" in capsys.readouterr().out
    assert _totals(target) == (REVENUE, MARGIN)
    assert "007" in frame(target, "customers").index


def _excel(text: str) -> object:
    try:
        return float(text) if "." in text else text or None
    except ValueError:
        return text


def test_control_totals_are_printed_to_the_cent(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = listing(tmp_path, f"{LIST}Summe;;;381.000,00;;411.500,01;;415.100,00;\n")
    assert call("import", empty, "--zahlen", source, "--ausgabe", tmp_path / "Ziel.xlsx") == 0
    said = capsys.readouterr().out
    assert "liste.csv (utf-8, Trenner „;“, Jahre nebeneinander): 10 Kunden. Kontrollsummen:" in said
    stated = "2023: Umsatz 381.000,00 € (Summenzeile der Datei: 381.000,00 €), DB 92.700,00 €"
    assert stated in said
    assert "2024: Umsatz 411.500,00 € (Summenzeile der Datei: 411.500,01 €), DB 98.250,00 €" in said
    assert "Zeile 12 „Summe" in said
    assert "Übernommen: 2023 bis 2025, 10 neue Kunden." in said
    assert "Geschrieben: Ziel.xlsx" in said


def test_a_list_without_margin_says_so(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = listing(tmp_path, "Kundennr.;Umsatz 2023;Umsatz 2024;Umsatz 2025\n1;5,50;6,50;7,50\n")
    assert call("import", empty, "--zahlen", source, "--ausgabe", tmp_path / "Ziel.xlsx") == 0
    assert "2025: Umsatz 7,50 €, kein DB" in capsys.readouterr().out


MORE = (
    "Kundennr.;Kunde;Segment;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025\n"
    "007;Anderer Name;Anderes;120.000,00;;160.000,00;48.000,00\n"
    "1005;;Neu;26.000,00;10.400,00;;\n"
    "2001;Hinzu GmbH;Handel;1.000,00;100,00;2.000,00;200,00\n"
)


def _typed(book: Any) -> None:
    customers = Sheet(book, "customers")
    customers.put("007", "Kundenbindung", 7)
    customers.put("1003", "Ziele des Kunden", "Mehr Ruhe")
    customers.add_column("Notiz", {"007": "=1+1 meint er", "1003": 12.5})
    Sheet(book, "figures").add_column("Quelle der Zahl", {"1001": "Buchhaltung"})
    Sheet(book, "screening").put("0815", "Grund", "Wettbewerber")
    Sheet(book, "settings").put("Zielumsatz im Planjahr", "Wert", 500_000, by="Einstellung")


def test_customers_are_found_by_number_and_the_others_stay(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, _typed)
    before = {name: frame(mappe, name) for name in ("customers", "figures")}
    source, target = listing(tmp_path, MORE), tmp_path / "Ziel.xlsx"
    assert call("import", mappe, "--zahlen", source, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert (
        "Übernommen: 2024 bis 2025, 1 neuer Kunde, 2 vorhandene abgeglichen, 3 Werte durch die Liste ersetzt."
        in said
    )
    figures, customers = frame(target, "figures"), frame(target, "customers")
    assert list(figures.index) == [*KEYS, "2001"]
    assert figures.loc["007", "revenue_2025"] == 160_000.0
    assert figures.loc["007", "margin_2024"] == 33_000.0, "an empty cell of the list replaces nothing"
    assert figures.loc["1005", "revenue_2025"] == 27_500.0
    assert figures.loc["007", "revenue_2023"] == 100_000.0
    assert pd.isna(figures.loc["2001", "revenue_2023"])
    others = [key for key in KEYS if key not in {"007", "1005"}]
    pd.testing.assert_frame_equal(figures.loc[others], before["figures"].loc[others])
    pd.testing.assert_frame_equal(customers.loc[others], before["customers"].loc[others])
    assert customers.loc["007", ["customer", "segment"]].tolist() == ["Müller & Söhne", "Handel"]
    assert customers.loc["1005", "segment"] == "Neu", "an empty segment is filled in"
    assert customers.loc["2001", ["customer", "segment"]].tolist() == ["Hinzu GmbH", "Handel"]


def test_what_the_owner_typed_survives_an_import(mappe: Path, tmp_path: Path) -> None:
    edited(mappe, _typed)
    target = tmp_path / "Ziel.xlsx"
    assert call("import", mappe, "--zahlen", listing(tmp_path, MORE), "--ausgabe", target) == 0
    customers = frame(target, "customers")
    assert customers.loc["007", "loyalty"] == 7.0
    assert customers.loc["1003", "customer_goals"] == "Mehr Ruhe"
    assert customers["Notiz"].dropna().to_dict() == {"007": "=1+1 meint er", "1003": 12.5}
    assert frame(target, "figures")["Quelle der Zahl"].dropna().to_dict() == {"1001": "Buchhaltung"}
    assert frame(target, "decisions").loc["0815", "reason_code"] == "competitor"
    assert reading(target).settings.target_revenue_eur == 500_000.0


def test_several_lists_at_once(empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = listing(tmp_path, "Kundennr.;Umsatz 2023;Umsatz 2024\n1;10,50;20,50\n2;30,50;40,50\n", "a.csv")
    second = listing(tmp_path, "Kundennr.;Umsatz 2025;DB 2025\n2;50,50;5,50\n3;60,50;6,50\n", "b.csv")
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", first, "--zahlen", second, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert said.index("a.csv") < said.index("b.csv")
    assert "Übernommen: 2025, 1 neuer Kunde, 1 vorhandener abgeglichen." in said
    figures = frame(target, "figures")
    assert list(figures.loc["2"])[1:] == pytest.approx(
        [30.5, float("nan"), 40.5, float("nan"), 50.5, 5.5], nan_ok=True
    )
    assert list(figures.index) == ["1", "2", "3"]


def test_an_explicit_year_without_figures_yet_is_kept(empty: Path, tmp_path: Path) -> None:
    source, target = (
        listing(tmp_path, "Kundennr.;Umsatz 2023;Umsatz 2024\n1;10,50;20,50\n"),
        tmp_path / "Ziel.xlsx",
    )
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    assert reading(target).years == (2023, 2024, 2025)


def test_several_lists_adopt_their_years_together(empty: Path, tmp_path: Path) -> None:
    texts = [f"Kundennr.;Umsatz {year}\n1;{year},50\n" for year in (2003, 2004, 2005)]
    lists = [listing(tmp_path, text, f"{at}.csv") for at, text in enumerate(texts)]
    target = tmp_path / "Ziel.xlsx"
    given = [part for path in lists for part in ("--zahlen", path)]
    assert call("import", empty, *given, "--ausgabe", target) == 0
    read = reading(target)
    assert (read.years, read.settings.base_year) == ((2003, 2004, 2005), 2005)
    assert list(to_inputs(read).revenue.loc["1"]) == [2003.5, 2004.5, 2005.5]


OLD_YEARS = LIST.replace("2023", "2003").replace("2024", "2004").replace("2025", "2005")


def test_an_empty_workbook_adopts_the_years_of_the_list(empty: Path, tmp_path: Path) -> None:
    target = tmp_path / "Ziel.xlsx"
    source = listing(tmp_path, OLD_YEARS)
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    read = reading(target)
    assert (read.years, read.settings.base_year) == ((2003, 2004, 2005), 2005)
    assert (
        "Die leere Mappe hat die Geschäftsjahre der Liste übernommen: 2003 bis 2005."
        in desk.start_sentences(target)
    )


def test_of_many_years_an_empty_workbook_takes_its_own(empty: Path, tmp_path: Path) -> None:
    years = range(2020, 2026)
    head = ";".join(["Kundennr.", *(f"Umsatz {year}" for year in years)])
    source = listing(tmp_path, f"{head}\n1;{';'.join(f'{year},50' for year in years)}\n")
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    assert reading(target).years == (2023, 2024, 2025)
    unused = "Aus der Liste „liste.csv“ nicht übernommen: 2020, 2021, 2022; die Mappe führt 2023 bis 2025."
    assert unused in desk.start_sentences(target)


def test_a_year_that_is_missing_in_the_list_stays(mappe: Path, tmp_path: Path) -> None:
    target = tmp_path / "Ziel.xlsx"
    assert call("import", mappe, "--zahlen", listing(tmp_path, MORE), "--ausgabe", target) == 0
    assert frame(target, "figures").loc["007", "revenue_2023"] == 100_000.0
    told = desk.start_sentences(target)
    assert not any("fehlen Geschäftsjahre" in text for text in told), "2023 is filled in the workbook"


def test_a_filled_workbook_keeps_its_years(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, source = mappe.read_bytes(), listing(tmp_path, OLD_YEARS)
    assert call("import", mappe, "--zahlen", source, "--ausgabe", tmp_path / "Ziel.xlsx") == 1
    said = capsys.readouterr().err
    assert "enthält die Jahre 2003, 2004, 2005, die Mappe 2023, 2024, 2025" in said
    assert "Ziel.xlsx wurde nicht geschrieben" in said
    assert mappe.read_bytes() == before
    assert names(tmp_path) == ["Mappe.xlsx", "liste.csv"]


def test_an_ambiguous_thousand_is_refused_with_its_cell(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mappe.read_bytes()
    good = listing(tmp_path, MORE, "gut.csv")
    bad = listing(tmp_path, "Kundennr.;Umsatz 2024;Umsatz 2025\n1;1.234;2.345\n2;12.500;13.750\n")
    assert call("import", mappe, "--zahlen", good, "--zahlen", bad, "--ausgabe", mappe) == 1
    said = capsys.readouterr().err
    assert "B2" in said
    assert "1.234" in said
    assert "Mappe.xlsx ist unverändert." in said
    assert mappe.read_bytes() == before
    assert names(tmp_path) == ["Mappe.xlsx", "gut.csv", "liste.csv"]


def test_an_import_may_replace_its_own_workbook(mappe: Path, tmp_path: Path) -> None:
    assert call("import", mappe, "--zahlen", listing(tmp_path, MORE), "--ausgabe", mappe) == 0
    assert "2001" in frame(mappe, "customers").index
    assert names(tmp_path) == ["Mappe.xlsx", "liste.csv"]


def test_an_import_elsewhere_leaves_its_workbook_alone(mappe: Path, tmp_path: Path) -> None:
    before, source = mappe.read_bytes(), listing(tmp_path, MORE)
    list_before = source.read_bytes()
    assert call("import", mappe, "--zahlen", source, "--ausgabe", tmp_path / "Ziel.xlsm") == 0
    assert (mappe.read_bytes(), source.read_bytes()) == (before, list_before)
    assert names(tmp_path) == ["Mappe.xlsx", "Ziel.xlsm", "liste.csv"]


def test_anchors_are_proposed_once_and_then_stay(empty: Path, mappe: Path, tmp_path: Path) -> None:
    first = {c.criterion: (c.zero_at, c.ten_at) for c in criteria_of(reading(mappe).frames["criteria"])}
    blank = criteria_of(reading(empty).frames["criteria"])
    proposed = {c.criterion for c in blank if c.zero_at is None and first[c.criterion][0] is not None}
    assert {"Umsatz", "Deckungsbeitrag"} <= proposed
    assert any("Anker für „Umsatz“ aus Ihren Zahlen" in text for text in desk.start_sentences(mappe))
    giants = "".join(f"9{n};Riese;;9.000.000,00;900.000,00;9.000.000,00;900.000,00\n" for n in range(10, 20))
    source, target = listing(tmp_path, MORE + giants), tmp_path / "Ziel.xlsx"
    assert call("import", mappe, "--zahlen", source, "--ausgabe", target) == 0
    again = {c.criterion: (c.zero_at, c.ten_at) for c in criteria_of(reading(target).frames["criteria"])}
    assert again == first
    assert not any("aus Ihren Zahlen vorgeschlagen" in text for text in desk.start_sentences(target))


def test_a_typed_anchor_is_never_overwritten(empty: Path, tmp_path: Path) -> None:
    path = empty
    desk.typed(path, "criteria", "Umsatz", "0 Punkte bei", 123, by="Kriterium")
    desk.typed(path, "criteria", "Umsatz", "10 Punkte bei", 456_789, by="Kriterium")
    assert call("import", path, "--zahlen", listing(tmp_path), "--ausgabe", path) == 0
    umsatz = next(c for c in criteria_of(reading(path).frames["criteria"]) if c.criterion == "Umsatz")
    assert (umsatz.zero_at, umsatz.ten_at) == (123.0, 456_789.0)


def test_the_sample_company_takes_no_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = tmp_path / "Beispiel.xlsx"
    assert call("neu", sample, "--beispiel") == 0
    before = sample.read_bytes()
    assert call("import", sample, "--zahlen", listing(tmp_path), "--ausgabe", sample) == 1
    assert "enthält das Beispielunternehmen" in capsys.readouterr().err
    assert sample.read_bytes() == before


def test_twice_the_same_number_in_the_workbook_stops_an_import(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("customers", "figures"):
        desk.typed(mappe, table, "1001", "Kundennr.", "1002")
    before = mappe.read_bytes()
    assert call("import", mappe, "--zahlen", listing(tmp_path, MORE), "--ausgabe", mappe) == 1
    said = capsys.readouterr().err
    assert "Die Kundennummer 1002 kommt mehrfach vor." in said
    assert "nicht kennt" not in said
    assert mappe.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "gibt es nicht"),
        ("", "leer"),
        ("Name;Ort\nA;B\n", "Kundennummer"),
        ("Kundennr.;Betrag X\n1;5,50\n", "Umsatz"),
        (
            "Kundennr.;Umsatz 2025\n1;5,50\n1;6,50\n",
            "Kundennummer 1",
        ),
    ],
)
def test_lists_that_cannot_be_read(
    mappe: Path, tmp_path: Path, text: str | None, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mappe.read_bytes()
    source = tmp_path / "fehlt.csv" if text is None else listing(tmp_path, text)
    assert call("import", mappe, "--zahlen", source, "--ausgabe", mappe) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "unverändert" in said or "Noch nichts eingelesen" in said
    assert mappe.read_bytes() == before
