"""Every number in an example of the Handbuch is the number of the calculated sample company."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from kundenbindung import handbook_file, jobs
from kundenbindung.core.model import Backtest, CompanyPlan, Concentration, LevelCount, PlanCheck, Results
from kundenbindung.core.model.results import Capacity, Load
from kundenbindung.messages import german

TEXT = handbook_file().read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^#+ (.+)$|^\*\*([^*]+)\*\* \(Bl|^((?:> .*\n)+)", re.MULTILINE)
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
MILK, BAKERY, WOOD, PHARMA = "10034", "10214", "10209", "10127"
"""Molkerei Bramstett, Großbäckerei Ährenkamp, Holzwerke Siebertz, Arzneilager Wittmar."""


@dataclass(frozen=True)
class Sample:
    """The calculated sample company: results and what the sheets show."""

    results: Results
    frames: Mapping[str, pd.DataFrame]

    @property
    def company(self) -> CompanyPlan:
        assert self.results.company is not None
        return self.results.company

    @property
    def backtest(self) -> Backtest:
        assert self.results.backtest is not None
        return self.results.backtest

    @property
    def concentration(self) -> Concentration:
        assert self.results.concentration is not None
        return self.results.concentration

    @property
    def capacity(self) -> Capacity:
        assert self.results.capacity is not None
        return self.results.capacity

    @property
    def changes(self) -> pd.DataFrame:
        assert self.results.history is not None
        return self.results.history.changes

    @property
    def check(self) -> PlanCheck:
        assert self.results.history is not None
        assert self.results.history.check is not None
        return self.results.history.check

    def of(self, key: str, column: str) -> float:
        return float(self.results.customers[column].astype(float)[key])

    def weighted(self, key: str, criterion: str) -> float:
        return float(self.results.weighted_points[criterion].astype(float)[key])

    def effect(self, key: str, column: str) -> float:
        effects = self.results.effects[self.results.effects["year"] == self.results.years[-1]]
        return float(effects.set_index("customer_id")[column].astype(float)[key])

    def load(self, role: str) -> Load:
        return next(entry for entry in self.capacity.roles if entry.role == role)

    def without(self, key: str, column: str) -> float:
        """Abgangsprobe of a customer."""
        return float(self.frames["walk_away"].set_index("customer_id")[column].astype(float)[key])


@pytest.fixture(scope="module")
def sample() -> Sample:
    job = jobs.sample()
    assert job.results is not None
    return Sample(job.results, jobs.contents(job, None).frames)


def one(value: float | None) -> str:
    return german.number(value, 1)


def euro(value: float | None) -> str:
    return german.number(value)


def percent(value: float | None, decimals: int = 0) -> str:
    return german.number(100.0 * (value or 0.0), decimals)


def levels(count: LevelCount) -> list[str]:
    return [str(count.strategy), str(count.sales), str(count.service)]


def lever(sample: Sample, key: str) -> str:
    """The change of the strongest lever, two significant digits as on the sheet."""
    change = abs(sample.of(key, "lever_to") - sample.of(key, "lever_from"))
    return euro(float(f"{change:.1e}"))


def watering(sample: Sample, key: str) -> str:
    return euro(float(sample.capacity.watering["margin_per_hour"].astype(float)[key]))


def average_hour(sample: Sample) -> str:
    table = sample.capacity.by_level_watering
    return euro(table["margin_eur"].sum() / table["hours"].sum())


EXPECTED: dict[str, Callable[[Sample], list[str]]] = {
    "Punkte": lambda s: [
        one(s.of(MILK, "score")),
        one(s.weighted(MILK, "Deckungsbeitrag")),
        one(s.weighted(MILK, "Umsatztrend")),
    ],
    "Abdeckung": lambda s: [
        percent(s.of("10222", "coverage")),
        percent(s.of("10244", "coverage")),
        percent(s.results.settings.min_coverage),
    ],
    "DB-Quote": lambda s: [percent(s.of(MILK, "margin_share"), 1), percent(s.of("10071", "margin_share"), 1)],
    "Vorschlag und Richtwert": lambda s: levels(s.results.guideline) + levels(s.results.decided),
    "Stabilität": lambda s: [percent(s.of(MILK, "stability")), percent(s.of(BAKERY, "stability"))],
    "Grenzfall": lambda s: [euro(s.of(BAKERY, "revenue_eur")), euro(s.of(BAKERY, "stake_eur"))],
    "Bis zum nächsten Level": lambda s: [one(s.of(BAKERY, "points_to_next")), lever(s, BAKERY)],
    "Halt durch das Vorjahr": lambda s: [
        one(s.of(WOOD, "score")),
        one(s.of(BAKERY, "score")),
        german.plain(s.results.settings.memory_points),
    ],
    "Trend": lambda s: [percent(s.of(PHARMA, "own_rate"), 1), percent(-s.of("10118", "own_rate"), 1)],
    "Einordnung": lambda s: [
        str(int(s.results.customers["needs_explanation"].sum())),
        str(int((s.results.customers["needs_explanation"] & s.results.customers["explained"]).sum())),
    ],
    "Davon im Plan": lambda s: [
        percent(s.of(PHARMA, "own_rate"), 1),
        percent(s.of(PHARMA, "planned_rate"), 1),
    ],
    "Wirkung im Plan": lambda s: [euro(s.of(PHARMA, "explanation_effect_eur"))],
    "Umsatzeffekt und Margeneffekt": lambda s: [
        str(s.results.years[-1]),
        euro(s.effect(BAKERY, "revenue_effect_eur")),
        euro(s.effect(BAKERY, "margin_effect_eur")),
    ],
    "Sicher, Erwartet, Möglich": lambda s: [
        str(s.results.years[-1] + 1),
        euro(s.company.plan.safe),
        euro(s.company.plan.expected),
        euro(s.company.plan.upside),
    ],
    "Doppelzählung": lambda s: [
        euro(s.of(MILK, "plan_trend_eur")),
        euro(s.of(MILK, "plan_open_eur")),
        euro(s.of(MILK, "plan_overlap_eur")),
        euro(s.of(MILK, "plan_expected_eur")),
    ],
    "Lücke": lambda s: [
        euro(s.company.target_eur),
        euro(s.company.gap_expected_eur),
        euro(s.company.gap_safe_eur),
    ],
    "Ausbauen, sichern, bleibt für Neukunden": lambda s: [
        euro(s.company.expand_eur),
        euro(s.company.secure_eur),
        euro(s.company.new_customers_eur),
    ],
    "Probe an Ihren eigenen Jahren": lambda s: [
        percent(s.backtest.wape, 1),
        percent(s.backtest.bias, 1),
        german.number(s.backtest.ratio_to_naive, 2),
    ],
    "Auslastung": lambda s: [
        euro(s.load("Unternehmer").needed_hours),
        euro(s.load("Unternehmer").available_hours),
        percent(s.load("Unternehmer").load),
        percent(s.load("Außendienst").load),
    ],
    "Tragbar": lambda s: [
        str(s.capacity.affordable.strategy if s.capacity.affordable else None),
        str(s.results.decided.strategy),
        str(s.results.guideline.strategy),
    ],
    "Gießkanne": lambda s: [average_hour(s), watering(s, "10248"), watering(s, MILK)],
    "Klumpen": lambda s: [
        percent(s.concentration.largest_share, 1),
        percent(s.concentration.top_five_share, 1),
        one(1.0 / (s.concentration.hhi or 1.0)),
    ],
    "Abgangsprobe": lambda s: [
        euro(s.without(MILK, "safe_eur")),
        one(s.without(MILK, "hours")),
    ],
    "Plan gegen Ist": lambda s: [
        percent(s.check.hit_rate),
        percent(s.check.bias, 1),
    ],
    "Warum ist mein bester Kunde nicht strategisch?": lambda s: [
        euro(s.of("10201", "revenue_eur")),
        euro(s.of(WOOD, "revenue_eur")),
        one(s.weighted("10201", "Freies Potenzial")),
        german.plain(
            next(entry.weight for entry in s.results.criteria if entry.criterion == "Freies Potenzial")
        ),
        one(s.of("10201", "score")),
        one(s.of(WOOD, "score")),
    ],
    "Warum zählt mein Wachstum nicht im Plan?": lambda s: [
        percent(s.of("10140", "own_rate"), 1),
        euro(s.of("10140", "plan_trend_eur")),
        euro(s.of("10140", "plan_expected_eur")),
    ],
    "Warum steht dort nichts?": lambda s: [percent(s.of("10244", "coverage"))],
    "Warum ist Sicher kleiner als der Umsatz des letzten Jahres?": lambda s: [
        str(s.results.years[-1]),
        euro(s.company.revenue_eur),
        str(s.results.years[-1] + 1),
        euro(s.company.plan.safe),
        euro(s.company.revenue_eur - (s.company.plan.safe or 0.0)),
    ],
    "Das Level hat sich geändert, obwohl beim Kunden nichts war. Warum?": lambda s: [
        german.number(float(s.changes["prior_score"].astype(float)["10092"]), 2),
        german.number(s.of("10092", "score"), 2),
    ],
}


def examples() -> dict[str, str]:
    """Examples of the Handbuch by the term or question they stand under."""
    found: dict[str, str] = {}
    term = ""
    for heading, bold, quoted in EXAMPLE.findall(TEXT):
        term = heading or bold or term
        if quoted:
            assert quoted.startswith("> Beispiel: "), quoted
            assert term not in found, term
            found[term] = " ".join(line.removeprefix("> ") for line in quoted.splitlines())
    return found


FOUND = examples()


def test_every_example_is_held_by_the_calculation() -> None:
    assert list(FOUND) == list(EXPECTED)


@pytest.mark.parametrize("term", EXPECTED)
def test_numbers_of_an_example_are_true(sample: Sample, term: str) -> None:
    assert [number.rstrip(".") for number in NUMBER.findall(FOUND[term])] == EXPECTED[term](sample)


def test_what_the_examples_say_in_words_is_true(sample: Sample) -> None:
    level = sample.results.customers["care_level"]
    words = sample.results.customers["trend_class"]
    assert (level[WOOD], level[BAKERY], level["10201"]) == ("strategy", "sales", "sales")
    assert "memory" in sample.results.customers["borderline"][WOOD]
    assert sample.results.borderline[0] == BAKERY
    assert (words[PHARMA], words["10118"]) == ("strong_growth", "strong_decline")
    assert pd.isna(sample.results.customers["computed_level"]["10244"])
    assert sample.load("Unternehmer").verdict == "tight"
    assert sample.load("Außendienst").verdict == "fits"
    assert sample.concentration.largest_key == MILK
    assert sample.changes.loc["10092", "cause"] == "others"
    assert sample.results.guideline == sample.results.computed
    assert sample.of("10201", "revenue_eur") > sample.of(WOOD, "revenue_eur")
    assert not sample.results.customers["explained"]["10140"]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"[A-ZÄÖÜ][\w&' -]+ (?:GmbH|AG|eG)", TEXT))))
def test_customers_named_are_those_of_the_sample(sample: Sample, name: str) -> None:
    names = [str(entry) for entry in sample.results.customers["customer"]] + [
        "Hollerbrink Fördertechnik GmbH"
    ]
    assert any(name.removeprefix("Die ").endswith(entry) for entry in names), name
