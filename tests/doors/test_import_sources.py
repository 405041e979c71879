"""`import` of exports of other programs: all or none, what is unknown asked, what was done written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.doors import desk
from tests.doors.desk import Sheet, call, frame, names, reading
from tests.fuzz.seeds import DATEV, HUBSPOT, MASTER

DEALS = (
    "Deal-ID;Kunde;Vorhaben;Wert;Phase;Status;Abschluss erwartet\n"
    "1;Mueller und Soehne;Presse 4;12.000,50;Angebot abgegeben;offen;31.03.2026\n"
    "2;Ölmühle Größ Niederlassung Süd;Wartung;3.000,00;Angebot abgegeben;offen;30.06.2026\n"
    "3;Unbekannt AG;Neubau;90.000,00;Prototyp;verloren;30.06.2026\n"
    "4;Klein KG;Umbau;7.000,00;Auftrag;gewonnen;30.06.2023\n"
)


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


def _file(folder: Path, name: str, text: str, encoding: str = "cp1252") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_postings_become_net_figures_with_names(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack, master = _file(tmp_path, "stapel.csv", DATEV), _file(tmp_path, "stamm.csv", MASTER)
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", stack, "--zahlen", master, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert "1 × Zahlung (1.190,00 €)" in said
    revenue = frame(target, "figures")["revenue_2025"]
    assert revenue.round(2).to_dict() == {"10001": 900.0, "10002": 100.0, "10003": 105.0}
    assert frame(target, "customers").loc["10001", "customer"] == "Mühle & Söhne KG"
    log = reading(target).frames["imports"]
    assert log["file"].tolist() == ["stapel.csv"]
    assert log[["rows_used", "total_eur", "before_eur", "after_eur"]].iloc[0].tolist() == [
        4,
        1105.0,
        0.0,
        1105.0,
    ]


def test_the_same_file_twice_in_one_call_is_refused(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = _file(tmp_path, "a.csv", DATEV), _file(tmp_path, "b.csv", DATEV)
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", one, "--zahlen", other, "--ausgabe", target) == 1
    assert "4 von 4 Buchungen, die auch in „a.csv“ stehen" in capsys.readouterr().err
    assert not target.exists()


def test_a_second_import_changes_nothing_and_says_so(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack, deals = _file(tmp_path, "stapel.csv", DATEV), _file(tmp_path, "deals.csv", HUBSPOT, "utf-8")
    first, second = tmp_path / "Eins.xlsx", tmp_path / "Zwei.xlsx"
    files = ("--zahlen", stack, "--pipeline", deals)
    assert call("import", empty, *files, "--ausgabe", first) == 0
    capsys.readouterr()
    assert call("import", first, *files, "--ausgabe", second) == 0
    said = capsys.readouterr().out
    assert "„stapel.csv“ wurde unverändert schon am" in said
    assert "Es wurde nichts geändert" in said
    for table in ("customers", "figures", "opportunities", "imports", "name_matches", "stages"):
        before, after = (reading(path).frames[table] for path in (first, second))
        assert before.equals(after), table


def test_another_file_of_the_same_year_shows_the_difference(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = _file(tmp_path, "stapel.csv", DATEV)
    later = _file(tmp_path, "neuer.csv", DATEV.replace("107,00", "214,00"))
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", stack, "--ausgabe", target) == 0
    capsys.readouterr()
    assert call("import", target, "--zahlen", later, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert (
        "vorher 1.105,00 €, nachher 1.205,00 €; die Datei gegenüber dem letzten Einlesen: +100,00 €" in said
    )
    assert "1 Wert durch die Liste ersetzt" in said
    assert "geänderte Werte: 1, bei: 10002" in said
    assert reading(target).frames["imports"]["change_eur"].tolist() == [None, 100.0]


def test_opportunities_find_their_customers(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "Ziel.xlsx"
    deals = _file(tmp_path, "deals.csv", DEALS)
    assert call("import", mappe, "--pipeline", deals, "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert "2 offene Verkaufschancen, zusammen 15.000,50 €" in said
    assert "2 neue Zeilen, 1 verlorene ausgelassen, 1 vor dem Basisjahr gewonnene ausgelassen" in said
    table = reading(target).frames["opportunities"]
    assert table["customer_id"].tolist() == ["007", None]
    assert table["source_id"].is_unique
    asked = reading(target).frames["name_matches"]
    assert asked[["name", "candidate_id"]].to_numpy().tolist() == [["Ölmühle Größ Niederlassung Süd", "0815"]]


def test_an_answer_of_the_owner_counts_at_the_next_calculation(mappe: Path, tmp_path: Path) -> None:
    target = tmp_path / "Ziel.xlsx"
    deals = _file(tmp_path, "deals.csv", DEALS)
    assert call("import", mappe, "--pipeline", deals, "--ausgabe", target) == 0
    name = "Ölmühle Größ Niederlassung Süd"
    desk.typed(target, "name_matches", name, "Derselbe?", "ja", by="Name in der Quelle")
    again = tmp_path / "Noch.xlsx"
    assert call("rechnen", target, "--ausgabe", again) == 0
    plan = Sheet(desk.opened(again, values=True), "plan")
    assert plan.cell("0815", "offen gewichtet").value > 0.0
    assert plan.cell("1001", "offen gewichtet").value == 0.0


UNKNOWN = "Kd;Was;Betrag A\n007;x;170.000,50\nN9;y;2.000,50\n"


def test_unknown_headers_end_in_a_file_to_confirm(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = _file(tmp_path, "fremd.csv", UNKNOWN), tmp_path / "Ziel.xlsx"
    before = mappe.read_bytes()
    assert call("import", mappe, "--zahlen", source, "--ausgabe", target) == 1
    said = capsys.readouterr().err
    assert "Ziel.xlsx wurde nicht geschrieben" in said
    assert "Fehler" not in said
    proposed = tmp_path / "Ziel_Zuordnung.toml"
    assert names(tmp_path) == ["Mappe.xlsx", "Ziel_Zuordnung.toml", "fremd.csv"]
    assert mappe.read_bytes() == before
    text = proposed.read_text(encoding="utf-8").replace('"nein"', '"ja"')
    proposed.write_text(text.replace('"Umsatz netto"\n', '"Umsatz netto"\njahr = 2025\n'), encoding="utf-8")
    call("import", mappe, "--zahlen", source, "--zuordnung", proposed, "--ausgabe", target)
    assert frame(target, "figures").loc["N9", "revenue_2025"] == 2000.5
    assert frame(target, "figures").loc["007", "revenue_2025"] == 170_000.5


def test_what_was_confirmed_is_remembered_in_the_workbook(mappe: Path, tmp_path: Path) -> None:
    source, target = _file(tmp_path, "fremd.csv", UNKNOWN), tmp_path / "Ziel.xlsx"
    toml = tmp_path / "meine.toml"
    toml.write_text(
        '[[zuordnung]]\nfuer = "Zahlen"\ntext = "Kd"\nbedeutung = "Kundennr."\nbestaetigt = "ja"\n\n'
        '[[zuordnung]]\nfuer = "Zahlen"\ntext = "Betrag A"\nbedeutung = "Umsatz netto"\njahr = 2025\n'
        'bestaetigt = "ja"\n',
        encoding="utf-8",
    )
    assert call("import", mappe, "--zahlen", source, "--zuordnung", toml, "--ausgabe", target) == 0
    later = _file(tmp_path, "später.csv", UNKNOWN.replace("2.000,50", "3.000,50"))
    assert call("import", target, "--zahlen", later, "--ausgabe", target) == 0
    assert frame(target, "figures").loc["N9", "revenue_2025"] == 3000.5


def test_one_file_that_cannot_be_read_keeps_all_out(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = _file(tmp_path, "gut.csv", DATEV), _file(tmp_path, "schlecht.csv", "%PDF-1.4")
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", good, "--pipeline", bad, "--ausgabe", target) == 1
    assert "„schlecht.csv“ ist keine Tabelle" in capsys.readouterr().err
    assert not target.exists()


def test_a_collective_account_is_marked_and_gets_no_level(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{key};Kunde {key};{key}0,50;{key}1,50;{key}2,50\n" for key in range(10, 20))
    head = "Kundennr.;Kunde;Umsatz 2023;Umsatz 2024;Umsatz 2025\n"
    source = _file(tmp_path, "liste.csv", f"{head}{rows}99;Diverse Debitoren;1,5;1,5;1,5\n")
    target = tmp_path / "Ziel.xlsx"
    assert call("import", empty, "--zahlen", source, "--ausgabe", target) == 0
    assert "Als Sammelkonto vermerkt" in capsys.readouterr().out
    assert frame(target, "customers")["collective"].dropna().to_dict() == {"99": "yes"}
    screening = Sheet(desk.opened(target, values=True), "screening")
    levels = {key: screening.cell(str(key), "Vorschlag").value for key in (*range(10, 20), 99)}
    assert levels.pop(99) is None
    assert None not in levels.values()


def test_a_call_without_any_file_is_wrong(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call("import", mappe, "--ausgabe", mappe)
    assert ended.value.code == 2
    assert "--zahlen oder --pipeline" in capsys.readouterr().err
