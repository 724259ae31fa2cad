"""The secretary's commands: review, review undo, and the queue of what is to be read."""

from __future__ import annotations

from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, among, command, listed, moment, whole_number
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.domain.diary_words import REVIEW
from fieldapp.errors import Refused
from fieldapp.queries.addressees import Addressee, AddresseesQuery
from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.services.reviews import ReviewEntry, UndoReview
from fieldapp.session import Connect, Session

_KINDS = {code: word for code, word in REVIEW.items() if code != "to_issue"}


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    review = command(commands, "review", "在一篇日记下批示", review_entry, shapes.Done)
    review.epilog = "批错了：fieldapp review undo ID    要看的：fieldapp review list"
    review.add_argument("entry", metavar="ENTRY", help="哪一篇的编号")
    kinds = f"怎么批：{listed(_KINDS)}"
    review.add_argument("--kind", required=True, type=among(_KINDS), metavar="KIND", help=kinds)
    review.add_argument("--text", default="", metavar="TEXT", help="写什么")
    review.add_argument("--due", type=moment, metavar="ISO", help="什么时候前办")
    whom = "给谁办：同网格的人写姓名，别的写几个字（不写就是写日记的人）"
    review.add_argument("--for", dest="whom", default="", metavar="WHO", help=whom)
    undo = command(commands, "review undo", "撤销自己的一条批示", undo_review, shapes.Done)
    undo.add_argument("review", metavar="ID", help="哪条批示的编号")
    queue = command(commands, "review list", "要看的日记，急的在前", list_queue, shapes.ReviewList)
    queue.add_argument("--days", type=whole_number, default=7, metavar="N", help="最近几天")


def review_entry(options: Namespace, connect: Connect) -> Spoken:
    """Write under an entry."""
    with opened(options) as session:
        colleague = _addressee(session, options.entry, options.whom)
        wish = ReviewEntry(
            options.entry,
            options.kind,
            options.text,
            options.due,
            for_person=colleague.person if colleague else "",
            for_words="" if colleague else options.whom,
        )
        made = session.desk.do(wish).result()
    parts = (REVIEW[options.kind], *_given_to(colleague, options.whom), f"已存本机：{made}")
    return Spoken(shapes.Done(id=made), ("，".join(parts),))


def _addressee(session: Session, entry: str, whom: str) -> Addressee | None:
    """Give the colleague who is meant by name or id, None where these are only words."""
    found = session.desk.ask(AddresseesQuery(entry)).result() if whom else ()
    fitting = [one for one in found if whom.strip() in (one.person, one.name)]
    if len(fitting) > 1:
        raise Refused(
            "several-fit",
            "叫这个的同事不止一个，写编号。",
            field="for",
            is_input=True,
            candidates=tuple(f"{one.person} {one.name}" for one in fitting),
        )
    return fitting[0] if fitting else None


def _given_to(colleague: Addressee | None, words: str) -> tuple[str, ...]:
    """Say whether it went into a colleague's diary or names somebody in words alone."""
    if colleague is not None:
        return f"给 {colleague.name}", "进了她的日记"
    return (f"给 {words}", "只写在批示上") if words else ()


def undo_review(options: Namespace, connect: Connect) -> Spoken:
    """Take one's own review back."""
    with opened(options) as session:
        session.desk.do(UndoReview(options.review)).result()
    return Spoken(shapes.Done(id=options.review), ("撤销了，历史里还看得到。",))


def list_queue(options: Namespace, connect: Connect) -> Spoken:
    """List the entries to be read, the urgent ones first."""
    with opened(options) as session:
        queue = session.desk.ask(ReviewQueueQuery(options.days)).result()
    lines = tuple(
        f"{row.state_word}  {row.on}  {row.author_name}  {row.summary}  {row.entry}"
        for row in queue.rows
    )
    document = shapes.ReviewList(count=queue.total, unread=queue.unread, rows=queue.rows)
    return Spoken(document, lines or ("没有要看的。",))
