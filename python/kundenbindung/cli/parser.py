"""Aufruf: the commands of the program and their German help."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from kundenbindung import __version__

WRONG_CALL = 2

_TRANSLATIONS = (
    (re.compile(r"the following arguments are required: (.+)"), r"Es fehlt: \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"Nicht verstanden: \1"),
    (re.compile(r"argument (.+): expected (?:one|at least one) argument"), r"Zu \1 fehlt eine Angabe"),
    (
        re.compile(r"argument (.+): invalid choice: (.+?) \(choose from (.+)\)"),
        r"\2 ist bei \1 nicht möglich; möglich ist: \3",
    ),
    (re.compile(r"argument (.+): ignored explicit argument (.+)"), r"\1 steht ohne Angabe, nicht mit \2"),
    (re.compile(r"argument (.+): invalid .* value: (.+)"), r"\2 ist bei \1 nicht möglich"),
    (re.compile(r"argument (.+?): (.+)"), r"\1: \2"),
)


class GermanParser(argparse.ArgumentParser):
    """argparse with German headings and messages."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=_Help, allow_abbrev=False, **options)  # type: ignore[arg-type]  # keywords by the names of the fields
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--hilfe", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Wrong call: one German sentence, exit code 2."""
        for pattern, german in _TRANSLATIONS:
            if pattern.match(message):
                message = pattern.sub(german, message)
                break
        sys.stderr.write(f"{message}. Hilfe: {self.prog} --hilfe\n")
        raise SystemExit(WRONG_CALL)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # overrides a method whose types argparse keeps to itself
        """Aufruf in place of usage."""
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


def years(text: str) -> tuple[int, ...]:
    """Geschäftsjahre "2023-2025": three to five in a row."""
    match = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", text.strip())
    span = range(int(match.group(1)), int(match.group(2)) + 1) if match else range(0)
    if not 3 <= len(span) <= 5:
        raise argparse.ArgumentTypeError(
            f"„{text}“ sind keine drei bis fünf Jahre in Folge, zum Beispiel 2023-2025"
        )
    return tuple(span)


def months(text: str) -> int:
    """Monate 1 bis 12."""
    if text.isdigit() and 1 <= int(text) <= 12:
        return int(text)
    raise argparse.ArgumentTypeError(f"„{text}“ ist keine Zahl von 1 bis 12")


def build_parser(presets: Sequence[str]) -> GermanParser:
    """Parser of all commands; `presets` are the names of the criteria presets."""
    parser = GermanParser(
        prog="kundenbindung", description="Bestandskunden sichten, sicher planen, Betreuung entscheiden."
    )
    parser.add_argument(
        "--version", action="version", version=f"kundenbindung {__version__}", help="Version zeigen"
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="BEFEHL", title="Befehle", parser_class=GermanParser
    )
    _new(commands, presets)
    _import(commands)
    _calculate(commands)
    check = commands.add_parser("pruefen", help="Mappe prüfen, nichts schreiben")
    check.add_argument("mappe", metavar="MAPPE", help="Mappe (.xlsm oder .xlsx)")
    _turn_year(commands)
    _appointments(commands)
    _meeting_sheets(commands)
    _send(commands)
    _take_back(commands)
    _delete(commands)
    _set_up(commands)
    diagnose = commands.add_parser("diagnose", help="Angaben über diesen Rechner, ohne Kundendaten")
    diagnose.add_argument(
        "--ausgabe", metavar="DATEI.txt", help="Ziel (Standard: mit dem Datum im Ordner des Programms)"
    )
    acceptance = commands.add_parser("abnahme", help="Mappe und Excel auf diesem Rechner prüfen, mit Bericht")
    acceptance.add_argument(
        "--bericht", metavar="DATEI.txt", help="Ziel (Standard: mit dem Datum im Ordner des Programms)"
    )
    built = commands.add_parser("bauen", help="kundenbindung.xlsm mit dem Beispielunternehmen neu bauen")
    built.add_argument(
        "--ausgabe", metavar="ZIEL.xlsm", help="Ziel (Standard: kundenbindung.xlsm neben python/)"
    )
    reference = commands.add_parser("referenz", help="Feldreferenz aus der Beschreibung der Mappe erzeugen")
    reference.add_argument(
        "--ausgabe", metavar="DATEI.md", help="Ziel (Standard: docs/referenz.md neben python/)"
    )
    return parser


def _new(commands: argparse._SubParsersAction[GermanParser], presets: Sequence[str]) -> None:
    new = commands.add_parser("neu", help="neue Mappe anlegen")
    new.add_argument("ziel", metavar="ZIEL.xlsm", help="neue Mappe (.xlsm oder .xlsx)")
    new.add_argument(
        "--jahre", type=years, metavar="2023-2025", help="Geschäftsjahre, das letzte ist das Basisjahr"
    )
    new.add_argument("--monate", type=months, metavar="12", help="gebuchte Monate im Basisjahr (Standard 12)")
    new.add_argument("--vorlage", choices=presets, help="Kriterien-Vorlage (Standard: standard)")
    new.add_argument("--beispiel", action="store_true", help="mit dem Beispielunternehmen füllen")


def _import(commands: argparse._SubParsersAction[GermanParser]) -> None:
    figures = commands.add_parser("import", help="Zahlen und Verkaufschancen aus anderen Programmen einlesen")
    figures.add_argument("mappe", metavar="MAPPE.xlsm", help="Mappe, die die Zahlen aufnehmen soll")
    figures.add_argument(
        "--zahlen",
        action="extend",
        nargs="+",
        metavar="DATEI",
        help="Exporte mit Umsatz und DB (DATEV, Lexware, SAP, Kundenliste …), auch mehrere",
    )
    figures.add_argument(
        "--pipeline",
        action="extend",
        nargs="+",
        metavar="DATEI",
        help="Exporte der Verkaufschancen aus Ihrem CRM (CSV oder Excel), auch mehrere",
    )
    figures.add_argument(
        "--zuordnung",
        metavar="ZUORDNUNG.toml",
        help="was unbekannte Spalten, Konten und Kunden bedeuten (fehlt die Datei, wird sie vorgeschlagen)",
    )
    figures.add_argument(
        "--ausgabe", required=True, metavar="NEU.xlsm", help="Mappe mit den eingelesenen Zahlen"
    )


def _calculate(commands: argparse._SubParsersAction[GermanParser]) -> None:
    calculate = commands.add_parser("rechnen", help="Punkte, Trend, Plan und Level berechnen")
    calculate.add_argument("mappe", metavar="MAPPE", help="Mappe (.xlsm oder .xlsx)")
    calculate.add_argument("--ausgabe", metavar="ZIEL.xlsm", help="berechnete Mappe schreiben")
    calculate.add_argument("--json", metavar="ERGEBNIS.json", help="Ergebnis als JSON schreiben")


def _turn_year(commands: argparse._SubParsersAction[GermanParser]) -> None:
    turned = commands.add_parser("jahreswechsel", help="Mappe für das nächste Jahr anlegen")
    turned.add_argument("mappe", metavar="MAPPE.xlsm", help="Mappe des alten Jahres; sie bleibt, wie sie ist")
    turned.add_argument("--ausgabe", required=True, metavar="NEU.xlsm", help="Mappe für das nächste Jahr")


def _appointments(commands: argparse._SubParsersAction[GermanParser]) -> None:
    written = commands.add_parser("termine", help="offene Termine als Kalenderdateien (.ics) schreiben")
    written.add_argument("mappe", metavar="MAPPE", help="Mappe (.xlsm oder .xlsx)")
    written.add_argument(
        "--ausgabe",
        required=True,
        metavar="ORDNER",
        help="wohin die Dateien sollen, eine je Rolle und eine für alle",
    )


def _meeting_sheets(commands: argparse._SubParsersAction[GermanParser]) -> None:
    sheets = commands.add_parser("gespraech", help="Gesprächsblätter der Strategie-Kunden schreiben")
    sheets.add_argument("mappe", metavar="MAPPE", help="Mappe (.xlsm oder .xlsx)")
    sheets.add_argument(
        "--ausgabe",
        required=True,
        metavar="ORDNER",
        help="wohin die Mappe für Sie soll; je Kunde eine Datei kommt in den Ordner fuer_Kunden darin",
    )
    sheets.add_argument("--ohne-pdf", action="store_true", help="keine PDF dazu schreiben")


def _send(commands: argparse._SubParsersAction[GermanParser]) -> None:
    sent = commands.add_parser("versand", help="Versandkopien für eine Gruppe von Empfängern schreiben")
    sent.add_argument("mappe", metavar="MAPPE", help="Mappe (.xlsm oder .xlsx); sie bleibt, wie sie ist")
    sent.add_argument(
        "--ausgabe",
        metavar="KOPIE.xlsx",
        help="Name der Kopie, oder ein Ordner: dann entsteht der Name aus Firma, Planjahr, Gruppe, Stichtag",
    )
    sent.add_argument("--gruppe", metavar="NAME", help="Gruppe der Tabelle Gruppen (Standard: die erste)")
    sent.add_argument(
        "--verantwortlich", metavar="NAME", help="nur die Kopie dieses Verantwortlichen (Standard: alle)"
    )
    sent.add_argument(
        "--kennwort-datei",
        metavar="DATEI.txt",
        help="verschlüsseln; das Kennwort steht in der ersten Zeile dieser Datei",
    )
    sent.add_argument(
        "--an",
        action="extend",
        nargs="+",
        metavar="ADRESSE",
        help="Entwurf einer E-Mail (.eml) dazu, auch an diese Empfänger; verschickt wird nichts",
    )
    sent.add_argument(
        "--entwurf", action="store_true", help="Entwurf dazu, an die Empfänger der Tabelle Empfaenger"
    )
    sent.add_argument("--vorschau", action="store_true", help="nur zeigen, wer was bekäme; nichts schreiben")
    sent.add_argument(
        "--protokoll",
        metavar="MAPPE.xlsm",
        help="Mappe mit dem Vermerk im Blatt Protokoll schreiben; darf die Mappe selbst sein",
    )


def _take_back(commands: argparse._SubParsersAction[GermanParser]) -> None:
    back = commands.add_parser("ruecklauf", help="ausgefüllte Versandkopien zurück in die Mappe lesen")
    back.add_argument("mappe", metavar="MAPPE", help="Mappe, aus der die Kopien stammen")
    back.add_argument(
        "--kopie",
        required=True,
        action="extend",
        nargs="+",
        metavar="DATEI.xlsx",
        help="Kopien, die zurückkamen",
    )
    back.add_argument("--ausgabe", metavar="NEU.xlsm", help="Mappe mit den übernommenen Angaben")
    back.add_argument(
        "--ja", action="store_true", help="übernehmen; ohne --ja werden die Unterschiede nur gezeigt"
    )
    back.add_argument(
        "--kennwort-datei", metavar="DATEI.txt", help="Kennwort verschlüsselter Kopien, in der ersten Zeile"
    )


def _delete(commands: argparse._SubParsersAction[GermanParser]) -> None:
    gone = commands.add_parser("loeschen", help="einen Kunden aus allen Tabellen löschen")
    gone.add_argument("mappe", metavar="MAPPE", help="Mappe; sie bleibt, wenn --ausgabe eine andere nennt")
    gone.add_argument(
        "--kunde", required=True, action="extend", nargs="+", metavar="NR", help="Kundennummer, auch mehrere"
    )
    gone.add_argument("--ausgabe", required=True, metavar="NEU.xlsm", help="Mappe ohne den Kunden")
    gone.add_argument("--ja", action="store_true", help="löschen; ohne --ja wird nur gezeigt, was wegfällt")


def _set_up(commands: argparse._SubParsersAction[GermanParser]) -> None:
    setup = commands.add_parser("einrichten", help="eigene Python-Umgebung und eigene Mappe anlegen")
    setup.add_argument(
        "--ordner", metavar="ORDNER", help="wohin die Mappe soll (Standard: Ihr Ordner Dokumente)"
    )
    setup.add_argument(
        "--quelle",
        metavar="PFAD_ODER_NAME",
        help="woher das Programm kommt: Ordner, .whl-Datei oder Name (Standard: wie dieses Programm)",
    )
    setup.add_argument(
        "--entfernen",
        action="store_true",
        help="die Umgebung wieder entfernen; Mappen und Sicherungen bleiben",
    )


def contradictory(options: argparse.Namespace) -> str | None:
    """Why options do not go together; None if they do."""
    if options.command == "neu" and options.beispiel and (options.jahre or options.monate or options.vorlage):
        return "Das Beispielunternehmen bringt --jahre, --monate und --vorlage selbst mit"
    if options.command == "import" and not (options.zahlen or options.pipeline):
        return "Nennen Sie mit --zahlen oder --pipeline wenigstens eine Datei"
    if options.command == "versand" and not (options.ausgabe or options.vorschau):
        return "Nennen Sie mit --ausgabe die Kopie oder einen Ordner, oder sehen Sie mit --vorschau nach"
    if options.command == "ruecklauf" and options.ja and not options.ausgabe:
        return "Nennen Sie mit --ausgabe die Mappe, in die übernommen werden soll"
    if options.command == "einrichten" and options.entfernen and (options.ordner or options.quelle):
        return "Zu --entfernen gehören weder --ordner noch --quelle"
    return None
