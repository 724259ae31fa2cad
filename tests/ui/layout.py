"""Finds words on a screen that are cut off, shortened, outside the window, or over one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlContext, QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

# The box of a line is some pixels higher than its ink; two of them may touch.
_TOUCHING = 10.0
_HALF_PIXEL = 1.5
_RIGHT, _MIDDLE = 2, 4
_BOTTOM, _CENTRE = 64, 128


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is drawn: where its lines stand, what of the scene is open there."""

    item: QQuickItem
    text: str
    place: QRectF
    opening: QRectF
    scrolls: bool

    @property
    def seen(self) -> QRectF:
        """Give the part that is not clipped away."""
        return self.place.intersected(self.opening)


def faults(window: QQuickWindow) -> list[str]:
    """Say what is wrong with the words of a window, one sentence each."""
    inside = QRectF(0, 0, window.width(), window.height())
    words = [one for one in _words(window.contentItem(), inside, False) if not one.seen.isEmpty()]
    alone = [fault for one in words for fault in _of_one(one, inside)]
    return alone + [
        f"over one another: {first.text!r} and {second.text!r}"
        for first, second in combinations(words, 2)
        if _run_together(first, second) and not _lies_above(first.item, second.item)
    ]


def _of_one(words: Words, inside: QRectF) -> Iterator[str]:
    margin = inside.adjusted(-_TOUCHING, -_TOUCHING, _TOUCHING, _TOUCHING)
    if words.item.property("truncated") and not words.item.property("mayBeShortened"):
        yield f"shortened: {words.text!r}"
    if not words.scrolls and not margin.contains(words.place):
        yield f"outside: {words.text!r}"
    if not words.scrolls and words.seen.width() < words.place.width() - _HALF_PIXEL:
        yield f"cut: {words.text!r}"


def _run_together(first: Words, second: Words) -> bool:
    common = first.seen.intersected(second.seen)
    return common.width() > 3 and common.height() > _TOUCHING


def _words(item: QQuickItem, opening: QRectF, scrolls: bool) -> Iterator[Words]:
    if not item.isVisible() or item.opacity() == 0:
        return
    if item.clip():
        opening = opening.intersected(item.mapRectToScene(item.boundingRect()))
    scrolls = scrolls or item.inherits("QQuickFlickable")
    if item.inherits("QQuickText") and item.property("text"):
        place = item.mapRectToScene(_ink(item))
        yield Words(item, str(item.property("text")), place, opening, scrolls)
    for child in sorted(item.childItems(), key=QQuickItem.z):
        yield from _words(child, opening, scrolls)


def _ink(item: QQuickItem) -> QRectF:
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    across, along = _alignment(item)
    left = float(item.property("leftPadding"))
    top = float(item.property("topPadding"))
    if across in (_MIDDLE, _RIGHT):
        left = (item.width() - width) / (2 if across == _MIDDLE else 1)
    if along in (_CENTRE, _BOTTOM):
        top = (item.height() - height) / (2 if along == _CENTRE else 1)
    return QRectF(left, top, width, height)


def _alignment(item: QQuickItem) -> tuple[int, int]:
    context: QQmlContext | None = qmlContext(item)
    if context is None:
        return 0, 0
    both = QQmlExpression(
        context, item, "effectiveHorizontalAlignment * 1000 + verticalAlignment"
    ).evaluate()
    number = int(both[0] if isinstance(both, tuple) else both)
    return number // 1000, number % 1000


def _lies_above(first: QQuickItem, second: QQuickItem) -> bool:
    """Whether the later one belongs to something drawn over the earlier, as a sheet does."""
    line = list(_line(first))
    branch = None
    for one in _line(second):
        if one in line:
            break
        branch = one
    return branch is not None and (branch.z() > 0 or _is_opaque(branch))


def _line(item: QQuickItem) -> Iterator[QQuickItem]:
    one: QQuickItem | None = item
    while one is not None:
        yield one
        one = one.parentItem()


def _is_opaque(item: QQuickItem) -> bool:
    if not item.isVisible() or min(item.width(), item.height()) < 100:
        return False
    if item.inherits("QQuickRectangle"):
        return bool(item.property("color").alpha() == 255)
    return any(_is_opaque(child) for child in item.childItems())
