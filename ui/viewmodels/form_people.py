"""The forms for households and people: in, out, apart, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.domain.words import HOUSEHOLD_KIND, OFFERED_RELATIONS, RELATION, RESIDENCE, SEX
from fieldapp.errors import Refused
from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.person import PersonRow
from fieldapp.services.households import (
    AddHousehold,
    ChangeHead,
    MoveIn,
    MoveOut,
    SplitHousehold,
)
from fieldapp.services.people import AddResident, MarkDeceased
from ui.viewmodels.form_fields import (
    YES_NO,
    Choice,
    Form,
    FormField,
    Values,
    birth,
    chips,
    day,
    text_or_none,
    words,
)

_RELATIONS = chips(
    [
        *((code, RELATION[code]) for code in OFFERED_RELATIONS),
        *((code, word) for code, word in RELATION.items() if code not in OFFERED_RELATIONS),
    ]
)
_SEXES = (Choice("1", SEX["1"]), Choice("2", SEX["2"]))
_TODAY = "空着就是今天；写 11-18 或 2026-11-18 都行"


def household_form(dwelling: str, door: str) -> Form:
    """A household behind a door; `dwelling` is "" when the door is still to be found."""
    where = FormField(
        "dwelling", "哪个门", "find", door, note="门号、楼号怎么写都行：乙1-3-502", finds="dwelling"
    )
    return Form(
        "新记一户",
        (
            where,
            FormField("kind", "什么户", "chips", "family", choices=chips(HOUSEHOLD_KIND)),
            FormField("since_on", "什么时候住进来的", limit=20, note="不清楚就空着"),
            FormField("household_no", "户编号", limit=60),
            FormField("note", "备注", "area"),
        ),
        lambda values: AddHousehold(
            _found(values, "dwelling", "先写是哪个门。"),
            values.get("kind") or "family",
            day(values, "since_on", "什么时候住进来的", 0),
            text_or_none(values, "household_no"),
            text_or_none(values, "note"),
        ),
        lambda values: f"{values.get('dwelling', '').strip()} 新记了一户",
        button="存下这一户",
        hint="先有户，再一口一口添人。",
        opens="household",
    )


def resident_form(card: HouseholdCard | None, now_ms: int) -> Form:
    """One more person of a household; only a name and how she lives here are needed."""
    is_first = card is not None and not card.people
    return Form(
        "添一口人",
        (
            FormField("name", "姓名", limit=64),
            FormField(
                "residence_type", "居住类别", "chips", "usual_local", choices=chips(RESIDENCE)
            ),
            FormField(
                "relation_code",
                "和户主的关系",
                "list",
                "02" if is_first else "",
                choices=_RELATIONS,
                prompt="先不选",
            ),
            FormField("sex", "性别", "chips", choices=_SEXES),
            FormField(
                "birth_date", "出生日期", limit=40, note="1942-03-17、1942年、农历八月十五都行"
            ),
            FormField("phones", "电话", limit=80, note="几个号码用、隔开"),
            FormField("id_no", "证件号码", limit=40, note="存下就遮起来，点开看会记下来"),
            FormField("hearing_note", "怎么说话", limit=200, note="本地话、右耳听得清"),
            FormField("emergency_relation", "紧急联系人是谁", limit=40, note="女儿、邻居"),
            FormField("emergency_name", "紧急联系人姓名", limit=64),
            FormField("emergency_phone", "紧急电话", limit=40),
            FormField("note", "备注", "area"),
        ),
        lambda values: _resident(values, card, now_ms),
        lambda values: f"添了{values.get('name', '').strip()}",
        button="存下这个人",
        context=card.door if card else "",
        hint="只要姓名和居住类别，别的都可以不填。",
    )


def _resident(values: Values, card: HouseholdCard | None, now_ms: int) -> AddResident:
    return AddResident(
        values.get("name", ""),
        values.get("residence_type", ""),
        card.household if card else None,
        relation_code=text_or_none(values, "relation_code"),
        is_head=values.get("relation_code") == "02",
        sex=text_or_none(values, "sex"),
        birth_date=birth(values, now_ms),
        phones=words(values, "phones"),
        id_no=values.get("id_no", ""),
        hearing_note=text_or_none(values, "hearing_note"),
        emergency_name=text_or_none(values, "emergency_name"),
        emergency_phone=text_or_none(values, "emergency_phone"),
        emergency_relation=text_or_none(values, "emergency_relation"),
        note=text_or_none(values, "note"),
    )


def move_in_form(card: HouseholdCard, now_ms: int) -> Form:
    """Somebody who is known already moves in here and leaves where she lived."""
    return Form(
        "搬进来一个人",
        (
            FormField(
                "residents",
                "谁",
                "find",
                finds="resident",
                note="写姓名，同名的点一下选；没登记过的用“添一口人”",
            ),
            FormField("relation_code", "和户主的关系", "list", choices=_RELATIONS, prompt="先不选"),
            FormField("on", "哪天搬来的", limit=20, note=_TODAY),
        ),
        lambda values: MoveIn(
            card.dwelling,
            (_found(values, "residents", "先写是谁。"),),
            card.household,
            relation_codes=(text_or_none(values, "relation_code"),),
            on=day(values, "on", "哪天搬来的", now_ms),
        ),
        lambda values: f"{values.get('residents', '').strip()}搬到{card.door}",
        button="记下搬来",
        context=f"{card.door} {card.title}",
        hint="原来住的那户会自己记上搬走。",
    )


def move_out_form(card: HouseholdCard, now_ms: int) -> Form:
    """All or some of a household move out."""
    return Form(
        "搬走",
        (
            FormField(
                "residents", "谁搬走", "ticks", choices=_people(card), note="一个都不点就是全家"
            ),
            FormField("dest", "搬到哪儿", limit=120, note="回老家了、搬到河湾街道"),
            FormField("on", "哪天搬走的", limit=20, note=_TODAY),
        ),
        lambda values: MoveOut(
            card.household,
            _several(values, "residents"),
            day(values, "on", "哪天搬走的", now_ms),
            text_or_none(values, "dest"),
        ),
        lambda values: f"{_names(card, values)}从{card.door}搬走",
        button="记下搬走",
        context=f"{card.door} {card.title}",
        hint="人和来过的记录都留着，随时能查。",
    )


def split_form(card: HouseholdCard, now_ms: int) -> Form:
    """Some members become a household of their own."""
    return Form(
        "分户",
        (
            FormField(
                "residents",
                "谁分出去",
                "ticks",
                choices=_people(card),
                note="第一个点的当新户的户主",
            ),
            FormField(
                "dwelling", "搬到哪个门", "find", finds="dwelling", note="空着就是还住这个门"
            ),
            FormField("kind", "新户是什么户", "chips", "family", choices=chips(HOUSEHOLD_KIND)),
            FormField("on", "哪天分的", limit=20, note=_TODAY),
        ),
        lambda values: SplitHousehold(
            card.household,
            _several(values, "residents"),
            values.get("dwelling_id") or None,
            day(values, "on", "哪天分的", now_ms),
            values.get("kind") or "family",
        ),
        lambda values: f"{_names(card, values)}从{card.door}分出去",
        button="记下分户",
        context=f"{card.door} {card.title}",
        opens="household",
    )


def head_form(card: HouseholdCard, now_ms: int) -> Form:
    """Another member becomes the head."""
    others = tuple(Choice(one.id, one.name) for one in card.people if not one.is_head)
    return Form(
        "换户主",
        (FormField("head", "换成谁", "chips", choices=others),),
        lambda values: ChangeHead(card.household, _found(values, "head", "先选换成谁。")),
        lambda values: f"{card.door}的户主换成{_name(card, values.get('head', ''))}",
        button="换成这个人",
        context=f"{card.door} {card.title}",
        hint="家里只有一口人，没有别人可换。" if not others else "",
    )


def deceased_form(card: HouseholdCard, now_ms: int, *, confirms: bool = True) -> Form:
    """Somebody died; the responsible worker confirms, others report."""
    return Form(
        "有人去世",
        (
            FormField("resident", "哪一位", "chips", choices=_people(card)),
            FormField("on", "哪天", limit=20, note=_TODAY),
        ),
        lambda values: MarkDeceased(
            _found(values, "resident", "先选是哪一位。"), day(values, "on", "哪天", now_ms)
        ),
        lambda values: f"{_name(card, values.get('resident', ''))}去世",
        button="记下去世",
        context=f"{card.door} {card.title}",
        hint="你是责任网格员，记下就确认了，不再安排走访。来过的记录都留着。"
        if confirms
        else "记下后由责任网格员或书记确认。",
    )


CardForm = Callable[[HouseholdCard, int], Form]
CARD_FORMS: dict[str, CardForm] = {
    "resident": resident_form,
    "movein": move_in_form,
    "moveout": move_out_form,
    "split": split_form,
    "head": head_form,
    "deceased": deceased_form,
}
"""The forms that stand over one household's card."""


def _people(card: HouseholdCard) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.id, f"{one.name}（{one.summary}）" if one.summary else one.name)
        for one in card.people
        if one.life_status != "deceased"
    )


def _several(values: Values, key: str) -> tuple[str, ...]:
    return tuple(values.get(key, "").split())


def _found(values: Values, key: str, sentence: str) -> str:
    found = values.get(f"{key}_id") or (values.get(key, "") if " " not in key else "")
    if not found:
        raise Refused("not-chosen", sentence, field=key, is_input=True)
    return found


def _name(card: HouseholdCard, resident: str) -> str:
    person: PersonRow | None = next((one for one in card.people if one.id == resident), None)
    return person.name if person else ""


def _names(card: HouseholdCard, values: Values) -> str:
    chosen = _several(values, "residents")
    return "、".join(_name(card, one) for one in chosen) or "全家"


__all__ = ["CARD_FORMS", "YES_NO", "household_form", "resident_form"]
