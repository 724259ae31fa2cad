"""Pictures for tests, made here: full of detail, with whatever is attached to them."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

from PIL import Image

GPS, MODEL, ORIENTATION = 0x8825, 0x0110, 0x0112
CAMERA = "SecretCamera 9"


def picture(width: int = 800, height: int = 600, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Draw coarse noise: like a photograph it has much in it, and every seed another."""
    chance = random.Random(seed)
    bands = len(Image.new(mode, (1, 1)).getbands())
    small = Image.frombytes(mode, (40, 30), chance.randbytes(40 * 30 * bands))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """Encode a picture."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def with_position(image: Image.Image, orientation: int = 1) -> bytes:
    """Encode a JPEG that says where, with what and which way up it was taken."""
    exif = Image.Exif()
    exif[MODEL], exif[ORIENTATION] = CAMERA, orientation
    exif[GPS] = {1: "N", 2: (36.0, 3.0, 30.0), 3: "E", 4: (103.0, 50.0, 2.0)}
    return encoded(image, exif=exif, comment=b"home of the elder")


def picture_file(folder: Path, seed: int = 1, width: int = 800, height: int = 600) -> Path:
    """Write a picture as a camera would."""
    file = folder / f"IMG_{seed}.jpg"
    file.write_bytes(with_position(picture(width, height, seed)))
    return file
