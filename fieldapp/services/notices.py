"""A finding about the device, or about what moved, is let go once it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.store import issue_steps, moves_told
from fieldapp.store.found import forget
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles


@dataclass(frozen=True, slots=True)
class LetNoticeGo(Command[None]):
    """Let a notice go that can go; any other stays as long as it is true."""

    code: str


@handles(LetNoticeGo)
def let_notice_go(unit: Unit, command: LetNoticeGo) -> None:
    """Forget it on this device."""
    if command.code in moves_told.CODES:
        moves_told.let_go(unit.connection, unit.author.person, command.code, unit.now_ms)
    elif command.code == issue_steps.LATE:
        issue_steps.let_late_go(unit.connection, unit.author.person, unit.now_ms)
    else:
        forget(unit.connection, command.code)
    unit.touched.add("sync")
