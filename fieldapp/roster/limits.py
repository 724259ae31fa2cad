"""How large a roster may be, and the sentences for files that cannot be read."""

from __future__ import annotations

from fieldapp.errors import Refused

MAX_FILE_BYTES = 200_000_000
MAX_UNPACKED_BYTES = 600_000_000
MAX_RATIO = 200
MAX_CELLS = 3_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_SHEETS = 200

_SENTENCES = {
    "roster-no-file": "找不到这个文件。看看名字和位置对不对。",
    "roster-too-large": "文件太大了，什么都没导入。分成几个小一点的文件再来。",
    "roster-bomb": "这个压缩包展开后大得不正常，没有打开它。向给文件的人再要一份。",
    "roster-too-many-cells": "表格的格子太多了，什么都没导入。删掉空行空列，另存一份再来。",
    "roster-xls": "这是老的 .xls 表格。用表格软件打开，另存为 .xlsx 再来。",
    "roster-et": "这是 WPS 的 .et 表格。用 WPS 打开，另存为 .xlsx 再来。",
    "roster-ods": "这是 .ods 表格。用表格软件打开，另存为 .xlsx 再来。",
    "roster-password": "文件设了打开密码。用表格软件打开，去掉密码另存一份再来。",
    "roster-html": "这个文件其实是网页，只是名字像表格。用表格软件打开，另存为 .xlsx 再来。",
    "roster-corrupt": "文件坏了，打不开。用表格软件打开看看，另存一份再来。",
    "roster-not-table": "这个文件不是表格。能导入的是 .xlsx 和 .csv。",
    "roster-empty": "文件里没有内容，什么都没导入。",
    "roster-no-header": "没找到表头（有“姓名”“门牌”这些字的那一行）。指定表头在第几行再来。",
}


def cannot_read(code: str) -> Refused:
    """Make the refusal of a whole file; nothing was imported."""
    return Refused(code, _SENTENCES[code], field="file", is_input=True)
