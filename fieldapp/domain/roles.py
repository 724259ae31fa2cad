"""Who may see and write what: the same rules on the device and at the server.

A person holds *ties* to scopes (docs/domain.md, scopes). Whoever has a tie sees all of the
scope; what she may write there is `refusal`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.issues import Hand, refusal_of
from fieldapp.domain.moving import ROOTS
from sync.protocol import Change, ChangeKind, ScopeId

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time zone without summer time since 1991."""

SERVER_ACTOR = "server"
"""Author of edits made at the server: regions, staff, assignments, catalogues."""


class Role(StrEnum):
    """What an account is for."""

    worker = "worker"
    secretary = "secretary"
    street = "street"
    department = "department"
    admin = "admin"


class Tie(StrEnum):
    """How a person holds a scope."""

    responsible = "responsible"
    full = "full"
    part = "part"
    secretary = "secretary"
    author = "author"
    staff = "staff"
    server = "server"


@dataclass(frozen=True, slots=True)
class Post:
    """One staff row: a person's place in a community. `home` is the community of her diary."""

    person: str
    role: str
    home: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment row: who works a grid, how, and between which days (inclusive)."""

    person: str
    grid: str
    role: str
    from_on: str | None = None
    to_on: str | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """What decides membership in one community."""

    code: str
    grids: tuple[str, ...]
    posts: tuple[Post, ...]
    assignments: tuple[Assignment, ...]


def shanghai_date(at_ms: int) -> date:
    """Give the day in Asia/Shanghai at `at_ms`."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(SHANGHAI).date()


def is_current(assignment: Assignment, today: date) -> bool:
    """Tell whether an assignment covers `today`; a missing day leaves that side open."""
    day = today.isoformat()
    return (assignment.from_on or day) <= day <= (assignment.to_on or day)


def ties_in(community: Community, person: str, today: date) -> dict[ScopeId, Tie]:
    """List the scopes of one community that `person` may hold, and by which tie."""
    post = next((one for one in community.posts if one.person == person), None)
    if post is None or not post.is_active:
        return {}
    ties = {ScopeId(f"community:{community.code}"): Tie.staff}
    if post.role == Role.secretary and post.home == community.code:
        ties |= _ties_of_secretary(community)
    else:
        ties |= _ties_of_worker(community.assignments, person, today)
    if post.home == community.code:
        ties[ScopeId(f"diary:{person}")] = Tie.author
    return ties


def _ties_of_secretary(community: Community) -> dict[ScopeId, Tie]:
    scopes = [f"{kind}:{grid}" for grid in community.grids for kind in ("grid", "care")]
    scopes += [f"diary:{post.person}" for post in community.posts if post.home == community.code]
    return {ScopeId(scope): Tie.secretary for scope in scopes}


_STRONGEST = (Tie.responsible, Tie.full, Tie.part)


def _ties_of_worker(
    assignments: Iterable[Assignment], person: str, today: date
) -> dict[ScopeId, Tie]:
    ties: dict[ScopeId, Tie] = {}
    for one in assignments:
        if one.person != person or one.role not in _STRONGEST or not is_current(one, today):
            continue
        scope, tie = ScopeId(f"grid:{one.grid}"), Tie(one.role)
        present = ties.get(scope, Tie.part)
        ties[scope] = min(tie, present, key=_STRONGEST.index)
        if tie is Tie.responsible:
            ties[ScopeId(f"care:{one.grid}")] = tie
    return ties


SIGNED = frozenset(
    "visit promise diary_entry tick review instruction reply photo issue issue_step"
    " handover".split()
)
"""Kinds whose `author` must be whoever sends them."""
_MADE_BY_THE_SERVER = frozenset(
    {"conflict", "quarantine", "photo_receipt", "moved", "arrived", "purged"}
)
_OF_STAFF = frozenset({"handover"})
"""What a community shares and its staff write, each in her own name."""
_OF_THE_SECRETARY = frozenset({"review", "instruction"})
_OF_THE_AUTHOR = frozenset({"diary_entry", "diary_line", "tick", "reply"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What permission turns on: who wants to do what with a row of which kind.

    `author` is the row's author: the field in a creation, else the present row's. `deed` is what
    a new step of an issue does; `is_own_work`: it rates what its author herself said was done,
    where another could ask. `is_for_another`: somebody else sends what was set aside of `actor`.
    """

    actor: str
    entity: str
    kind: ChangeKind
    author: str | None = None
    deed: str | None = None
    is_own_work: bool = False
    is_for_another: bool = False


def deed_of(change: Change) -> str | None:
    """Give what a change wants to do with an issue; None where it is no new step of one."""
    if change.entity != "issue_step" or change.kind is not ChangeKind.create:
        return None
    edit = change.fields.get("deed")
    return str(edit.new) if edit is not None else ""


def hand_of(tie: Tie) -> Hand:
    """Tell on whose side of an issue somebody with this tie to its grid stands."""
    return Hand.secretary if tie is Tie.secretary else Hand.worker


def _is_servers_own(entity: str) -> bool:
    """Conflicts, quarantine, receipts, and what a community shares: staff, grids, catalogues."""
    spec = SCHEMA.entities.get(entity)
    return spec is not None and (entity in _MADE_BY_THE_SERVER or spec.scope == "community")


def refusal(tie: Tie, wish: Wish) -> str | None:
    """Say why somebody with `tie` to a scope may not do this there; None when she may.

    Reasons: "server_only", "not_author", "secretary_only", "worker_only",
    "own_work", "bad_edit".
    """
    if tie is Tie.server:
        return None
    if wish.kind is ChangeKind.purge:
        return "server_only"
    if wish.kind is ChangeKind.resolve:
        return None if wish.entity == "conflict" else "bad_edit"
    if wish.entity == "quarantine" and wish.kind is ChangeKind.patch and tie is not Tie.staff:
        return None  # a correction taken back; of whom, the server looks
    if _is_servers_own(wish.entity) or tie is Tie.staff:
        return _refused_to_sign(wish) if wish.entity in _OF_STAFF else "server_only"
    if wish.kind is ChangeKind.move:
        return None if wish.entity in ROOTS else "bad_edit"
    if wish.kind is ChangeKind.create and wish.entity in SIGNED and wish.author != wish.actor:
        return "not_author"
    return _refused_by_scope(tie, wish)


def _refused_to_sign(wish: Wish) -> str | None:
    if wish.kind not in (ChangeKind.create, ChangeKind.archive):
        return "bad_edit"
    return None if wish.author == wish.actor else "not_author"


def refused_side(community: Community, actor: str, fields: Mapping[str, object]) -> str | None:
    """Say why somebody may not sign this side of a handover; None when she may.

    Whoever leaves gives, whoever works on there takes; the secretary signs for both.
    """
    if any(
        (post.person, post.role, post.home) == (actor, Role.secretary, community.code)
        and post.is_active
        for post in community.posts
    ):
        return None
    leaving, grid = fields.get("person"), fields.get("grid")
    if fields.get("side") == "gives":
        return None if actor == leaving else "not_author"
    is_taker = actor != leaving and any(
        (one.person, one.grid) == (actor, grid) and (one.to_on or "9") > str(fields.get("until_on"))
        for one in community.assignments
    )
    return None if is_taker else "not_author"


def _refused_by_scope(tie: Tie, wish: Wish) -> str | None:
    is_taken_back = wish.entity == "issue" and wish.kind is ChangeKind.archive
    if is_taken_back and tie is not Tie.secretary and wish.author != wish.actor:
        return "not_author"
    if wish.entity in _OF_THE_AUTHOR and tie is not Tie.author:
        return "not_author"
    if wish.entity in _OF_THE_SECRETARY and tie is not Tie.secretary:
        return "secretary_only"
    if wish.deed is None:
        return None
    if wish.is_for_another and tie is Tie.secretary:
        return None  # what a worker did stays done by her hand
    return refusal_of(hand_of(tie), wish.deed) or ("own_work" if wish.is_own_work else None)


def refusal_to_decide(tie: Tie, actor: str, entity: str) -> str | None:
    """Say why somebody may not decide a conflict over a row of kind `entity`; None when she may."""
    return refusal(tie, Wish(actor, entity, ChangeKind.patch))
