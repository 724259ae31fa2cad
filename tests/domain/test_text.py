"""Free text: invisible characters out, everything visible kept, wrong decodings noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.text import cell_for_export, clean_text, is_invisible, recover_mojibake


def test_control_and_direction_characters_go_and_emoji_stays() -> None:
    cleaned = clean_text("暖气\x00不热\u202e👵🏻👨\u200d👩\r\n第二行\u200b")
    assert cleaned.text == "暖气不热👵🏻👨\u200d👩\n第二行"
    assert [f.code for f in cleaned.findings] == ["B46"]


def test_a_very_long_note_is_kept_whole() -> None:
    text = "今天去了三户。" * 8000
    assert clean_text(text).text == text


def test_a_formula_is_kept_as_text_and_disarmed_only_on_export() -> None:
    text = '=HYPERLINK("x")'
    assert clean_text(text).text == text
    assert cell_for_export(text) == "'" + text
    assert cell_for_export("+8613800000000").startswith("'")
    assert cell_for_export("高玉芬") == "高玉芬"


def test_utf8_read_as_gbk_is_recognised() -> None:
    broken = "杏林家园".encode().decode("gb18030", "replace")
    assert recover_mojibake(broken) == "杏林家园"


def test_gbk_read_as_latin_is_recognised() -> None:
    assert recover_mojibake("¸ßÓñ·Ò") == "高玉芬"


def test_a_lost_end_is_shown_as_a_box() -> None:
    broken = "高玉芬".encode().decode("gb18030", "replace")
    assert recover_mojibake(broken) == "高玉□"


def test_sound_text_is_left_alone() -> None:
    for text in ("高玉芬", "买买提依明·阿卜杜热合曼", "Anna Müller", "3栋2单元501", "丁䶮"):
        assert recover_mojibake(text) is None


@given(st.text())
def test_cleaning_is_idempotent_and_never_crashes(text: str) -> None:
    once = clean_text(text).text
    assert clean_text(once).text == once
    assert not any(is_invisible(c) and c not in "\n\t" for c in once)
