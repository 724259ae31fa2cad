"""Commands and queries: what can be asked of the desk, and who answers.

A command is a frozen value named verb+noun, its handler a function on the database thread that
gets the `Unit`; a query is a frozen value, its handler gets a read-only `Reader`. The type
parameter is what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Connection

from fieldapp.store.unit import Author, Unit

R = TypeVar("R")


class Command(Generic[R]):
    """A verb that changes something; `R` is what its handler gives back."""

    __slots__ = ()


class Query(Generic[R]):
    """A question that changes nothing; `R` is the answer.

    One that `needs_terms` finds the whole index: what a first sync still owes is made before.
    """

    __slots__ = ()
    needs_terms: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What a query may use: one consistent reading of the store, who asks, and the time."""

    connection: Connection
    author: Author
    now_ms: int


COMMANDS: dict[type[Command[Any]], Callable[[Unit, Any], Any]] = {}
QUERIES: dict[type[Query[Any]], Callable[[Reader, Any], Any]] = {}

C = TypeVar("C", bound=Command[Any])
Q = TypeVar("Q", bound=Query[Any])


def handles(kind: type[C]) -> Callable[[Callable[[Unit, C], R]], Callable[[Unit, C], R]]:
    """Register the handler of one command."""

    def register(handler: Callable[[Unit, C], R]) -> Callable[[Unit, C], R]:
        COMMANDS[kind] = handler
        return handler

    return register


def answers(kind: type[Q]) -> Callable[[Callable[[Reader, Q], R]], Callable[[Reader, Q], R]]:
    """Register the handler of one query."""

    def register(handler: Callable[[Reader, Q], R]) -> Callable[[Reader, Q], R]:
        QUERIES[kind] = handler
        return handler

    return register
