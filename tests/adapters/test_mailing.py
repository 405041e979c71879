"""E-Mail: addresses as people type them, drafts that another reader understands, texts without a gap."""

from __future__ import annotations

import contextlib
import datetime as dt
import string
import sys
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.adapters.mailing import (
    Address,
    Attachment,
    Draft,
    addresses,
    content,
    covering,
    outside,
    show,
)
from kundenbindung.adapters.mailing.texts import template
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.messages.mailing import (
    LOCKED,
    NOBODY,
    NOT_CHECKED,
    SEEN_BY_ALL,
    Letter,
    places,
    preview_lines,
)

EVA = Address("Eva Öz", "e.oez", "firma.de")
JAN = Address("Müller, Jan", "jan", "xn--mller-kva.de")
COPY = Attachment("Müller-GmbH_Plan-2026_Vertrieb_Öz_2025-12-31_1a2b3c4d.xlsx", bytes(range(256)) * 40)
DRAFT = Draft((EVA,), "Kopie für Öz", "Guten Tag,\n\nanbei die Kopie.\n", COPY)
LETTER = Letter(
    "Müller & Söhne", 2026, "Vertrieb Eva Öz", dt.date(2025, 12, 31), COPY.name, ("Kunden", "Pipeline"),
    "1a2b3c4d", fillable=True, encrypted=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("e.oez@firma.de", [("", "e.oez@firma.de")]),
        ("Eva Öz <e.oez@firma.de>", [("Eva Öz", "e.oez@firma.de")]),
        ("Öz, Eva <e.oez@firma.de>; b@x.de", [("Öz, Eva", "e.oez@firma.de"), ("", "b@x.de")]),
        ('"Öz; Eva" <e.oez@firma.de>,b@x.de', [("Öz; Eva", "e.oez@firma.de"), ("", "b@x.de")]),
        ("a@x.de\r\nb@x.de\n\n;; ,", [("", "a@x.de"), ("", "b@x.de")]),
        ("Dr. Eva (Chefin) [Bank] <e@firma.de>", [("Dr. Eva (Chefin) [Bank]", "e@firma.de")]),
        ("„Eva“: Chefin <e@firma.de>", [("„Eva“: Chefin", "e@firma.de")]),
        ("jan@Müller.de", [("", "jan@xn--mller-kva.de")]),
        ("jan@straße.de", [("", "jan@xn--strae-oqa.de")]),
        ("e@firma.de; Eva <E@FIRMA.de>", [("", "e@firma.de")]),
        ("o'brien+x@mail.firma.de", [("", "o'brien+x@mail.firma.de")]),
    ],
)
def test_addresses_are_read_as_people_type_them(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(one.name, one.mail) for one in addresses(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "eva", "eva@", "@firma.de", "a@b@c.de", "a b@firma.de", "<e@firma.de", "Eva <e@firma.de> x",
        "e@firma", "ö@firma.de", "e@[1.2.3.4]", "e@1.2.3.4", "a@firma.de b@firma.de",
        "mailto:e@firma.de", "e@firma..de", ".e@firma.de", '"a b"@firma.de', "Eva Öz e@firma.de",
        "=?utf-8?q?a=0d=0aBcc:x?= <a@firma.de>", "e@firma_x.de", "e@-x.de", f"{'e' * 250}@firma.de",
        "Eva; Öz <e@firma.de", '"Eva <e@firma.de>',
    ],
)  # fmt: skip
def test_what_is_no_address_is_named_with_its_place(text: str) -> None:
    with pytest.raises(PackageError) as refused:
        addresses(f"gut@firma.de; {text}", 7)
    finding = refused.value.finding
    assert (finding.code, finding.table, finding.row, finding.field) == (
        "address_unreadable", "recipients", 7, "address",
    )  # fmt: skip
    named = finding.values["texts"]
    assert isinstance(named, tuple)
    assert named
    assert all(piece in text for piece in named)


def test_everything_unreadable_is_named_at_once_and_the_switch_has_no_row() -> None:
    with pytest.raises(PackageError) as refused:
        addresses("eva; gut@firma.de; jan@")
    finding = refused.value.finding
    assert (finding.values["texts"], finding.table, finding.row) == (("eva", "jan@"), None, None)


@given(
    st.text(alphabet=st.sampled_from('ab.@<>",; ()\\\r\n\t\x00ö=?:[]\u202e'), max_size=40)
    | st.text(max_size=40)
)
def test_every_text_gives_sound_addresses_or_the_finding(text: str) -> None:
    found: tuple[Address, ...] = ()
    with contextlib.suppress(PackageError):
        found = addresses(text)
    for one in found:
        assert one.mail.isascii()
        assert one.mail.isprintable()
        assert one.mail.count("@") == 1
        assert not set(one.mail) & set(' <>",;:()[]\\')
        assert addresses(one.mail)[0].mail == one.mail


@pytest.mark.parametrize(
    ("domains", "mail", "inside"),
    [
        ("firma.de", "e@firma.de", True),
        (" @FIRMA.de ; firma.com", "e@mail.firma.de", True),
        ("firma.com, firma.de", "e@firma.de", True),
        ("müller.de", "e@xn--mller-kva.de", True),
        ("info@firma.de", "e@firma.de", True),
        ("firma.de", "e@evilfirma.de", False),
        ("firma.de", "e@firma.de.evil.com", False),
        ("firma.de", "e@firma.com", False),
        ("mail.firma.de", "e@firma.de", False),
        ("firma.de", "e@fіrma.de", False),
        ("de", "e@firma.de", False),
        ("straße.de", "e@strasse.de", False),
    ],
)
def test_who_is_outside(domains: str, mail: str, *, inside: bool) -> None:
    found = addresses(mail)
    assert outside(found, domains) == (() if inside else found)


@pytest.mark.parametrize("domains", ["", "  ", " ; "])
def test_without_an_own_domain_nobody_can_say(domains: str) -> None:
    assert outside((EVA,), domains) is None


def test_a_domain_that_only_looks_right_is_shown_as_it_is() -> None:
    (false,) = addresses("e@fіrma.de")
    assert false.shown == "e@xn--frma-l9d.de"
    assert addresses("Jan <jan@müller.de>")[0].shown == "Jan <jan@müller.de>"


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_says_what_is_meant_and_nothing_else() -> None:
    data = content(replace(DRAFT, to=(EVA, JAN)))
    message = read(data)
    assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
    assert message["X-Unsent"] == "1"
    assert [str(one) for one in message["To"].addresses] == [
        "Eva Öz <e.oez@firma.de>",
        '"Müller, Jan" <jan@xn--mller-kva.de>',
    ]
    assert message["Subject"] == DRAFT.subject
    text = message.get_body()
    assert text is not None
    assert text.get_content_type() == "text/plain"
    assert text.get_content_charset() == "utf-8"
    assert text.get_content().replace("\r\n", "\n") == DRAFT.text
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert part.get_content() == COPY.data
    assert content(replace(DRAFT, to=(EVA, JAN))) == data


def test_the_name_of_the_file_stands_in_both_forms() -> None:
    data = content(DRAFT)
    (part,) = read(data).iter_attachments()
    assert part.get_filename() == COPY.name
    assert part["Content-Type"].params["name"] == COPY.name
    assert b"filename*0*=utf-8''M%C3%BCller" in data
    assert b' name="=?utf-8?' in data


def test_a_date_stands_there_only_if_it_is_given() -> None:
    moment = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    assert read(content(replace(DRAFT, date=moment)))["Date"].datetime == moment


def test_without_recipients_there_is_no_line_for_them() -> None:
    assert "To" not in read(content(replace(DRAFT, to=())))


def test_many_recipients_with_commas_and_umlauts_stay_apart() -> None:
    to = tuple(Address(f"Öz-{'ß' * at}, „Eva“ <x@y.de>", f"e{at}", "firma.de") for at in range(60))
    found = read(content(replace(DRAFT, to=to)))["To"].addresses
    assert [one.addr_spec for one in found] == [one.mail for one in to]
    assert ["".join(one.display_name.split()) for one in found] == ["".join(one.name.split()) for one in to]


SIGNS = (
    st.sampled_from("\r\n\0\t\x0b\x0c\x1c\x85\u2028\u2029\u202e :;,<>\"'\\=?()@Bcc:äß🚜") | st.characters()
)
WORDS = st.text(SIGNS, max_size=90)
LOCALS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=20)


@given(WORDS, WORDS, WORDS, WORDS, LOCALS)
def test_no_text_injects_a_header_or_breaks_a_line(
    name: str, subject: str, text: str, file: str, local: str
) -> None:
    to = (Address(name, local, "firma.de"), EVA)
    data = content(Draft(to, subject, text, Attachment(f"{file}.xlsx", b"PK\0")))
    message = read(data)
    assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
    assert [one.addr_spec for one in message["To"].addresses] == [f"{local}@firma.de", "e.oez@firma.de"]
    (part,) = message.iter_attachments()
    assert sorted(part.keys()) == [
        "Content-Disposition", "Content-Transfer-Encoding", "Content-Type", "MIME-Version",
    ]  # fmt: skip
    assert part.get_content() == b"PK\0"
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines if not line.startswith(b"Content-Type: application/")) <= 78


def test_a_draft_that_does_not_read_back_is_refused() -> None:
    for bad in (
        Address("", "a b", "firma.de"),
        Address("", "a", "x.de>, <b@y.de"),
        Address("", "a\nb", "x.de"),
    ):
        with pytest.raises(PackageError) as refused:
            content(replace(DRAFT, to=(bad,)))
        assert refused.value.finding.code == "draft_not_proven"


def test_the_letter_fills_every_place_and_leaves_no_gap() -> None:
    known = {name for _, name, braced, _ in string.Template.pattern.findall(template()) if name or braced}
    assert known == set(places(LETTER))
    subject, text = covering(LETTER)
    assert subject == "Kundenbindung 2026: Kopie für Vertrieb Eva Öz (Müller & Söhne, 1a2b3c4d)"
    for words in ("31.12.2025", "Kunden, Pipeline", COPY.name, "1a2b3c4d", LOCKED, "Zum Ausfüllen"):
        assert words in text
    plain = covering(
        replace(LETTER, encrypted=False, fillable=False, company="", plan_year=None, reporting_date=None)
    )
    assert LOCKED not in plain[1]
    assert "Zum Ausfüllen" not in plain[1]
    for part in (subject, text, *plain):
        assert "$" not in part
        assert "\n\n\n" not in part
        assert "None" not in part


def test_a_dollar_in_a_name_is_no_place() -> None:
    assert "$gruppe" in covering(replace(LETTER, company="$gruppe"))[1]


def test_the_preview_names_recipients_and_who_is_outside() -> None:
    assert preview_lines([], None) == [NOBODY]
    assert preview_lines(["a@x.de"], []) == ["An: a@x.de."]
    both = preview_lines(["a@x.de", "b@y.de"], ["b@y.de"])
    assert both == ["An: a@x.de; b@y.de; außerhalb des Hauses: b@y.de.", SEEN_BY_ALL]
    assert preview_lines(["a@x.de"], None)[-1] == NOT_CHECKED


class Recorder:
    """Stand-in for Outlook: every call and every value it is given, in order."""

    def __init__(self, fails: str = "") -> None:
        self.__dict__.update(calls=[], fails=fails)

    def __setattr__(self, name: str, value: object) -> None:
        self.calls.append((name, value))

    def __getattr__(self, name: str) -> Any:
        def call(*values: object) -> Recorder:
            self.calls.append((name, *values))
            if name == self.fails:
                raise OSError("Outlook says no")
            return self

        return self if name == "Attachments" else call


def outlook(monkeypatch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    client = ModuleType("win32com.client")
    client.__dict__["Dispatch"] = recorder.Dispatch
    monkeypatch.setitem(sys.modules, "win32com", ModuleType("win32com"))
    monkeypatch.setitem(sys.modules, "win32com.client", client)


def test_outlook_shows_the_draft_and_never_sends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorder = Recorder()
    outlook(monkeypatch, recorder)
    file = tmp_path / "Kopie.xlsx"
    assert show(replace(DRAFT, to=(EVA, JAN), subject="Kopie\r\nBcc: x@y.de"), file)
    assert recorder.calls == [
        ("Dispatch", "Outlook.Application"),
        ("CreateItem", 0),
        ("To", "e.oez@firma.de; jan@xn--mller-kva.de"),
        ("Subject", "Kopie Bcc: x@y.de"),
        ("Body", "Guten Tag,\r\n\r\nanbei die Kopie.\r\n"),
        ("Add", str(file), 1, 1, COPY.name),
        ("Display", False),
    ]


@pytest.mark.parametrize("fails", ["Dispatch", "CreateItem", "Add", "Display"])
def test_an_outlook_that_fails_is_no_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fails: str
) -> None:
    outlook(monkeypatch, Recorder(fails))
    assert not show(DRAFT, tmp_path / "Kopie.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Outlook may be there")
def test_without_outlook_nothing_is_shown(tmp_path: Path) -> None:
    assert not show(DRAFT, tmp_path / "Kopie.xlsx")
