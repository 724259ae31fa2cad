"""What `fieldserver audit` answers: who did or saw what, and when; never what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from fieldapp.domain.entities import SCHEMA
from server.log import is_plain
from server.reply import Reply, moment

EVENTS: Mapping[str, str] = {
    "enrolled": "登记了设备",
    "revoked": "设备停用了",
    "introduced": "报了设备的钥匙",
    "revealed": "点开看了",
    "care_delivered": "领了要保密的记录",
    "snapshot_fetched": "领了整份记录",
    "photo_fetched": "看了照片",
    "photo_left": "交出了离开时没送的照片",
    "bundle_answered": "U盘带来的收下了",
    "rows_repaired": "按原来的改动修过",
    "purged": "依法删除了",
}
"""What is noted, in words."""


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `entity`, `row` and `field` name what was opened, "" where nothing was."""

    at_ms: int
    person: str
    name: str
    device: str
    event: str
    scope: str
    entity: str
    row: str
    field: str

    def words(self) -> str:
        """Say it to a person."""
        spec = SCHEMA.entities.get(self.entity)
        label = spec.label if spec else _harmless(self.entity)
        named = (label, _harmless(self.row), _harmless(self.field))
        about = " ".join(part for part in named if part) or self.scope
        done = EVENTS.get(self.event, self.event)
        parts = (moment(self.at_ms), self.name or self.person, done, about)
        return "  ".join(part for part in parts if part)


def _harmless(name: str) -> str:
    """Give a name that a device sent; "?" for what could draw on a terminal."""
    return name if not name or is_plain(name) else "?"


class Audit(Reply, frozen=True, kw_only=True):
    """The lines asked for, the newest first. `has_more`: older ones were left off."""

    lines: Sequence[AuditLine]
    has_more: bool

    def words(self) -> str:
        """Say it to a person."""
        more = ["更早的没有列，用 --days 和 --limit 往前看。"] if self.has_more else []
        return "\n".join([*(line.words() for line in self.lines), *more]) or "这段时间没有记录。"
