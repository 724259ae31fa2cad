"""Reading keys: surnames by their own table, every name findable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.pinyin import Reading, reading, sort_key


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("高玉芬", "gaoyufen", "gyf"),
        ("魏淑珍", "weishuzhen", "wsz"),
        ("丁䶮", "dingyan", "dy"),
        ("岳𬭎", "yuehong", "yh"),
        ("吕保国", "lvbaoguo", "lbg"),
        ("白玛央金", "baimayangjin", "bmyj"),
        ("阿依努尔·吐尔逊江", "ayinuertuerxunjiang", "aynetexj"),
        ("Anna Example", "annaexample", "ae"),
    ],
)
def test_demo_names_are_read_as_people_type_them(name: str, full: str, initials: str) -> None:
    assert reading(name) == Reading(full, initials)


@pytest.mark.parametrize(
    ("surname", "read_as"),
    [
        ("单", "shan"),
        ("曾", "zeng"),
        ("仇", "qiu"),
        ("查", "zha"),
        ("解", "xie"),
        ("朴", "piao"),
        ("区", "ou"),
        ("盖", "ge"),
        ("翟", "zhai"),
        ("尉迟", "yuchi"),
        ("万俟", "moqi"),
        ("单于", "chanyu"),
        ("长孙", "zhangsun"),
        ("欧阳", "ouyang"),
    ],
)
def test_surnames_have_their_own_reading(surname: str, read_as: str) -> None:
    assert reading(surname + "明").full == read_as + "ming"


def test_a_surname_character_inside_a_name_is_read_normally() -> None:
    assert reading("李单").full == "lidan"


def test_names_sort_by_sound() -> None:
    names = ["张三", "单小明", "阿依努尔", "安娜", "曾国"]
    assert sorted(names, key=sort_key) == ["阿依努尔", "安娜", "单小明", "曾国", "张三"]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_name_is_unreadable(name: str) -> None:
    key = reading(name)
    assert bool(key.full) == bool(key.initials)
    assert sort_key(name)[1] == name
