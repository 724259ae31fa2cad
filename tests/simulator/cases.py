"""Seeds that once broke a law; each is run again with every test."""

from __future__ import annotations

CASES: dict[int, str] = {
    33: "a server restored again while a device was giving back: what it had given was gone",
    611: "a forged part of a group lost its words, and the simulator took it for one of ours",
    663: "a group turned down in part about an erased resident could not be given back",
    2102: "what was set aside of an erased record was noted again under its erased name",
}
