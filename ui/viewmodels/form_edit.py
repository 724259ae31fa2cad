"""The forms that change what is there: any field, tags, telephones, taking a record out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fieldapp.domain.phones import spaced
from fieldapp.errors import Refused
from fieldapp.queries.record import Record, RecordField
from fieldapp.queries.tag_offers import TagOffers
from fieldapp.services.fields import ArchiveRow, SetFields
from fieldapp.services.people import AddPhone, RemovePhone
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.verbs import Command
from ui.viewmodels.form_fields import YES_NO, Choice, Form, FormField, Values, birth, chips

SHOWN: Mapping[str, tuple[str, ...]] = {
    "resident": (
        *("name", "sex", "birth_date", "residence_type", "aliases", "latin_name"),
        *("speaks", "hearing_note", "emergency_name", "emergency_phone", "emergency_relation"),
        *("hukou_division", "politics", "life_status", "life_status_on", "notice_given_on"),
        "note",
    ),
    "household": (
        *("kind", "household_no", "since_on", "is_party_center", "status", "verified_on"),
        *("cadence_days", "note"),
    ),
    "dwelling": (
        *("room_label", "door_no", "landmark", "floor_label", "use", "access_note"),
        *("original_text", "sort_no"),
    ),
    "building": ("label", "aliases", "kind", "has_lift", "floors_above", "floors_below", "sort_no"),
    "unit": ("label", "sort_no"),
    "compound": ("name", "aliases", "property_mode", "property_phone", "gate_note", "sort_no"),
    "village_group": ("name", "sort_no"),
    "member": ("relation_code", "from_on", "to_on"),
}
"""The fields of each kind that a person edits, in the order of the form."""
_MASKED = (
    FormField("id_no", "证件号码", limit=40, note="原来的遮着；写上新的就换掉，空着不动"),
    FormField("health_note", "健康情况", "area", note="原来的遮着；写上新的就换掉，空着不动"),
)
_NOTES = {
    "birth_date": "1942-03-17、1942年、农历八月十五都行",
    "aliases": "几个用、隔开",
    "access_note": "铃坏了、有狗、晚上才在",
    "cadence_days": "最少多少天去一次，只写数字",
}
_CHIPS_MOST = 8


def edit_form(record: Record, now_ms: int) -> Form:
    """Every field of one record; only what was changed is saved."""
    before = {name: record.text(name) for name in SHOWN.get(record.kind, ())}
    spec = {one.name: one for one in record.fields}
    fields = [_field(spec[name]) for name in before if name in spec]
    if record.kind == "resident":
        id_no, health = _MASKED
        held = f"现在是 {record.masked_id}。{id_no.note}" if record.masked_id else ""
        fields += [replace(id_no, note=held or "存下就遮起来"), health]

    def make(values: Values) -> SetFields:
        given = {name: values.get(name, "").strip() for name in (*before, "id_no", "health_note")}
        changed = {
            name: value
            for name, value in given.items()
            if (name in before and value != before[name]) or (name not in before and value)
        }
        if changed.get("birth_date"):
            birth(values, now_ms)
        if not changed:
            raise Refused("nothing-changed", "什么都没改。改一项再存。", is_input=True)
        return SetFields(record.kind, record.id, changed)

    return Form(
        f"改{record.label}",
        tuple(fields),
        make,
        lambda values: f"改了{record.place}",
        button="存下改的",
        context=record.place,
        hint="只存改过的几项。写错了能撤销，谁改过什么在户里能查。",
    )


def _field(spec: RecordField) -> FormField:
    note = _NOTES.get(spec.name, "写成 2026-11-20 这样" if spec.name.endswith("_on") else "")
    field = FormField(spec.name, spec.label, "text", note=note, limit=spec.limit)
    if spec.is_flag:
        field = replace(field, shape="chips", choices=YES_NO)
    elif spec.choices:
        shape = "chips" if len(spec.choices) <= _CHIPS_MOST else "list"
        field = replace(field, shape=shape, choices=chips(spec.choices), prompt="没有选")
    elif spec.limit > 500:
        field = replace(field, shape="area")
    return field.holding(spec.text)


def tags_form(kind: str, id_: str, offers: TagOffers, wanted: str, shown: str) -> Form:
    """Put tags on and take them off; each tap is saved. `wanted` is what is looked for.

    `shown` are the names behind the mask, once they were opened.
    """
    opened = set(shown.split("、")) if shown else set()
    fits = [one for one in offers.tags if wanted.strip() in f"{one.name}{one.group}{one.code}"]
    plain = tuple(Choice(one.code, one.name, one.is_on) for one in fits if not one.is_masked)
    masked = tuple(Choice(one.code, one.name, one.name in opened) for one in fits if one.is_masked)
    names = {one.code: one.name for one in offers.tags}
    nothing = "没有这样的标签，换个词试试" if not fits else ""
    fields = [
        FormField("find", "找标签", "text", wanted, note=nothing, limit=20),
        FormField("tags", "标签", "ticks", choices=plain, note="点一下贴上，再点一下拿掉"),
    ]
    if masked:
        note = (
            "点开的这一下记下了。点一下贴上或者拿掉"
            if shown
            else "有没有贴着不在这里显示。点一下贴上；要拿掉，先点开看"
        )
        fields.append(FormField("masked", "须保密的", "ticks", choices=masked, note=note))

    def live(_: str, code: str, is_on: bool) -> Command[Any]:
        return AddTag(kind, id_, code) if is_on else RemoveTag(kind, id_, code)

    return Form(
        "标签",
        tuple(fields),
        told=lambda values: f"{values.get('word', '')}{names.get(values.get('code', ''), '')}",
        context=offers.place,
        hint="标签决定多久去一次。80 岁、90 岁按出生日期自己算，不用贴。",
        live=live,
    )


def phones_form(record: Record) -> Form:
    """Add a number, or take one off."""
    held = tuple(
        Choice(number, f"{spaced(number)} {whose}".strip(), chosen=True)
        for number, whose in record.phones
    )
    fields = [
        FormField("phones", "添一个号码", limit=40),
        FormField("whose", "谁的", limit=40, note="本人、女儿、邻居"),
    ]
    if held:
        fields.insert(
            0, FormField("held", "现有的号码", "ticks", choices=held, note="点一下拿掉，能撤销")
        )
    return Form(
        "电话",
        tuple(fields),
        lambda values: AddPhone(record.id, values.get("phones", ""), values.get("whose", "")),
        lambda values: (
            f"{values.get('word', '')}一个号码" if values.get("word") else "添了一个号码"
        ),
        button="存下号码",
        context=record.place,
        live=lambda _, number, is_on: RemovePhone(record.id, number),
    )


def archive_form(record: Record) -> Form:
    """Take a record out of every list; it stays in history."""
    return Form(
        f"撤下这个{record.label}",
        (FormField("reason", "为什么", limit=120, note="记重了、记错了"),),
        lambda values: ArchiveRow(record.kind, record.id, values.get("reason") or "记错了"),
        lambda values: f"撤下了{record.place}",
        button="撤下",
        context=record.place,
        hint="记错、记重的才撤下。搬走、去世有自己的记法。撤下的还查得到，能改回来。",
    )
