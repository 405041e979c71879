"""`rechnen` and `pruefen`: what is written, what is not, and the JSON other programs rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.doors import desk
from tests.doors.desk import KEYS, MARGIN, REVENUE, Sheet, call, edited, names

from kundenbindung.core.model import Settings
from kundenbindung.messages import CATALOGUE
from kundenbindung.workbook import layout

Check = Callable[[object], bool]


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def text(value: object) -> bool:
    return isinstance(value, str)


def truth(value: object) -> bool:
    return isinstance(value, bool)


def share(value: object) -> bool:
    return number(value) and 0.0 <= value <= 1.0  # type: ignore[operator]  # asked by number() before


def or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def one_of(*words: str | None) -> Check:
    return lambda value: value in words


def every(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


LEVELS = ("strategy", "sales", "service")
CUSTOMER: Mapping[str, Check] = {
    "customer_id": text,
    "customer": or_null(text),
    "status": one_of("active", "new", "lost"),
    "score": or_null(lambda value: number(value) and -1e-9 <= value <= 100.0 + 1e-9),  # type: ignore[operator]  # asked by number() before
    "coverage": or_null(share),
    "points": lambda value: isinstance(value, dict),
    "weighted_points": lambda value: isinstance(value, dict),
    "revenue_eur": or_null(number),
    "margin_eur": or_null(number),
    "own_rate": or_null(number),
    "planned_rate": or_null(number),
    "trend_lambda": or_null(share),
    "trend_class": one_of("strong_growth", "growth", "stable", "decline", "strong_decline", None),
    "trend_confidence": one_of("clear", "likely", "uncertain", None),
    "needs_explanation": truth,
    "recognised_share": or_null(share),
    "computed_level": one_of(*LEVELS, None),
    "decided_level": one_of(*LEVELS, None),
    "care_level": one_of(*LEVELS, None),
    "borderline": every(one_of("unsure", "tie", "data", "judges", "memory")),
    "plan_trend_eur": number,
    "plan_won_eur": number,
    "plan_open_eur": number,
    "plan_overlap_eur": lambda value: number(value) and value >= 0.0,  # type: ignore[operator]  # asked by number() before
    "plan_safe_eur": or_null(number),
    "plan_expected_eur": number,
    "plan_upside_eur": or_null(number),
    "plan_margin_eur": or_null(number),
    "hours": or_null(lambda value: number(value) and value >= 0.0),  # type: ignore[operator]  # asked by number() before
}
LOAD: Mapping[str, Check] = {
    "role": text,
    "needed_hours": number,
    "available_hours": or_null(number),
    "load": or_null(number),
    "verdict": one_of("fits", "tight", "overloaded", None),
}
COMPANY: Mapping[str, Check] = {
    "by_year": every(lambda row: isinstance(row, dict) and set(row) == {"year", "revenue_eur", "margin_eur"}),
    "revenue_eur": number,
    "margin_eur": or_null(number),
    "plan_safe_eur": or_null(number),
    "plan_expected_eur": number,
    "plan_upside_eur": or_null(number),
    "without_customer": lambda line: isinstance(line, dict) and set(line) == {"safe", "expected", "upside"},
    "target_eur": or_null(number),
    "gap_expected_eur": or_null(number),
    "gap_safe_eur": or_null(number),
    "backtest": lambda probe: (
        isinstance(probe, dict) and set(probe) == {"origins", "wape", "bias", "ratio_to_naive"}
    ),
    "levels": lambda split: (
        isinstance(split, dict) and {"guideline", "computed", "affordable", "decided"} == set(split)
    ),
}
FINDING: Mapping[str, Check] = {
    "code": one_of(*CATALOGUE),
    "severity": one_of("error", "warning", "notice"),
    "table": one_of(*layout.TABLES, "source", None),
    "row": lambda value: value is None or text(value) or count(value),
    "field": or_null(text),
    "values": lambda value: isinstance(value, dict),
}
CRITERION: Mapping[str, Check] = {
    "criterion": text,
    "kind": one_of("hard", "soft"),
    "source": text,
    "scale": one_of("linear", "log"),
    "zero_at": or_null(number),
    "ten_at": or_null(number),
    "weight": number,
    "on": truth,
}


def broken(content: Mapping[str, Any], contract: Mapping[str, Check]) -> list[str]:
    """Fields of the contract that are missing or hold something else."""
    return [name for name, check in contract.items() if name not in content or not check(content[name])]


def strict(path: Path) -> Any:
    """JSON without NaN and infinities, which the format does not know."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} in {path.name}")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


def _chances(book: Any) -> None:
    pipeline = Sheet(book, "opportunities")
    pipeline.add(
        {"Kundennr.": "007", "Vorhaben": "Halle", "Wert": 40_000, "Wahrscheinlichkeit": 0.5, "Art": "Zusatz"}
    )
    pipeline.add(
        {"Kundennr.": "1001", "Vorhaben": "Fest", "Wert": 8_000, "Art": "Zusatz", "Status": "gewonnen"}
    )
    pipeline.add({"Vorhaben": "Fremd", "Wert": 30_000, "Art": "Zusatz", "Status": "gewonnen"})
    pipeline.add({"Vorhaben": "Messe", "Wert": 60_000, "Wahrscheinlichkeit": 0.25, "Art": "Neues Produkt"})
    settings = Sheet(book, "settings")
    settings.put("Zielumsatz im Planjahr", "Wert", 480_000, by="Einstellung")
    settings.put("Ziel-DB im Planjahr", "Wert", 130_000, by="Einstellung")
    settings.put("Stichtag", "Wert", "31.12.2025", by="Einstellung")


@pytest.fixture(scope="module")
def exported(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("json")
    path = edited(desk.copied(filled_once, folder), _chances)
    assert call("rechnen", path, "--json", folder / "ergebnis.json") == 0
    return strict(folder / "ergebnis.json")


def test_without_a_target_nothing_is_written(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = mappe.read_bytes()
    for command in ("rechnen", "pruefen"):
        assert call(command, mappe) == 0
        assert names(mappe.parent) == ["Mappe.xlsx"]
        assert mappe.read_bytes() == before
    said = capsys.readouterr().out
    assert "Mappe.xlsx: 10 Kunden berechnet, Basisjahr 2025." in said
    assert "Nichts geschrieben" in said
    assert "nichts verhindert die Berechnung" in said


def test_with_a_target_the_results_are_written(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, target = mappe.read_bytes(), mappe.with_name("Ziel.xlsm")
    assert call("rechnen", mappe, "--ausgabe", target) == 0
    assert "Geschrieben: Ziel.xlsm." in capsys.readouterr().out
    assert mappe.read_bytes() == before
    assert names(mappe.parent) == ["Mappe.xlsx", "Ziel.xlsm"]
    table = Sheet(desk.opened(target, values=True), "screening")
    assert 0.0 < table.cell("007", "Punkte").value <= 100.0
    assert table.cell("1007", "Status").value == "verloren"
    assert table.cell("007", "Vorschlag").value in {"Strategie", "Vertrieb", "Service"}


def test_a_workbook_is_replaced_only_if_it_is_named(mappe: Path) -> None:
    edited(mappe, _chances)
    before = mappe.read_bytes()
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    assert mappe.read_bytes() != before
    assert names(mappe.parent) == ["Mappe.xlsx"]
    assert len(desk.frame(mappe, "opportunities")) == 4


def test_the_json_never_lands_on_a_workbook(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = mappe.read_bytes()
    target = mappe.with_name("Ziel.xlsx")
    assert call("rechnen", mappe, "--json", mappe.parent / "." / mappe.name) == 1
    assert call("rechnen", mappe, "--ausgabe", target, "--json", target) == 1
    assert "zugleich überschrieben" in capsys.readouterr().err
    assert mappe.read_bytes() == before
    assert names(mappe.parent) == ["Mappe.xlsx"]


def test_a_json_that_cannot_be_written_is_said(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("rechnen", mappe, "--json", mappe.parent / "fehlt" / "ergebnis.json") == 1
    assert "fehlt“ gibt es nicht" in capsys.readouterr().err
    (mappe.parent / "ordner.json").mkdir()
    assert call("rechnen", mappe, "--json", mappe.parent / "ordner.json") == 1
    assert "„ordner.json“ konnte nicht geschrieben werden" in capsys.readouterr().err
    assert names(mappe.parent) == ["Mappe.xlsx", "ordner.json"]


def test_the_head_of_the_json(exported: Any) -> None:
    assert set(exported) == {"schema_version", "meta", "customers", "company", "capacity", "findings"}
    assert [broken(entry, LOAD) for entry in exported["capacity"]] == [[]] * 4
    assert exported["schema_version"] == 1
    meta = exported["meta"]
    assert (meta["base_year"], meta["years"]) == (2025, [2023, 2024, 2025])
    assert {"python", "pandas", "numpy", "kundenbindung"} <= set(meta["versions"])
    assert set(meta["settings"]) == set(Settings.__dataclass_fields__)
    assert meta["settings"]["reporting_date"] == "2025-12-31"
    assert meta["settings"]["phi"] == 0.8
    assert meta["settings"]["share_strategy"] == 0.2
    assert [broken(entry, CRITERION) for entry in meta["criteria"]] == [[]] * 11
    assert {entry["criterion"] for entry in meta["criteria"] if not entry["on"]} >= {"Kundenbindung"}


def test_every_customer_keeps_the_contract(exported: Any) -> None:
    assert [entry["customer_id"] for entry in exported["customers"]] == list(KEYS)
    assert {entry["customer_id"]: broken(entry, CUSTOMER) for entry in exported["customers"]} == {
        key: [] for key in KEYS
    }
    criteria = {entry["criterion"] for entry in exported["meta"]["criteria"]}
    for entry in exported["customers"]:
        assert set(entry["points"]) == set(entry["weighted_points"]) == criteria
        assert all(value is None or 0.0 <= value <= 10.0 for value in entry["points"].values())


def test_rates_are_fractions_and_missing_is_null(exported: Any) -> None:
    by_key = {entry["customer_id"]: entry for entry in exported["customers"]}
    assert by_key["1002"]["own_rate"] == pytest.approx(0.10)
    assert by_key["007"]["revenue_eur"] == 150_000.0
    lost, new = by_key["1007"], by_key["1008"]
    assert (lost["status"], lost["trend_class"], lost["care_level"]) == ("lost", None, None)
    assert (lost["score"], lost["computed_level"], lost["own_rate"]) == (None, None, None)
    assert (new["status"], new["own_rate"], new["trend_lambda"]) == ("new", None, None)
    assert by_key["007"]["points"]["Kundenbindung"] is None


def test_weighted_points_add_up_to_the_score(exported: Any) -> None:
    scored = [entry for entry in exported["customers"] if entry["score"] is not None]
    assert len(scored) == 9
    for entry in scored:
        points = [value for value in entry["weighted_points"].values() if value is not None]
        assert math.fsum(points) == pytest.approx(entry["score"], abs=1e-9)


def test_the_company_keeps_the_contract(exported: Any) -> None:
    company = exported["company"]
    assert broken(company, COMPANY) == []
    assert [(row["year"], row["revenue_eur"]) for row in company["by_year"]] == list(REVENUE.items())
    assert [row["margin_eur"] for row in company["by_year"]] == list(MARGIN.values())
    assert company["target_eur"] == 480_000.0
    assert company["gap_expected_eur"] == pytest.approx(480_000.0 - company["plan_expected_eur"])
    assert company["gap_safe_eur"] == pytest.approx(480_000.0 - company["plan_safe_eur"])


def test_customers_and_the_line_without_customer_add_up(exported: Any) -> None:
    company, alone = exported["company"], exported["company"]["without_customer"]
    assert alone["expected"] > alone["safe"] > 0.0
    for name in ("safe", "expected", "upside"):
        field = f"plan_{name}_eur"
        total = math.fsum(entry[field] for entry in exported["customers"]) + alone[name]
        assert total == pytest.approx(company[field], rel=1e-12)
    assert company["plan_safe_eur"] < company["plan_expected_eur"] < company["plan_upside_eur"]


def test_levels_are_counts(exported: Any) -> None:
    levels = exported["company"]["levels"]
    assert levels["affordable"] is None, "nobody said how many hours the roles of a new workbook have"
    assert all(count(size) for split in levels.values() if split for size in split.values())
    for name, field in (("computed", "computed_level"), ("decided", "care_level")):
        found = [entry[field] for entry in exported["customers"]]
        assert levels[name] == {level: found.count(level) for level in LEVELS}
    assert levels["guideline"] == {"strategy": 2, "sales": 6, "service": 1}


def test_findings_are_values(exported: Any) -> None:
    found = exported["findings"]
    assert [broken(entry, FINDING) for entry in found] == [[] for _ in found]
    codes = {entry["code"] for entry in found}
    assert {"explanations_open", "customers_lost", "opportunity_without_customer"} <= codes
    lost = next(entry for entry in found if entry["code"] == "customers_lost")
    assert (lost["row"], lost["values"]["keys"]) == ("1007", ["1007"])


def test_the_same_workbook_twice_gives_the_same_json(mappe: Path) -> None:
    edited(mappe, _chances)
    results = []
    for name in ("a.json", "b.json"):
        assert call("rechnen", mappe, "--json", mappe.with_name(name)) == 0
        results.append(mappe.with_name(name).read_bytes())
    assert results[0] == results[1]


def test_rebuilding_changes_no_result(mappe: Path) -> None:
    edited(mappe, _chances)
    target = mappe.with_name("Ziel.xlsx")
    assert call("rechnen", mappe, "--ausgabe", target, "--json", mappe.with_name("a.json")) == 0
    assert call("rechnen", target, "--json", mappe.with_name("b.json")) == 0
    first, second = (strict(mappe.with_name(name)) for name in ("a.json", "b.json"))
    assert first == second


def test_a_stopped_calculation_still_tells_its_findings(
    mappe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.typed(mappe, "figures", "1001", "Umsatz 2025", "viel")
    assert call("rechnen", mappe, "--json", mappe.with_name("a.json"), "--ausgabe", mappe) == 1
    found = strict(mappe.with_name("a.json"))
    assert (found["customers"], found["company"]) == ([], None)
    assert [(entry["code"], entry["row"], entry["field"]) for entry in found["findings"]] == [
        ("cell_not_number", "1001", "revenue_2025")
    ]
    assert "kann nicht berechnet werden: 1 Fehler" in capsys.readouterr().err


def test_checking_tells_everything(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("pruefen", mappe) == 0
    said = capsys.readouterr().out
    assert "Hinweis (Blatt Kriterien, Kundenbindung)" in said
    assert "weitere" not in said.splitlines()[-1]
    desk.typed(mappe, "figures", "1001", "DB 2025", "wenig")
    assert call("pruefen", mappe) == 1
    assert "Spalte „DB 2025“" in capsys.readouterr().err
