"""Namen und Nummern: what is certainly one customer, what only the owner knows, what is not alike."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.matching import (
    Joined,
    Match,
    Twin,
    is_collective,
    join_ids,
    match_names,
    may_be_person,
    twins,
)
from kundenbindung.adapters.matching.firms import firm


def matched(name: str, *customers: str) -> Match:
    """The match of one name among customers with the numbers 1, 2, ..."""
    return match_names([name], {str(number): one for number, one in enumerate(customers, start=1)})[0]


@pytest.mark.parametrize(
    ("name", "core", "form", "branch"),
    [
        ("Müller Maschinenbau GmbH & Co. KG", "mueller maschinenbau", "gmbh & co. kg", ""),
        ("Weiß und Söhne e. K.", "weiss und soehne", "ek", ""),
        ("Kanzlei Roth PartG mbB", "kanzlei roth", "partg", ""),
        ("Huber Ges.m.b.H.", "huber", "gmbh", ""),
        ("Dijk B.V.", "dijk", "bv", ""),
        ("Nowak Sp. z o.o.", "nowak", "spzoo", ""),
        ("Müller GmbH, Niederlassung Köln", "mueller", "gmbh", "niederlassung koeln"),
        ("Müller Werk 2 GmbH", "mueller", "gmbh", "werk 2"),
        ("Müller GmbH - Nord", "mueller", "gmbh", "nord"),
        ("Müller – Nord GmbH", "mueller", "gmbh", "nord"),
        ("Müller GmbH Köln", "mueller", "gmbh", "koeln"),
        ("Werk Zwei Design", "werk zwei design", None, ""),
        ("Meyer - Elektrotechnik", "meyer elektrotechnik", None, ""),
        ("Limited Edition Shop", "limited edition shop", None, ""),
        ("SE", "se", None, ""),
    ],
)
def test_a_name_taken_apart(name: str, core: str, form: str | None, branch: str) -> None:
    found = firm(name)
    assert (" ".join(found.core), found.form, " ".join(found.branch)) == (core, form, branch)


@pytest.mark.parametrize(
    ("name", "customer"),
    [
        ("MÜLLER GMBH", "Müller GmbH"),
        ("Mueller GmbH", "Müller GmbH"),
        ("Weiss & Söhne KG", "Weiß und Söhne KG"),
        ("Weber u. Söhne", "Weber + Söhne"),
        ("Müller Maschinenbau", "Müller Maschinenbau GmbH & Co. KG"),
        ("Müller-Maschinenbau, GmbH", "Müller Maschinenbau GmbH"),
        ("Huber Gesellschaft mbH", "Huber Ges.m.b.H."),
        ("Café Zoé", "Cafe Zoe e.K."),
        ("Roth Unternehmergesellschaft (haftungsbeschränkt)", "Roth UG"),
        ("Müller GmbH Niederlassung Köln", "Müller GmbH, Niederlassung Köln"),
        ("株式会社", "株式会社"),
    ],
)
def test_certain_is_what_differs_in_spelling_only(name: str, customer: str) -> None:
    for one, other in ((name, customer), (customer, name)):
        assert matched(one, "Ganz anders AG", other) == Match(one, "2", 1.0, certain=True)


@pytest.mark.parametrize(
    ("name", "customer"),
    [
        ("Müller GmbH", "Müller AG"),
        ("Muller GmbH", "Müller GmbH"),
        ("Mueller GmbH", "Muller GmbH"),
        ("Müller GmbH Werk 2", "Müller GmbH"),
        ("Müller GmbH - Nord", "Müller GmbH"),
        ("Müller GmbH Niederlassung Köln", "Müller GmbH Niederlassung Bonn"),
        ("Bau Müller", "Müller Bau"),
        ("Müllerbau GmbH", "Müller Bau GmbH"),
        ("Schmid Elektro", "Schmidt Elektro"),
        ("Maschinenfabrik Obermaier", "Maschinenfabrik Obermeier"),
        ("Bau H. Müller", "Bau Müller"),
        ("Weber Söhne", "Weber & Söhne"),
    ],
)
def test_likely_is_what_the_owner_must_be_asked(name: str, customer: str) -> None:
    for one, other in ((name, customer), (customer, name)):
        match = matched(one, other)
        assert (match.customer_id, match.certain) == ("1", False)
        assert 0.9 <= match.similarity < 1.0


@pytest.mark.parametrize(
    ("name", "customer"),
    [
        ("Müller Maschinenbau", "Müller Metallbau"),
        ("Autohaus Müller", "Autohaus Möller"),
        ("Meier GmbH", "Maier GmbH"),
        ("H. Müller", "K. Müller"),
        ("Stadtwerke Köln", "Stadtwerke Ulm"),
        ("Müller", "Müller Maschinenbau"),
        ("Filiale Bahnhof 12", "Filiale Bahnhof 13"),
        ("Müller GmbH Werk 1", "Müller GmbH Werk 2"),
        ("Hansa Logistik", "Hanse Logistik"),
        ("", ""),
        ("?!", "?!"),
        ("GmbH", "AG"),
    ],
)
def test_what_is_not_alike_is_not_asked(name: str, customer: str) -> None:
    for one, other in ((name, customer), (customer, name)):
        assert matched(one, other) == Match(one, None, 0.0, certain=False)


def test_another_legal_form_costs_five_points_and_a_branch_three() -> None:
    """The same cores count 0.99, since only equal names count 1."""
    assert matched("Müller GmbH", "Müller AG").similarity == pytest.approx(0.94)
    assert matched("Müller GmbH Werk 2", "Müller GmbH").similarity == pytest.approx(0.96)
    assert matched("Mueller", "Muller").similarity == pytest.approx(12 / 13)


def test_two_who_fit_are_rivals_and_nothing_is_certain() -> None:
    assert matched("Müller", "Müller GmbH", "Müller AG") == Match(
        "Müller", "1", 1.0, certain=False, rivals=("2",)
    )
    assert matched("Müller GmbH", "Müller GmbH", "Müller GmbH").rivals == ("2",)
    likely = matched("Schmid Elektro", "Schmidt Elektro", "Schmidt Elektros", "Schmied Elektro")
    assert (likely.customer_id, likely.certain, likely.rivals) == ("1", False, ("3",))


def test_of_two_alike_the_one_written_alike_is_certain() -> None:
    customers = {"1": "Müller & Söhne GmbH", "2": "Mueller u. Soehne GmbH"}
    names = ["Müller & Söhne GmbH", "Mueller u. Soehne GmbH", "Müller und Söhne GmbH"]
    found = match_names(names, customers)
    assert [(match.customer_id, match.certain) for match in found] == [("1", True), ("2", True), ("1", False)]
    assert found[2].rivals == ("2",)


def test_two_legal_forms_of_one_name_are_not_both_the_same_customer() -> None:
    found = match_names(["Huber GmbH", "Huber AG"], {"1": "Huber"})
    assert [(match.customer_id, match.certain) for match in found] == [("1", False), ("1", False)]
    assert match_names(["Huber GmbH"], {"1": "Huber"})[0].certain


def test_the_very_same_name_wins_over_one_with_another_legal_form() -> None:
    for others in (["Müller", "Müller AG"], ["Müller KG", "Müller"]):
        assert matched("Müller GmbH", *others, "Mueller GmbH") == Match("Müller GmbH", "3", 1.0, certain=True)


def test_every_name_gets_one_match_in_its_order() -> None:
    names = ["Zwei AG", "Nichts", "Zwei AG", "Eins"]
    found = match_names(names, {"1": "Eins GmbH", "2": "Zwei AG"})
    assert [match.name for match in found] == names
    assert [match.customer_id for match in found] == ["2", None, "2", "1"]
    assert match_names([], {"1": "Eins"}) == ()
    assert match_names(["Eins"], {}) == (Match("Eins", None, 0.0, certain=False),)


NAMES = st.one_of(
    st.sampled_from(
        [
            "Müller GmbH",
            "Mueller",
            "Muller AG",
            "Müller Werk 2",
            "Diverse",
            "Bau Müller",
            "Müllerbau KG",
            "GmbH",
            " - ",
        ]
    ),
    st.text(max_size=30),
)


@given(
    st.lists(NAMES, max_size=5), st.dictionaries(st.text("012", min_size=1, max_size=3), NAMES, max_size=6)
)
@example(["\x00=cmd|' /C calc'!A0", '"""', "\ud800"], {"1": "\x00", "2": "=cmd|' /C calc'!A0"})
@settings(max_examples=60, deadline=None)
def test_laws_of_a_match(names: list[str], customers: dict[str, str]) -> None:
    """Order of the customers changes nothing; certain has no rivals; nobody below the threshold is named."""
    found = match_names(names, customers)
    assert found == match_names(names, dict(reversed(customers.items())))
    for match in found:
        assert match.certain <= (match.similarity == 1.0 and not match.rivals)
        assert (match.customer_id is None) == (match.similarity == 0.0)
        assert match.customer_id is None or match.similarity >= 0.9
        assert match.customer_id not in match.rivals


def test_many_long_and_strange_names_are_done_in_time() -> None:
    dice = random.Random(7)
    parts = ["ber", "gart", "hof", "mann", "stein", "kraus", "wald", "hein", "burg", "lind", "tal", "rot"]

    def name() -> str:
        return f"{''.join(dice.choices(parts, k=3))} {dice.choice(parts)} {dice.choice(('GmbH', 'AG', ''))}"

    customers = {str(number): name() for number in range(2_000)} | {"x": "Müller & " * 100_000}
    names = [*(name() for _ in range(9_000)), "a." * 500_000, customers["7"]]
    start = time.process_time()
    found = match_names(names, customers)
    assert time.process_time() - start < 6.0
    assert found[-1].similarity == 1.0


# ---------------------------------------------------------------- twins


def test_twins_are_equal_or_very_alike() -> None:
    customers = {
        "30": "Müller GmbH", "10": "Mueller G.m.b.H.", "20": "Müller", "40": "Müller AG",
        "50": "Muller GmbH", "60": "Schmid Bau", "70": "Schmidt Bau", "80": "Diverse", "90": "Diverse",
    }  # fmt: skip
    assert twins(customers) == (
        Twin("10", "20", 1.0),
        Twin("10", "30", 1.0),
        Twin("20", "30", 1.0),
        Twin("20", "40", 1.0),
        Twin("20", "50", 0.99),
        Twin("30", "50", 0.99),
    )


def test_several_of_one_name_are_paired_with_the_first() -> None:
    customers = {str(number): "Kunde" for number in range(100, 140)}
    assert [(twin.first, twin.second) for twin in twins(customers)] == [
        ("100", str(n)) for n in range(101, 140)
    ]
    assert twins({str(number): f"Kunde {number}" for number in range(500)}) == ()


@given(st.dictionaries(st.text("012", min_size=1, max_size=3), NAMES, max_size=7), st.randoms())
@settings(max_examples=60, deadline=None)
def test_twins_do_not_depend_on_the_order_of_rows(customers: dict[str, str], dice: random.Random) -> None:
    rows = list(customers.items())
    dice.shuffle(rows)
    found = twins(customers)
    assert found == twins(dict(rows))
    assert len({(twin.first, twin.second) for twin in found}) == len(found)
    assert all(twin.first < twin.second and 0.96 <= twin.similarity <= 1.0 for twin in found)


# ---------------------------------------------------------------- collective accounts


COLLECTIVE = (
    "Diverse", "DIVERSE DEBITOREN", "Diverse Kunden Inland", "Div. Debitoren A-K", "CpD", "C.p.D.",
    "CPD Ausland 2", "Conto pro Diverse", "Sammeldebitor", "Sammelkonto Filiale Köln", "Laufkundschaft",
    "Laufkundschaft Laden Nord", "Barverkauf", "Barverkäufe", "Barverkaeufe", "Einmalkunde", "Kasse",
    "Kasse 1", "Sonstige Kunden", "Unbekannt",
)  # fmt: skip
FIRMS = (
    "Diversey GmbH", "Diverse GmbH", "Diversa", "Sparkasse Köln", "Krankenkasse", "Kasse Müller", "Kunden",
    "Inland", "CPD Leipzig GmbH", "CPD Leipzig", "Laufkundschaft Schuhe GmbH", "Schuhhaus Laufkundschaft",
    "A", "12", "", "?",
)  # fmt: skip


@pytest.mark.parametrize("name", COLLECTIVE)
def test_names_of_collective_accounts(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize("name", FIRMS)
def test_names_of_firms(name: str) -> None:
    assert not is_collective(name)


def test_only_a_name_without_the_form_of_a_company_may_be_a_persons() -> None:
    persons = ("Ute Weiß", "Öttl, Anneliese", "Bäckerei Zum Löwen", "Landmaschinen Hüttl e. K.")
    assert all(map(may_be_person, persons))
    assert not any(map(may_be_person, ("Müller GmbH & Co. KG", "Ruß & Nägele GbR", "Obst eG", "Stabil AG")))


# ---------------------------------------------------------------- customer numbers

KNOWN = {"10001": "Eins GmbH", "10002": "Zwei AG", "10003": "Drei KG"}


def test_leading_zeros_make_no_other_customer() -> None:
    found = join_ids(["0000010001", "10002", "010003", "10004"], KNOWN, {"010003": "Ganz anders"})
    assert found == Joined({"0000010001": "10001", "10002": "10002"}, (("010003", "10003"),))
    assert join_ids(["1"], {"0001": "Eins"}, {}).joined == {"1": "0001"}
    assert join_ids(["D0001"], {"d1": "Eins"}, {}).joined == {"D0001": "d1"}


def test_zeros_decide_nothing_where_two_could_be_meant() -> None:
    two = {"10001": "Eins", "D10001": "Eins"}
    assert join_ids(["0010001"], two, {}) == Joined({}, (("0010001", "10001"), ("0010001", "D10001")))
    found = join_ids(["007", "7"], {"7": "Sieben"}, {})
    assert found == Joined({"7": "7"}, (("007", "7"),))


def test_a_letter_in_front_needs_the_name() -> None:
    ids = ["D10001", "D10002", "20001", "20002"]
    found = join_ids(ids, KNOWN, {"D10001": "EINS G.m.b.H.", "D10002": "Zwei Muster"})
    assert found == Joined({"D10001": "10001"}, (("D10002", "10002"),))


def test_a_letter_in_front_of_most_numbers_is_a_habit_of_the_file() -> None:
    assert join_ids(["D10001", "D10002", "20001"], KNOWN, {}) == Joined(
        {"D10001": "10001", "D10002": "10002"}, ()
    )
    half = join_ids(["D10001", "D10002", "20001", "20002"], KNOWN, {})
    assert half == Joined({}, (("D10001", "10001"), ("D10002", "10002")))


def test_one_name_that_contradicts_ends_the_habit() -> None:
    ids = ["D10001", "D10002", "D10003"]
    names = {"D10001": "Eins", "D10002": "Völlig anders AG", "D10003": "Drei KG"}
    found = join_ids(ids, KNOWN, names)
    assert found == Joined({"D10001": "10001", "D10003": "10003"}, (("D10002", "10002"),))


def test_two_letters_are_two_habits() -> None:
    known = {"1": "A", "2": "B", "3": "C", "4": "D"}
    found = join_ids(["D1", "D2", "K3", "K4"], known, {})
    assert found.joined == {}
    assert dict(found.doubtful) == {"D1": "1", "D2": "2", "K3": "3", "K4": "4"}


@given(
    st.lists(st.text("D01 -", min_size=1, max_size=4), max_size=8),
    st.dictionaries(
        st.text("D01 -", min_size=1, max_size=4), st.sampled_from(["Eins", "Zwei", ""]), max_size=6
    ),
    st.dictionaries(
        st.text("D01 -", min_size=1, max_size=4), st.sampled_from(["Eins", "Zwei", ""]), max_size=6
    ),
)
@settings(max_examples=100, deadline=None)
def test_laws_of_joining(ids: list[str], known: dict[str, str], names: dict[str, str]) -> None:
    """Known numbers stay, no two numbers of the file become one customer, what is doubtful is not joined."""
    found = join_ids(ids, known, names)
    assert all(found.joined[key] == key for key in ids if key in known)
    assert set(found.joined) <= set(ids)
    assert set(found.joined.values()) <= set(known)
    assert len(set(found.joined.values())) == len(found.joined)
    assert not {key for key, _ in found.doubtful} & set(found.joined)
