"""How the screens are read on this device: light, size of text, gloves; kept in its database."""

from __future__ import annotations

import json

from fieldapp.desk import Desk
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.kept_text import KeepText
from ui.bridge import Bridge
from ui.theme import Light, ThemeSource

KEY = "look"


def restore_look(theme: ThemeSource, bridge: Bridge, desk: Desk) -> None:
    """Put back what was chosen on this device; without a choice nothing changes."""
    bridge.hand_over(theme, desk.ask(KeptTextQuery(KEY)), lambda text: _dress(theme, text))


def keep_look(light: str, scale: float, gloves: bool, reduced: bool, thrift: bool) -> KeepText:
    """Give the command that keeps a choice."""
    chosen = {"light": light, "textScale": scale, "gloves": gloves, "reducedMotion": reduced}
    chosen["thrift"] = thrift
    return KeepText(KEY, json.dumps(chosen))


def _dress(theme: ThemeSource, text: str) -> None:
    chosen = json.loads(text) if text else {}
    if chosen.get("light") not in set(Light):
        chosen.pop("light", None)
    for name, value in chosen.items():
        theme.setProperty(name, value)
