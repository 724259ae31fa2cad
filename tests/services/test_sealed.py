"""A sealed entry: its words stand on no list, in no search, and are there for who opens it."""

from __future__ import annotations

from fieldapp.queries.diary import DiaryListQuery, DiaryPageQuery
from fieldapp.queries.diary_lines import SEALED, HouseholdLinesQuery, UntickedQuery
from fieldapp.queries.search import SearchQuery
from fieldapp.services.diary import (
    DraftLine,
    SubmitDiary,
    WithdrawDiary,
    WriteDiary,
    WriteDraft,
)
from tests.devices import DAY_MS, Device

WORDS = "孩子的事谁也不愿提"


def handed_in(device: Device, household: str = "h1") -> str:
    """Hand a sealed entry in; gives its id."""
    line = DraftLine(WORDS, households=(household,))
    entry = device.do(WriteDraft((line,), is_sealed=True)).entry
    device.do(SubmitDiary(entry))
    return entry


def test_no_list_says_what_stands_in_it(device: Device) -> None:
    handed_in(device)
    device.clock.advance(DAY_MS)
    listed = [row.first_line for row in device.ask(DiaryListQuery())]
    unticked = [(row.text, row.households) for row in device.ask(UntickedQuery())]
    at_home = [row.text for row in device.ask(HouseholdLinesQuery("h1"))]
    assert (listed, unticked, at_home) == ([SEALED], [(SEALED, ())], [SEALED])


def test_no_search_finds_it_by_its_words(device: Device) -> None:
    handed_in(device)
    device.do(WriteDraft((DraftLine("孩子放学了"),)))
    found = device.ask(SearchQuery("孩子")).diaries
    assert [row.title.endswith("孩子放学了") for row in found] == [True]


def test_who_opens_it_reads_it(device: Device) -> None:
    page = device.ask(DiaryPageQuery(handed_in(device)))
    assert (page.is_sealed, [line.text for line in page.lines]) == (True, [WORDS])


def test_taken_back_it_is_still_sealed(device: Device) -> None:
    draft = device.do(WithdrawDiary(handed_in(device)))
    assert device.ask(DiaryPageQuery(draft)).is_sealed


def test_what_is_added_at_the_console_leaves_the_seal(device: Device) -> None:
    draft = device.do(WriteDiary("一句", is_sealed=True)).entry
    device.do(WriteDiary("又一句", entry=draft))
    assert device.ask(DiaryPageQuery(draft)).is_sealed
