"""Öffentliche Beispiele von Verkaufschancen: three CRMs and one large table, to the cent."""

from __future__ import annotations

import datetime as dt
import json
import time

import pandas as pd
import pytest
from tests.shared_data import shared

from kundenbindung.adapters.sources import ImportedOpportunities, read_opportunities
from kundenbindung.messages import reports

FILES = {
    "hubspot": "hubspot_deals.csv",
    "pipedrive": "pipedrive_deals.csv",
    "salesforce": "salesforce_opportunity_report_de.csv",
}


def _open(read: ImportedOpportunities) -> pd.DataFrame:
    return read.table[read.table["status"].eq("open")]


def _counted(read: ImportedOpportunities) -> dict[str, object]:
    prefix = "source_opportunity_"
    return {
        finding.code.removeprefix(prefix): finding.values["count"]
        for finding in read.findings
        if finding.code.startswith(prefix)
    }


@pytest.mark.parametrize("source", FILES)
def test_the_pipeline_of_a_crm(source: str) -> None:
    truth = json.loads(shared("data", "formats", "expected.json").read_text(encoding="utf-8"))[
        "pipeline_open"
    ]
    read = read_opportunities(shared("data", "formats", "pipeline", FILES[source]))
    rows = _open(read)
    overdue = [close is not None and close < dt.date(2026, 1, 15) for close in rows["expected_close"]]
    assert {
        "n": len(rows),
        "value": round(float(rows["value_eur"].sum()), 2),
        "weighted": round(float((rows["value_eur"] * rows["probability"]).sum()), 2),
        "without_customer": int(rows["customer"].isna().sum()),
        "overdue_as_of_2026_01_15": sum(overdue),
        "no_close_date": int(rows["expected_close"].isna().sum()),
    } == truth
    assert read.table["status"].value_counts().to_dict() == {"open": 9, "won": 1, "lost": 1}
    assert _counted(read) == {"value_missing": 2, "customer_missing": 1, "close_missing": 1, "alike": 1}
    assert dict(read.stages) == {"Angebot": 0.5, "Verhandlung": 0.8, "Qualifiziert": 0.2, "Erstkontakt": 0.05}
    assert read.table["customer_id"].isna().all(), "numbers of the CRM are not ours"
    assert "Groß; Klein & Partner mbB" in set(read.table["customer"])
    assert read.facts.source == source
    assert all(str(key).startswith(f"{reports.SOURCE_NAMES[source]} ") for key in read.table["source_id"])
    assert not read.stopped


def test_lines_below_a_report_are_no_opportunities() -> None:
    read = read_opportunities(shared("data", "formats", "pipeline", FILES["salesforce"]))
    assert [(entry.reason, entry.count, entry.row) for entry in read.omissions] == [("footer", 5, 15)]
    assert read.table["kind"].isna().all(), "existing business says nothing about the revenue"
    (new,) = read.table.loc[read.table["project"].eq("Interessent ohne Kunde"), "kind"]
    assert new is None, "New Business says nothing about the plan"


def test_a_large_table_reports_every_gap_within_a_second() -> None:
    path = shared("data", "crm_pipeline", "sales_pipeline.csv")
    begin = time.process_time()
    read = read_opportunities(path)
    assert time.process_time() - begin < 1.0
    table = read.table
    assert table["status"].value_counts().to_dict() == {"won": 4_238, "lost": 2_473, "open": 2_089}
    assert float(table.loc[table["status"].eq("won"), "value_eur"].sum()) == 10_005_534.0
    assert _open(read)["stage"].value_counts().to_dict() == {"Engaging": 1_589, "Prospecting": 500}
    counted = _counted(read)
    gaps = {name: counted[name] for name in ("value_missing", "customer_missing", "close_missing")}
    assert gaps == {"value_missing": 2_089, "customer_missing": 1_425, "close_missing": 2_089}
    assert read.omissions == ()
