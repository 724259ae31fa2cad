"""What happened with a stick, in plain sentences; the window and the console say the same."""

from __future__ import annotations

from fieldapp.bundles.carrying import Carried
from fieldapp.bundles.exporting import Exported, ExportPlan
from fieldapp.bundles.exports import LastExport
from fieldapp.bundles.importing import Imported
from fieldapp.domain.when import when_text
from sync.bundle import Kind
from sync.bundle_reader import Ending


def exported_lines(done: Exported) -> tuple[str, ...]:
    """Say what was written, and that it is not delivered by that."""
    left = _not_carried(done)
    if not done.things and not done.photos:
        return (
            f"导好了：{done.file.name}，没有等着送的。",
            *left,
            "拿去社区代为转交，可以把新的内容带回来。",
        )
    return (
        f"导好了：{_amount(done.things, done.photos)}，在 {done.file.name} 里，别人打不开。",
        *left,
        "平板里的还留着。拿去社区代为转交，回信带回来读了，才算送到。",
    )


def planned_text(plan: ExportPlan) -> str:
    """Say before an export how many photographs wait, how large, and what fits; "" for none."""
    if not plan.photos:
        return ""
    told = f"照片 {plan.photos} 张，约 {_megabytes(plan.photo_bytes)}"
    return told if plan.fitting == plan.photos else f"{told}，这次放得下 {plan.fitting} 张"


def _megabytes(size: int) -> str:
    return f"{max(0.1, size / 1_000_000):.1f} MB"


def _not_carried(done: Exported) -> tuple[str, ...]:
    if not done.photos_left:
        return ()
    if not done.wanted_photos:
        return (f"{done.photos_left} 张照片没有带，都在平板里。有网会送，或者下次带上。",)
    return (f"还有 {done.photos_left} 张照片没带上，都在平板里。这些送到了再导一次。",)


def _amount(things: int, photos: int) -> str:
    """Say how much: 12 条, 3 张照片, or 12 条和 3 张照片."""
    told = [f"{things} 条"] if things or not photos else []
    return "和 ".join([*told, *([f"{photos} 张照片"] if photos else [])])


def imported_lines(done: Imported) -> tuple[str, ...]:
    """Say what a file brought, how far it was whole, and what is to be done now."""
    if done.kind is Kind.receipt:
        return ("这是收条：导出的文件社区那边收下了。回信带回来读了，才算送到。",)
    lines = [_brought(done)]
    if done.ending is not Ending.whole:
        lines.append("文件后半截坏了，前面读到的都算数。请再拷一次回信，重读一遍就行。")
    if done.was_torn_there:
        lines.append("导出的文件带到时后半截坏了，没送到的都还在平板里，再导一次。")
    if done.stuck:
        lines.append("有一条服务器看不懂，从它起没有收，都还在平板里。更新软件，再导一次。")
    if done.quarantined:
        lines.append(f"有 {done.quarantined} 条社区没收下，在“同步”里看是为什么。")
    return (*lines, _left(done))


def _brought(done: Imported) -> str:
    if not done.received and not done.retired:
        return "这份回信里没有新的：读过了，或者联网时已经收到。没有改动什么。"
    photos = f"，{done.photos} 张照片社区收到了" if done.photos else ""
    return f"读好了：收到 {done.received} 条，平板里等着的 {done.entered} 条已入账{photos}。"


def _left(done: Imported) -> str:
    if done.left or done.photos_waiting:
        waiting = _amount(done.left, done.photos_waiting)
        return f"还有 {waiting}在平板里等着。有网就会送，或者再导一次。"
    if done.is_level:
        return "这封回信里的都齐了，平板里没有等着送的。"
    return "平板里没有等着送的。"


def carried_lines(done: Carried) -> tuple[str, ...]:
    """Say what was taken in, handed on and given back, and what is still to be done."""
    lines = []
    if done.taken:
        lines.append(f"收下 {done.taken} 个文件，这里打不开它们，只管转交。")
    if done.torn:
        lines.append(f"其中 {done.torn} 个后半截坏了，前面的照样转交。")
    if done.forwarded:
        lines.append(f"转交了 {done.forwarded} 个，服务器都回了信。")
    if done.given:
        lines.append(f"U盘上放好了 {done.given} 封回信，请带回去“从U盘导入”。")
    if done.is_away:
        lines.append(
            f"现在连不上服务器，{done.held} 个文件先存在这台电脑上。有网了再点一次“代为转交”。"
        )
    elif done.held:
        lines.append(f"还有 {done.held} 个文件等着交给服务器。有网了再点一次“代为转交”。")
    if not lines and not done.sentences:
        lines.append("没有找到要转交的文件。挑平板导出的那个，或者它在的文件夹。")
    return (*lines, *done.sentences)


def last_export_text(last: LastExport | None, now_ms: int) -> str:
    """Say when the last export was, how much, and whether it came back; "" before the first."""
    if last is None:
        return ""
    amount = _amount(last.count, last.photos)
    start = f"上次导出 {when_text(last.at_ms, now_ms)}，{amount}"
    if last.answered_ms is not None:
        return f"{start}，{when_text(last.answered_ms, now_ms)} 读了回信"
    if last.count and not last.waiting:
        return f"{start}，都已入账"
    if last.received_ms is not None:
        return f"{start}，{when_text(last.received_ms, now_ms)} 有人收下了，还没回来"
    return f"{start}，还没回来"
