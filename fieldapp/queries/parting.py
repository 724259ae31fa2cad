"""What a person is told of a grid that went to others, and of a device that was stopped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from fieldapp.store import scopes
from fieldapp.store.left import LeftScope, left_scopes, revoked_ms
from fieldapp.store.left_photos import count_owed

TOLD_FOR_MS = 7 * 86_400_000
_SEALED = "照片已经封好，只有社区打得开，每次连上都会再交，留 90 天。"


@dataclass(frozen=True, slots=True)
class Parting:
    """One thing to tell. `is_over`: everything of it has been signed for."""

    code: str
    sentence: str
    advice: str
    is_over: bool


def partings(connection: Connection, now_ms: int) -> Iterator[Parting]:
    """Tell what was left; of a device that was stopped, that alone."""
    left, photos = left_scopes(connection), count_owed(connection)
    if revoked_ms(connection):
        yield _revoked(connection, left, sum(photos.values()))
        return
    for place, parts in sorted(_by_place(left).items()):
        told = _left(place, parts, now_ms, photos.get(place, 0))
        if told is not None:
            yield told


def _by_place(left: list[LeftScope]) -> dict[str, list[LeftScope]]:
    """Put a grid and its masked rows together: to a person they are one."""
    found: dict[str, list[LeftScope]] = defaultdict(list)
    for one in left:
        kind, _, code = one.scope.partition(":")
        found[f"grid:{code}" if kind == "care" else one.scope].append(one)
    return found


def _left(place: str, parts: list[LeftScope], now_ms: int, photos: int) -> Parting | None:
    waiting, signed = sum(one.waiting for one in parts), sum(one.signed for one in parts)
    is_over = all(one.done_ms for one in parts)
    is_old = is_over and max(one.done_ms for one in parts) + TOLD_FOR_MS < now_ms
    if is_old and not photos:
        return None
    if not place.startswith("grid:") and not waiting + signed + photos:
        return None
    name = next((one.name for one in parts if one.name), "") or _fallback(place)
    if not is_over:
        written = f"你写的 {waiting} 条正在交过去。" if waiting else "留在这里的正在交过去。"
        advice = "一条都不会丢，收到回执才从这台平板上清掉。"
        return Parting(f"leaving-{place}", f"{name}已交给别人。{written}", advice, is_over)
    written = f"你写的 {signed} 条都有回执。" if signed else "没有你没送的。"
    advice = "接手的人看过会收下，写的还是你的名字。" if signed else ""
    if photos:
        written = f"文字交清了，还有 {photos} 张照片在交。"
        return Parting(f"leaving-{place}", f"{name}已交给别人。{written}", _SEALED, False)
    return Parting(f"left-{place}", f"{name}已交清，{written}", advice, is_over)


def _revoked(connection: Connection, left: list[LeftScope], photos: int) -> Parting:
    held = sum(not one.has_left for one in scopes.all_stands(connection))
    waiting, signed = sum(one.waiting for one in left), sum(one.signed for one in left)
    if waiting or held or not all(one.done_ms for one in left):
        written = (
            f"写的 {waiting} 条还在交，都没有丢。" if waiting else "写的正在交上去，都没有丢。"
        )
    else:
        written = f"写的 {signed} 条都交上去了。" if signed else "写的都交上去了。"
    if photos:
        written += f"还有 {photos} 张照片在交。{_SEALED}"
    is_over = not waiting and not held and not photos
    return Parting(
        "revoked", f"这台平板已停用。{written}", "要再用，找管账号的人重新登记。", is_over
    )


def _fallback(place: str) -> str:
    if place.startswith("grid:"):
        return "这个网格"
    return "这个社区的记录" if place.startswith("community:") else "这一份日记"
