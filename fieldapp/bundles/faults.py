"""Why a sealed file is not for this device, in words that say what is safe and what to do."""

from __future__ import annotations

from fieldapp.errors import Refused, Trouble
from sync.bundle import Fault
from sync.client import Cancelled

_SENTENCES = {
    Fault.not_bundle: "这不是导出的文件，没有用它。挑 .gsb 结尾的那个。",
    Fault.damaged: "这个文件坏了，没有用它，平板里的都在。请对方再拷一次。",
    Fault.too_large: "这个文件太大，不会是导出的文件。挑 .gsb 结尾的那个。",
    Fault.elsewhere: "这个文件是写给别处的，没有用它。交到它自己的社区去。",
}


def refusal(fault: Fault) -> Refused | Trouble:
    """Say why a file cannot be begun."""
    if fault is Fault.newer:
        return Trouble(
            "bundle-newer",
            "这个文件是更新的软件写的，这里读不了，平板里的都在。先更新软件，再读一次。",
        )
    code = f"bundle-{fault.value}".replace("bundle-not-bundle", "not-bundle")
    return Refused(code, _SENTENCES[fault], field="file")


def other_device() -> Refused:
    """Say that an answer is another device's."""
    return Refused(
        "bundle-other-device", "这是另一台平板的回信，没有用它。请交给那一台。", field="file"
    )


def is_export() -> Refused:
    """Say that an exported file was picked where an answer is read."""
    return Refused(
        "bundle-is-export",
        "这是导出的文件，还不是回信。请书记那边“代为转交”，把回信带回来再读。",
        field="file",
    )


def not_export() -> Refused:
    """Say that a file was picked that nobody has to hand on."""
    return Refused(
        "bundle-is-answer", "这是回信，不用转交。请写它的那台平板“从U盘导入”。", field="file"
    )


def stranger() -> Refused:
    """Say that a file does not come from this community's server."""
    return Refused(
        "bundle-stranger",
        "这封回信不是咱们社区的服务器写的，没有用它。找管账号的人问问。",
        field="file",
    )


def keys_missing() -> Trouble:
    """Say that this device and its server do not know each other's keys yet."""
    return Trouble(
        "keys-not-told",
        "这台平板还没有和社区对过钥匙，暂时不能用U盘。连一次网，同步过一回就行。",
    )


def cancelled(sentence: str) -> Trouble:
    """Say that the person stopped it."""
    trouble = Trouble("cancelled", sentence)
    trouble.__cause__ = Cancelled()
    return trouble
