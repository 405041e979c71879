"""Knöpfe: every one is pressed in the own Excel, through the function its macro calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from kundenbindung import jobs
from kundenbindung.acceptance import tables
from kundenbindung.acceptance.clicking import Click, click, clicked, first_line
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import MOMENT, Stage
from kundenbindung.adapters import diagnosis, home, live, presets
from kundenbindung.adapters.diagnosis.privacy import without_names
from kundenbindung.adapters.save import save
from kundenbindung.core.model import Settings
from kundenbindung.messages import live as words
from kundenbindung.messages.german import number
from kundenbindung.workbook import layout

CHANGING = ("findings", "steps")
"""Tables whose sentences depend on the calculation before."""
EMPTIED = ("score", "computed_level", "revenue_eur")
STATE = ("calculation", "enable_events", "screen_updating", "display_alerts", "status_bar")
LIST = (
    "Kundennr.;Kunde;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025\n"
    "0042;Jäger & Söhne;1.234,56;400,00;2.000,00;600,00;2.100,50;700,00\n"
    "0815;Ölmühle Groß;80.000,00;20.000,00;60.000,00;14.000,00;40.000,00;8.000,00\n"
    "1E5;Straße 7;9.000,00;1.800,00;8.500,00;1.700,00;8.800,00;1.750,00\n"
)
KEYS = ("0042", "0815", "1E5")
BASE_YEAR = 2025


def checks(stage: Stage) -> Result:
    """Prüfen: tells, writes nothing, Excel does not ask whether to save."""
    with stage.open() as book:
        before = tables.columns(book)
        done = clicked(book, "check")
        need("Nichts verhindert die Berechnung" in done.text, f"Gemeldet wurde: {first_line(done.text)}.")
        need(not tables.differences(before, tables.columns(book)), "Prüfen hat Zellen geändert.")
        need(book.api.Saved, "Nach Prüfen hält Excel die Mappe für geändert.")
    return passed(f"Meldung nach {number(done.seconds, 1)} Sekunden, keine Zelle geändert.")


def calculates(stage: Stage) -> Result:
    """Neu berechnen: emptied results come back as the sample company has them; Excel is as it was."""
    with stage.open() as book:
        before = tables.columns(book, without=CHANGING)
        _empty_results(book)
        stage.app.calculation = "manual"
        try:
            state = _state(stage.app)
            done = clicked(book, "calculate")
            need(_state(stage.app) == state, "Einstellungen von Excel sind nicht wiederhergestellt.")
        finally:
            stage.app.calculation = "automatic"
        different = tables.differences(before, tables.columns(book, without=CHANGING))
        need(not different, f"Andere Ergebnisse als aus der Datei: {tables.listed(different)}.")
        customers = len(before["screening", "Kundennr."])
    stage.facts["Neu berechnen"] = f"{customers} Zeilen in {number(done.seconds, 1)} Sekunden"
    return passed(
        f"{customers} Zeilen in {number(done.seconds, 1)} Sekunden, dieselben Ergebnisse wie aus der Datei."
    )


def _empty_results(book: xw.Book) -> None:
    for column in EMPTIED:
        tables.body(book, "screening", column).clear_contents()
    need(not any(_scores(book)), "Ergebnisse ließen sich nicht leeren.")


def _scores(book: xw.Book) -> list[object]:
    return list(tables.body(book, "screening", "score").options(ndim=1).value)


def _state(app: xw.App) -> list[object]:
    return [getattr(app, name) for name in STATE]


def takes_back(stage: Stage) -> Result:
    """Rückgängig: what stood there before the calculation stands there again."""
    with stage.open() as book:
        _empty_results(book)
        before = tables.columns(book)
        clicked(book, "calculate")
        need(any(_scores(book)), "Neu berechnen hat nichts geschrieben.")
        clicked(book, "undo")
        different = tables.differences(before, tables.columns(book))
        need(not different, f"Nicht wie vorher: {tables.listed(different)}.")
        need(click(book, "undo").critical, "Ein zweites Rückgängig hätte ablehnen müssen.")
    return passed("Alle Tabellen stehen wieder wie vor der Berechnung.")


def backs_up(stage: Stage) -> Result:
    """Sicherung: a copy from before the calculation, which can be read."""
    with stage.open() as book:
        _empty_results(book)
        known = set(_backups())
        clicked(book, "calculate")
        made = set(_backups()) - known
        need(len(made) == 1, f"Es sind {len(made)} Sicherungen entstanden statt einer.")
        job = jobs.read(made.pop())
        need(not job.stopped, "Die Sicherung lässt sich nicht lesen.")
        need(len(job.reading.frames["customers"]), "In der Sicherung fehlen die Kunden.")
    return passed("Vor dem Schreiben entsteht eine Sicherung, und sie lässt sich lesen.")


def _backups() -> list[Path]:
    folder = home.backup_folder()
    return list(folder.iterdir()) if folder.is_dir() else []


def imports(stage: Stage) -> Result:
    """Zahlen einlesen: a German list with umlauts into an empty workbook; keys stay texts."""
    path = stage.place() / "Kundenliste Übung.csv"
    path.write_text(LIST, encoding="cp1252")
    with stage.open(blank(stage)) as book:
        done = clicked(book, "import_figures", Click(files=(path,)))
        need("übernommen" in done.text, f"Gemeldet wurde: {first_line(done.text)}.")
        found = tables.columns(book)
        keys = [cell for cell in found["customers", "Kundennr."] if cell is not None]
        need(keys == list(KEYS), f"Kundennummern sind nicht als Text angekommen: {keys}.")
        figure = found["figures", "Umsatz 2023"][0]
        need(figure == 1234.56, "Aus 1.234,56 ist eine andere Zahl geworden.")
        need(found["customers", "Kunde"][1] == "Ölmühle Groß", "Umlaute sind nicht angekommen.")
    return passed("„0042“ und „1E5“ bleiben Texte, 1.234,56 und Umlaute kommen richtig an.")


def blank(stage: Stage) -> Path:
    """Leere Mappe of three years, written for this check."""
    path = stage.place() / "Leere Mappe.xlsm"
    years = (BASE_YEAR - 2, BASE_YEAR - 1, BASE_YEAR)
    job = jobs.blank(Settings(base_year=BASE_YEAR), years, presets.preset(presets.STANDARD))
    save(jobs.contents(jobs.calculate(job), MOMENT), path, jobs.verify)
    return path


def creates(stage: Stage) -> Result:
    """Neue Mappe: written where asked and opened beside the other one."""
    target = stage.place() / "Neue Mappe Übung.xlsm"
    target.unlink(missing_ok=True)
    with stage.open() as book:
        clicked(book, "new_workbook", Click(target=target))
        need(target.is_file(), "Die neue Mappe ist nicht geschrieben worden.")
        need(target.name in [one.name for one in stage.app.books], "Die neue Mappe ist nicht geöffnet.")
        fresh = stage.app.books[target.name]
        need(live.read_tables(fresh), "In der neuen Mappe fehlen die Tabellen.")
        fresh.close()
    return passed(f"Für die Jahre bis {dt.date.today().year - 1} angelegt und geöffnet.")


def shows_handbook(stage: Stage) -> Result:
    """Handbuch: the page is written and handed to the browser (here only noted)."""
    with stage.open() as book:
        done = clicked(book, "handbook")
        need(len(done.shown) == 1, "Der Browser wurde nicht aufgerufen.")
    page = home.home_folder() / "Handbuch.html"
    need(page.is_file() and "Rückgängig" in page.read_text("utf-8"), "Die Seite ist nicht geschrieben.")
    return passed("Die Seite ist geschrieben; der Browser wurde für diesen Bericht nicht geöffnet.")


def diagnoses(stage: Stage) -> Result:
    """Diagnose: a text without customer data and without the user's name."""
    with stage.open() as book:
        done = clicked(book, "diagnose")
        customers = [cell for cell in tables.columns(book)["customers", "Kunde"] if cell]
    text = diagnosis.default_target().read_text("utf-8-sig")
    need("Excel-Version" in text, "In der Diagnose fehlen die Angaben zu Excel.")
    need(not any(str(name) in text for name in customers), "In der Diagnose steht ein Kundenname.")
    need(without_names(text) == text, "In der Diagnose steht der Benutzername.")
    need(len(done.shown) == 1, "Die Diagnose wurde nicht gezeigt.")
    return passed("Geschrieben, ohne Kundendaten und ohne Benutzernamen.")


def filtered(stage: Stage) -> Result:
    """Aktiver Filter: rows that are hidden get their results too, and the filter stays."""
    app = stage.app
    stage.only_excel("Filter")
    with stage.open() as book:
        before = tables.columns(book, without=CHANGING)
        _empty_results(book)
        entry = live.read_tables(book)["screening"]
        at = list(entry.grid.headers).index(_label("screening", "status")) + 1
        entry.table.range.api.AutoFilter(at, layout.word("status", "lost"))
        clicked(book, "calculate")
        need(entry.table.api.AutoFilter.FilterMode, "Der Filter ist verschwunden.")
        entry.table.api.AutoFilter.ShowAllData()
        different = tables.differences(before, tables.columns(book, without=CHANGING))
        need(not different, f"Unter dem Filter blieb stehen: {tables.listed(different)}.")
    return passed(f"Auch ausgeblendete Zeilen sind berechnet, der Filter bleibt (Excel {app.version}).")


def _label(table: str, column: str) -> str:
    return next(one.label for one in layout.TABLES[table].expand() if one.name == column)


def refuses_protected(stage: Stage) -> Result:
    """Geschütztes Blatt: refused before anything is written."""
    with stage.open() as book:
        _empty_results(book)
        sheet = live.read_tables(book)["screening"].sheet
        sheet.api.Protect()
        before = tables.columns(book)
        try:
            done = click(book, "calculate")
        finally:
            sheet.api.Unprotect()
        need(done.critical and f"„{sheet.name}“ ist geschützt" in done.text, "Es wurde nicht abgelehnt.")
        need(not tables.differences(before, tables.columns(book)), "Trotzdem wurde geschrieben.")
    return passed("Neu berechnen lehnt ab und nennt das Blatt; keine Zelle geändert.")


def refuses_read_only(stage: Stage) -> Result:
    """Schreibgeschützt geöffnet: refused before anything is written."""
    with stage.open(read_only=True) as book:
        done = click(book, "calculate")
        need(done.critical and "schreibgeschützt geöffnet" in done.text, "Es wurde nicht abgelehnt.")
    return passed("Neu berechnen lehnt ab und sagt warum.")


def refuses_version(stage: Stage) -> Result:
    """Andere Version von xlwings in der Mappe: a clear message in place of a mishap."""
    from kundenbindung import buttons  # noqa: PLC0415 - called here without its usual arguments
    from kundenbindung.acceptance.clicking import recorded  # noqa: PLC0415

    with stage.open() as book, recorded(book) as done:
        buttons.check("", "0.0.1")
        need(done.critical and words.refused([])[:10] in done.text, "Es wurde nicht abgelehnt.")
        need("0.0.1" in done.text, "Die Meldung nennt die Version der Mappe nicht.")
    return passed("Passen Mappe und Programm nicht zusammen, sagt es eine Meldung.")
