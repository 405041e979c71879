"""Worksheet functions as plain Python: the figures of the results, a sentence for every mistake."""

from __future__ import annotations

import inspect
import math
from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import pytest
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import functions, jobs  # noqa: E402
from kundenbindung.core import trial  # noqa: E402
from kundenbindung.core.model import Results  # noqa: E402
from kundenbindung.messages import functions as words  # noqa: E402
from kundenbindung.messages.customers import class_words  # noqa: E402
from kundenbindung.workbook import layout  # noqa: E402
from kundenbindung.workbook.frames import Contents  # noqa: E402
from kundenbindung.workbook.schema import Function  # noqa: E402

Rows = list[list[object]]
CALLS = functions.functions()
YEARS = [f"year_{back}" for back in (4, 3, 2, 1, 0)]
POINTS = [f"points_{slot}" for slot in range(1, layout.TRIAL_SLOTS + 1)]


@pytest.fixture(scope="module")
def job() -> jobs.Job:
    return jobs.sample()


@pytest.fixture(scope="module")
def results(job: jobs.Job) -> Results:
    assert job.results is not None
    return job.results


@pytest.fixture(scope="module")
def contents(job: jobs.Job) -> Contents:
    return jobs.contents(job, None)


@pytest.fixture(scope="module")
def lines(contents: Contents) -> pd.DataFrame:
    """Grundlage of the sheet Was-wäre-wenn, customers and the line without customer."""
    return contents.frames["trial"].set_index("customer_id", drop=False)


@pytest.fixture(scope="module")
def weights(contents: Contents) -> Rows:
    """Today's weights, one below the other, as many as there are slots."""
    typed = contents.frames["trial_weights"]["weight"].tolist()
    return [[value] for value in [*typed, *[None] * layout.TRIAL_SLOTS][: layout.TRIAL_SLOTS]]


def rows(frame: pd.DataFrame, names: Sequence[str]) -> Rows:
    """Cells as Excel hands them over: None for nothing."""
    table = frame[list(names)].astype(object)
    return table.where(table.notna(), None).to_numpy().tolist()


def column(answer: object, at: int = 0) -> list[object]:
    assert isinstance(answer, list), answer
    return [row[at] for row in answer]


def shown(values: pd.Series) -> list[object]:
    return ["" if pd.isna(value) else value for value in values]


def close(found: list[object], wanted: list[object]) -> bool:
    return len(found) == len(wanted) and all(
        math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        if isinstance(one, float) and isinstance(other, float)
        else one == other
        for one, other in zip(found, wanted, strict=True)
    )


# The same as the results


def test_score(lines: pd.DataFrame, weights: Rows, results: Results) -> None:
    found = column(CALLS["KB_SCORE"](rows(lines, POINTS), weights))
    wanted = shown(results.customers["score"].reindex(lines.index))
    assert close(found, wanted)
    assert sum(isinstance(value, float) for value in found) > 50


def test_weights_may_lie_side_by_side(lines: pd.DataFrame, weights: Rows) -> None:
    points = rows(lines, POINTS)
    beside = [[row[0] for row in weights]]
    assert CALLS["KB_SCORE"](points, beside) == CALLS["KB_SCORE"](points, weights)


def test_own_rate(lines: pd.DataFrame, results: Results) -> None:
    found = column(CALLS["KB_TREND"](rows(lines, YEARS)))
    known = results.customers["own_rate"].reindex(lines.index)
    assert close([f for f, k in zip(found, known, strict=True) if not pd.isna(k)], known.dropna().tolist())
    assert known.notna().sum() > 50


def test_trend_words_without_the_mark(lines: pd.DataFrame, results: Results) -> None:
    known = results.customers.dropna(subset=["trend_class"])
    wanted = [
        class_words(*pair) for pair in zip(known["trend_class"], known["trend_confidence"], strict=True)
    ]
    found = column(CALLS["KB_TRENDTEXT"](rows(lines.loc[known.index], YEARS)))
    everybody = column(CALLS["KB_TRENDTEXT"](rows(lines, YEARS)))
    by_key = dict(zip(lines.index, everybody, strict=True))
    assert [by_key[key] for key in known.index] == wanted
    assert len(set(wanted)) > 3
    assert not any("!" in str(word) for word in found)


def _level(lines: pd.DataFrame, weights: Rows, *more: Rows) -> dict[object, object]:
    order = [rows(lines, [name]) for name in ("customer_id", "margin_eur", "year_0", "last_level")]
    answer = CALLS["KB_LEVEL"](rows(lines, POINTS), weights, *order, *more)
    return dict(zip(lines.index, column(answer), strict=True))


def test_levels(lines: pd.DataFrame, weights: Rows, results: Results) -> None:
    wanted = [
        layout.word("care_level", level) for level in results.customers["computed_level"].reindex(lines.index)
    ]
    assert list(_level(lines, weights).values()) == wanted
    assert {"Strategie", "Vertrieb", "Service"} <= set(wanted)


def test_other_shares_give_other_levels(lines: pd.DataFrame, weights: Rows, results: Results) -> None:
    many = list(_level(lines, weights, [[0.5]], [[0.2]]).values())
    ranked = int(results.customers["computed_level"].notna().sum())
    assert (many.count("Strategie"), many.count("Service")) == (
        math.floor(0.5 * ranked + 0.5),
        math.floor(0.2 * ranked + 0.5),
    )


def test_other_weights_give_other_levels(lines: pd.DataFrame, weights: Rows) -> None:
    one: Rows = [[100.0 if at == 0 else 0.0] for at in range(len(weights))]
    assert _level(lines, one) != _level(lines, weights)


def _stability(lines: pd.DataFrame, weights: Rows, names: Rows, *more: Rows) -> object:
    order = [rows(lines, [name]) for name in ("customer_id", "margin_eur", "year_0")]
    return CALLS["KB_STABILITAET"](rows(lines, POINTS), weights, names, *order, *more)


@pytest.fixture(scope="module")
def names(contents: Contents) -> Rows:
    typed = contents.frames["trial_weights"]["criterion"].tolist()
    return [[name] for name in [*typed, *[None] * layout.TRIAL_SLOTS][: layout.TRIAL_SLOTS]]


def test_stability(lines: pd.DataFrame, weights: Rows, names: Rows, results: Results) -> None:
    found = column(_stability(lines, weights, names))
    assert found == shown(results.customers["stability"].reindex(lines.index))
    assert found.count("") > 1, "who has no level has no stability"
    assert sum(isinstance(value, float) and 0.3 < value < 1.0 for value in found) > 10


@pytest.mark.parametrize("word", ["ja", "nein", ""])
def test_stability_by_level(
    word: str, lines: pd.DataFrame, weights: Rows, names: Rows, results: Results
) -> None:
    answer = _stability(lines, weights, names, *[NO] * 4, [[word or None]])
    if word != "ja":
        assert answer == _stability(lines, weights, names)
        return
    for at, name in enumerate(("strategy", "sales", "service")):
        wanted = results.customers[f"stability_{name}"].reindex(lines.index)
        assert column(answer, at) == shown(wanted), name
    assert {len(row) for row in answer} == {3}  # type: ignore[attr-defined]  # a block of cells


def test_stability_without_names_differs_by_the_sampling_only(
    lines: pd.DataFrame, weights: Rows, names: Rows
) -> None:
    named, unnamed = (column(_stability(lines, weights, given)) for given in (names, NO))
    assert unnamed != named
    pairs = [(one, other) for one, other in zip(named, unnamed, strict=True) if isinstance(one, float)]
    assert max(abs(one - float(str(other))) for one, other in pairs) < 0.03


def test_stability_with_other_assumptions(lines: pd.DataFrame, weights: Rows, names: Rows) -> None:
    usual = column(_stability(lines, weights, names))
    unsure = column(_stability(lines, weights, names, NO, NO, [[0.6]]))
    assert sum(v for v in unsure if isinstance(v, float)) < sum(v for v in usual if isinstance(v, float))
    per_level = _stability(lines, weights, names, [[0.5]], [[0.2]], NO, NO, [["ja"]])
    ranked = [row for row in per_level if row[0] != ""]  # type: ignore[attr-defined]  # a block of cells
    for at, share in ((0, 0.5), (2, 0.2)):
        assert sum(row[at] for row in ranked) == pytest.approx(math.floor(share * len(ranked) + 0.5))
    everybody = column(_stability(lines, weights, names, *[NO] * 3, [[0.0]]))
    assert everybody.count("") < usual.count("")


def test_plan(lines: pd.DataFrame, contents: Contents) -> None:
    figures = ("plan_level_eur", "recognised", "won_eur", "open_eur", "segment")
    given = [rows(lines, ["status"]), rows(lines, YEARS), *(rows(lines, [name]) for name in figures)]
    answer = CALLS["KB_PLAN"](*given)
    plan = contents.frames["plan"].set_index("customer_id").reindex(lines.index)
    assert close(column(answer), shown(plan["plan_expected_eur"]))
    assert close(column(answer, 1), shown(plan["plan_safe_eur"]))
    other = CALLS["KB_PLAN"](*given, [[0.0]])
    assert column(other) != column(answer), "another part of the trend is believed"


@pytest.mark.parametrize("source", ["complaint_share", "own_rate", "contract_share", "payment_delay_days"])
def test_points(source: str, job: jobs.Job, results: Results) -> None:
    criterion = next(entry for entry in results.criteria if entry.source == source)
    inputs = job.reading.frames["customers"].set_index("customer_id")
    values = (results.customers if source == "own_rate" else inputs)[source].reindex(results.points.index)
    given = [[None if pd.isna(value) else float(value)] for value in values]
    scale = layout.word("scale", criterion.scale.value)
    answer = CALLS["KB_PUNKTE"](given, [[criterion.zero_at]], [[criterion.ten_at]], [[scale]])
    wanted = results.points[criterion.criterion].where(values.notna())
    known = [at for at, value in enumerate(wanted) if not pd.isna(value)]
    assert len(known) > 30
    assert close([column(answer)[at] for at in known], [wanted.iloc[at] for at in known])


def test_points_of_an_order_of_magnitude() -> None:
    answer = CALLS["KB_PUNKTE"](
        [[1_000.0], [10_000.0], [100_000.0], [None]], [[1_000.0]], [[100_000.0]], [["Größenordnung"]]
    )
    assert close(column(answer), [0.0, 5.0, 10.0, ""])
    assert column(CALLS["KB_PUNKTE"]([[4.0], [20.0]], [[8.0]], [[0.0]])) == [5.0, 0.0], "less may be better"


# Wrong arguments

TWO: Rows = [[5.0, 6.0], [7.0, 8.0]]
ONE: Rows = [[1.0]]
NO: Rows = []
YEARS_OK: Rows = [[100.0, 110.0], [90.0, 80.0]]
STATUS_OK: Rows = [["aktiv"], ["neu"]]


def missing(wanted: int, given: str) -> str:
    return f"{wanted} {'Wert' if wanted == 1 else 'Werte'} gebraucht, {given} angegeben."


def no_number(text: str, row: int = 1) -> str:
    return f"„{text}“ in Zeile {row} des Bereichs ist keine Zahl."


def no_choice(text: str, row: int, allowed: str) -> str:
    return f"„{text}“ in Zeile {row} des Bereichs ist nicht möglich; möglich ist: {allowed}."


UNSURE = "unschaerfe: Der Wert liegt zwischen 1 % und 90 %."
SHARE = "Ein Anteil liegt zwischen 0 % und 100 %."
ROWS = "eine Spalte mit 2 Zeilen gebraucht, 1 Zeile angegeben."
LEVELS, SCALES, STATUS = "Strategie, Vertrieb, Service", "linear, Größenordnung", "aktiv, neu, verloren"
WRONG: tuple[tuple[str, tuple[Rows, ...], str], ...] = (
    ("KB_PUNKTE", ([[None]], [[0.0]], ONE), "werte: Der Bereich ist leer."),
    ("KB_PUNKTE", ([["viel"]], [[0.0]], ONE), f"werte: {no_number('viel')}"),
    ("KB_PUNKTE", ([[1.0], [True]], [[0.0]], ONE), f"werte: {no_number('WAHR', 2)}"),
    ("KB_PUNKTE", (TWO, [[0.0, 0.0, 0.0]], ONE), f"null_bei: {missing(2, '3 Werte')}"),
    ("KB_PUNKTE", (TWO, [[0.0]], [[1.0, 2.0, 3.0]]), f"zehn_bei: {missing(2, '3 Werte')}"),
    ("KB_PUNKTE", (TWO, ONE, ONE), words.ANCHORS),
    ("KB_PUNKTE", (TWO, [[0.0]], ONE, [["Größenordnung"]]), words.ANCHORS),
    ("KB_PUNKTE", (TWO, [[0.0]], ONE, [["krumm"]]), f"skala: {no_choice('krumm', 1, SCALES)}"),
    ("KB_PUNKTE", (TWO, [[0.0]], ONE, [["linear"]] * 3), f"skala: {missing(2, '3 Werte')}"),
    ("KB_SCORE", ([[11.0]], ONE), "punkte: Punkte liegen zwischen 0 und 10."),
    ("KB_SCORE", ([[-1.0]], ONE), "punkte: Punkte liegen zwischen 0 und 10."),
    ("KB_SCORE", (TWO, [[1.0], [-2.0]]), "gewichte: Ein Gewicht ist kleiner als null."),
    ("KB_SCORE", (TWO, [[0.0]]), words.WEIGHTS_EMPTY),
    ("KB_SCORE", ([[None, 5.0]], [[1.0, 0.0]]), words.WEIGHTS_EMPTY),
    ("KB_SCORE", (TWO, [[None]]), "gewichte: Der Bereich ist leer."),
    ("KB_SCORE", (TWO, ONE * 3), f"gewichte: {missing(2, '3 Werte')}"),
    ("KB_TREND", ([["a"]],), f"umsaetze: {no_number('a')}"),
    ("KB_TRENDTEXT", ([[None]],), "umsaetze: Der Bereich ist leer."),
    ("KB_LEVEL", (TWO, ONE, [["1"]]), f"kundennr: {ROWS}"),
    ("KB_LEVEL", (TWO, ONE, NO, [["x"], [1.0]]), f"db: {no_number('x')}"),
    ("KB_LEVEL", (TWO, ONE, NO, NO, ONE), f"umsatz: {ROWS}"),
    ("KB_LEVEL", (TWO, ONE, NO, NO, NO, [["A"], ["B"]]), f"vorjahr: {no_choice('A', 1, LEVELS)}"),
    ("KB_LEVEL", (TWO, ONE, *[NO] * 4, [[1.5]]), f"strategie: {SHARE}"),
    ("KB_LEVEL", (TWO, ONE, *[NO] * 5, [[-0.1]]), f"service: {SHARE}"),
    ("KB_LEVEL", (TWO, ONE, *[NO] * 6, [[1.0, 2.0]]), f"halt: {missing(1, '2 Werte')}"),
    ("KB_LEVEL", (TWO, ONE, *[NO] * 7, [[2.0]]), f"abdeckung: {SHARE}"),
    ("KB_STABILITAET", ([[12.0]], ONE), "punkte: Punkte liegen zwischen 0 und 10."),
    ("KB_STABILITAET", (TWO, [[0.0]]), words.WEIGHTS_EMPTY),
    ("KB_STABILITAET", (TWO, ONE, [["Umsatz"]]), f"kriterien: {missing(2, '1 Wert')}"),
    ("KB_STABILITAET", (TWO, ONE, NO, [["1"]]), f"kundennr: {ROWS}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 2, [["x"], [1.0]]), f"db: {no_number('x')}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 3, ONE), f"umsatz: {ROWS}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 4, [[1.5]]), f"strategie: {SHARE}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 5, [[-1.0]]), f"service: {SHARE}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 6, [[0.0]]), UNSURE),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 6, [[0.91]]), UNSURE),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 6, [["25"]]), f"unschaerfe: {no_number('25')}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 7, [[2.0]]), f"abdeckung: {SHARE}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 8, [["x"]]), f"je_level: {no_choice('x', 1, 'ja, nein')}"),
    ("KB_STABILITAET", (TWO, ONE, *[NO] * 8, [["ja", "ja"]]), f"je_level: {missing(1, '2 Werte')}"),
    (
        "KB_KAPAZITAET",
        ([["A"]], [[1.0] * 3], ONE),
        f"level: {no_choice('A', 1, 'Strategie, Vertrieb, Service')}",
    ),
    ("KB_KAPAZITAET", (NO, [[1.0] * 3] * 2, [[1.0], ["x"]]), f"verfuegbar: {no_number('x', 2)}"),
    ("KB_KAPAZITAET", (NO, [[1.0] * 3] * 2, ONE), f"verfuegbar: {ROWS}"),
    ("KB_KAPAZITAET", (NO, [[1.0] * 2], ONE), f"stunden: {missing(3, '2 Werte')}"),
    ("KB_KAPAZITAET", (NO, [[None] * 3], ONE), "stunden: Der Bereich ist leer."),
    ("KB_KAPAZITAET", (NO, [[1.0, -1.0, 0.0]], ONE), words.HOURS_NEGATIVE),
    ("KB_KAPAZITAET", ([["Service"]], [[1.0] * 3], ONE, [["x"]]), f"faktor: {no_number('x')}"),
    ("KB_KAPAZITAET", (NO, [[1.0] * 3], ONE, NO, [["x"]]), f"mit_stunden: {no_choice('x', 1, 'ja, nein')}"),
    ("KB_PLAN", ([["aktiv"]], YEARS_OK), f"status: {ROWS}"),
    ("KB_PLAN", ([["aktiv"], ["weg"]], YEARS_OK), f"status: {no_choice('weg', 2, STATUS)}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, [["x"], [1.0]]), f"ausgangswert: {no_number('x')}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, NO, [[1.0]]), f"anerkannt: {ROWS}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, NO, NO, [[None], ["y"]]), f"gewonnen: {no_number('y', 2)}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, *[NO] * 3, ONE), f"offen: {ROWS}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, *[NO] * 4, [["S"]]), f"segment: {ROWS}"),
    ("KB_PLAN", (STATUS_OK, YEARS_OK, *[NO] * 5, [[3.0]]), f"fortgeschrieben: {SHARE}"),
)


@pytest.mark.parametrize(("name", "given", "sentence"), WRONG)
def test_a_wrong_argument_is_answered_in_german(name: str, given: tuple[Rows, ...], sentence: str) -> None:
    assert CALLS[name](*given) == sentence


@pytest.mark.parametrize("name", CALLS)
def test_something_unexpected_is_a_sentence(name: str) -> None:
    arguments = [[[object()]] for _ in inspect.signature(CALLS[name]).parameters]
    answer = CALLS[name](*arguments)
    assert isinstance(answer, str)
    assert "Traceback" not in answer
    assert "object at" not in answer or "keine Zahl" in answer or "nicht möglich" in answer


def test_a_mistake_in_the_program_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "score", None)
    assert CALLS["KB_SCORE"](TWO, [[1.0]]) == words.UNEXPECTED


@pytest.mark.parametrize(
    ("name", "cell"), [("KB_SCORE", 50.0), ("KB_LEVEL", "Vertrieb"), ("KB_STABILITAET", 1.0)]
)
def test_one_customer_and_one_criterion(name: str, cell: object) -> None:
    assert CALLS[name]([[5.0]], [[3.0]]) == [[cell]]


LEVELS_OK: Rows = [["Strategie"], ["vertrieb"], [None]]
HOURS_OK: Rows = [[20.0, 0.0, None], [14, 10, 4], [None, None, None]]
THERE: Rows = [[40.0], [None], [None]]


def test_capacity_by_hand() -> None:
    call = CALLS["KB_KAPAZITAET"]
    assert call(LEVELS_OK, HOURS_OK, THERE) == [[0.5], [""], [0.5]], "the last row is all together"
    assert call(LEVELS_OK, HOURS_OK, THERE, [[1.5], [None], [7.0]], [["ja"]]) == [
        [30.0, 0.75],
        [31.0, ""],
        [30.0, 0.75],
    ]
    assert call(LEVELS_OK, HOURS_OK[:1], [[0.0]]) == [[words.NO_HOURS]] * 2


def test_capacity_of_the_sample(results: Results, job: jobs.Job) -> None:
    capacity = results.capacity
    assert capacity is not None
    levels = [[layout.word("care_level", level)] for level in results.customers["care_level"]]
    factors = job.reading.frames["customers"].set_index("customer_id")["effort_factor"]
    answer = CALLS["KB_KAPAZITAET"](
        levels,
        capacity.per_customer.to_numpy().tolist(),
        [[entry.available_hours] for entry in capacity.roles],
        [[factor] for factor in factors.reindex(results.customers.index)],
    )
    assert column(answer) == pytest.approx([entry.load for entry in (*capacity.roles, capacity.total)])


@pytest.mark.parametrize("unsure", [0.01, 0.9])
def test_the_limits_of_the_error_of_a_weight_belong_to_it(unsure: float) -> None:
    many: Rows = [[float(at), 10.0 - at] for at in range(10)]
    answer = CALLS["KB_STABILITAET"](many, [[1.0]], *[NO] * 6, [[unsure]])
    assert len(column(answer)) == 10
    assert all(isinstance(value, float) for value in column(answer))


def test_figures_may_be_missing() -> None:
    assert column(CALLS["KB_SCORE"]([[None, None], [4.0, None]], [[1.0, 1.0]])) == ["", 40.0]
    assert column(CALLS["KB_TREND"]([[None, 5.0], [100.0, 110.0]]))[0] == ""
    assert column(CALLS["KB_TRENDTEXT"]([[None, 5.0], [100.0, 110.0]]))[0] == ""


# Declared and documented


@pytest.mark.parametrize("function", layout.FUNCTIONS, ids=lambda function: function.name)
def test_arguments_are_those_that_are_declared(function: Function) -> None:
    parameters = inspect.signature(CALLS[function.name]).parameters
    assert list(parameters) == [argument.name for argument in function.arguments]
    optional = [name for name, entry in parameters.items() if entry.default is not inspect.Parameter.empty]
    assert optional == [argument.name for argument in function.arguments if argument.optional]
    assert CALLS[function.name].__doc__ == function.help


def test_every_function_of_the_module_is_declared() -> None:
    found = {name for name in vars(functions) if name.startswith("KB_")}
    assert found == set(CALLS) == {function.name for function in layout.FUNCTIONS}


@pytest.mark.parametrize("function", layout.FUNCTIONS, ids=lambda function: function.name)
def test_the_wizard_gets_every_text(function: Function) -> None:
    from tests.engine.udfs import import_with_udfs

    declared = getattr(import_with_udfs("kundenbindung.functions"), function.name).__xlfunc__
    assert declared["ret"]["doc"] == function.help
    assert declared["category"] == "Kundenbindung"
    assert [(entry["name"], entry["doc"]) for entry in declared["args"]] == [
        (argument.name, argument.help) for argument in function.arguments
    ]
    assert len(function.help) <= 255
    assert {entry["options"]["ndim"] for entry in declared["args"]} == {2}


def test_amounts_in_a_currency_format_are_numbers() -> None:
    """Excel hands them out as Decimal."""
    plain = [[100.0, 110.0, 121.0], [50.0, 40.0, 30.0]]
    exact = [[Decimal(str(cell)) for cell in row] for row in plain]
    assert functions.KB_TREND(exact) == functions.KB_TREND(plain)
    assert functions.KB_TREND(plain)[0][0] == pytest.approx(0.1)


@pytest.mark.parametrize("cell", [-2146826243, -2146826281, "#DIV/0!"])
def test_an_error_value_is_no_number(cell: object) -> None:
    said = functions.KB_TREND([[1.0, 2.0], [cell, 3.0]])
    assert str(said).startswith("umsaetze: In Zeile 2 des Bereichs steht der Fehlerwert #")
