"""Pictures from strangers made small, alike and harmless: bytes in, WebP out.

What a picture is, its first bytes say, not a header; only the decoder of that very kind is let at it. Size is known
before anything is decoded, so a bomb (a few bytes that unfold to gigabytes) is refused by its head. The same bytes give
the same WebP with the same version of Pillow.
"""

import threading
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_BYTES = 10_000_000
LARGEST_PIXELS = 40_000_000  # of the original: 160 MB once decoded
INSIDE = (1200, 630)  # pixels; what is smaller stays as it is
QUALITY = 82
_SIDE = 20_000  # pixels of one side
_RAW_SIGNS = 12
_KINDS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))
# one at a time: two pictures of the largest size would be 300 MB in memory
_decoding = threading.Lock()


class BadPicture(Exception):
    """The bytes are no picture that is taken; says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept."""

    webp: bytes
    width: int  # pixels
    height: int


def picture_of(data: bytes) -> Picture:
    """Make the picture that is kept: WebP inside of 1200 x 630, upright, its first frame, no metadata; see BadPicture.

    Colours of another profile become sRGB, as the profile goes with the metadata.
    """
    kind = kind_of(data)
    if kind is None:
        raise BadPicture(f"it is no JPEG, PNG, GIF or WebP; it starts with {data[:_RAW_SIGNS]!r}.")
    if len(data) > LARGEST_BYTES:
        raise BadPicture(f"it has {len(data):,} bytes; at most {LARGEST_BYTES:,} are taken.")
    with _decoding:
        return _made(data, kind)


def kind_of(data: bytes) -> str | None:
    """Return JPEG, PNG, GIF or WEBP by the first bytes, None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), None)


def _made(data: bytes, kind: str) -> Picture:
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=[kind]) as opened:
            _check_size(opened.size)
            opened.draft("RGB", INSIDE)  # a JPEG is decoded at a half, a quarter ... where that is enough
            opened.load()
            image = _upright(opened)
            image = _plain(image)
            image.thumbnail(INSIDE, Image.Resampling.LANCZOS, reducing_gap=None)
            kept = BytesIO()
            image.save(kept, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
    except BadPicture:
        raise
    except Image.DecompressionBombError:
        raise BadPicture("it unfolds to more pixels than Pillow takes.") from None
    except Exception as error:  # decoders fail in every way on what strangers send
        raise BadPicture(f"it cannot be decoded as {kind} ({type(error).__name__}: {error!s:.120}).") from None
    return Picture(kept.getvalue(), image.width, image.height)


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1 or width * height > LARGEST_PIXELS or max(size) > _SIDE:
        raise BadPicture(f"it has {width:,} x {height:,} pixels; at most {LARGEST_PIXELS:,} are decoded.")


def _upright(image: "Image") -> "Image":
    """Turn a picture as its EXIF orientation asks."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _plain(image: "Image") -> "Image":
    """Return it as RGB or RGBA, in sRGB."""
    is_clear = "A" in image.getbands() or "transparency" in image.info
    image = _in_srgb(image)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.point(lambda value: value / 256).convert("L")  # 16 bits a pixel
    mode = "RGBA" if is_clear else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _in_srgb(image: "Image") -> "Image":
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile: the numbers are taken as they are
        return image
    return turned or image
