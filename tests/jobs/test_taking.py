"""Einlesen as a job: who is who, what an answer is worth, and files one after the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kundenbindung import jobs
from kundenbindung.jobs import Job
from kundenbindung.jobs.taking import Files, TakenIn, take_files
from kundenbindung.workbook.inputs import to_inputs

MOMENT = "01.02.2026 08:00"
HEAD = "Kundennr.;Kunde;Umsatz 2023;Umsatz 2024;Umsatz 2025\n"
DEALS = "Deal-ID;Kunde;Vorhaben;Wert;Phase\n1;Eins AG Niederlassung Süd;Presse;1.000,50;Angebot\n"


@pytest.fixture
def job() -> Job:
    return jobs.empty((2023, 2024, 2025))


def _figures(folder: Path, job: Job, text: str, name: str = "liste.csv") -> TakenIn:
    (folder / name).write_text(text, encoding="utf-8")
    return take_files(replace(job, findings=()), Files(figures=(folder / name,)), MOMENT)


def _deals(folder: Path, job: Job, text: str = DEALS) -> TakenIn:
    (folder / "deals.csv").write_text(text, encoding="utf-8")
    return take_files(replace(job, findings=()), Files(opportunities=(folder / "deals.csv",)), MOMENT)


def _answered(job: Job, **answer: str) -> Job:
    frame = job.reading.frames["name_matches"].assign(**answer)
    return replace(job, reading=replace(job.reading, frames={**job.reading.frames, "name_matches": frame}))


def test_customers_without_a_name_are_known_too(tmp_path: Path, job: Job) -> None:
    first = _figures(tmp_path, job, HEAD + "0000010001;;1,5;1,5;1,5\n").job
    second = _figures(tmp_path, first, HEAD + "10001;Eins AG;2,5;2,5;2,5\n", "zweite.csv")
    table = second.job.reading.frames["figures"]
    assert table["customer_id"].tolist() == ["0000010001"]
    assert table["revenue_2025"].tolist() == [2.5]
    assert any("10001 zu 0000010001" in text for text in second.texts)


def test_an_answer_counts_as_long_as_it_stands(tmp_path: Path, job: Job) -> None:
    known = _figures(tmp_path, job, HEAD + "1;Eins AG;1,5;1,5;1,5\n2;Zwei AG;1,5;1,5;1,5\n").job
    asked = _deals(tmp_path, known).job
    assert asked.reading.frames["name_matches"]["candidate_id"].tolist() == ["1"]

    def owner(answered: Job) -> object:
        again = _deals(tmp_path, answered)
        assert not again.changed
        assert again.job.reading.frames["opportunities"]["customer_id"].tolist() == [None]
        return to_inputs(again.job.reading).opportunities["customer_id"].tolist()[0]

    assert owner(asked) is None
    assert owner(_answered(asked, same="yes")) == "1"
    assert owner(_answered(asked, same="no")) is None
    assert owner(_answered(asked, chosen_id="2")) == "2"
    assert owner(_answered(asked, chosen_id="99")) is None


def test_a_stage_of_the_workbook_is_known(tmp_path: Path, job: Job) -> None:
    """Only what neither file nor workbook gives a probability is said to count with 0 %."""
    text = (
        "Deal-ID;Kunde;Vorhaben;Wert;Phase\n1;Eins AG;Presse;1.000,50;Auftrag\n2;Eins AG;Tor;2.000;Zusage\n"
    )
    rows = pd.DataFrame({"stage": ["Auftrag", "Zusage"], "probability": [1.0, np.nan]})
    frames = {**job.reading.frames, "stages": rows}
    taken = _deals(tmp_path, replace(job, reading=replace(job.reading, frames=frames)), text)
    told = [one for one in taken.job.findings if one.code == "source_opportunity_stage_unknown"]
    assert [one.values["keys"] for one in told] == [("Zusage",)]
    chances = taken.job.reading.frames["opportunities"].assign(probability=0.4)
    frames = {**taken.job.reading.frames, "opportunities": chances}
    again = _deals(tmp_path, replace(taken.job, reading=replace(taken.job.reading, frames=frames)), text)
    assert "source_opportunity_stage_unknown" not in {one.code for one in again.job.findings}


def test_a_list_of_names_fills_them_in(tmp_path: Path, job: Job) -> None:
    known = _figures(tmp_path, job, HEAD + "1;;1,5;1,5;1,5\n2;Alt;1,5;1,5;1,5\n").job
    named = _figures(tmp_path, known, "Kundennr.;Kunde\n01;Eins AG\n2;Neu\n3;Drei\n", "namen.csv")
    assert named.job.reading.frames["customers"]["customer"].tolist() == ["Eins AG", "Alt"]
    assert any("Stammdaten von 3 Kunden; 1 Name ergänzt" in text for text in named.texts)


def test_one_unusable_file_leaves_everything_as_it_was(tmp_path: Path, job: Job) -> None:
    (tmp_path / "gut.csv").write_text(HEAD + "1;;1,5;1,5;1,5\n", encoding="utf-8")
    (tmp_path / "schlecht.csv").write_text("%PDF-1.7", encoding="utf-8")
    files = Files(figures=(tmp_path / "gut.csv", tmp_path / "schlecht.csv"))
    taken = take_files(replace(job, findings=()), files, MOMENT)
    assert [finding.code for finding in taken.job.findings] == ["source_not_a_table"]
    assert taken.job.reading.frames["figures"].empty
    assert (taken.texts, taken.proposals) == ((), ())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_files_of_different_years_does_not_matter(
    tmp_path: Path, job: Job, order: tuple[int, int]
) -> None:
    texts = ("Kundennr.;Umsatz 2024\n1;1,5\n2;2,5\n", "Kundennr.;Umsatz 2025\n1;3,5\n3;4,5\n")
    for at, text in enumerate(texts):
        (tmp_path / f"{at}.csv").write_text(text, encoding="utf-8")
    files = Files(figures=tuple(tmp_path / f"{at}.csv" for at in order))
    table = take_files(replace(job, findings=()), files, MOMENT).job.reading.frames["figures"]
    values = table.set_index("customer_id")[["revenue_2024", "revenue_2025"]].sort_index()
    assert values.fillna(0.0).to_numpy().tolist() == [[1.5, 3.5], [2.5, 0.0], [0.0, 4.5]]


JOURNAL = "Kundennr.;Kunde;Rechnungsdatum;Rechnungsnr.;Umsatz netto\n"
DAYS = [f"{day}.{year}" for year in (2023, 2024, 2025) for day in ("05.01", "20.12")]


def test_the_newest_year_may_come_alone_after_several(tmp_path: Path, job: Job) -> None:
    rows = "".join(f"1;Eins AG;{day};R{day};10,50\n" for day in DAYS)
    whole = _figures(tmp_path, job, JOURNAL + rows, "alle.csv")
    assert not whole.job.stopped
    logged = _logged(whole)
    last = "1;Eins AG;05.01.2025;R1;11,50\n1;Eins AG;20.12.2025;R2;11,50\n"
    alone = _figures(tmp_path, logged, JOURNAL + last, "neu.csv")
    assert not alone.job.stopped
    assert alone.job.reading.frames["figures"]["revenue_2025"].tolist() == [23.0]


def _logged(taken: TakenIn) -> Job:
    """The job, its log as if it had been read in a minute of its own."""
    frame = taken.job.reading.frames["imports"]
    earlier = frame.assign(entry=frame["entry"].str.replace("01.02.2026", "31.01.2026"))
    frames = {**taken.job.reading.frames, "imports": earlier}
    return replace(taken.job, reading=replace(taken.job.reading, frames=frames))


def test_months_one_after_the_other_are_refused(tmp_path: Path, job: Job) -> None:
    january = _figures(tmp_path, job, JOURNAL + "1;Eins AG;05.01.2025;R1;1,50\n", "januar.csv")
    february = _figures(tmp_path, _logged(january), JOURNAL + "1;Eins AG;03.02.2025;R2;2,50\n", "februar.csv")
    assert "import_period_lost" in {finding.code for finding in february.job.findings}
    files = Files(figures=(tmp_path / "januar.csv", tmp_path / "februar.csv"))
    both = take_files(replace(_logged(january), findings=()), files, MOMENT)
    assert both.job.reading.frames["figures"]["revenue_2025"].tolist() == [4.0]


def test_two_spellings_of_a_number_in_one_import_are_one_customer(tmp_path: Path, job: Job) -> None:
    (tmp_path / "a.csv").write_text("Kundennr.;Umsatz 2024\n0000010001;1,5\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Kundennr.;Umsatz 2025\n10001;2,5\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("Kundennr.;Kunde\n10001;Eins AG\n", encoding="utf-8")
    files = Files(figures=tuple(tmp_path / f"{name}.csv" for name in "abc"))
    frames = take_files(replace(job, findings=()), files, MOMENT).job.reading.frames
    assert frames["customers"][["customer_id", "customer"]].to_numpy().tolist() == [["0000010001", "Eins AG"]]


def test_segments_of_all_files_of_a_source_are_kept(tmp_path: Path, job: Job) -> None:
    head = JOURNAL.replace("Kunde;", "Kunde;Segment;")
    for name, row in (("a", "1;Eins;Handel;05.01.2025;R1;1,50"), ("b", "2;Zwei;Bau;05.02.2025;R2;2,50")):
        (tmp_path / f"{name}.csv").write_text(f"{head}{row}\n", encoding="utf-8")
    files = Files(figures=(tmp_path / "a.csv", tmp_path / "b.csv"))
    table = take_files(replace(job, findings=()), files, MOMENT).job.reading.frames["customers"]
    assert table["segment"].tolist() == ["Handel", "Bau"]
