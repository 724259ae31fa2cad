"""How a figure is told: one JSON line, numbers rounded, nothing else on stdout."""

from __future__ import annotations

import json


def tell(figure: str, **values: float | bool | str) -> None:
    """Print one figure with its values; seconds and ratios to four places."""
    rounded = {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in values.items()
    }
    print(json.dumps({"figure": figure, **rounded}, ensure_ascii=False), flush=True)
