"""Those who have a name in the story, each at her door (docs/domain.md, demo data)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from fieldapp.demo.invent import Dice
from fieldapp.demo.people import (
    DAUGHTER,
    GRANDDAUGHTER,
    SON,
    SPOUSE,
    Soul,
    couple,
    soul,
)

HEAT_PROMISE = "问供热站：暖气不热"


def named(
    name: str, sex: str, born: str, id_no: str, *tags: str, relation: str = "02", **more: object
) -> Soul:
    """Write down somebody of the story; tags beginning with * are masked."""
    one = Soul(name, sex, date.fromisoformat(born) if born else None, relation, id_no=id_no)
    for tag in tags:
        if tag.startswith("*"):
            one.care_tags.add(tag[1:])
        else:
            one.tags[tag] = ""
    for field, value in more.items():
        setattr(one, field, value)
    return one


def _gao(dice: Dice) -> list[Soul]:
    return [
        named(
            "高玉芬", "2", "1936-11-11", "560102193611110403", "ALONE", "*DISAB",
            speaks="本地话", hearing="右耳听得清",
            emergency=("女儿", "高秀示例", "10012345601"),
        )
    ]  # fmt: skip


def _wei(dice: Dice) -> list[Soul]:
    return [
        named(
            "魏淑珍", "2", "1942-03-17", "560102194203170241", "ALONE",
            emergency=("儿子", "魏建示例", "10012345602"), phones={"10055510302": ""},
        )
    ]  # fmt: skip


def _tang(dice: Dice) -> list[Soul]:
    daughter = soul(dice, 58, "2", surname="唐")
    husband = soul(dice, 60, "1", SPOUSE)
    mother = named(
        "唐桂兰", "2", "1938-02-28", "560102193802280624", relation="52", note="10月搬来和女儿同住"
    )
    return [daughter, husband, mother]


def _chang(dice: Dice) -> list[Soul]:
    return [
        named(
            "常福寿", "1", "1941-09-18", "560102194109180750", "EMPTY",
            emergency=("儿子", "常安示例", "10012345603"), phones={"10055511101": ""},
        )
    ]  # fmt: skip


def _lv(dice: Dice) -> list[Soul]:
    return [
        named("吕保国", "1", "1953-06-01", "560102195306010392", phones={"10055514101": ""}),
        named(
            "吕小禾", "2", "2015-09-09", "560102201509090263", "*LEFT_CHILD",
            relation=GRANDDAUGHTER, note="户口在父亲名下，父母在外地",
        ),
    ]  # fmt: skip


def _tan(dice: Dice) -> list[Soul]:
    head = named(
        "谭凤霞", "2", "1966-05-05", "560102196605050284", "PARTY", "VOL",
        phones={"10055510101": ""}, note="高玉芬家的备用钥匙在她这里，老人同意过",
    )  # fmt: skip
    head.tags["VOL"] = "楼栋长"
    return [head, soul(dice, 61, "1", SPOUSE)]


def _bai(dice: Dice) -> list[Soul]:
    one = named(
        "白玛央金", "2", "1988-06-06", "560102198806060664", "FLOAT",
        residence="migrant", speaks="藏语、普通话", phones={"10055534010": ""},
    )  # fmt: skip
    return [one]


def _ayinur(dice: Dice) -> list[Soul]:
    one = named(
        "阿依努尔·吐尔逊江", "2", "1991-11-05", "560102199111050480", "FLOAT",
        residence="migrant", speaks="维吾尔语、普通话", phones={"10055512120": "店里"},
    )  # fmt: skip
    return [one]


def _han(dice: Dice) -> list[Soul]:
    return [
        named("韩立新", "1", "1979-02-14", "560102197902140512", phones={"10055520803": ""}),
        named("韩雨桐", "2", "2023-05-30", "560102202305300884", relation=DAUGHTER),
    ]


def _newborn(dice: Dice) -> list[Soul]:
    people = couple(dice, "秦", 31, 29)
    people[1].name = "秦示例"
    baby = named("新生儿（未取名）", "0", "", "", relation=SON, no_id_reason="newborn")
    baby.born = date(2026, 11, 2)
    return [*people, baby]


def _anna(dice: Dice) -> list[Soul]:
    return [
        named(
            "Anna Example", "2", "1990-04-12", "X0000000", "FOREIGN",
            residence="overseas", id_type="passport", latin_name="Anna Example",
            phones={"10055530602": ""},
        )
    ]  # fmt: skip


def _wrong(dice: Dice) -> list[Soul]:
    elder = named("魏示例", "2", "1942-03-17", "560102194203170242", relation="52")
    son = soul(dice, 57, "1", surname="陶")
    return [son, soul(dice, 55, "2", SPOUSE), elder]


def _one(*given: str, tags: tuple[str, ...] = (), **more: object) -> Callable[[Dice], list[Soul]]:
    return lambda dice: [named(*given, *tags, **more)]


def _elder(name: str, sex: str, age: int, tag: str) -> Callable[[Dice], list[Soul]]:
    """Somebody of the picture whose birth day is counted back from today."""

    def make(dice: Dice) -> list[Soul]:
        one = soul(dice, age, sex)
        one.name = name
        if tag:
            one.tags[tag] = ""
        one.emergency = ("儿子" if age % 2 else "女儿", f"{name[0]}家示例", dice.phone())
        return [one]

    return make


CAST: Mapping[str, Callable[[Dice], list[Soul]]] = {
    "乙1-3-502": _gao,
    "乙1-1-302": _wei,
    "乙1-2-603": _elder("冯示例", "2", 81, "ALONE"),
    "乙1-2-201": _elder("郝示例", "1", 79, "ALONE"),
    "乙1-4-101": _lv,
    "4-1101": _chang,
    "4-902": _elder("贺示例", "2", 83, "ALONE"),
    "4-304": _elder("姜示例", "2", 76, "ALONE"),
    "井边第三家": _elder("邢示例", "1", 78, "ALONE"),
    "乙1-3-201": _elder("武示例", "2", 82, "ALONE"),
    "甲1-2-301": _elder("葛示例", "1", 84, "ALONE"),
    "甲2-1-402": _elder("庞示例", "2", 86, "ALONE"),
    "1-1-502": _elder("鲍示例", "2", 87, "ALONE"),
    "2-2-301": _elder("章示例", "1", 74, "ALONE"),
    "3-1-201": _elder("梅示例", "2", 72, "ALONE"),
    "甲1-4-101": _elder("项示例", "2", 77, "ALONE"),
    "2-1-603": _elder("温示珠", "2", 80, ""),
    "4-602": _tang,
    "乙1-1-101": _tan,
    "乙1-3-401": _bai,
    "乙1-2-101": _one("丁䶮", "1", "1975-08-23", "56010219750823035X"),
    "乙1-1-502": _one("岳𬭎", "1", "1998-01-01", "560102199801010179", residence="usual_other"),
    "乙1-4-303": _one(
        "方可", "1", "2000-02-29", "560102200002290157", tags=("FLOAT", "NEWJOB"),
        residence="migrant", note="送外卖，晚上十点后在家",
    ),
    "北沿街11号楼上": _ayinur,
    "2-2-802": _han,
    "3-1-602": _anna,
    "1-2-701": _newborn,
    "甲1-3-202": _wrong,
    "甲2-2-501": _elder("王示例", "1", 44, ""),
}  # fmt: skip

ALONE_LEFT = ("乙1-3-502", "乙1-1-302", "乙1-2-603", "乙1-2-201", "4-902", "4-304", "井边第三家")
ALONE_MET = (
    "乙1-3-201", "甲1-2-301", "甲2-1-402", "1-1-502", "2-2-301", "3-1-201", "甲1-4-101",
)  # fmt: skip
DUE_DAYS_AGO: Mapping[str, int] = {
    "乙1-3-502": 9,
    "乙1-1-302": 8,
    "乙1-2-603": 7,
    "乙1-2-201": 16,
    "乙1-4-101": 30,
    "4-1101": 7,
    "4-902": 5,
    "4-304": 12,
    "井边第三家": 21,
}
"""Days since somebody was met behind the doors that are on today's list."""
HINTS: Mapping[str, str] = {
    "乙1-3-502": "铃坏了，敲窗户，等一等",
    "乙1-1-302": "白天常去老年活动室，晚上在家",
    "4-1101": "门铃坏了，敲门",
    "乙1-4-101": "孩子下午四点半放学",
    "井边第三家": "院门从里头插着，喊一声",
    "北沿街11号楼上": "从店后门上楼",
    "4-902": "敲重一点，慢慢走过来要一会儿",
    "乙1-2-603": "有只小猫，门别开太大",
    "甲2-1-402": "钥匙在对门",
    "4-304": "午睡到两点半",
}
