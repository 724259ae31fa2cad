"""Names: spelling put right, nothing lost, anything that is more than a name asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.findings import Finding, Severity
from fieldapp.domain.names import clean_name, is_han


def only_question(text: str) -> Finding:
    (found,) = (f for f in clean_name(text).findings if f.severity is Severity.ASK)
    return found


@pytest.mark.parametrize("dot", ["•", "‧", "・", "．", ".", "∙", " • ", "··", " "])
def test_every_dot_becomes_the_one_dot_of_the_rule(dot: str) -> None:
    assert clean_name(f"阿依努尔{dot}吐尔逊江").name == "阿依努尔·吐尔逊江"


@pytest.mark.parametrize("typed", ["王 芳", "王\u3000芳", " 王芳 ", "王  芳", "王\u00a0芳\n"])
def test_spaces_that_only_align_are_taken_out(typed: str) -> None:
    assert clean_name(typed).name == "王芳"


def test_the_dot_of_a_latin_initial_is_left_alone() -> None:
    assert clean_name("John F. Smith").name == "John F. Smith"


def test_a_compound_surname_and_a_space_are_no_foreign_name() -> None:
    assert only_question("欧阳 建国明").options[0].changes == (("name", "欧阳建国明"),)


def test_a_space_that_may_separate_two_people_is_asked_about() -> None:
    assert only_question("李明 王芳").code == "B41"


@pytest.mark.parametrize("name", ["岳𬭎", "丁䶮", "白玛央金", "隆", "㐂", "𰻝某", "示例·买买提"])
def test_rare_and_compatibility_characters_are_kept_exactly(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned.name == name
    assert cleaned.findings == ()


def test_a_long_name_is_kept_whole() -> None:
    name = "买买提依明·阿卜杜热合曼·" * 3 + "阿卜杜拉"
    assert clean_name(name).name == name


def test_more_than_sixty_four_characters_are_refused_not_cut() -> None:
    name = "𬭎" * 65
    cleaned = clean_name(name)
    assert cleaned.name == name
    assert cleaned.findings[-1].severity is Severity.REFUSE
    assert clean_name("𬭎" * 64).findings == ()


@pytest.mark.parametrize("typed", ["岳?", "岳？", "岳□", "岳\ufffd", "岳\ue863", "岳\U000f0001"])
def test_a_lost_character_is_asked_about_and_never_guessed(typed: str) -> None:
    assert only_question(typed).code == "B37"
    assert clean_name(typed).name == typed


@pytest.mark.parametrize(
    "typed",
    ["王奶奶", "老李", "小卖部", "(已故)张三", "张三（户主）", "李四等3人", "张三、李四", "张三2"],
)
def test_more_than_a_name_is_asked_about(typed: str) -> None:
    assert only_question(typed).code == "B42"


def test_what_a_bracket_says_becomes_an_offer() -> None:
    gone = dict(only_question("(已故)张三").options[0].changes)
    assert gone == {"name": "张三", "life_status": "deceased"}
    head = dict(only_question("张三（户主）").options[0].changes)
    assert head == {"name": "张三", "relation_code": "02"}
    former = dict(only_question("张三（曾用名：张小三）").options[0].changes)
    assert former == {"name": "张三", "aliases": "张小三"}


def test_a_number_in_the_name_cell_is_offered_apart() -> None:
    offer = dict(only_question("张三560102194203170241").options[0].changes)
    assert offer == {"name": "张三", "id_no": "560102194203170241"}


def test_a_latin_name_keeps_its_case() -> None:
    assert clean_name("SMITH John").latin_name == "SMITH John"
    assert clean_name("Анна").latin_name == "Анна"
    assert clean_name("高玉芬").latin_name is None


def test_direction_and_zero_width_characters_go() -> None:
    assert clean_name("\u202e高\u200b玉\u200d芬\ufeff\x00").name == "高玉芬"


def test_a_wrong_decoding_is_asked_about() -> None:
    assert only_question("高玉芬芬".encode().decode("gb18030", "replace")).code == "B45"


@given(st.text(max_size=80))
def test_cleaning_never_crashes_and_is_idempotent(text: str) -> None:
    once = clean_name(text).name
    assert clean_name(once).name == once


@given(st.text(alphabet="王芳岳𬭎䶮隆\uf9dc·•. \u3000\u200b阿Ab?□1（）", max_size=40))
def test_no_character_of_a_name_is_ever_lost(text: str) -> None:
    kept = [c for c in text if is_han(c) or c.isalnum() or c in "?□（）"]
    cleaned = clean_name(text).name
    assert [c for c in cleaned if is_han(c) or c.isalnum() or c in "?□（）"] == kept
