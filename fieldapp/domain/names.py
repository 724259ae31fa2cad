"""A person's name as it may be stored: every character that was given, none that was not.

A name is never normalised (NFC turns U+F9DC into another character), never shortened, never split
into surname and given name. What looks like more than a name is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldapp.domain.findings import Finding, Option, ask, fix, refuse
from fieldapp.domain.identity import mask
from fieldapp.domain.surnames import compound_surname
from fieldapp.domain.text import JOINERS, is_lost_char, recover_mojibake, strip_invisible

FIELD = "name"
LENGTH_LIMIT = 64
"""In code points; 民委发〔2016〕33号 asks for storage of at least 50."""

DOT = "·"
_ROUND_DOTS = "•‧・･∙⋅●᛫"
_FULL_STOPS = ".．"
_LONG_FOREIGN_NAME = 5

_ID_INSIDE = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])")
_BRACKETS = re.compile(r"[（(〔【\[<《]([^（）()\[\]〔〕【】<>《》]*)[）)〕】\]>》]")
_SEVERAL = re.compile(
    r"等\s*[0-9一二三四五六七八九十两几]*\s*[人口]$|[、,，;；/&]|和.家人$|一家$|全家$"
)
_TITLES = tuple(
    (
        "奶奶 爷爷 大爷 大妈 大娘 大叔 大婶 大姐 大哥 大嫂 阿姨 叔叔 伯伯 婆婆 师傅 老师 医生 大夫 "
        "书记 主任 老板 老板娘 先生 女士 太太 小姐 同志 经理 校长 老头 老太 嫂子 老伴 家属"
    ).split()
)
_NOT_PEOPLE = tuple(
    "小卖部 超市 饭店 商店 公司 餐馆 面馆 理发店 药店 诊所 仓库 门市 门市部 工地 宿舍".split()
)
_GONE = ("已故", "去世", "亡故", "已去世", "死亡", "亡", "故")
_HEADS = ("户主", "本人")
_FORMER = ("曾用名", "原名", "又名", "小名", "乳名", "别名")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A cleaned name, empty when there is none; one in Latin or Cyrillic is in `latin_name` too."""

    name: str
    original: str
    latin_name: str | None = None
    findings: tuple[Finding, ...] = ()


def clean_name(text: str, *, field: str = FIELD) -> PersonName:
    """Put the spelling of a name right and ask about whatever may be more or less than a name."""
    visible, fixes = _visible(text, field)
    dotted = _with_middle_dot(visible)
    if dotted != visible:
        fixes.append(fix("B38", field, "名字中间的点统一成 ·"))
    name, spacing = _closed_up(dotted, field)
    findings = [*fixes, *spacing]
    if not name:
        return PersonName("", text, findings=tuple(findings))
    if len(name) > LENGTH_LIMIT:
        findings.append(refuse("B39", field, f"名字超过 {LENGTH_LIMIT} 个字，请分开写"))
        return PersonName(name, text, findings=tuple(findings))
    doubt = _doubt(name, field)
    if doubt is not None:
        findings.append(doubt)
    return PersonName(name, text, _latin(name), tuple(findings))


def is_han(char: str) -> bool:
    """True for a Chinese character of any block, private and compatibility ones too."""
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or 0xE000 <= code <= 0xF8FF
        or code in (0x3007, 0x25CB)
    )


def _visible(text: str, field: str) -> tuple[str, list[Finding]]:
    spaced = "".join(" " if c.isspace() else c for c in text)
    bare = "".join(c for c in strip_invisible(spaced) if c not in JOINERS)
    found = []
    if len(bare) != len(spaced):
        found.append(fix("B46", field, "去掉了名字里看不见的字符"))
    return bare.strip(), found


def _with_middle_dot(name: str) -> str:
    name = re.sub(f"[{_ROUND_DOTS}]", DOT, name)
    name = re.sub(rf"(?<=\S)\s*[{_FULL_STOPS}]\s*(?=\S)", _dot_between_han, name)
    return re.sub(rf"(?<=\S)\s*{DOT}+\s*(?=\S)", DOT, name)


def _dot_between_han(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return DOT if is_han(before) and is_han(after) else match.group()


def _closed_up(name: str, field: str) -> tuple[str, list[Finding]]:
    """Remove the spaces that only align two-character names; turn the others into a dot or ask."""
    parts = name.split()
    if len(parts) < 2 or not all(is_han(c) for part in parts for c in part if c != DOT):
        return " ".join(parts), []
    joined = "".join(parts)
    if all(len(part) == 1 for part in parts):
        return joined, [fix("B41", field, "去掉了名字里的空格")]
    if _is_dotted_by_spaces(parts):
        return DOT.join(parts), [fix("B38", field, "名字中间的空格改成 ·")]
    kept = " ".join(parts)
    options = (
        Option("join", f"是一个人：{joined}", ((field, joined),)),
        Option("dot", f"是一个人：{DOT.join(parts)}", ((field, DOT.join(parts)),)),
        Option("skip", "是几个人，先不导入这一行"),
    )
    return kept, [ask("B41", field, "名字中间有空格", options)]


def _is_dotted_by_spaces(parts: list[str]) -> bool:
    if len(parts) != 2 or compound_surname("".join(parts)) == parts[0]:
        return False
    return min(map(len, parts)) >= 2 and sum(map(len, parts)) >= _LONG_FOREIGN_NAME


def _doubt(name: str, field: str) -> Finding | None:
    """The one question that matters most about a name, if there is any."""
    recovered = recover_mojibake(name)
    if recovered is not None:
        options = (_write(field, recovered), Option("keep", "就按原样"))
        return ask("B45", field, "这个名字像是编码读错了", options)
    return _buried_number(name, field) or _lost(name, field) or _more_than_a_name(name, field)


def _write(field: str, name: str, *also: tuple[str, str]) -> Option:
    return Option("use", f"姓名写“{name}”", ((field, name), *also))


def _lost(name: str, field: str) -> Finding | None:
    if not any(is_lost_char(c) or c in "*＊" for c in name):
        return None
    options = (Option("keep", "先这样存，见面看证件再改"), Option("skip", "先不导入这一行"))
    return ask("B37", field, "有生僻字丢了，请看证件把字补上", options)


def _buried_number(name: str, field: str) -> Finding | None:
    inside = _ID_INSIDE.search(name)
    if inside is None:
        return None
    rest = (name[: inside.start()] + name[inside.end() :]).strip(" :：,，()（）")
    number = inside.group().upper()
    label = f"姓名“{rest}”，证件号 {mask(number)}"
    options = (
        Option("split", label, ((field, rest), ("id_no", number))),
        Option("drop", f"只要姓名“{rest}”", ((field, rest),)),
    )
    return ask("B20", field, "姓名和证件号写在一格里", options)


def _more_than_a_name(name: str, field: str) -> Finding | None:
    bracket = _BRACKETS.search(name)
    if bracket is not None:
        return _bracketed(name, bracket, field)
    keep, skip = Option("keep", "就叫这个"), Option("skip", "先不导入这一行")
    several = _SEVERAL.search(name)
    if several is not None:
        first = name[: several.start()]
        options = (_write(field, first),) if first else ()
        return ask("B42", field, "这里像是写了好几个人", (*options, keep, skip))
    if name.endswith(_NOT_PEOPLE):
        return ask("B42", field, "这像是店名，不是人名", (keep, skip))
    if _is_form_of_address(name):
        nickname = Option("nickname", "是称呼，真名还不知道", (("aliases", name),))
        return ask("B42", field, "这像是称呼，不是证件上的名字", (nickname, keep, skip))
    if re.search(r"[0-9０-９]", name):
        bare = re.sub(r"[0-9０-９]+", "", name).strip()
        options = (_write(field, bare, ("aliases", name)),) if bare else ()
        return ask("B42", field, "名字里有数字", (*options, keep, skip))
    return None


def _is_form_of_address(name: str) -> bool:
    if name.endswith(_TITLES):
        return True
    return len(name) == 2 and name[0] in "老小"


def _bracketed(name: str, bracket: re.Match[str], field: str) -> Finding:
    said = bracket.group(1).strip()
    bare = (name[: bracket.start()] + name[bracket.end() :]).strip()
    keep = Option("keep", "连括号一起存")
    if not bare:
        return ask("B42", field, "名字全在括号里", (_write(field, said), keep))
    return ask("B42", field, _bracket_says(said), (*_bracket_options(bare, said, field), keep))


def _bracket_says(said: str) -> str:
    if said in _GONE:
        return "名字旁边写着已去世"
    return "名字旁边写着户主" if said in _HEADS else "名字旁边的括号里还有字"


def _bracket_options(bare: str, said: str, field: str) -> tuple[Option, ...]:
    if said in _GONE:
        return (_write(field, bare, ("life_status", "deceased")),)
    if said in _HEADS:
        return (_write(field, bare, ("relation_code", "02")),)
    alias = re.sub(rf"^({'|'.join(_FORMER)})[:：]?", "", said)
    return (
        Option("alias", f"“{alias}”是另一个名字", ((field, bare), ("aliases", alias))),
        Option("drop", f"只要“{bare}”", ((field, bare),)),
    )


def _latin(name: str) -> str | None:
    letters = [c for c in name if c.isalpha()]
    is_foreign = bool(letters) and all(c < "\u0530" for c in letters)
    return name if is_foreign else None
