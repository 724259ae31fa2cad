"""The recovery key on a sheet to keep: as a text file, or as a page to print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

_TITLE = "恢复码"
_LINES = (
    "忘了 PIN，用它能再进来。谁拿到它，谁就能打开这台平板里的记录。",
    "放在锁着的抽屉里，别和平板放在一起，别拍照。",
)


def keep_at(path: str, recovery: str) -> tuple[str, str]:
    """Write the key where the person chose; .pdf makes a page. Gives what was done, or the trouble.

    Both are sentences; one of them is "".
    """
    try:
        (write_page if path.lower().endswith(".pdf") else write_text)(path, recovery)
    except OSError:
        return "", "这里存不进去。换个位置，或者抄在纸上。"
    return "已存好。拷走以后，别和平板放在一起。", ""


def is_last_group(typed: str, recovery: str) -> bool:
    """Tell whether the last group was typed; any case, O as 0, I and L as 1."""
    plain = typed.strip().upper().translate(str.maketrans("OIL", "011"))
    return bool(recovery) and plain == recovery.rsplit("-", 1)[-1]


def write_text(path: str, recovery: str) -> None:
    """Write the key as a small text file. Raises OSError."""
    target = Path(path)
    target.write_text("\n".join([_TITLE, "", recovery, "", *_LINES, ""]), encoding="utf-8")
    target.chmod(0o600)


def write_page(path: str, recovery: str) -> None:
    """Write the key as one A5 page of PDF. Raises OSError."""
    Path(path).touch(mode=0o600)
    writer = QPdfWriter(path)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A5),
            QPageLayout.Orientation.Portrait,
            QMarginsF(15, 15, 15, 15),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(144)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError
    _draw(painter, QRectF(0, 0, writer.width(), writer.height()), recovery)
    painter.end()


def _draw(painter: QPainter, page: QRectF, recovery: str) -> None:
    groups = recovery.split("-")
    rows = ["  ".join(groups[:4]), "  ".join(groups[4:])]
    at = 0.0
    for line, px, is_strong in [
        (_TITLE, 44, True),
        *[(row, 40, True) for row in rows],
        *[(line, 24, False) for line in _LINES],
    ]:
        font = QFont(QGuiApplication.font())
        font.setPixelSize(px)
        font.setBold(is_strong)
        painter.setFont(font)
        space = QRectF(0, at, page.width(), page.height() - at)
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        used = painter.boundingRect(space, flags, line)
        painter.drawText(space, flags, line)
        at += used.height() + px * 0.7
