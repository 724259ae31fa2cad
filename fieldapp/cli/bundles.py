"""Commands about files on a stick: bundle export, bundle import, bundle carry."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldapp.bundles.carrying import Carry
from fieldapp.bundles.exporting import export_bundle
from fieldapp.bundles.importing import import_bundle
from fieldapp.bundles.words import carried_lines, exported_lines, imported_lines
from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command, family
from fieldapp.cli.console import Exit, Spoken
from fieldapp.cli.opening import opened
from fieldapp.session import Connect
from sync.bundle import Kind
from sync.bundle_reader import Ending


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    bundle = family(commands, "bundle", "用U盘带：导出，导入，代为转交")
    out = command(bundle, "export", "把等着送的导出到文件", export, shapes.BundleExported)
    out.add_argument("file", metavar="FILE", help="新文件，如 /media/U盘/周三.gsb")
    out.add_argument(
        "--photos-mb",
        type=int,
        metavar="N",
        help="照片最多带多少 MB，0 不带；不写就能带多少带多少",
    )
    back = command(bundle, "import", "读带回来的回信", import_, shapes.BundleImported)
    back.add_argument("file", metavar="FILE", help="回信，或者收条")
    on = command(bundle, "carry", "替别的平板转交，看不到内容", carry, shapes.BundleCarried)
    on.add_argument("paths", nargs="*", metavar="IN", help="导出的文件，或者它们的文件夹")
    on.add_argument("--to-server", action="store_true", help="现在就交给服务器，取回信")


def export(options: Namespace, connect: Connect) -> Spoken:
    """Write what waits to a sealed file, photographs after the words."""
    most = None if options.photos_mb is None else max(0, options.photos_mb) * 1_000_000
    with opened(options, also_closed=True) as session:
        done = export_bundle(session, Path(options.file), photo_bytes=most)
    document = shapes.BundleExported(
        file=str(done.file),
        id=done.id,
        count=done.count,
        bytes=done.bytes,
        photos=done.photos,
        photos_left=done.photos_left,
    )
    return Spoken(document, exported_lines(done))


def import_(options: Namespace, connect: Connect) -> Spoken:
    """Take in an answer; exit code 3 when only its beginning was whole."""
    with opened(options, also_closed=True) as session:
        done = import_bundle(session, Path(options.file))
    document = shapes.BundleImported(
        kind=done.kind.value,
        ending=done.ending.value,
        received=done.received,
        retired=done.retired,
        quarantined=done.quarantined,
        waiting=done.waiting,
        is_level=done.is_level,
        was_torn_there=done.was_torn_there,
        stuck=done.stuck,
        photos=done.photos,
        photos_waiting=done.photos_waiting,
    )
    is_well = done.ending is Ending.whole or done.kind is Kind.receipt
    return Spoken(document, imported_lines(done), Exit.done if is_well else Exit.world)


def carry(options: Namespace, connect: Connect) -> Spoken:
    """Hold others' files, hand them to the server, give the answers back."""
    paths = [Path(one) for one in options.paths]
    with opened(options, also_closed=True) as session:
        line = connect.again(session.enlisted) if options.to_server else None
        try:
            done = Carry(session).run(paths, line)
        finally:
            if line is not None:
                line.close()
    document = shapes.BundleCarried(
        taken=done.taken,
        torn=done.torn,
        receipts=done.receipts,
        forwarded=done.forwarded,
        given=done.given,
        held=done.held,
        is_away=done.is_away,
        sentences=tuple(done.sentences),
    )
    return Spoken(document, carried_lines(done), Exit.world if done.is_away else Exit.done)
