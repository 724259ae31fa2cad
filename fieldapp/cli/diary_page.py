"""A diary entry in plain lines, as one reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldapp.domain.days import moment
from fieldapp.queries.diary import DiaryPage, NewReviewRow
from fieldapp.queries.review_rows import ReviewRow


def diary_lines(page: DiaryPage) -> Iterator[str]:
    """Tell an entry with its ticks, reviews and replies, and the ids that commands need."""
    words = (page.weather, *page.category_words, page.mood_word, page.urgency_word)
    yield "  ".join((page.on.isoformat(), page.author_name, page.state_word, *filter(None, words)))
    for line in page.lines:
        about = "、".join(one.label for one in line.households)
        sealed = "密封" if line.is_sealed and not line.is_closed else ""
        text = "密封的，--open 点开看" if line.is_closed else line.text
        said = (f"{'✓' if line.is_ticked else '·'} {text}", about, sealed, line.id)
        yield "  " + "  ".join(filter(None, said))
    for review in page.reviews:
        yield from _review_lines(review)


def _review_lines(review: ReviewRow) -> Iterator[str]:
    before = "（批在改动前）" if review.is_before_change else ""
    by = f"{review.author_name} {moment_words(review.at_ms)}"
    until = f"{moment_words(review.due_ms)} 前办好" if review.due_ms else ""
    whom = f"给 {review.for_name}" if review.for_name else ""
    said = (f"{review.kind_word}{before}", by, review.text, whom, until, review.id)
    yield "  ".join(filter(None, said))
    for reply in review.replies:
        when = f"{reply.author_name} {moment_words(reply.at_ms)}"
        yield f"  {reply.kind_word}  {when}  {reply.text}".rstrip()


def waiting_lines(rows: Iterable[NewReviewRow]) -> Iterator[str]:
    """Tell what waits for an answer, with the ids that answering needs."""
    for row in rows:
        whose = f"{row.written_by} " if row.written_by else ""
        yield "  ".join((f"{whose}{row.on.isoformat()} 的日记", row.entry)).rstrip()
        yield from (f"  {line}" for line in _review_lines(row.review))


def moment_words(at_ms: int) -> str:
    """Write a moment as 2026-11-20 09:30, in Asia/Shanghai."""
    return f"{moment(at_ms):%Y-%m-%d %H:%M}"
