"""What becomes of the bytes of a picture: small upright WebP, or a reason."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from crawl_assets.activities.enriching.pictures import LARGEST_BYTES, BadPicture, kind_of, picture_of


def drawn(width: int = 40, height: int = 30, kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """Draw a picture whose left half is red; the rest is blue."""
    image = Image.new("RGB", (width, height), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, width // 2, height))
    kept = BytesIO()
    image.convert(mode).save(kept, kind, **options)
    return kept.getvalue()


def seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(picture_of(data).webp))


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, _, blue = image.convert("RGB").getpixel((x, y))
    return red > 200 and blue < 60


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_of_each_kind_becomes_webp(kind: str) -> None:
    made = picture_of(drawn(kind=kind))
    assert kind_of(drawn(kind=kind)) == kind
    assert kind_of(made.webp) == "WEBP"
    assert (made.width, made.height) == (40, 30)


@pytest.mark.parametrize(("size", "kept"), [((2400, 1260), (1200, 630)), ((3000, 300), (1200, 120)), ((8, 5), (8, 5))])
def test_large_ones_fit_into_1200_x_630_and_small_ones_stay(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert seen(drawn(*size)).size == kept


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_way_of_writing_pixels_is_read(mode: str) -> None:
    made = seen(drawn(mode=mode) if mode != "I;16" else sixteen_bits())
    assert made.size == (40, 30)
    assert made.mode in ("RGB", "RGBA")


def sixteen_bits() -> bytes:
    image, kept = Image.new("I;16", (40, 30), 40_000), BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def test_sixteen_bits_are_made_eight_by_their_upper_half() -> None:
    assert abs(seen(sixteen_bits()).convert("L").getpixel((5, 5)) - 156) <= 3


def test_what_is_clear_stays_clear() -> None:
    image, kept = Image.new("RGBA", (20, 20), (255, 0, 0, 0)), BytesIO()
    image.save(kept, "PNG")
    assert seen(kept.getvalue()).getpixel((5, 5))[3] == 0


def test_a_photo_lying_on_its_side_is_turned_upright_and_loses_what_it_tells_about_its_owner() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x8825] = {1: "S", 2: (33.0, 53.0, 0.0)}  # where it was taken
    made = seen(drawn(kind="JPEG", exif=exif))
    assert made.size == (30, 40)
    assert is_red(made, 15, 3)
    assert not is_red(made, 15, 36)
    assert not made.getexif()


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames, kept = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")], BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    made = seen(kept.getvalue())
    assert is_red(made, 5, 5)
    assert getattr(made, "n_frames", 1) == 1


def test_a_colour_profile_that_does_not_fit_is_left_aside_and_none_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))  # of no use for RGB: left aside
    made = seen(drawn(icc_profile=profile.tobytes()))
    assert is_red(made, 3, 3)
    assert "icc_profile" not in made.info


def test_the_same_bytes_give_the_same_picture() -> None:
    data = drawn(1500, 900, "JPEG")
    assert picture_of(data) == picture_of(data)


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"BM" + bytes(60), b"%PDF-1.7"]
)
def test_what_is_no_picture_by_its_first_bytes_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture, match="no JPEG, PNG, GIF or WebP"):
        picture_of(data)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("side", "why"), [(7_000, "7,000 x 7,000 pixels"), (10_000, "10,000 x 10,000"), (19_000, "unfolds to more pixels")]
)
def test_a_bomb_is_refused_before_it_unfolds(side: int, why: str) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(5_000_000)))
        + chunk(b"IEND", b"")
    )
    assert len(bomb) < 10_000
    with pytest.raises(BadPicture, match=why):
        picture_of(bomb)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(BadPicture, match="at most 10,000,000"):
        picture_of(drawn() + bytes(LARGEST_BYTES))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    data = drawn(300, 200, kind)
    with pytest.raises(BadPicture, match=f"cannot be decoded as {kind}|pixels"):
        picture_of(data[: len(data) // 2])
