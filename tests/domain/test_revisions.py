"""A review knows whether the words under it are still those that were read."""

from __future__ import annotations

from fieldapp.domain.revisions import has_changed, seen_lines

READ = seen_lines({"l1": "暖气不热。", "l2": "灯不亮。"})


def test_the_same_words_have_not_changed() -> None:
    assert not has_changed(READ, {"l2": "灯不亮。", "l1": "暖气不热。"})


def test_another_word_a_new_line_or_one_gone_is_a_change() -> None:
    assert has_changed(READ, {"l1": "暖气热了。", "l2": "灯不亮。"})
    assert has_changed(READ, {"l1": "暖气不热。", "l2": "灯不亮。", "l3": "新的。"})
    assert has_changed(READ, {"l1": "暖气不热。"})


def test_what_nobody_noted_counts_as_unchanged() -> None:
    assert not has_changed(None, {"l1": "暖气不热。"})


def test_the_words_themselves_are_not_in_what_is_noted() -> None:
    assert "暖气" not in "".join(READ.values())
