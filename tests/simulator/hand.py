"""Somebody at a device: what she sees, and how she chooses and words things."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sync.protocol import Value
from tests.simulator.device import Device
from tests.simulator.device_laws import read_value
from tests.simulator.world import World

NAMES = ["高玉芬", "高玉芳", "岳𬭎", "阿依努尔·吐尔逊江"]
HINTS = ["铃坏了，敲窗户", "门铃修好了", "有狗", "先打电话", ""]
SENTENCES = ["晚上在家。", "腿脚不便。", "想装扶手！", "儿子在外地；", "低保要复审。"]
PHONES = ["13500000001", "13500000002", "13500000003"]
TAGS = ["ALONE", "EMPTY", "LEFT_ELDER"]
MASKED_TAGS = ["DISABLED_ELDER", "SHIDU"]


@dataclass
class Hand:
    """Somebody at a device, about to do something. `is_plain`: values never repeat."""

    world: World
    device: Device
    dice: random.Random
    is_plain: bool = False
    favour: tuple[str, ...] = ()
    """Deeds that are done more often than usual."""

    def rows(self, kind: str, **equal: Value) -> list[str]:
        """List the rows that this device shows, in the order in which they came to be."""
        where = "".join(f' AND "{name}" IS ?' for name in equal)
        return self._found(kind, f"archived IS NOT TRUE{where}", *equal.values())

    def taken(self, kind: str) -> list[str]:
        """List the rows that this device shows no more, and still has."""
        return self._found(kind, "archived IS TRUE")

    def _found(self, kind: str, where: str, *values: Value) -> list[str]:
        query = f"SELECT id FROM {kind} WHERE {where} ORDER BY rowid"
        found = [row[0] for row in self.device.peep(query, *values)]
        names = self.world.names
        return sorted(found, key=lambda id_: (names.get(id_, 1 << 30), id_))

    def pick(self, kind: str, **equal: Value) -> str:
        """Pick one row. Raises `Nothing`."""
        found = self.rows(kind, **equal)
        if not found:
            raise Nothing
        # Mostly the same few rows, or nobody would meet anybody.
        hot = found[:2] if self.dice.random() < 0.6 else found
        return self.dice.choice(hot)

    def field(self, kind: str, id_: str, name: str) -> Value:
        """Read one field as it is shown."""
        found = self.device.peep(f'SELECT "{name}" FROM {kind} WHERE id = ?', id_)
        return read_value(kind, name, found[0][0]) if found else None

    def word(self, words: Sequence[str]) -> str:
        """Choose a value; where clocks are compared no value comes twice."""
        chosen = self.dice.choice(words)
        return f"{chosen}{self.world.step}" if self.is_plain else chosen

    def prose(self, before: str) -> str:
        """Edit a text: add, put in, change or drop a sentence."""
        parts = [part for part in before.replace("。", "。\0").split("\0") if part]
        sentence = self.dice.choice(SENTENCES).rstrip("。") + f"{self.world.step}。"
        match self.dice.randrange(6):
            case 0 | 5 if parts:
                parts[self.dice.randrange(len(parts))] = sentence
            case 1 if len(parts) > 1:
                del parts[self.dice.randrange(len(parts))]
            case 2:
                parts.insert(0, sentence)
            case _:
                parts.append(sentence)
        return "".join(parts)


class Nothing(Exception):
    """There is no row to do it with."""
