"""The main job with real parts: three homes, a real server, kills, a cut network, one outcome.

Told once on SQLite and once on PostgreSQL.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fieldapp.session import Enrolment, enrol
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from tests.journeys.driver import Driver, StepRefused
from tests.journeys.server_process import GRID, ServerProcess
from ui.line import HttpConnect

PIN = "274951"
DOORS = 24
VISITS, DIARIES, CLASHES, OWN_EDITS = 100, 20, 10, 8
"""For each of the two workers; the clashes are between them."""
OUTCOMES = ("met", "no_answer", "refused", "met_other", "vacant")


@dataclass
class Crew:
    """Three homes, the folder of their plans, and the dice that decide when to kill."""

    server: ServerProcess
    folder: Path
    dice: random.Random = field(default_factory=lambda: random.Random(20261120))
    drivers: dict[str, Driver] = field(default_factory=dict)

    def enrol(self, name: str, person: str) -> Driver:
        """Enrol one home with a PIN that costs little."""
        home = Home(self.folder / name)
        wish = Enrolment(self.server.url, self.server.code(person), PIN, name)
        home.prepare()
        with home:
            enrol(
                home,
                HttpConnect(),
                wish,
                cost=Cost(passes=1, memory_kib=8, lanes=1),
                os_secrets=NoSecrets(),
            )
        self.drivers[name] = Driver(home.path, self.folder / f"{name}.journal")
        return self.drivers[name]

    def start(self, name: str, plan: list[dict[str, Any]]) -> subprocess.Popen[bytes]:
        """Start the driver of a home in a process of its own."""
        path = self.folder / f"{name}.plan"
        path.write_text(json.dumps(plan))
        journal = self.folder / f"{name}.journal"
        command = [sys.executable, "-m", "tests.journeys.driver"]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, str(self.folder / name), str(path), str(journal)],
                stdout=log,
                stderr=log,
            )

    def work_through_kills(self, name: str, plan: list[dict[str, Any]]) -> None:
        """Do a plan while being killed again and again, then to the end."""
        for _ in range(3):
            worker = self.start(name, plan)
            time.sleep(self.dice.uniform(1.0, 2.5))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        worker = self.start(name, plan)
        assert worker.wait(timeout=300) == 0, (self.folder / f"{name}.log").read_text()[-3000:]

    def sync_through_kills(self, name: str) -> None:
        """Kill the sync, then the server under it, again and again; each time it starts anew."""
        for victim in ("sync", "server", "sync", "server"):
            round_ = subprocess.Popen(
                [sys.executable, "-m", "ui", "--home", str(self.folder / name), "sync"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(self.dice.uniform(0.7, 1.6))
            if victim == "server":
                self.server.kill()
                round_.wait(timeout=120)
                self.server.start()
            else:
                round_.send_signal(signal.SIGKILL)
                round_.wait()

    def settle(self) -> None:
        """Let everybody sync until all are level and nobody hears news."""
        for _ in range(6):
            done = [driver.call("sync") for driver in self.drivers.values()]
            if all(one["is_level"] and one["received"] == 0 for one in done):
                return
        raise AssertionError("the homes never became level")


@pytest.fixture
def crew(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    """Three enrolled homes at a real server."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    server = ServerProcess(tmp_path / "server", database_url)
    server.found()
    server.start()
    made = Crew(server, tmp_path)
    yield made
    server.kill()


def test_weeks_offline_with_kills_end_with_the_same_data_everywhere(crew: Crew) -> None:
    """Everything done offline by two workers is there once, everywhere, and so are both sides."""
    worker = crew.enrol("worker", "王海示例")
    crew.enrol("second", "苗长根")
    secretary = crew.enrol("secretary", "林示范")
    worker.call("sync")
    worker.call("building", "add", "乙1", "--floors", "6", "--doors", "4")
    crew.settle()
    doors = sorted(row["id"] for row in rows_of(worker) if row["kind"] == "dwelling")
    assert len(doors) == DOORS
    crew.server.kill()  # the network is cut

    plans = {name: plan_of(name, doors) for name in ("worker", "second")}
    for name, plan in plans.items():
        crew.work_through_kills(name, plan)
    with pytest.raises(StepRefused, match="ended with 3"):
        worker.call("sync")

    crew.server.start()
    for name in plans:
        crew.sync_through_kills(name)
    crew.settle()
    crew.settle()

    check_same_bytes(crew)
    check_against_journal(rows_of(secretary), plans)
    check_clashes(rows_of(secretary), plans)
    for driver in crew.drivers.values():
        assert driver.call("status")["outbox"] == 0
        assert driver.call("doctor")["is_well"] is True
    crew.server.stop()
    assert crew.server.run("doctor")
    check_no_plaintext(crew)


def plan_of(name: str, doors: list[str]) -> list[dict[str, Any]]:
    """Plan one worker's weeks: visits, diaries, edits that clash and edits that do not."""
    dice = random.Random(name)
    steps: list[dict[str, Any]] = [
        {
            "do": "visit",
            "key": f"{name} 第{number}次",
            "door": dice.choice(doors),
            "outcome": dice.choice(OUTCOMES),
        }
        for number in range(VISITS)
    ]
    steps += [{"do": "diary", "key": f"{name} 日记{number}"} for number in range(DIARIES)]
    steps += [
        edit(f"{name} 提示{number}", doors[number], "access_note") for number in range(CLASHES)
    ]
    own = range(CLASHES, CLASHES + OWN_EDITS)
    field_name = "access_note" if name == "worker" else "landmark"
    steps += [edit(f"{name} 独改{number}", doors[number], field_name) for number in own]
    dice.shuffle(steps)
    return steps


def edit(key: str, door: str, field_name: str) -> dict[str, Any]:
    """Plan one edit; the value is the key, so that it can be told apart."""
    return {
        "do": "set", "key": key, "kind": "dwelling", "id": door, "field": field_name, "value": key
    }  # fmt: skip


def rows_of(driver: Driver) -> list[dict[str, Any]]:
    """Give a home's dump."""
    rows: list[dict[str, Any]] = driver.call("dump")["rows"]
    return rows


def check_same_bytes(crew: Crew) -> None:
    """Two homes that hold the same scope print the same bytes for it."""
    by_scope: dict[str, set[str]] = {}
    holders: dict[str, int] = {}
    for driver in crew.drivers.values():
        scopes = [one["scope"] for one in driver.call("status")["scopes"]]
        for scope in scopes:
            text = json.dumps(driver.call("dump", "--scope", scope)["rows"], ensure_ascii=False)
            by_scope.setdefault(scope, set()).add(text)
            holders[scope] = holders.get(scope, 0) + 1
    assert holders[f"grid:{GRID}"] == 3
    assert {scope for scope, texts in by_scope.items() if len(texts) > 1} == set()


def check_against_journal(
    rows: list[dict[str, Any]], plans: dict[str, list[dict[str, Any]]]
) -> None:
    """Every visit and diary line of the plans is there exactly once, as it was typed."""
    steps = [step for plan in plans.values() for step in plan]
    planned = sorted(
        (step["key"], step["door"], step["outcome"]) for step in steps if step["do"] == "visit"
    )
    visits = [row["fields"] for row in rows if row["kind"] == "visit"]
    assert sorted((one["note"], one["dwelling_id"], one["outcome"]) for one in visits) == planned
    lines = [row["fields"]["text"] for row in rows if row["kind"] == "diary_line"]
    assert sorted(lines) == sorted(step["key"] for step in steps if step["do"] == "diary")
    doors = {row["id"]: row["fields"] for row in rows if row["kind"] == "dwelling"}
    for step in steps:
        if "独改" in step["key"]:
            assert doors[step["id"]][step["field"]] == step["value"]


def check_no_plaintext(crew: Crew) -> None:
    """No word that was typed can be read in any file of a home, nor in a snapshot's."""
    folders = [crew.folder / name for name in crew.drivers]
    folders.append(crew.folder / "server" / "data" / "snapshots")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") or path.suffix == ".db" for path in files)
    typed = ("独改", "worker 第", "access_note", "王海示例")
    marks = [word.encode(code) for word in typed for code in ("utf-8", "utf-16-le", "gb18030")]
    for path in files:
        content = path.read_bytes()
        assert [mark for mark in marks if mark in content] == [], f"plaintext in {path.name}"


def check_clashes(rows: list[dict[str, Any]], plans: dict[str, list[dict[str, Any]]]) -> None:
    """There are as many conflicts as were planned, and each holds both values."""
    conflicts = [row["fields"] for row in rows if row["kind"] == "conflict"]
    assert len(conflicts) == CLASHES
    doors = {row["id"]: row["fields"] for row in rows if row["kind"] == "dwelling"}
    for conflict in conflicts:
        number = conflict["kept"]["value"].rsplit("提示", 1)[1]
        both = {f"{name} 提示{number}" for name in plans}
        assert {conflict["kept"]["value"], conflict["other"]["value"]} == both
        assert doors[conflict["on_row"]]["access_note"] == conflict["kept"]["value"]
