"""What a line to the server can bring besides an answer, and what enrolling over it gives."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the server's numbered catalogue; fields of newer servers are let be."""

    number: int
    code: str
    sentence: str = ""
    retry_after_s: float | None = None


class Enrolled(msgspec.Struct, frozen=True):
    """What a server gives a device for a one-time code."""

    device: str
    token: str
    person: str
    person_name: str
    role: str
    community: str
    scopes: tuple[str, ...]


class Unreachable(Exception):
    """No answer came: no network, no server, a broken line. Nothing is known to have happened."""


class TurnedAway(Exception):
    """The server answered with a numbered problem; nothing changed there."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.number} {problem.code}")
        self.problem = problem


class WrongServer(Exception):
    """The certificate is not the one that was named, or the line is not a safe one."""
