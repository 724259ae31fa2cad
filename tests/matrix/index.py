"""One page that shows all pictures of a folder, a row for each screen."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.matrix.draw import dresses
from tests.matrix.screens import CAPTIONS, STATES

_STYLE = """
body { font-family: "Noto Sans CJK SC", sans-serif; margin: 24px; background: #f2f3ef }
h2 { margin-top: 48px } h3 { font-weight: 400; margin: 24px 0 8px }
figure { display: inline-block; margin: 0 12px 12px 0; vertical-align: top }
img { height: 220px; border: 1px solid #c8cec6 } figcaption { font-size: 13px; color: #56605a }
"""


def write_index(folder: Path, faults: list[str]) -> Path:
    """Write index.html over the pictures that are there; gives its path."""
    parts = [f"<!doctype html><meta charset=utf-8><title>画面</title><style>{_STYLE}</style>"]
    parts.append(f"<p>不合规矩的：{len(faults)} 处</p><ul>")
    parts += [f"<li>{escape(fault)}</li>" for fault in faults]
    parts.append("</ul>")
    for state, screens in STATES.items():
        rows = [row for screen in screens if (row := _row(folder, state, screen.name))]
        if rows:
            parts += [f"<h2>{CAPTIONS[state]}</h2>", *rows]
    path = folder / "index.html"
    path.write_text("\n".join(parts), "utf-8")
    return path


def _row(folder: Path, state: str, screen: str) -> str:
    figures = [
        f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt="{screen}"></a>'
        f"<figcaption>{dress.name}</figcaption></figure>"
        for dress in dresses()
        if (folder / (name := f"{state}/{screen}-{dress.name}.png")).exists()
    ]
    return f"<h3>{screen}</h3>" + "".join(figures) if figures else ""
