"""Prose merged by sentence: what two people wrote apart stays apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.text import merge_text, sentences

prose = st.text(alphabet="甲乙。\n", max_size=12)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("甲。", "改", "甲。乙。", "改\n乙。"),
        ("甲。丙。", "甲。改", "乙。甲。丙。", "乙。甲。改"),
        ("甲。丙", "甲。丙。乙", "丁。丙", "丁。丙。乙"),
        ("甲。", "甲。乙", "甲。", "甲。乙"),
    ],
)
def test_a_sentence_without_an_end_does_not_run_into_the_next(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merge_text(base, ours, theirs) == merged


@given(prose, prose, prose)
def test_each_sentence_of_both_stands_in_the_merged_text_as_it_was_said(
    base: str, ours: str, theirs: str
) -> None:
    merged = merge_text(base, ours, theirs)
    if merged is None:
        return
    known = {one.strip("\n") for one in sentences(base)}
    present = [one.strip("\n") for one in sentences(merged)]
    for said in (*sentences(ours), *sentences(theirs)):
        bare = said.strip("\n")
        assert bare in present or bare in known
