"""A picture file as the photograph that is kept: upright, small, a JPEG, silent about itself.

Where it was taken, with what, and any thumbnail inside are left behind: only the pixels go on.
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from fieldapp.domain.photos import LONGEST_SIDE, MAX_BYTES
from fieldapp.errors import Refused, Trouble

MAX_SOURCE = 80_000_000
"""Bytes of a file that is read at all."""
MAX_PIXELS = 120_000_000
"""What a telephone's finest camera takes; JPEG is opened at a fraction of it."""
MAX_PIXELS_OPENED = 50_000_000
"""Of formats that can only be opened whole."""
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
_QUALITIES = (82, 74, 66, 58, 50)
_SHRINK = 0.8
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, MemoryError)
"""What Pillow raises for files that are torn, forged or nonsense."""

# A picture's size is judged here, before a single pixel is opened; a warning would not stop it.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Scaled:
    """A photograph ready to be kept; `name` is the SHA-256 of its bytes."""

    content: bytes
    name: str
    width: int
    height: int


def read_source(file: Path) -> bytes:
    """Read a picture's file. Raises `Refused` for what cannot be one, `Trouble` for the disk."""
    try:
        with file.open("rb") as source:
            content = source.read(MAX_SOURCE + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise _refused("photo-gone", "这个照片文件不在那里了，什么都没有改。再选一次。") from error
    except OSError as error:
        raise Trouble(
            "photo-not-read", "这个照片文件读不出来，记录没有动过。拷到本机上再选一次。"
        ) from error
    if not content:
        raise _refused("photo-empty", "这个文件是空的，里面没有照片。换一张。")
    if len(content) > MAX_SOURCE:
        raise _refused("photo-too-large", "这个文件有 80 MB 以上，不像照片。换一张小些的。")
    return content


def scale(content: bytes) -> Scaled:
    """Turn a picture of any usual format into a JPEG of at most 400 kB. Raises `Refused`."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise _refused(
            "photo-heic",
            "这是苹果手机的 HEIC 照片，这里打不开。在手机“设置、相机、格式”里选“兼容性最佳”再拍，"
            "或者先存成 JPG 再选。",
        )
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as source:
            _require_bearable(source)
            upright = ImageOps.exif_transpose(_opened(source))
            small = _flattened(_in_usual_colours(upright))
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    except UnidentifiedImageError as error:
        raise _refused(
            "photo-unknown", "这个文件不是照片，打不开。选 JPG 或 PNG 的照片。"
        ) from error
    except _BROKEN as error:
        raise _refused(
            "photo-damaged", "这张照片不完整，打不开。重新拷一次，或者换一张。"
        ) from error
    return _fitting(small)


def _require_bearable(source: Image.Image) -> None:
    """See that opening the picture does not take all the memory there is."""
    width, height = source.size
    is_jpeg = source.format in ("JPEG", "MPO")
    if width * height > (MAX_PIXELS if is_jpeg else MAX_PIXELS_OPENED):
        raise _refused(
            "photo-too-many-pixels",
            f"这张照片有 {width * height // 10_000} 万像素，太大了，打不开。用普通大小再拍一张。",
        )


def _opened(source: Image.Image) -> Image.Image:
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    source.load()
    return source


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """Bring colours to sRGB where the file says which they are; as they stand where it does not."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        usual = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, told, usual, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _flattened(image: Image.Image) -> Image.Image:
    """Give plain pixels on white, with nothing else attached."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        over = image.convert("RGBA")
        plain = Image.new("RGB", over.size, "white")
        plain.paste(over, mask=over.getchannel("A"))
        return plain
    plain = image.convert("RGB")
    plain.info = {}
    return plain


def _fitting(image: Image.Image) -> Scaled:
    """Encode at the best quality that fits, and smaller where none does."""
    while True:
        for quality in _QUALITIES:
            content = _encoded(image, quality)
            if len(content) <= MAX_BYTES:
                name = hashlib.sha256(content).hexdigest()
                return Scaled(content, name, image.width, image.height)
        sides = (max(1, int(image.width * _SHRINK)), max(1, int(image.height * _SHRINK)))
        image = image.resize(sides, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, field="file", is_input=True)
