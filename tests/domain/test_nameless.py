"""What goes on a wall names nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.nameless import nameless

NAMES = ("高玉芬", "阿依努尔·吐尔逊江", "王海示例")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("问供热站：暖气不热", "问供热站：暖气不热"),
        ("@乙1-3-502 高玉芬 暖气不热", "住户 暖气不热"),
        ("替高奶奶问医保", "替住户问医保"),
        ("打 138 0000 0241 给女儿", "打 … 给女儿"),
        ("阿依努尔·吐尔逊江的证件 56010219491111050X", "住户的证件 …"),
        ("3栋2单元501室漏水", "某户漏水"),
        ("11月20日 302室漏水", "11月20日 某户漏水"),
        ("2026-11-20 前答复", "2026-11-20 前答复"),
        ("老高家漏水", "住户漏水"),
        ("高家漏水，替高家报修", "住户漏水，替住户报修"),
        ("高大姐来问，老高也来", "住户来问，住户也来"),
        ("给高玉 芬送药", "给住户送药"),
        ("三号楼502漏水", "某户漏水"),
        ("三号楼二单元五零二漏水", "某户漏水"),
        ("3#502、三栋 502室漏水", "某户、某户漏水"),
        ("三号楼的灯修好了，提高家庭收入", "三号楼的灯修好了，提高家庭收入"),
        ("屋里 15 度，3 楼灯不亮", "屋里 15 度，3 楼灯不亮"),
    ],
)
def test_names_doors_and_numbers_are_taken_out_and_the_rest_stays(written: str, shown: str) -> None:
    assert nameless(written, NAMES) == shown


LETTERS = st.characters(exclude_characters="住户某…")


@given(st.text(LETTERS), st.lists(st.text(LETTERS, min_size=2, max_size=8), max_size=4))
def test_no_known_name_is_left(text: str, names: list[str]) -> None:
    shown = nameless(text + "".join(names), names)
    assert [name for name in names if name in shown] == []


@given(st.text(alphabet="高玉芬暖气不热15-年月0 3"))
def test_what_was_cleaned_stays_as_it_is(text: str) -> None:
    once = nameless(text, NAMES)
    assert nameless(once, NAMES) == once
