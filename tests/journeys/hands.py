"""Homes used by hand, with the commands that a person types."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.cli.main import main
from fieldapp.session import Enrolment, enrol
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from tests.journeys.server_process import GRID, ServerProcess
from ui.line import HttpConnect

PIN = "274951"


@dataclass(frozen=True)
class Done:
    """What one command came to."""

    code: int
    document: dict[str, Any]


@dataclass(frozen=True)
class Hand:
    """One home, and whoever types at it, on a machine whose clock is off by some days."""

    home: Path
    off_by_days: int = 0

    def run(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Run one command that ends with this exit code; give its document."""
        done = self.type(*words)
        assert done.code == code, (words, done)
        return done.document

    def type(self, *words: str) -> Done:
        """Run one command to its end, in a process of its own where the clock is wrong."""
        line = ["--home", str(self.home), "--json", *words]
        if not self.off_by_days:
            with redirect_stdout(io.StringIO()) as out:
                code = main(line, HttpConnect())
            return Done(code, json.loads(out.getvalue()))
        wrong = [sys.executable, "-m", "tests.journeys.wrong_clock", str(self.off_by_days)]
        ran = subprocess.run([*wrong, *line], capture_output=True, check=False, timeout=120)
        return Done(ran.returncode, json.loads(ran.stdout))

    def under_a_clock_off_by(self, days: int) -> Hand:
        """The same home on a machine whose clock is wrong by so many days."""
        return Hand(self.home, days)

    def rows(self, scope: str = f"grid:{GRID}") -> list[dict[str, Any]]:
        """Give what is shown of a scope."""
        rows: list[dict[str, Any]] = self.run("dump", "--scope", scope)["rows"]
        return rows

    def told(self, check: str) -> str:
        """Give the sentence of one finding of doctor; its exit code is not looked at."""
        findings = self.type("doctor").document["findings"]
        found = {one["check"]: one["sentence"] for one in findings}
        return str(found[check])

    def notices(self) -> str:
        """Give all that `status` says is to be known, in one text."""
        notices = self.run("status")["notices"]
        return "\n".join(f"{one['sentence']}{one['advice']}" for one in notices)


def enrolled(server: ServerProcess, folder: Path, person: str) -> Hand:
    """Enrol a home with a PIN that costs little, and sync it once."""
    home = Home(folder)
    home.prepare()
    cheap = Cost(passes=1, memory_kib=8, lanes=1)
    wish = Enrolment(server.url, server.code(person), PIN, folder.name)
    with home:
        enrol(home, HttpConnect(), wish, cost=cheap, os_secrets=NoSecrets())
    hand = Hand(folder)
    hand.run("sync")
    return hand


def settle(*hands: Hand) -> None:
    """Let everybody sync until all have what all wrote."""
    for _ in range(2):
        for hand in hands:
            hand.run("sync")


def require_equal(*hands: Hand) -> None:
    """Nothing waits, 已同步 is proven, doctor is clean, and all show the same bytes."""
    for hand in hands:
        status = hand.run("status")
        assert (status["outbox"], status["is_proven"]) == (0, True)
        assert hand.run("doctor")["is_well"] is True
    shown = {json.dumps(hand.rows(), ensure_ascii=False) for hand in hands}
    assert len(shown) == 1


def labels(hand: Hand) -> list[str]:
    """Name the buildings that a home shows."""
    return sorted(one["fields"]["label"] for one in hand.rows() if one["kind"] == "building")


def build(hand: Hand, label: str, floors: int = 1, doors: int = 2) -> None:
    """Write a building with its doors down."""
    hand.run("building", "add", label, "--floors", str(floors), "--doors", str(doors))
