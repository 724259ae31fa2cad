"""The console program `fieldserver`: one document for each command, and an exit code that tells."""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from server import accounts
from server.admin import build_parser
from server.audit import Entry, note, note_exchange
from server.audit_reply import Audit, AuditLine
from server.replies import REPLIES, CodeIssued, Failed
from server.service import open_service, wall_ms
from sync.protocol import Reveal
from tests.server.running import ROOT, Console
from tests.server.town import COMMUNITY, GRID, REGIONS


@pytest.fixture
def console(database_url: str, tmp_path: Path) -> Console:
    """A prepared server with its regions, once on each database."""
    made = Console(database_url, tmp_path / "data")
    made.do("init")
    return made


@pytest.fixture
def town(console: Console, tmp_path: Path) -> Console:
    """The same with regions and a worker."""
    file = tmp_path / "regions.csv"
    file.write_text(REGIONS, encoding="utf-8")
    console.do("import-regions", str(file))
    console.do("user", "add", "王海示例", "--role", "worker", "--region", COMMUNITY)
    return console


def test_each_command_answers_by_its_schema(town: Console, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.zst")
    for name, words in (
        ("init", "init"),
        ("user-add", f"user add 林示范 --role secretary --region {COMMUNITY}"),
        ("user-list", "user list"),
        ("assign", f"assign 王海示例 {GRID} --as responsible --from 2026-11-01"),
        ("device-code", "device code 王海示例"),
        ("device-list", "device list"),
        ("doctor", "doctor"),
        ("compact", "compact --keep-days 100"),
        ("audit", "audit --days 3"),
        ("backup", f"backup {backup}"),
        ("restore", f"restore --replace {backup}"),
    ):
        code, out = town.here(*words.split())
        assert code == 0, out
        msgspec.json.decode(out, type=REPLIES[name])


def test_the_list_of_devices_says_whose_each_is(town: Console) -> None:
    given = json.loads(town.here(*"device code 王海示例".split())[1])["code"]
    service = open_service(town.url, town.data)
    with service.store.write() as connection:
        accounts.admit(connection, given.split("-")[0], "vm", 0)
    service.close()
    told = msgspec.json.decode(town.here("device", "list")[1], type=REPLIES["device-list"])
    assert [one.owner for one in told.devices] == ["王海示例"]
    assert "王海示例" in told.words()


def test_the_audit_says_who_opened_what_and_not_what_it_said(town: Console) -> None:
    given = json.loads(town.here(*"device code 王海示例".split())[1])["code"]
    service = open_service(town.url, town.data)
    line, scope = "l1", "diary:p2"
    opened = Reveal(
        id="r1", scope=scope, entity="diary_line", row=line, field="text", at_ms=wall_ms()
    )
    with service.store.write() as connection:
        admitted = accounts.admit(connection, given.split("-")[0], "vm", 0)
    caller = service.caller(admitted.token)
    note_exchange(service.store, caller, (opened,), (), wall_ms())
    service.close()
    (told,) = town.do("audit", "--event", "revealed", "--user", "王海示例")["lines"]
    assert (told["name"], told["entity"], told["row"]) == ("王海示例", "diary_line", line)
    words = msgspec.json.decode(town.here("audit")[1], type=Audit).words()
    assert "王海示例  点开看了  日记的一条 l1 text" in words
    # The device was enrolled in 1970, before the days asked for.
    assert "登记了设备" not in words


@pytest.mark.parametrize("name", ["entity", "row", "field"])
def test_what_a_tablet_sends_forges_no_line_of_the_audit(name: str) -> None:
    forged = "x\n2026-11-20 09:00  林示范\x1b[2J"
    told = {"entity": "diary_line", "row": "l1", "field": "text", name: forged}
    line = AuditLine(
        at_ms=0, person="p", name="王海示例", device="d", event="revealed", scope="diary:p", **told
    )
    said = Audit(lines=[line], has_more=False).words()
    assert said.isprintable()
    assert "林示范" not in said
    assert getattr(line, name) == forged


def test_a_long_audit_says_that_it_goes_on(town: Console) -> None:
    service = open_service(town.url, town.data)
    with service.store.write() as connection:
        for number in range(3):
            note(connection, Entry(COMMUNITY, "p", "d", "enrolled", wall_ms() - number))
    service.close()
    told = town.do("audit", "--limit", "2")
    assert (len(told["lines"]), told["has_more"]) == (2, True)


def parsers(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Walk a parser and all below it."""
    yield of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def test_its_help_and_its_complaints_are_chinese(console: Console) -> None:
    for one in parsers(build_parser()):
        told = one.format_help()
        assert "usage:" not in told, one.prog
        assert "options:" not in told, one.prog
        assert "show this help" not in told, one.prog
    assert "还缺：NAME" in console.here("user", "add", "--role", "worker")[1]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ("", "bad_arguments", 2),
        ("nonsense", "bad_arguments", 2),
        ("user add 甲 --role king --region 1", "bad_arguments", 2),
        ("user add 甲 --role worker --region 999", "community_unknown", 2),
        (f"user add 王海示例 --role worker --region {COMMUNITY}", "person_exists", 4),
        ("assign 谁 第三网格 --as full", "person_unknown", 2),
        ("assign 王海示例 没有 --as full", "grid_unknown", 2),
        (f"assign 王海示例 {GRID} --as full --from 2026-13-01", "bad_date", 2),
        (f"assign 王海示例 {GRID} --as full --from 2026-02-01 --to 2026-01-01", "days_reversed", 2),
        ("device revoke no", "device_unknown", 2),
        ("compact --keep-days 30", "days_too_few", 2),
        ("audit --days 0", "bad_number", 2),
        ("audit --user 谁", "person_unknown", 2),
        ("import-regions /no/file", "file_missing", 2),
        ("restore /no/file", "file_missing", 2),
        ("serve --host 0.0.0.0 --port 0", "plain_http", 4),
        ("serve --tls-cert x --port 0", "half_a_key", 2),
        ("serve --tls-cert /no/x --tls-key /no/x --port 0", "bad_certificate", 3),
        ("serve --port 99999", "cannot_listen", 3),
    ],
)
def test_what_cannot_be_done_has_a_code(
    town: Console, words: str, code: str, exit_code: int
) -> None:
    found, out = town.here(*words.split())
    failed = msgspec.json.decode(out, type=Failed)
    assert (found, failed.error.code) == (exit_code, code)


def test_two_of_one_name_are_told_apart_by_number(town: Console) -> None:
    town.here(*"user add 王海示例 --role worker --region 560102101205".split())
    code, out = town.here("device", "code", "王海示例")
    failed = msgspec.json.decode(out, type=Failed)
    assert (code, len(failed.error.candidates)) == (2, 2)


def test_a_database_that_is_not_prepared_is_the_worlds_trouble(tmp_path: Path) -> None:
    done = Console(f"sqlite:///{tmp_path / 'x.db'}", tmp_path).run("doctor")
    assert (done.code, done.document["error"]["code"]) == (3, "database_not_ready")
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_is_loud_and_makes_no_new_one(town: Console) -> None:
    key = town.data / "server.key"
    kept = key.read_bytes()
    key.unlink()
    for words in ("init", "doctor", "serve --port 0"):
        done = town.run(*words.split())
        assert (done.code, done.document["error"]["code"]) == (3, "key_missing")
    key.write_bytes(kept)
    assert town.do("doctor")["is_clean"]


def test_another_servers_key_is_not_taken(town: Console, tmp_path: Path) -> None:
    other = Console(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other")
    other.do("init")
    (town.data / "server.key").write_bytes((other.data / "server.key").read_bytes())
    assert town.run("doctor").document["error"]["code"] == "key_other"


def test_the_key_is_its_owners_alone(console: Console) -> None:
    assert stat.S_IMODE((console.data / "server.key").stat().st_mode) == 0o600


def test_the_first_line_of_serve_is_its_address(town: Console) -> None:
    with town.serving() as serving:
        assert serving.url.startswith("http://127.0.0.1:")


def test_serve_ends_in_order_when_told(town: Console) -> None:
    with town.serving() as serving:
        serving.process.send_signal(signal.SIGTERM)
        assert serving.process.wait(15) == 0


def test_serve_ends_with_its_parent(town: Console) -> None:
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=ROOT)
    with town.serving("--with-parent", str(parent.pid)) as serving:
        parent.communicate()
        assert serving.process.wait(15) == 0


@pytest.mark.parametrize("words", ["", "serve", "user add", "device code", "restore"])
def test_every_command_explains_itself(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args([*words.split(), "--help"])
    assert caught.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_a_person_reads_chinese(town: Console) -> None:
    words = [word for word in town.words("user", "list") if word != "--json"]
    said = subprocess.run(words, capture_output=True, cwd=ROOT, check=True).stdout.decode()
    assert "网格员" in said


def test_settings_come_from_the_environment(town: Console, tmp_path: Path) -> None:
    named = {"FIELDSERVER_DATABASE": town.url, "FIELDSERVER_DATA": str(town.data)}
    words = [sys.executable, "-m", "server.admin", "--json", "doctor"]
    said = subprocess.run(
        words, capture_output=True, cwd=ROOT, check=True, env={**os.environ, **named}
    )
    assert json.loads(said.stdout)["is_clean"]


@pytest.mark.parametrize(("code", "is_marked"), [("N8HWJZ43AJ", False), ("N8HWJZ43AJ-ISSC", True)])
def test_a_code_without_the_mark_of_a_certificate_says_what_to_do(
    code: str, is_marked: bool
) -> None:
    words = CodeIssued(code=code, person="p", expires_ms=0).words()
    assert ("--tls-cert" in words) is not is_marked
