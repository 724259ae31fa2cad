"""A sealed line: its words stand on no list, in no search, and are there for who opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from fieldapp.errors import Refused
from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.diary import DiaryListQuery, DiaryPage, DiaryPageQuery, NewReviewsQuery
from fieldapp.queries.diary_lines import HouseholdLinesQuery, UntickedQuery
from fieldapp.queries.dump import DumpQuery
from fieldapp.queries.handover import HandoverQuery
from fieldapp.queries.history import HistoryQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.queries.sealed import SEALED, sealed_ones
from fieldapp.queries.search import SearchQuery
from fieldapp.services.diary import (
    DraftLine,
    SubmitDiary,
    WithdrawDiary,
    WriteDiary,
    WriteDraft,
)
from fieldapp.services.diary_lines import AddLine, EditLine, SealLine
from fieldapp.services.fields import LogReveal
from fieldapp.store.schema import reveal
from sync.codec import canonical
from sync.protocol import Change, RowId, Value
from tests.devices import (
    COMMUNITY_SCOPE,
    DAY_MS,
    DIARY_SCOPE,
    GRID_SCOPE,
    NINE,
    WORKER,
    Device,
    make_device,
)

WORDS = "孩子的事谁也不愿提，户口本原件在我这里"
OPEN = "楼道灯坏了"


def write(device: Device) -> tuple[str, str, str]:
    """Write a page of a sealed line and an open one; gives its id and theirs."""
    lines = (DraftLine(WORDS, households=("h1",), is_sealed=True), DraftLine(OPEN))
    draft = device.do(WriteDraft(lines))
    sealed, plain = draft.lines
    return draft.entry, sealed, plain


def handed_in(device: Device) -> str:
    """Hand such a page in; gives its id."""
    entry, *_ = write(device)
    device.do(SubmitDiary(entry))
    return entry


def page(device: Device, entry: str) -> DiaryPage:
    """Read a page."""
    return device.ask(DiaryPageQuery(entry))


def seals(device: Device, entry: str) -> list[bool]:
    """Tell of each line whether it is sealed."""
    return [line.is_sealed for line in page(device, entry).lines]


@pytest.fixture
def desk() -> Iterator[Device]:
    """Give the secretary's device with such a page of a worker on it."""
    held = (COMMUNITY_SCOPE, GRID_SCOPE, DIARY_SCOPE)
    made = make_device(person="secretary-lin", scopes_held=held)
    entry: dict[str, Value] = {"author": "worker-wang", "on": "2026-11-20", "submitted_ms": NINE}
    made.seed("diary_entry", "e1", entry)
    sealed: dict[str, Value] = {"entry_id": "e1", "text": WORDS, "households": ["h1"]}
    made.seed("diary_line", "l1", {**sealed, "sort_no": 1, "is_sealed": True})
    made.seed("diary_line", "l2", {"entry_id": "e1", "text": OPEN, "sort_no": 2})
    yield made
    made.close()


def test_no_list_says_what_stands_in_it(device: Device) -> None:
    handed_in(device)
    device.clock.advance(DAY_MS)
    unticked = [(row.text, row.households) for row in device.ask(UntickedQuery())]
    at_home = [row.text for row in device.ask(HouseholdLinesQuery("h1"))]
    assert (unticked, at_home) == ([(SEALED, ()), (OPEN, ())], [SEALED])


def test_a_page_is_listed_by_its_first_line_that_is_open(device: Device) -> None:
    handed_in(device)
    assert [row.first_line for row in device.ask(DiaryListQuery())] == [OPEN]


def test_a_page_of_sealed_lines_alone_is_listed_as_sealed(device: Device) -> None:
    device.do(WriteDraft((DraftLine(WORDS, is_sealed=True),)))
    assert [row.first_line for row in device.ask(DiaryListQuery())] == [SEALED]


def test_no_search_finds_it_by_its_words(device: Device) -> None:
    handed_in(device)
    device.do(WriteDraft((DraftLine("孩子放学了"),)))
    found = device.ask(SearchQuery("孩子")).diaries
    assert [row.title.endswith("孩子放学了") for row in found] == [True]


def test_its_author_reads_it_on_its_page(device: Device) -> None:
    shown = page(device, handed_in(device))
    assert [(line.is_sealed, line.text) for line in shown.lines] == [(True, WORDS), (False, OPEN)]


def test_taken_back_it_is_still_sealed(device: Device) -> None:
    draft = device.do(WithdrawDiary(handed_in(device)))
    assert seals(device, draft) == [True, False]


def test_what_is_added_at_the_console_leaves_the_seal(device: Device) -> None:
    draft = device.do(WriteDiary("一句", is_sealed=True)).entry
    device.do(WriteDiary("又一句", entry=draft))
    assert seals(device, draft) == [True, True]


def test_a_line_added_after_a_sealed_one_is_sealed(device: Device) -> None:
    entry = device.do(WriteDraft((DraftLine(WORDS, is_sealed=True),))).entry
    device.do(SubmitDiary(entry))
    device.do(AddLine(entry, "还有一句"))
    assert seals(device, entry) == [True, True]


def test_a_line_written_anew_stays_sealed(device: Device) -> None:
    entry, sealed, _ = write(device)
    device.do(EditLine(sealed, "换了一句"))
    assert seals(device, entry) == [True, False]


def test_a_line_is_sealed_and_opened_again_after_it_was_handed_in(device: Device) -> None:
    entry, sealed, plain = write(device)
    device.do(SubmitDiary(entry))
    device.do(SealLine(plain))
    device.do(SealLine(sealed, is_sealed=False))
    assert seals(device, entry) == [False, True]


def test_nobody_else_seals_a_line(desk: Device) -> None:
    with pytest.raises(Refused, match="not-author"):
        desk.do(SealLine("l2"))


def test_a_paper_in_hand_is_told_without_the_words(device: Device) -> None:
    handed_in(device)
    assert [row.text for row in device.ask(HandoverQuery()).originals] == [SEALED]


def test_a_review_under_it_names_no_household_of_it(device: Device) -> None:
    entry = handed_in(device)
    fields = {"entry_id": entry, "kind": "talk", "author": "secretary-lin", "at_ms": NINE}
    device.seed("review", "r1", fields)
    device.seed("household", "h1", {"status": "occupied"})
    assert [row.households for row in device.ask(NewReviewsQuery())] == [()]


def test_the_queue_has_no_word_of_it(desk: Device) -> None:
    assert [row.summary for row in desk.ask(ReviewQueueQuery()).rows] == [OPEN]


def test_who_reads_the_page_of_another_sees_neither_words_nor_households(desk: Device) -> None:
    desk.seed("household", "h1", {"status": "occupied"})
    shown = page(desk, "e1")
    line = shown.lines[0]
    told = (line.text, [part.text for part in line.parts], line.households, shown.households)
    assert told == (SEALED, [SEALED], (), ())


def test_what_was_opened_is_shown(desk: Device) -> None:
    shown = desk.ask(DiaryPageQuery("e1", opened=frozenset({"l1"})))
    assert [line.text for line in shown.lines] == [WORDS, OPEN]


def test_opening_it_is_recorded_as_lifting_a_mask_is(desk: Device) -> None:
    assert desk.do(LogReveal("diary_line", "l1", "text")) == WORDS
    taps = desk.run(lambda connection: connection.execute(select(reveal)).all())
    told = [(tap.scope, tap.entity, tap.row, tap.field) for tap in taps]
    assert told == [(DIARY_SCOPE, "diary_line", "l1", "text")]


def test_reading_ones_own_sealed_line_is_nobodys_business(device: Device) -> None:
    _, sealed, _ = write(device)
    assert device.do(LogReveal("diary_line", sealed, "text")) == WORDS
    assert device.run(lambda connection: connection.execute(select(reveal)).all()) == []


def test_an_open_line_has_nothing_to_open(desk: Device) -> None:
    with pytest.raises(Refused, match="nothing-masked"):
        desk.do(LogReveal("diary_line", "l2", "text"))


def test_who_changed_what_quotes_no_word_of_it(desk: Device, device: Device) -> None:
    entry, sealed, _ = write(device)
    device.do(SubmitDiary(entry))
    device.do(EditLine(sealed, "换了一句"))
    lines = device.ask(HistoryQuery("diary_line", sealed, "text"))
    assert {line.new for line in lines} == {"（已遮）"}


def clash(device: Device) -> None:
    """Let a sealed line be written differently at two places."""
    side = {"actor": "worker-wang", "device": "device-1", "at_ms": NINE, "good": True}
    fields: dict[str, Value] = {"on_entity": "diary_line", "on_row": "l1", "on_field": "text"}
    fields |= {"base": {**side, "value": "孩子"}, "kept": {**side, "value": WORDS}}
    fields |= {"other": {**side, "value": "孩子的另一句"}, "rule": "text", "state": "open"}
    device.seed("conflict", "c1", fields, scope=DIARY_SCOPE)


def test_two_writings_of_it_are_told_to_others_without_the_words(desk: Device) -> None:
    clash(desk)
    (card,) = desk.ask(ConflictsQuery()).open
    assert {*(side.text for side in card.sides), card.value_in_use} == {SEALED}


def test_another_writing_of_it_is_not_on_the_page_of_others(desk: Device) -> None:
    clash(desk)
    assert page(desk, "e1").lines[0].alternates == ()


def set_aside(device: Device, change: Change) -> None:
    """Let the community set a change aside, as the server does."""
    fields: dict[str, Value] = {"reason": "too_long", "state": "waiting", "author": change.actor}
    fields |= {"on_entity": change.entity, "on_row": str(change.row)}
    fields["change"] = canonical(change).decode()
    device.seed("quarantine", "q1", fields, scope=DIARY_SCOPE)


def test_what_was_not_taken_of_it_is_told_to_others_without_the_words(
    desk: Device, device: Device
) -> None:
    handed_in(device)
    change = next(one for one in device.changes(DIARY_SCOPE) if one.fields.get("is_sealed"))
    for one in (desk, device):
        set_aside(one, change)
    (told,), (own,) = desk.ask(QuarantineQuery()), device.ask(QuarantineQuery())
    assert told.fields == ()
    assert WORDS in [text for _, _, text in own.fields]


def of_an_unknown_line(device: Device, actor: str) -> Change:
    """Give a patch of a line that was set aside whole, as `actor` sent it."""
    device.do(EditLine(page(device, handed_in(device)).lines[1].id, WORDS))
    change = device.changes(DIARY_SCOPE)[-1]
    assert change.fields.keys() == {"text"}
    return replace(change, actor=actor, row=RowId("never-taken"))


def test_words_of_a_line_that_never_arrived_are_not_told_to_others(
    desk: Device, device: Device
) -> None:
    change = of_an_unknown_line(device, WORKER)
    for one in (desk, device):
        set_aside(one, change)
    (told,), (own,) = desk.ask(QuarantineQuery()), device.ask(QuarantineQuery())
    assert told.fields == ()
    assert WORDS in [text for _, _, text in own.fields]


def test_a_line_is_not_hers_who_sends_it_again(desk: Device, device: Device) -> None:
    handed_in(device)
    change = next(one for one in device.changes(DIARY_SCOPE) if one.fields.get("is_sealed"))
    set_aside(desk, replace(change, actor="secretary-lin"))
    (told,) = desk.ask(QuarantineQuery())
    assert told.fields == ()


def test_a_line_is_hers_who_wrote_it_whoever_sends_it_again(device: Device) -> None:
    set_aside(device, of_an_unknown_line(device, "secretary-lin"))
    (own,) = device.ask(QuarantineQuery())
    assert WORDS in [text for _, _, text in own.fields]


def test_no_line_is_open_for_being_one_of_many_or_without_its_page(desk: Device) -> None:
    sealed: dict[str, Value] = {"entry_id": "gone", "text": WORDS, "is_sealed": True}
    many = {f"m{number:04}": sealed for number in range(501)}
    desk.seed_many("diary_line", many)
    assert desk.run(lambda connection: sealed_ones(connection, many)) == frozenset(many)


def test_a_dump_has_its_words_as_a_hash(desk: Device) -> None:
    clash(desk)
    rows = [str(row["fields"]) for row in desk.ask(DumpQuery())]
    assert not any("孩子" in row for row in rows)
    assert any(OPEN in row for row in rows)
