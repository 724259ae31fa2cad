"""A home on a disk of its own that runs full while it reads in from a real server.

Run as a program inside a mount of its own: `python -m tests.journeys.full_disk DISK HOME`. Prints
one JSON object of what it saw.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.journeys.hands import Hand, build
from tests.store.small_disk import fill

LEFT = 9_000_000
"""Bytes free when the round begins: enough to begin it, too few to end it."""


def live(disk: Path, home: Path) -> dict[str, Any]:
    """Run full in a round, save all the same, make room, and end the round."""
    hand = Hand(Path(shutil.copytree(home, disk / "home")))
    room = disk / "room"
    room.write_bytes(bytes(LEFT))
    fill(disk / "filler")
    room.unlink()
    before = cursor(hand)
    seen: dict[str, Any] = {"round": hand.type("sync").document.get("error", "fine")}
    seen["read_a_part"] = cursor(hand) > before
    seen["told"] = hand.notices()
    build(hand, "甲2", 2, 2)
    seen["saved"] = hand.run("status")["outbox"] > 0
    seen["again"] = hand.type("sync").document.get("error", "fine")
    (disk / "filler").unlink()
    for _ in range(2):
        hand.run("sync")
    seen["status"] = {name: hand.run("status")[name] for name in ("outbox", "is_proven")}
    seen["is_well"] = hand.run("doctor")["is_well"]
    seen["rows"] = hand.rows()
    return seen


def cursor(hand: Hand) -> int:
    """Sum up how far the logs were read."""
    return sum(one["cursor"] for one in hand.run("status")["scopes"])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(live(Path(sys.argv[1]), Path(sys.argv[2]))))
