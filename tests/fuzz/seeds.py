"""Small files of every format, all invented: what the mutations begin with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from tests.catalogue.oldexcel import old_workbook

FIGURES, OPPORTUNITIES = "figures", "opportunities"


@dataclass(frozen=True)
class Seed:
    """Ausgangsdatei: format, what it is read as, name and bytes."""

    name: str
    kind: str
    file: str
    data: bytes


_COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;WKZ Basis-Umsatz;Konto;"
    "Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Buchungstext;"
    "Festschreibung;Generalumkehr (GU);Steuersatz"
)
_HEAD = (
    '"EXTF";700;{category};"{name}";13;20260115093012000;;"RE";"";"";1;2;20250101;4;20250101;20251231;"Beispiel";'
    '"MB";1;0;1;"EUR";;"";;;"03";;;"";""'
)
DATEV = "\r\n".join(
    (
        _HEAD.format(category=21, name="Buchungsstapel"),
        _COLUMNS,
        '1190,00;"S";"";;;"";10001;8400;"";1502;"RE1";"";;"Mühle & Söhne";1;;',
        '107,00;"H";"";;;"";8300;10002;"";0103;"RE2";"";;"Text; mit ""Zeichen""";1;;',
        '100,00;"S";"CHF";0,95;105,00;"EUR";10003;8120;"";3112;"RE3";"";;"";1;;',
        '1190,00;"S";"";;;"";1200;10001;"";2002;"RE1";"";;"Zahlung";1;;',
        '119,00;"S";"";;;"";10001;8400;"";0105;"RE9";"";;"Storno";1;"1";',
        "",
    )
)
MASTER = "\r\n".join(
    (
        _HEAD.format(category=16, name="Debitoren/Kreditoren"),
        "Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Kurzbezeichnung;Ort",
        '10001;"Mühle & Söhne KG";;"Mühle";"Kassel"',
        '70001;"Lieferant AG";;"Lief";"Köln"',
        "",
    )
)
LEXWARE = "\r\n".join(
    (
        "Belegdatum;Buchungsdatum;Belegnummernkreis;Belegnummer;Buchungstext;Buchungsbetrag;Sollkonto;Habenkonto;"
        "Steuerschlüssel;Kostenstelle 1;Kostenstelle 2;Zusatzangaben",
        '08.01.2025;08.01.2025;AR;RE1;"Mühle & Söhne";1.190,00;10001;8400;19;;;',
        '09.01.2025;09.01.2025;AR;RE2;"Bäcker";1.190,00;10002;0;;;;Splittbuchung',
        ";;;;Ware;714,00;;8400;19;;;",
        ";;;;Fracht;476,00;;8400;19;;;",
        '10.01.2025;10.01.2025;GS;GS1;"Mühle";119,00;8400;10001;19;;;',
        "",
    )
)
_RULE = "-" * 96
SAP = "\r\n".join(
    (
        "20.01.2026                    Einzelpostenliste Debitoren                       1",
        "",
        _RULE,
        "|  |Konto     |Belegart|Belegnummer|Belegdatum|Nettofälligkeitsdatum|Betrag in Hauswährung|Hauswährung|Text   |",
        _RULE,
        "|  |0000010001|RV      |1800000001 |18.01.2025|17.02.2025           |            1.190,00 |EUR        |Mühle  |",
        "|  |0000010001|DZ      |1400000001 |28.01.2025|28.01.2025           |            1.190,00-|EUR        |Zahlung|",
        _RULE,
        "|* |0000010001|        |           |          |                     |                0,00 |EUR        |       |",
        _RULE,
        "",
    )
)
CENTRAL = "\r\n".join(
    (
        "Buchungsdatum;Belegart;Belegnr.;Debitorennr.;Beschreibung;Verk.-/Einkäufercode;Währungscode;Betrag;"
        "Betrag (MW);Verkauf (MW);DB (MW)",
        "08.01.25;Rechnung;RE1;D10001;Mühle & Söhne;MM;;1.190,00;1.190,00;1.000,00;300,00",
        "28.01.25;Zahlung;ZE1;D10001;Zahlung RE1;;;-1.190,00;-1.190,00;0,00;0,00",
        "",
    )
)
XENTRAL = "\n".join(
    (
        "Kundennummer;Kunde;Anzahl Belege;Umsatz Gesamt (netto);Umsatz Gesamt (brutto);Erlöse (netto);"
        "Deckungsbeitrag in %",
        '10001;"Mühle & Söhne";4;78.400,10;93.296,12;26.656,04;34,00 %',
        "10002;Null AG;1;0,00;0,00;-25,00;NaN",
        "",
    )
)
WIDE = "\n".join(
    (
        "Umsatzstatistik Kunden;;;;",
        "Werte in T€;;;;",
        ";;2024;;2025;",
        "Kd.-Nr.;Kunde;Umsatz;DB;Umsatz;DB",
        '010001;"Mühle ""Alt"" KG";84,25;28,6;91,7;31,2',
        "010002;Bäcker;-;;(1,5);#DIV/0!",
        ";Summe;84,25;28,6;90,2;31,2",
        "",
    )
)
LONG = 'Kundennr,Kunde,Jahr,Umsatz,DB\n10001,Mühle,2024,"84,250.00","28,644.99"\n10001,Mühle,2025,1.5,0.5\n'
INVOICES = "Kundennr.;Kunde;Rechnungsdatum;Rechnungsnr.;Umsatz netto\n1;Mühle;01.02.2025;R1;100,50\n1;Mühle;31.12.2025;R2;-20,25\n"
HUBSPOT = "\n".join(
    (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Create Date,Deal probability,"
        "Associated Company",
        "1,Presse 4,Angebot,2026-03-31 00:00,Kim,48000,Sales,2025-09-02 08:15,0.6,Mühle & Söhne",
        "2,Ohne Kunde,closedwon,2025-12-01 00:00,Kim,,Sales,2025-09-02 08:15,1.0,",
        "",
    )
)
PIPEDRIVE = "\n".join(
    (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Probability,Deal - Organization,"
        "Deal - Stage,Deal - Status,Deal - Expected close date",
        "1,Presse 4,48000,EUR,60,Mühle & Söhne,Angebot,Open,2026-03-31",
        "2,Werkzeug,22000,CHF,0,Bäcker,Verloren,Lost,",
        "",
    )
)
SALESFORCE = "\n".join(
    (
        '"Opportunity Owner","Account Name","Opportunity Name","Stage","Amount Currency","Amount","Probability (%)",'
        '"Close Date","Type"',
        '"Kim","Mühle & Söhne","Presse 4","Angebot","EUR","48.000,00","60","31.03.2026","Existing Business"',
        "",
        '"Copyright (c) 2000-2026 salesforce.com, inc. Alle Rechte vorbehalten."',
        "",
    )
)
DEALS = (
    "Kunde;Vorhaben;Wert;Phase;Wahrscheinlichkeit;Abschluss\nMühle;Presse;12.000,50;Angebot;50 %;31.03.2026\n"
)
COLLMEX = (
    "CMXINV;100;10;0;1 Musterfirma GmbH;1;10007;;;;;Mühle & Söhne;;;8005;Kassel;DE;;;;;;;;;;;;0;20250108;20250108;"
    "2 14 Tage;EUR;0 Standard;0 ;0,00;;;;;0;0;0;0;;0 Neu;0,00;;0 ;0,00;0,00;20260913;;;;;;;;;;;;;;;;;0;1;"
    '"Teile; Pos. 10\nlt. Auftrag";PCE;1;4377,26;1;0,00;4377,26;0;0;0;10;0;;4377,26;2757,67;1619,59;37,00;0,00;;1;;'
    "0;;0;0;0,00\r\nMESSAGE;S;210053;INVOICE_GET hat 1 Datensatz zurückgegeben\r\n"
)


def seeds() -> Iterator[Seed]:
    """Ausgangsdateien of every format, texts and workbooks."""
    ledgers = {"datev": DATEV, "master": MASTER, "lexware": LEXWARE, "sap": SAP, "collmex": COLLMEX}
    lists = {"central": CENTRAL, "xentral": XENTRAL, "wide": WIDE, "long": LONG, "invoices": INVOICES}
    for name, text in ledgers.items():
        yield Seed(name, FIGURES, f"{name}.csv", text.encode("cp1252"))
    for name, text in lists.items():
        yield Seed(name, FIGURES, f"{name}_2025.csv", text.encode("utf-8-sig"))
    crms = {"hubspot": HUBSPOT, "pipedrive": PIPEDRIVE, "salesforce": SALESFORCE, "deals": DEALS}
    for name, text in crms.items():
        yield Seed(name, OPPORTUNITIES, f"{name}.csv", text.encode("utf-8"))
    yield Seed("workbook", FIGURES, "liste.xlsx", _workbook(CENTRAL))
    yield Seed("deals_workbook", OPPORTUNITIES, "deals.xlsx", _workbook(DEALS))
    rows = [tuple(_cell(part) or "" for part in line.split(";")) for line in CENTRAL.splitlines()]
    yield Seed("old_workbook", FIGURES, "liste.xls", old_workbook("Zahlen", rows))
    yield Seed("utf16", FIGURES, "liste.txt", WIDE.replace(";", "\t").encode("utf-16"))


def _workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in text.splitlines():
        sheet.append([_cell(part) for part in line.split(";")])  # type: ignore[union-attr]  # a new workbook has an active sheet
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(text: str) -> str | float | None:
    """Amounts as numbers, everything else as texts."""
    amount = re.fullmatch(r"-?[0-9.]+,[0-9]{2}", text)
    return float(text.replace(".", "").replace(",", ".")) if amount else text or None
