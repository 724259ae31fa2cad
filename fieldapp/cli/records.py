"""Commands on any record: set, tag, phone, archive, reveal, undo."""

from __future__ import annotations

from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, assignment, command, day, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import LOOKED_UP, find, pick_tag
from fieldapp.cli.opening import opened
from fieldapp.errors import Refused
from fieldapp.queries.acts import ActsQuery
from fieldapp.services.fields import EDITABLE, ArchiveRow, LogReveal, SetFields, labels_of
from fieldapp.services.people import AddPhone, RemovePhone
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.undo import UndoAct, UndoChange, UndoLast, Undone
from fieldapp.session import Connect, Session

_ACTS_LOOKED_AT = 400
TAGGED = ("resident", "household")
_KINDS = f"哪一类：{'、'.join(EDITABLE)}"
_ID = "编号；门、户、人也可以写门牌或姓名"


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    set_ = command(commands, "set", "改一条记录的几项", set_fields, shapes.Done)
    set_.add_argument("kind", choices=EDITABLE, metavar="KIND", help=_KINDS)
    set_.add_argument("id", metavar="ID", help=_ID)
    set_.add_argument(
        "fields",
        nargs="+",
        type=assignment,
        metavar="FIELD=VALUE",
        help="哪一项改成什么，比如 性别=女，等号后面不写就是清空",
    )
    _register_tag(family(commands, "tag", "标签"))
    _register_phone(family(commands, "phone", "电话"))
    archive = command(commands, "archive", "撤下一条记录，历史里还在", archive_row, shapes.Done)
    archive.add_argument("kind", choices=EDITABLE, metavar="KIND", help=_KINDS)
    archive.add_argument("id", metavar="ID", help=_ID)
    archive.add_argument("--reason", default="记错了", metavar="TEXT", help="为什么")
    shown = command(commands, "reveal", "看一项遮住的（会留下记录）", reveal, shapes.Revealed)
    shown.add_argument("resident", metavar="RESIDENT", help="谁：编号或姓名")
    shown.add_argument("field", metavar="FIELD", help="哪一项：id_no、health_note、tags …")
    undo_ = command(commands, "undo", "撤销一步", undo, shapes.Undone)
    undo_.add_argument(
        "what", nargs="?", metavar="ACT|CHANGE", help="哪一步的编号（不写就是刚才这一步）"
    )


def _register_tag(of_tag: Commands) -> None:
    add = command(of_tag, "add", "贴一个标签", add_tag, shapes.Done)
    remove = command(of_tag, "remove", "撕一个标签", remove_tag, shapes.Done)
    for parser in (add, remove):
        about = "贴在哪一类上：resident 人、household 户"
        parser.add_argument("kind", choices=TAGGED, metavar="KIND", help=about)
        parser.add_argument("id", metavar="ID", help=_ID)
        parser.add_argument("code", metavar="CODE", help="哪个标签，比如 ALONE 或 独居老人")
    add.add_argument("--source", metavar="TEXT", help="怎么知道的")
    add.add_argument("--from", dest="from_on", type=day, metavar="DATE", help="从哪天起")
    add.add_argument("--note", metavar="TEXT", help="备注")


def _register_phone(of_phone: Commands) -> None:
    add = command(of_phone, "add", "加一个电话", add_phone, shapes.Done)
    remove = command(of_phone, "remove", "去掉一个电话", remove_phone, shapes.Done)
    for parser in (add, remove):
        parser.add_argument("resident", metavar="RESIDENT", help="谁：编号或姓名")
        parser.add_argument("number", metavar="NUMBER", help="号码")
    add.add_argument("--whose", default="", metavar="TEXT", help="是谁的号码，比如 女儿")


def _id_of(session: Session, kind: str, typed: str) -> str:
    return find(session, kind, typed) if kind in LOOKED_UP else typed


def set_fields(options: Namespace, connect: Connect) -> Spoken:
    """Set fields of one record."""
    names = {label: name for name, label in labels_of(options.kind).items()}
    fields = {names.get(typed, typed): value for typed, value in options.fields}
    if len(fields) < len(options.fields):
        raise Refused("field-twice", "同一项写了两次，留一个。", field="fields", is_input=True)
    with opened(options) as session:
        id_ = _id_of(session, options.kind, options.id)
        count = session.desk.do(SetFields(options.kind, id_, fields)).result()
    line = f"改了 {count} 项。" if count else "本来就是这样，没有改。"
    return Spoken(shapes.Done(id=id_, count=count), (line,))


def add_tag(options: Namespace, connect: Connect) -> Spoken:
    """Put a tag on."""
    with opened(options) as session:
        id_ = _id_of(session, options.kind, options.id)
        wish = AddTag(
            options.kind,
            id_,
            pick_tag(session, options.code),
            options.source,
            options.from_on,
            options.note,
        )
        session.desk.do(wish).result()
    return Spoken(shapes.Done(id=id_), ("贴好了。",))


def remove_tag(options: Namespace, connect: Connect) -> Spoken:
    """Take a tag off."""
    with opened(options) as session:
        id_ = _id_of(session, options.kind, options.id)
        session.desk.do(RemoveTag(options.kind, id_, pick_tag(session, options.code))).result()
    return Spoken(shapes.Done(id=id_), ("撕下了。",))


def add_phone(options: Namespace, connect: Connect) -> Spoken:
    """Add a telephone number."""
    with opened(options) as session:
        resident = find(session, "resident", options.resident)
        session.desk.do(AddPhone(resident, options.number, options.whose)).result()
    return Spoken(shapes.Done(id=resident), ("记好了。",))


def remove_phone(options: Namespace, connect: Connect) -> Spoken:
    """Take a telephone number off."""
    with opened(options) as session:
        resident = find(session, "resident", options.resident)
        session.desk.do(RemovePhone(resident, options.number)).result()
    return Spoken(shapes.Done(id=resident), ("去掉了。",))


def archive_row(options: Namespace, connect: Connect) -> Spoken:
    """Take a record out of every list."""
    with opened(options) as session:
        id_ = _id_of(session, options.kind, options.id)
        session.desk.do(ArchiveRow(options.kind, id_, options.reason)).result()
    return Spoken(shapes.Done(id=id_), ("撤下了，历史里还看得到。",))


def reveal(options: Namespace, connect: Connect) -> Spoken:
    """Show one masked field; that it was shown is recorded."""
    with opened(options) as session:
        resident = find(session, "resident", options.resident)
        value = session.desk.do(LogReveal("resident", resident, options.field)).result()
    document = shapes.Revealed(id=resident, field=options.field, value=value)
    return Spoken(document, (value or "空着",))


def undo(options: Namespace, connect: Connect) -> Spoken:
    """Undo the last step of this device, or the one that is named."""
    with opened(options) as session:
        what = words_of_step(session, options.what)
        done = _undone(session, options.what)
    return undone_document(done, what)


def words_of_step(session: Session, id_: str | None) -> str:
    """Say which step an id names, or which was the last; "" for one that is not of here."""
    limit = 1 if id_ is None else _ACTS_LOOKED_AT
    steps = session.desk.ask(ActsQuery(limit)).result()
    named = (f"{one.kind_word} {one.text}".strip() for one in steps if id_ in (None, one.id))
    return next(named, "")


def undone_document(done: Undone, what: str) -> Spoken:
    """Tell what was undone and what stays as it is. Raises `Refused` when there was nothing."""
    if not done.undone and not done.left:
        raise Refused("nothing-to-undo", "没有可以撤销的了。")
    left = tuple(
        shapes.LeftAlone(kind=one.kind, id=one.id, field=one.field, reason=one.reason)
        for one in done.left
    )
    if done.undone:
        first = f"撤销了：{what}（{done.undone} 处）。" if what else f"撤销了 {done.undone} 处。"
    else:
        first = f"没有可以撤销的：{what}。" if what else "没有可以撤销的。"
    lines = (first, *(f"没有动：{one.reason}" for one in left))
    document = shapes.Undone(act=done.act, what=what, undone=done.undone, left=left)
    return Spoken(document, lines)


def _undone(session: Session, what: str | None) -> Undone:
    if what is None:
        return session.desk.do(UndoLast()).result()
    try:
        return session.desk.do(UndoAct(what)).result()
    except Refused as refused:
        if refused.code != "act-unknown":
            raise
    return session.desk.do(UndoChange(what)).result()
