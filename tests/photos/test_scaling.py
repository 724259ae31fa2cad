"""Any picture becomes a small upright JPEG that says nothing about itself; the rest is refused."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from fieldapp.domain.photos import LONGEST_SIDE, MAX_BYTES
from fieldapp.errors import Refused
from fieldapp.photos.scaling import MAX_SOURCE, read_source, scale
from tests.photos.pictures import CAMERA, encoded, picture, with_position


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_large_picture_is_scaled_to_its_longest_side_and_400_kb() -> None:
    noise = Image.effect_noise((4000, 3000), 90).convert("RGB")
    made = scale(encoded(noise, quality=95))
    assert len(made.content) <= MAX_BYTES
    assert max(opened(made.content).size) <= LONGEST_SIDE
    assert opened(made.content).size == (made.width, made.height)


def test_the_name_is_the_hash_of_what_is_kept() -> None:
    made = scale(encoded(picture()))
    assert made.name == hashlib.sha256(made.content).hexdigest()


def test_the_same_picture_has_the_same_name() -> None:
    assert scale(encoded(picture())).name == scale(encoded(picture())).name


def test_nothing_is_said_about_where_and_with_what_it_was_taken() -> None:
    source = with_position(picture())
    assert CAMERA.encode() in source
    made = scale(source)
    assert not opened(made.content).getexif()
    assert set(opened(made.content).info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    for word in (b"Exif", CAMERA.encode(), b"elder", b"http"):
        assert word not in made.content


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_it_stands_upright(orientation: int) -> None:
    left_white = Image.new("RGB", (200, 100), "black")
    left_white.paste("white", (0, 0, 100, 100))
    made = opened(scale(with_position(left_white, orientation)).content)
    upright = {3: (150, 50), 6: (50, 50), 8: (50, 150)}[orientation]
    assert made.size == ((200, 100) if orientation == 3 else (100, 200))
    assert made.convert("L").getpixel(upright) > 200


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    made = opened(scale(encoded(clear, "PNG")).content)
    assert made.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P"])
def test_other_colours_are_brought_to_the_usual_ones(mode: str) -> None:
    form = "JPEG" if mode in ("CMYK", "L") else "PNG"
    source = picture(mode="CMYK") if mode == "CMYK" else picture().convert(mode)
    assert opened(scale(encoded(source, form)).content).mode == "RGB"


def test_sixteen_bits_of_grey_are_not_burnt_out() -> None:
    grey = Image.new("I;16", (50, 50), 0x8000)
    value = opened(scale(encoded(grey, "PNG")).content).convert("L").getpixel((25, 25))
    assert 120 <= value <= 136


def test_a_profile_of_colours_is_applied_and_left_behind() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = scale(encoded(picture(), icc_profile=profile))
    assert "icc_profile" not in opened(made.content).info
    assert scale(encoded(picture(), icc_profile=b"nonsense")).width == made.width


def test_a_very_long_picture_keeps_its_shape() -> None:
    made = scale(encoded(Image.new("RGB", (6000, 30), "red")))
    assert (made.width, made.height) == (1600, 8)


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + bytes(12)


def bomb() -> bytes:
    """A PNG that says it has 200 million pixels, in a few bytes."""
    head = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a picture at all", "photo-unknown"),
        (b"%PDF-1.7 and so on", "photo-unknown"),
        (heic(), "photo-heic"),
        (bomb(), "photo-too-many-pixels"),
        (encoded(picture())[:-3000], "photo-damaged"),
        (encoded(picture())[:30], "photo-damaged"),
        (encoded(picture(), "PNG")[:2000], "photo-damaged"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        scale(content)
    assert (refused.value.code, refused.value.is_input) == (code, True)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(Refused, match="photo-empty"):
        read_source(tmp_path / "a.jpg")


@pytest.mark.parametrize("name", ["gone.jpg", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="photo-gone"):
        read_source(tmp_path / name)


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(MAX_SOURCE + 1)
    with pytest.raises(Refused, match="photo-too-large"):
        read_source(tmp_path / "a.jpg")
