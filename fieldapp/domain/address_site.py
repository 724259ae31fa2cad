"""A house in a village: its group, and a number or a landmark to find it by (B31)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from fieldapp.domain.address_text import door_spelling, key_text, without_zeros
from fieldapp.domain.findings import Finding, Option, ask
from fieldapp.domain.numerals import with_arabic_digits

FIELD = "landmark"
_SITE = re.compile(
    r"(?P<village>.*?(?:村委会|村))?(?P<group>[^村]{0,8}?(?:村民小组|组|社|队|屯|庄|寨))(?P<rest>.*)"
)
_NUMBER = re.compile(r"(?:门牌)?(?P<number>[0-9]+(?:-[0-9]+)?)号?(?:院|户)?")


@dataclass(frozen=True, slots=True)
class Site:
    """Where one house of a village is. A house has a number, or a landmark instead."""

    group: str
    door_no: str = ""
    landmark: str = ""
    village: str = ""
    original: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def display(self) -> str:
        """The house as people say it: 上沟组12号, 上沟组 老槐树西第二家."""
        return f"{self.group}{self.door_no}号" if self.door_no else f"{self.group} {self.landmark}"


def site_key(group: str, door_no: str, landmark: str) -> str:
    """Build the machine key of a house in a village: group|number|landmark."""
    number = without_zeros(door_spelling(door_no))
    return "|".join((group_key(group), number, "" if number else key_text(landmark)))


def group_key(group: str) -> str:
    """Compare groups without regard to how they are counted: 第三村民小组 and 3组 are one."""
    bare = re.sub(r"^第|村民小组$|小组$|组$|社$|队$", "", key_text(group))
    return with_arabic_digits(bare) or key_text(group)


def looks_like_site(text: str) -> bool:
    """True when an address names a village group rather than a building."""
    found = _SITE.fullmatch("".join(text.split()))
    return found is not None and not re.search(r"栋|幢|号楼|单元|小区", text)


def parse_site(text: str, *, group: str = "") -> Site:
    """Read a village address; `group` is what another column gave."""
    spelt = "".join(unicodedata.normalize("NFKC", text).split())
    found = _SITE.fullmatch(spelt)
    village = (found["village"] or "") if found else ""
    named = found["group"] if found else group
    rest = (found["rest"] if found else spelt).strip(",，。-、")
    number = _NUMBER.fullmatch(rest)
    if number is not None:
        return Site(named, without_zeros(number["number"]), "", village, text)
    findings = () if rest else (_nowhere(),)
    return Site(named, "", rest, village, text, findings)


def _nowhere() -> Finding:
    options = (Option("head", "用“某某家”当地标"), Option("skip", "先不导入这一行"))
    return ask("B31", FIELD, "没有门号，要写个地标才找得到", options)
