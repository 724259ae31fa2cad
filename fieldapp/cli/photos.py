"""Commands about photographs: photo add, list, save, undo, clear."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.domain.kinds.photos import PHOTO_PARENTS
from fieldapp.errors import Refused
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import fetch_photo
from fieldapp.queries.photos import PhotoCountQuery, PhotoQuery, PhotoRow, PhotosQuery
from fieldapp.services.photos import UndoPhoto
from fieldapp.session import Connect, Session
from sync.attachments import AttachmentLine

_ALSO = {"diary": "diary_entry", "敲门": "visit", "日记": "diary_entry", "事项": "issue"}


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    of_photos = family(commands, "photo", "照片")
    add = command(of_photos, "add", "给一次敲门或一篇日记加照片", add_photo, shapes.PhotoShown)
    add.add_argument("kind", metavar="KIND", type=_kind, help="挂在哪一类：visit 或 diary_entry")
    add.add_argument("id", metavar="ID", help="那一条的编号")
    add.add_argument("file", metavar="FILE", help="照片文件（JPG、PNG 等）")
    listed = command(of_photos, "list", "列出照片和各到了哪一步", list_photos, shapes.PhotoList)
    listed.add_argument("kind", metavar="KIND", nargs="?", type=_kind, help="只要这一类的")
    listed.add_argument("id", metavar="ID", nargs="?", help="只要这一条的")
    save = command(of_photos, "save", "把照片存成文件", save_photo, shapes.PhotoSaved)
    save.add_argument("photo", metavar="ID", help="照片的编号")
    save.add_argument("file", metavar="FILE", help="新文件")
    save.add_argument("--original", action="store_true", help="要原来的大图（社区收到前还在）")
    undo = command(of_photos, "undo", "撤销自己加的一张照片", undo_photo, shapes.Done)
    undo.add_argument("photo", metavar="ID", help="照片的编号")
    undo.add_argument("--reason", default="撤销", metavar="TEXT", help="为什么撤")
    command(of_photos, "clear", "清掉社区已收到的，腾出地方；要看时再取", clear, shapes.Done)


def add_photo(options: Namespace, connect: Connect) -> Spoken:
    """Scale a picture and hang it on a record."""
    with opened(options) as session:
        made = Album(session).add(options.kind, options.id, Path(options.file))
        row = session.desk.ask(PhotoQuery(made)).result()
    return Spoken(_shown(row), (f"照片{row.state}，{_size(row)}：{row.id}",))


def list_photos(options: Namespace, connect: Connect) -> Spoken:
    """List photographs and how far each got."""
    if options.kind and not options.id:
        raise Refused("id-missing", "还缺：那一条的编号。", field="id", is_input=True)
    with opened(options) as session:
        rows = session.desk.ask(PhotosQuery(options.kind or "", options.id or "")).result()
        count = session.desk.ask(PhotoCountQuery()).result()
    document = shapes.PhotoList(
        waiting=count.waiting, received=count.received, rows=tuple(_shown(row) for row in rows)
    )
    lines = tuple(f"{row.id}  {row.state}  {_size(row)}  {row.kind} {row.on}" for row in rows)
    return Spoken(document, (*lines, count.text or "没有要送的照片。"))


def save_photo(options: Namespace, connect: Connect) -> Spoken:
    """Write a copy of a photograph, fetching it first where it is not here."""
    with opened(options) as session:
        album, target = Album(session), Path(options.file)
        row = session.desk.ask(PhotoQuery(options.photo)).result()
        if not options.original and not row.is_here:
            _fetch(session, connect, album, options.photo)
        size = album.save(options.photo, target, original=options.original)
    document = shapes.PhotoSaved(id=options.photo, file=str(target), bytes=size)
    return Spoken(document, (f"存好了：{target}",))


def _fetch(session: Session, connect: Connect, album: Album, photo: str) -> None:
    line = connect.again(session.enlisted)
    try:
        if isinstance(line, AttachmentLine):
            fetch_photo(album, line, photo)
    finally:
        line.close()


def undo_photo(options: Namespace, connect: Connect) -> Spoken:
    """Take one's own photograph back."""
    with opened(options) as session:
        session.desk.do(UndoPhoto(options.photo, options.reason)).result()
    return Spoken(shapes.Done(id=options.photo), ("撤销了，历史里还看得到。",))


def clear(options: Namespace, connect: Connect) -> Spoken:
    """Make room: throw away the bytes that the community has."""
    with opened(options) as session:
        count = Album(session).clear_received()
    word = f"清掉了 {count} 张社区已收到的，要看时再取。" if count else "没有可以清的。"
    return Spoken(shapes.Done(count=count), (word,))


def _kind(text: str) -> str:
    kind = _ALSO.get(text, text)
    if kind not in PHOTO_PARENTS:
        raise ArgumentTypeError("可以是 visit、diary_entry")
    return kind


def _size(row: PhotoRow) -> str:
    return f"{row.width}×{row.height}，{row.size // 1000} kB"


def _shown(row: PhotoRow) -> shapes.PhotoShown:
    return shapes.PhotoShown(
        id=row.id,
        kind=row.kind,
        on=row.on,
        sha256=row.name,
        size=row.size,
        width=row.width,
        height=row.height,
        at_ms=row.at_ms,
        author=row.author,
        is_mine=row.is_mine,
        is_here=row.is_here,
        state=row.state.name,
        state_word=row.state.value,
    )
