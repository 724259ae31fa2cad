"""Photographs out of a sealed file: the same parts as over a line, taken up where it stood."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

from server.access import Caller
from server.left_photos import take_left_photo
from server.photos import Part, PhotoStand, bring
from server.problems import Problem
from server.service import Service
from sync.bundle import PhotoPart, read_photo
from sync.codec import BadMessage, decode
from sync.leaving import LeftPhoto, PhotoTaken


@dataclass(slots=True)
class PhotoRoad:
    """One device's photographs out of one file; `received` counts those that are whole here.

    One that cannot be taken is passed over: its device goes on offering it.
    """

    service: Service
    caller: Caller
    received: int = 0
    taken: list[PhotoTaken] = field(default_factory=list)
    _stands: dict[tuple[str, str], PhotoStand | None] = field(default_factory=dict)

    def hear(self, inside: bytes) -> None:
        """Take one part."""
        try:
            part, content = read_photo(inside)
        except BadMessage:
            return
        key = (part.scope, part.row)
        if key not in self._stands:
            self._stands[key] = self._bring(part, None)
        stand = self._stands[key]
        if stand is None or stand.is_received or stand.has < part.start:
            return
        rest = content[stand.has - part.start :]
        if rest:
            digest = hashlib.sha256(rest).digest()
            self._stands[key] = self._bring(part, Part(stand.has, rest, digest))

    def take_left(self, inside: bytes) -> None:
        """Take one of a scope that was left, sealed once more."""
        with suppress(Problem, BadMessage):
            left = decode(LeftPhoto, inside)
            self.taken.append(take_left_photo(self.service, self.caller, left))

    def _bring(self, part: PhotoPart, content: Part | None) -> PhotoStand | None:
        try:
            stand = bring(self.service, self.caller, part.scope, part.row, content)
        except Problem:
            return None
        if stand.name != part.name:
            return None
        self.received += stand.is_received
        return stand
