"""What is not packed: parts of the dependencies that nothing here uses, each with its reason."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""Where it goes, where it comes from, and what kind of thing it is."""

MODULES = [
    # Of the developers.
    "tkinter", "pytest", "_pytest", "hypothesis", "mypy", "IPython", "numpy", "faker",
    "polyfactory", "httpx", "httpcore", "setuptools", "_distutils_hack", "distutils",
    "pkg_resources", "pip", "wheel", "pydoc_data", "lib2to3", "test", "curses", "readline",
    "pydoc",
    # Consoles and pages of dependencies that speak for themselves otherwise.
    "pygments", "rich", "rich_click", "markdown_it", "mdurl", "litestar.cli", "litestar.testing",
    "litestar.contrib", "litestar_htmx", "jinja2", "sqlalchemy.testing", "zstandard._cffi",
    "zstandard.backend_cffi",
    # Databases that are not ours.
    "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    # Photographs are read, turned and scaled; nothing is written on them.
    "PIL._avif", "PIL._imagingft", "PIL._imagingtk", "PIL._imagingmorph", "PIL.ImageQt",
    "PIL.ImageTk",
    # Qt's widgets come only with its test module; the scene needs neither.
    "PySide6.QtTest", "PySide6.QtWidgets", "PySide6.QtDBus", "PySide6.QtOpenGLWidgets",
]  # fmt: skip

UNUSED = (
    "faker", "polyfactory", "httpx", "httpcore", "rich", "rich-click", "pygments",
    "markdown-it-py", "mdurl", "litestar-htmx", "setuptools",
)  # fmt: skip
"""Packages that a package asks for and that nothing here runs."""

# Qt lies in PySide6/Qt with lib*.so on Linux, in PySide6 itself with *.dll on Windows.
_FILES = re.compile(
    "|".join(
        (
            r"PySide6/(Qt/)?translations/",  # every word on the screen is our own
            r"\.qmltypes$|\.pyi$|\.pxd$|\.qml\.map$|\.lib$|\.obj$",  # for editors and linkers
            r"PySide6/(Qt/)?qml/(?!QtQml|QtQuick|Qt/labs/folderlistmodel|builtins|jsroot)",
            r"/qml/QtQml/XmlListModel",
            # A module's own plugin lies in its folder, beside the folders of those inside it.
            r"/qml/QtQuick/(?!(Window|Templates|Layouts|Dialogs|Controls|Shapes)/|[\w.]+$)",
            r"/qml/QtQuick/Controls/(?!(Basic|impl)/|[\w.]+$)",
            r"/qml/QtQuick/Dialogs/quickimpl/qml/\+",
            (
                r"(^|/)(lib)?Qt6(Designer|QmlCompiler|WaylandCompositor|VirtualKeyboard|Pdf|Sql|Concurrent"
                r"|Help|UiTools|QuickWidgets|Bodymovin|Lottie|QmlLocalStorage|QmlNetwork"
                r"|QmlXmlListModel|QuickTest|Test|Widgets|OpenGLWidgets|EglF[Ss]\w*"
                r"|Labs(?!FolderListModel)\w*)\.(so|dll)"
            ),
            (
                r"(^|/)(lib)?Qt6Quick(Controls2(Fusion|Imagine|Material|Universal|FluentWinUI3|Windows)\w*"
                r"|Particles|Effects|Timeline\w*|VectorImage\w*|3D\w*)\.(so|dll)"
            ),
            r"PySide6/opengl32sw\.dll$",  # Windows draws by Direct3D, and without it by Qt itself
            (
                r"plugins/(sqldrivers|designer|qmltooling|qmllint|generic|networkinformation|tls"
                r"|vectorimageformats|scxmldatamodel|wayland-graphics-integration-server|printsupport"
                r"|styles|egldeviceintegrations)/"
            ),
            (
                r"plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vnc|vkkhrdisplay"
                r"|direct2d)\W"
            ),
            r"plugins/imageformats/(lib)?q(gif|icns|pdf|tga|tiff|wbmp)\W",
            r"platforminputcontexts/(lib)?qtvirtualkeyboard",
            r"plugins/platformthemes/libqgtk3",
            r"pillow\.libs/lib(avif|freetype|harfbuzz|brotli|png16)",
            r"\.dist-info/(RECORD|INSTALLER|REQUESTED|WHEEL|direct_url\.json|sboms/)",
            r"(^|/)(tests?|testing)/",
            rf"(^|/)({'|'.join(name.replace('-', '[-_]') for name in UNUSED)})-[\d.]+\.dist-info/",
        )
    )
)

_PYTHONS_OWN = re.compile(r"lib(python|ssl|crypto|ffi|sqlite3|bz2|lzma|expat|uuid|mpdec)[-.\d]")
"""Libraries of the building system that Python itself needs, and that differ between releases."""


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what is not needed, and all that belongs to the system that builds."""
    return [one for one in entries if not _is_left_out(one[0]) and _is_ours(one)]


def _is_left_out(place: str) -> bool:
    return _FILES.search(place.replace("\\", "/")) is not None


def _is_ours(entry: Entry) -> bool:
    """Tell whether a library came with Python or a package, not with the building system.

    What a desktop brings (X, fontconfig, GLib, the C++ library, which must fit its drivers) is
    better its own; `closed.SYSTEM` names the packages.
    """
    place, source, kind = entry
    if sys.platform != "linux" or kind not in ("BINARY", "SYMLINK") or not source.startswith("/"):
        return True
    is_system = source.startswith(("/lib", "/usr/lib", "/lib64"))
    return not is_system or _PYTHONS_OWN.match(Path(place).name) is not None
