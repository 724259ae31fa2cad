"""Writes the sample rosters of this folder: invented people, numbers of the unallotted province 56.

    python -m tests.files.make_files      needs LibreOffice (soffice) beside the project's packages

The .xlsx is saved by openpyxl, then opened and saved again by LibreOffice, so that the tests read
what an office program writes. The files are kept in the repository; run this only to change them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
TITLES = (
    "序号", "户主姓名", "居民姓名", "性别", "公民身份号码", "出生日期", "与户主关系",
    "联系方式", None, "门牌", "人员类型", "特殊群体", "宗教信仰", "备注",
)  # fmt: skip
LOWER = (*(None,) * 7, "手机", "座机", *(None,) * 5)
PEOPLE: Sequence[Sequence[Any]] = (
    (1, "魏淑珍", "魏淑珍", "女", "560102194203170241", 15417, "户主", "10012340001", None,
     "3栋2单元501", "常住户籍", "独居", None, "耳背，敲门要重"),
    (2, "吕保国", "吕保国", "男", "560102195306010392", "1953.6.1", "户主", "100 1234 0002", None,
     "3-2-502", "常住户籍", None, None, None),
    (3, None, "吕小禾", "女", "560102201509090263", "2015年9月9日", "孙女", None, None,
     None, "常住户籍", "留守儿童", None, None),
    (4, "石满仓", "石满仓", "男", "560102490815011", "农历一九四九年八月十五", "户主",
     "10012340003/10012340004(儿子)", "0931-8000001", "三号楼二单元601",
     "常住户籍", None, None, None),
    (5, None, "石秀英", "女", "５６０１０２１９５１０４１２０４４６", None, "之妻", None, None,
     None, "常住户籍", None, None, None),
    (6, "丁䶮", "丁䶮", "男", "56010219750823035x", None, "户主", 10012340005, None,
     "03-02-0602", "常住户籍", "党员", None, None),
    (7, "岳𬭎", "岳𬭎", "男", "560102199801010179", "1998", "户主", None, None,
     "3#1-101", "外出", None, None, None),
    (8, "阿依努尔•吐尔逊江", "阿依努尔•吐尔逊江", "女", "560102199111050480", None, "户主",
     "10012340006", None, "3-1-102", "流动人口", "租户", None, None),
    (9, "王 芳", "王 芳", "女", 560102194203170241, None, "户主", None, None,
     "3-1-201", "常住户籍", None, None, None),
    (10, "张某", "张某", "男", "不详", "不详", "户主", "无", None,
     "3-1-202", "常住户籍", None, None, None),
    (11, "小卖部", "小卖部", None, None, None, None, None, None, "3-1-103", None, None, None, None),
    (12, None, "空置", None, None, None, None, None, None, "3-1-301", None, None, None, None),
)  # fmt: skip


def build(path: Path) -> None:
    """Write the roster with titles, a header of two lines, merges, hidden parts and a total."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "杏林家园3号楼"
    sheet.append(["杏林家园居民花名册"])
    sheet.append(["填表单位：杏林社区", None, None, "填表日期：2026年11月"])
    sheet.append(TITLES)
    sheet.append(LOWER)
    for row in PEOPLE:
        sheet.append(row)
    sheet.append(["合计", None, f"{len(PEOPLE)}人"])
    sheet.append(["注：以上内容由网格员上门核对，只在本网格内使用。"])
    _shape(sheet)
    _second_sheets(book)
    book.save(path)


def _shape(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:N1")
    sheet.merge_cells("H3:I3")
    for column in "ABCDEFGJKLMN":
        sheet.merge_cells(f"{column}3:{column}4")
    for first in (6, 8):
        sheet.merge_cells(f"B{first}:B{first + 1}")
        sheet.merge_cells(f"J{first}:J{first + 1}")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["F5"].number_format = "yyyy/m/d"
    sheet["L5"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.row_dimensions[14].hidden = True
    sheet.column_dimensions["N"].hidden = True


def _second_sheets(book: Workbook) -> None:
    flats = book.create_sheet("4栋")
    flats.append(["姓名", "身份证号", "房号", "电话"])
    flats.append(["白玛央金", "560102198806060664", "1101", "10012340007"])
    flats.append(["方可", "560102200002290157", "13A02", "10012340008"])
    hidden = book.create_sheet("旧表")
    hidden.append(["姓名", "房号"])
    hidden.append(["不该读到", "101"])
    hidden.sheet_state = "hidden"


def convert(source: Path, kind: str, target: Path) -> None:
    """Let LibreOffice save a file as another kind."""
    with tempfile.TemporaryDirectory() as folder:
        soffice = shutil.which("soffice")
        assert soffice is not None
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        made = next(p for p in Path(folder).iterdir() if p.is_file())
        shutil.copy(made, target)


def main() -> None:
    """Write all sample files."""
    plain = HERE / "roster-openpyxl.xlsx"
    build(plain)
    convert(plain, "xlsx:Calc MS Excel 2007 XML", HERE / "roster-libreoffice.xlsx")
    convert(plain, "xls:MS Excel 97", HERE / "roster-libreoffice.xls")
    convert(plain, "ods", HERE / "roster-libreoffice.ods")
    convert(plain, "csv:Text - txt - csv (StarCalc):44,34,85,1", HERE / "roster-gb18030.csv")
    convert(plain, "html:HTML (StarCalc)", HERE / "roster-is-html.xlsx")


if __name__ == "__main__":
    main()
