"""Lists for QML: a model that takes frozen snapshots and passes on only what differs.

The rows lie in Qt's own memory, so that a list that scrolls never runs Python. A row is a frozen
dataclass; its fields become roles in Qt's spelling (`due_text` → `dueText`), tuples become lists
and dataclasses inside become maps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class RowList(QStandardItemModel):
    """Rows of one dataclass, told apart by the field `key`."""

    def __init__(self, row_type: type, parent: QObject | None = None, *, key: str = "key") -> None:
        super().__init__(parent)
        names = [field.name for field in fields(row_type)]
        self._key = key
        self._roles = {name: _FIRST_ROLE + at for at, name in enumerate(names)}
        self.rows: tuple[Any, ...] = ()
        self.setItemRoleNames(
            {role: QByteArray(qt_name(name).encode()) for name, role in self._roles.items()}
        )

    def swap(self, rows: Sequence[Any]) -> None:
        """Show these rows instead; rows that stay are kept, and so is the place in the list."""
        before, after = self.rows, tuple(rows)
        if before == after:
            return
        self.rows = after
        old_keys = [getattr(row, self._key) for row in before]
        new_keys = [getattr(row, self._key) for row in after]
        for tag, i1, i2, j1, j2 in reversed(_steps(old_keys, new_keys)):
            if tag == "equal":
                self._update(range(i1, i2), before[i1:i2], after[j1:j2])
                continue
            if i2 > i1:
                self.removeRows(i1, i2 - i1)
            if j2 > j1:
                self._insert(i1, after[j1:j2])

    def _insert(self, at: int, rows: Sequence[Any]) -> None:
        for offset, row in enumerate(rows):
            item = QStandardItem()
            for name, role in self._roles.items():
                item.setData(plain(getattr(row, name)), role)
            self.insertRow(at + offset, item)

    def _update(self, places: range, before: Sequence[Any], after: Sequence[Any]) -> None:
        for at, old, new in zip(places, before, after, strict=True):
            if old == new:
                continue
            item = self.item(at)
            for name, role in self._roles.items():
                value = getattr(new, name)
                if value != getattr(old, name):
                    item.setData(plain(value), role)


def plain(value: Any) -> Any:
    """Turn a frozen value into what QML can read: maps, lists, words and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {qt_name(one.name): plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


@lru_cache(maxsize=512)
def qt_name(name: str) -> str:
    """Spell a field's name as Qt does: `due_text` becomes `dueText`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _steps(old: list[Any], new: list[Any]) -> list[tuple[str, int, int, int, int]]:
    if old == new:
        return [("equal", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
