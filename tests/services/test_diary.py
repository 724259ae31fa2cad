"""Diary entries: drafts stay here, entries keep their ids, and what is read is not taken back."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.diary import (
    DiaryListQuery,
    DiaryPageQuery,
    NewReviewsQuery,
)
from fieldapp.queries.diary_lines import HouseholdLinesQuery, UntickedQuery
from fieldapp.services.diary import (
    DraftLine,
    DropDraft,
    SubmitDiary,
    WithdrawDiary,
    WriteDiary,
    WriteDraft,
)
from fieldapp.services.diary_lines import AddLine, EditLine, ReplyReview, TickLine, UntickLine
from tests.devices import DAY_MS, DIARY_SCOPE, GRID, GRID_SCOPE, SCOPES, Device
from tests.devices import device as opened


def draft(device: Device, *texts: str) -> tuple[str, tuple[str, ...]]:
    """Save a draft of these lines; gives the entry's id and the lines'."""
    saved = device.do(WriteDraft(tuple(DraftLine(text) for text in texts)))
    return saved.entry, saved.lines


def review(device: Device, entry: str, kind: str = "instruction", id_: str = "r1") -> None:
    """Put the secretary's word under an entry, as read from the log."""
    fields = {"entry_id": entry, "kind": kind, "text": "今天请供热站上门", "author": "lin"}
    device.seed("review", id_, {**fields, "at_ms": device.clock.wall_ms}, scope=DIARY_SCOPE)


def test_a_draft_never_waits_in_the_outbox(device: Device) -> None:
    draft(device, "雪大")
    assert device.waiting(DIARY_SCOPE) == []
    assert device.waiting(GRID_SCOPE) == []


def test_a_line_keeps_its_id_from_the_first_save_to_the_log(device: Device) -> None:
    entry, (line,) = draft(device, "雪大")
    device.do(WriteDraft((DraftLine("雪大，路滑", line), DraftLine("第二条")), entry))
    device.do(SubmitDiary(entry))
    sent = [change.row for change in device.changes(DIARY_SCOPE)]
    assert sent[:2] == [entry, line]


def test_a_line_left_out_of_the_next_save_is_gone(device: Device) -> None:
    entry, (first, second) = draft(device, "一", "二")
    device.do(WriteDraft((DraftLine("二", second),), entry))
    assert [line.id for line in device.ask(DiaryPageQuery(entry)).lines] == [second]
    assert device.read("diary_line", first) == {}


def test_an_entry_is_handed_in_as_one_group(device: Device) -> None:
    entry, _ = draft(device, "一", "二")
    device.do(SubmitDiary(entry))
    groups = {change.group.id for change in device.changes(DIARY_SCOPE) if change.group}
    assert len(groups) == 1
    assert len(device.changes(DIARY_SCOPE)) == 3


def test_a_very_long_entry_is_handed_in_too(device: Device) -> None:
    entry, _ = draft(device, *(f"第 {n} 条" for n in range(150)))
    device.do(SubmitDiary(entry))
    assert len(device.changes(DIARY_SCOPE)) == 151


def test_ticks_of_a_draft_are_carried_over(device: Device) -> None:
    entry, (line,) = draft(device, "雪大")
    device.do(TickLine(line))
    device.do(SubmitDiary(entry))
    assert device.ask(DiaryPageQuery(entry)).lines[0].is_ticked
    assert [change.entity for change in device.changes(DIARY_SCOPE)][-1] == "tick"


def test_an_empty_line_is_left_out_when_handed_in(device: Device) -> None:
    entry, _ = draft(device, "一", " ")
    device.do(SubmitDiary(entry))
    assert [line.text for line in device.ask(DiaryPageQuery(entry)).lines] == ["一"]


def test_an_empty_entry_is_not_handed_in(device: Device) -> None:
    entry, _ = draft(device, " ")
    with pytest.raises(Refused, match="diary-empty"):
        device.do(SubmitDiary(entry))


def test_an_entry_handed_in_is_no_draft_any_more(device: Device) -> None:
    entry, (line,) = draft(device, "一")
    device.do(SubmitDiary(entry))
    with pytest.raises(Refused, match="handed-in"):
        device.do(WriteDraft((DraftLine("二", line),), entry))


def test_a_dropped_draft_leaves_nothing(device: Device) -> None:
    entry, (line,) = draft(device, "一")
    device.do(TickLine(line))
    device.do(DropDraft(entry))
    assert device.ask(DiaryListQuery()) == ()


def test_an_entry_taken_back_is_a_draft_with_its_words_and_ticks(device: Device) -> None:
    entry, (line, _) = draft(device, "一", "二")
    device.do(TickLine(line))
    device.do(SubmitDiary(entry))
    page = device.ask(DiaryPageQuery(device.do(WithdrawDiary(entry))))
    assert [(one.text, one.is_ticked) for one in page.lines] == [("一", True), ("二", False)]
    assert page.is_draft
    assert [row.state for row in device.ask(DiaryListQuery())] == ["draft"]


def test_an_entry_that_was_read_is_not_taken_back(device: Device) -> None:
    entry, _ = draft(device, "一")
    device.do(SubmitDiary(entry))
    review(device, entry, "acknowledged")
    with pytest.raises(Refused, match="already-read"):
        device.do(WithdrawDiary(entry))


def test_a_line_is_edited_as_text_after_handing_in(device: Device) -> None:
    entry, (line,) = draft(device, "暖气不热。")
    device.do(SubmitDiary(entry))
    device.do(EditLine(line, "暖气不热。已修。"))
    assert device.changes(DIARY_SCOPE)[-1].kind == "text"


def test_a_line_is_added_at_the_end(device: Device) -> None:
    entry, _ = draft(device, "一")
    device.do(SubmitDiary(entry))
    device.do(AddLine(entry, "二"))
    assert [line.text for line in device.ask(DiaryPageQuery(entry)).lines] == ["一", "二"]


def test_a_tick_is_taken_off_and_put_on_again(device: Device) -> None:
    entry, (line,) = draft(device, "一")
    device.do(SubmitDiary(entry))
    device.do(TickLine(line))
    device.do(UntickLine(line))
    assert not device.ask(DiaryPageQuery(entry)).lines[0].is_ticked
    device.do(TickLine(line))
    assert device.ask(DiaryPageQuery(entry)).lines[0].is_ticked


def test_yesterdays_lines_without_a_tick_are_asked_for(device: Device) -> None:
    entry, (line, _) = draft(device, "一", "二")
    device.do(SubmitDiary(entry))
    device.do(TickLine(line))
    device.clock.wall_ms += DAY_MS
    assert [row.text for row in device.ask(UntickedQuery())] == ["二"]


def test_a_review_is_new_until_it_is_answered(device: Device) -> None:
    entry, _ = draft(device, "一")
    device.do(SubmitDiary(entry))
    review(device, entry)
    assert [row.review.id for row in device.ask(NewReviewsQuery())] == ["r1"]
    device.do(ReplyReview(entry, "done", text="供热站来过了"))
    assert device.ask(NewReviewsQuery()) == ()
    assert device.ask(DiaryPageQuery(entry)).reviews[0].replies[0].text == "供热站来过了"


def test_nothing_is_answered_where_nothing_was_written(device: Device) -> None:
    entry, _ = draft(device, "一")
    device.do(SubmitDiary(entry))
    with pytest.raises(Refused, match="no-review"):
        device.do(ReplyReview(entry, "received"))


def test_plain_text_becomes_a_draft_with_a_line_each(device: Device) -> None:
    first = device.do(WriteDiary("一\n\n二", households=("h1",)))
    again = device.do(WriteDiary("三", entry=first.entry))
    assert again.lines[:2] == first.lines
    assert [line.text for line in device.ask(DiaryPageQuery(first.entry)).lines] == [
        "一",
        "二",
        "三",
    ]


def test_a_category_is_known_by_its_word(device: Device) -> None:
    saved = device.do(WriteDraft((DraftLine("一"),), categories=("特殊关爱",), urgency="今天办"))
    page = device.ask(DiaryPageQuery(saved.entry))
    assert (page.categories, page.urgency) == (("care",), "today")


def test_an_unknown_category_is_refused_with_the_choices(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(WriteDraft((DraftLine("一"),), categories=("八卦",)))
    assert "care 特殊关爱" in refused.value.candidates


def test_an_entry_says_how_far_it_has_come(device: Device) -> None:
    entry, _ = draft(device, "一")
    states = [device.ask(DiaryPageQuery(entry)).state_word]
    device.do(SubmitDiary(entry))
    states.append(device.ask(DiaryPageQuery(entry)).state_word)
    review(device, entry, "acknowledged", "r0")
    states.append(device.ask(DiaryPageQuery(entry)).state_word)
    review(device, entry)
    states.append(device.ask(DiaryPageQuery(entry)).state_word)
    assert states == ["草稿", "已存本机", "已阅", "有批示"]


def test_a_mention_leads_to_its_household(device: Device) -> None:
    device.seed("building", "b1", {"label": "乙1"})
    device.seed("unit", "u3", {"building_id": "b1", "label": "3"})
    device.seed("dwelling", "d1", {"building_id": "b1", "unit_id": "u3", "room_label": "502"})
    device.seed("resident", "p1", {"name": "高玉芬", "residence_type": "usual_local"})
    device.seed("household", "h1", {"dwelling_id": "d1", "head_id": "p1"})
    text = "@乙1-3-502 高玉芬屋里 15 度"
    saved = device.do(WriteDraft((DraftLine(text, households=("h1",)),)))
    parts = device.ask(DiaryPageQuery(saved.entry)).lines[0].parts
    assert [(part.text, part.household) for part in parts] == [
        ("@乙1-3-502 高玉芬", "h1"),
        ("屋里 15 度", ""),
    ]
    assert [row.text for row in device.ask(HouseholdLinesQuery("h1"))] == [text]


def test_an_entry_belongs_to_the_grid_of_the_household_it_mentions() -> None:
    second = "grid:560102101205001"
    with opened(scopes_held=(*SCOPES, second)) as two:
        two.seed("dwelling", "d1", {"landmark": "老槐树西第一家"}, scope=second)
        two.seed("household", "h1", {"dwelling_id": "d1"}, scope=second)
        saved = two.do(WriteDraft((DraftLine("雨大", households=("h1",)),)))
        plain = two.do(WriteDraft((DraftLine("雨大"),)))
        assert two.read("diary_entry", saved.entry)["grid"] == "560102101205001"
        assert two.read("diary_entry", plain.entry)["grid"] == GRID


def test_a_text_that_could_not_be_merged_is_shown_beside_the_line(device: Device) -> None:
    entry, (line,) = draft(device, "暖气不热。")
    device.do(SubmitDiary(entry))
    fields = {"on_entity": "diary_line", "on_row": line, "on_field": "text", "state": "open"}
    sides = {
        "base": {"value": "暖气"},
        "kept": {"value": "暖气不热。"},
        "other": {"value": "暖气凉。"},
    }
    device.seed("conflict", "c1", {**fields, **sides}, scope=DIARY_SCOPE)
    (other,) = device.ask(DiaryPageQuery(entry)).lines[0].alternates
    assert (other.text, other.conflict, other.is_open) == ("暖气凉。", "c1", True)
