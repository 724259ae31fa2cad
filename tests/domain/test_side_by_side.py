"""Two texts beside each other: what differs is told, and in one text nothing is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.side_by_side import compare, united
from sync.text import sentences

texts = st.lists(st.sampled_from(["门铃坏了", "敲窗", "按铃。", "有狗！", "先打电话；", "\n"])).map(
    "".join
)


def test_only_sentences_that_differ_are_marked() -> None:
    left, right = compare("去了。门铃坏了。说好周三再来。", "去了。门铃修好了。说好周三再来。")
    assert [(one.text, one.differs) for one in left] == [
        ("去了。", False),
        ("门铃坏了。", True),
        ("说好周三再来。", False),
    ]
    assert [one.text for one in right if one.differs] == ["门铃修好了。"]


def test_in_one_text_what_both_say_stands_once() -> None:
    assert united("去了。门铃坏了", "去了。按铃") == "去了。门铃坏了。按铃"


@given(texts, texts)
def test_the_pieces_joined_are_the_texts(left: str, right: str) -> None:
    pieces = compare(left, right)
    assert ["".join(one.text for one in side) for side in pieces] == [left, right]


@given(texts, texts)
def test_no_sentence_is_dropped(left: str, right: str) -> None:
    kept = [one.strip().rstrip("。") for one in sentences(united(left, right))]
    for text in (left, right):
        said = [one.strip().rstrip("。") for one in sentences(text)]
        assert all(kept.count(one) >= said.count(one) for one in said)


@given(texts, texts)
def test_the_order_of_each_text_stays(left: str, right: str) -> None:
    whole = iter(one.strip().rstrip("。") for one in sentences(united(left, right)))
    assert all(one in whole for one in (s.strip().rstrip("。") for s in sentences(left)))
