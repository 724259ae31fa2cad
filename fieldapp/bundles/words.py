"""What happened with a stick, in plain sentences; the window and the console say the same."""

from __future__ import annotations

from fieldapp.bundles.carrying import Carried
from fieldapp.bundles.exporting import Exported
from fieldapp.bundles.exports import LastExport
from fieldapp.bundles.importing import Imported
from fieldapp.domain.when import when_text
from sync.bundle import Kind
from sync.bundle_reader import Ending


def exported_lines(done: Exported) -> tuple[str, ...]:
    """Say what was written, and that it is not delivered by that."""
    if done.things == 0:
        return (
            f"导好了：{done.file.name}，没有等着送的。",
            "拿去社区代为转交，可以把新的内容带回来。",
        )
    return (
        f"导好了：{done.things} 条，在 {done.file.name} 里，别人打不开。",
        "平板里的还留着。拿去社区代为转交，回信带回来读了，才算送到。",
    )


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
    return f"读好了：收到 {done.received} 条，平板里等着的 {done.entered} 条已入账。"


def _left(done: Imported) -> str:
    if done.is_level:
        return "这封回信里的都齐了，平板里没有等着送的。"
    if done.left:
        return f"还有 {done.left} 条在平板里等着。有网就会送，或者再导一次。"
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
    start = f"上次导出 {when_text(last.at_ms, now_ms)}，{last.count} 条"
    if last.answered_ms is not None:
        return f"{start}，{when_text(last.answered_ms, now_ms)} 读了回信"
    if last.count and not last.waiting:
        return f"{start}，都已入账"
    if last.received_ms is not None:
        return f"{start}，{when_text(last.received_ms, now_ms)} 有人收下了，还没回来"
    return f"{start}，还没回来"
