"""Commands about the program itself: which edition it is, and what it is made of."""

from __future__ import annotations

from argparse import Namespace

from fieldapp import edition
from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command
from fieldapp.cli.console import Exit, Spoken
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    about = command(commands, "about", "这是哪一版，由哪些部件做成", tell, shapes.About)
    about.add_argument("--check", action="store_true", help="看看程序的文件是不是原样")


def tell(options: Namespace, connect: Connect) -> Spoken:
    """Tell version, commit, parts and licences."""
    told = edition.manifest()
    changed = edition.changed_files() if options.check else []
    document = shapes.About(
        version=edition.version(),
        commit=told.get("commit", ""),
        built_at=told.get("built_at", ""),
        is_packed=edition.is_packed(),
        files=len(told.get("files", {})),
        changed=tuple(changed),
        parts=tuple(
            shapes.AboutPart(part=one.title, licence=one.detail) for one in edition.parts()
        ),
    )
    lines = [f"fieldapp {document.version}"]
    lines += [f"从 {edition.built_from()} 做成，{document.files} 个文件。"] if told else []
    lines += [f"不是原样：{name}" for name in changed]
    lines += ["都是原样。"] if options.check and told and not changed else []
    lines += [f"{one.part}：{one.licence}" for one in document.parts]
    return Spoken(document, tuple(lines), Exit.world if changed else Exit.done)
