"""No name, number or note reaches a log or a report, whoever logs it and however."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.crash import redacted_report, write_crash_report
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog, LineFormatter, line_of, log_to_folder, log_to_stderr

NAME, PHONE, CARD = "高玉芬", "13845671234", "230321195203140028"


class Outcome(StrEnum):
    NO_ANSWER = "no_answer"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def clean_root() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.raiseExceptions = True


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12, "12"),
        (-3, "-3"),
        (0.6, "1"),
        (float("nan"), "nan"),
        (True, "yes"),
        (None, "-"),
        (Outcome.NO_ANSWER, "no-answer"),
        (Trouble("disk-full", "地方不够了"), "disk-full"),
        (Refused("pin-weak", "换一个"), "pin-weak"),
        (ZeroDivisionError(NAME), "ZeroDivisionError"),
        ("0192f0c1-7f3a-7b11-8c22-0123456789ab", "0192f0c1-7f3a-7b11-8c22-0123456789ab"),
        ("grid:XL-03", "grid:XL-03"),
        ("ab" * 32, "ab" * 32),
        (NAME, "<text:3>"),
        ("gaoyufen", "<text:8>"),
        (PHONE, "<text:11>"),
        (CARD, "<text:18>"),
        (int(PHONE), "<number:11>"),
        (int(CARD), "<number:18>"),
        (664512, "<number:6>"),
        ([NAME, NAME], "<list:2>"),
        ({NAME: PHONE}, "<dict:1>"),
        (NAME.encode(), "<bytes:9>"),
        (Path("/home") / NAME, "<PosixPath>"),
    ],
)
def test_only_ids_counts_and_known_words_are_shown(value: object, shown: str) -> None:
    assert line_of("seen", {"value": value}) == f"seen value={shown}"


@pytest.mark.parametrize(
    ("key", "value"), [("at_ms", 1_800_000_000_000), ("sent_bytes", 1_048_576), ("seq", 123_456)]
)
def test_a_number_with_a_unit_may_be_long(key: str, value: int) -> None:
    assert line_of("seen", {key: value}) == f"seen {key}={value}"


@pytest.mark.parametrize("key", ["at_ms", "sent_bytes", "seq"])
def test_no_unit_lets_a_personal_number_out(key: str) -> None:
    assert line_of("seen", {key: int(CARD)}) == f"seen {key}=<number:18>"
    assert line_of("seen", {key: int(PHONE)}) == f"seen {key}=<number:11>"


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_no_chinese_text_is_ever_shown(text: str) -> None:
    assert line_of(text, {"value": text, "list": [text]}).isascii()


def test_an_event_made_of_text_is_not_shown() -> None:
    assert line_of(f"met {NAME}", {}) == "<text:7>"


def test_a_line_tells_time_level_part_and_event(lines: io.StringIO) -> None:
    EventLog("sync").info("round-done", facts=12, took_ms=40)
    _, level, part, *rest = lines.getvalue().split()
    assert (level, part, rest) == (
        "INFO",
        "fieldapp.sync",
        ["round-done", "facts=12", "took_ms=40"],
    )


@pytest.mark.parametrize(
    "message", [f"GET /residents?name={NAME}", "%s", "name={}", f"tel {PHONE}"]
)
def test_what_other_libraries_log_is_shown_by_its_place_only(
    lines: io.StringIO, message: str
) -> None:
    logging.getLogger("urllib3.connectionpool").warning(message, *([NAME] * message.count("%s")))
    shown = lines.getvalue()
    assert shown.split()[1:3] == ["WARNING", "urllib3.connectionpool"]
    assert "foreign at=test_log:" in shown
    assert shown.isascii()
    assert PHONE not in shown


def test_a_logger_named_after_a_person_is_not_shown(lines: io.StringIO) -> None:
    logging.getLogger(NAME).warning("hello")
    assert lines.getvalue().isascii()


def broken(name: str) -> None:
    local = name * 2
    raise ValueError(f"cannot read {local} {PHONE}")


def caught() -> ValueError:
    try:
        try:
            broken(NAME)
        except ValueError as error:
            raise ValueError(CARD) from error
    except ValueError as error:
        return error


def test_an_exception_is_logged_by_type_and_line(lines: io.StringIO) -> None:
    EventLog("desk").error("bug", error=caught())
    shown = lines.getvalue()
    assert "bug error=ValueError" in shown
    assert "test_log.py:" in shown
    assert shown.isascii()
    assert CARD not in shown


def test_another_librarys_exception_is_logged_by_type_and_line(lines: io.StringIO) -> None:
    try:
        broken(NAME)
    except ValueError:
        logging.getLogger("other").exception("reading %s", NAME)
    shown = lines.getvalue()
    assert "ValueError" in shown
    assert shown.isascii()
    assert PHONE not in shown


def test_a_report_tells_types_and_lines_of_the_whole_chain() -> None:
    report = redacted_report(caught())
    assert report.count("ValueError") == 2
    assert " broken\n" in report
    assert " caught\n" in report


def test_a_report_holds_no_message_and_no_value() -> None:
    report = redacted_report(caught())
    assert report.isascii()
    assert PHONE not in report
    assert CARD not in report


def test_a_report_tells_the_code_of_a_known_error() -> None:
    assert "fieldapp.errors.Trouble disk-full" in redacted_report(Trouble("disk-full", NAME))


def test_a_report_of_a_group_tells_each_part() -> None:
    group = ExceptionGroup(NAME, [KeyError(NAME), OSError(PHONE)])
    report = redacted_report(group)
    assert "KeyError" in report
    assert "OSError" in report
    assert report.isascii()


def test_a_report_of_an_endless_call_stays_short() -> None:
    def again(depth: int) -> int:
        return again(depth + 1)

    with pytest.raises(RecursionError) as error:
        again(0)
    report = redacted_report(error.value)
    assert len(report.splitlines()) < 40


def test_a_report_names_no_folder_of_the_person(tmp_path: Path) -> None:
    file = tmp_path / NAME / "plan.py"
    with pytest.raises(ZeroDivisionError) as error:
        exec(compile("1 / 0", str(file), "exec"), {})
    assert "plan.py:1" in redacted_report(error.value)
    assert tmp_path.name not in redacted_report(error.value)


def test_reports_are_kept_ten_at_most(tmp_path: Path) -> None:
    for wall_ms in range(1_800_000_000_000, 1_800_000_000_013):
        write_crash_report(tmp_path / "log", caught(), wall_ms)
    names = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert len(names) == 10
    assert names[-1] == "crash-1800000000012.txt"


def test_a_report_that_cannot_be_kept_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file")
    assert write_crash_report(tmp_path / "log", caught(), 1) is None


@pytest.mark.usefixtures("clean_root")
def test_lines_are_kept_in_the_folder(tmp_path: Path) -> None:
    log_to_folder(tmp_path / "log")
    EventLog("store").info("opened", rows=3)
    assert (
        (tmp_path / "log" / "fieldapp.log").read_text().endswith("fieldapp.store opened rows=3\n")
    )


@pytest.mark.usefixtures("clean_root")
def test_a_folder_that_cannot_be_written_breaks_nothing_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file")
    log_to_folder(tmp_path / "log")
    logging.getLogger("other").warning("seen %s", NAME)
    assert NAME not in capfd.readouterr().err


@pytest.mark.usefixtures("clean_root")
def test_stderr_shows_warnings_only_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    EventLog("store").info("opened")
    EventLog("store").warning("slow", took_ms=900)
    shown = capsys.readouterr().err
    assert "slow took_ms=900" in shown
    assert "opened" not in shown
