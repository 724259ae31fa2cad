"""The PySide6 in use keeps its references: 6.12.0 under Python 3.11 loses one at each void call."""

from __future__ import annotations

import subprocess
import sys

_VOID_CALLS = """
from PySide6.QtCore import QObject, Signal, Slot

class Door(QObject):
    knocked = Signal()

    @Slot()
    def answer(self) -> None:
        pass

door = Door()
door.knocked.connect(door.answer)
for _ in range(200_000):
    door.setObjectName("door")   # a void function of Qt
    door.answer()                # a void function of ours
    door.knocked.emit()          # Qt calling ours
print("alive")
"""


def test_600_000_void_calls_do_not_end_the_program() -> None:
    # In a process of its own: what goes wrong here aborts, and nothing can be caught.
    result = subprocess.run(
        [sys.executable, "-c", _VOID_CALLS], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "alive"), result.stderr[-500:]
