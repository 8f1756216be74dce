"""A small map of where activities are, as SVG: points over a grid of degrees, drawn in a millisecond."""

import base64
import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

Point = tuple[float, float]  # latitude, longitude; WGS 84, degrees
SHOWN = 2000  # points
_WIDTH, _HEIGHT, _MARGIN = 560, 340, 34  # pixels
_LEAST = 0.02  # degrees of latitude that are shown at least: two kilometres


def map_picture(points: Sequence[Point], title: str) -> str:
    """Draw points as a Markdown image, '' without one; far-off ones are told of and left out of the frame."""
    if not points:
        return ""
    shown = _near_the_middle(points)[:SHOWN]
    far = len(points) - len(shown)
    head = f"{title}: {len(points)} places" + (f", {far} of them not shown" if far else "")
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">{"".join(_shapes(shown, head))}</svg>'
    )
    return f"![map](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def _near_the_middle(points: Sequence[Point]) -> list[Point]:
    """Leave out what lies ten times as far off the median as most do: one wrong place would make the map useless."""
    if len(points) < 5:
        return list(points)
    middle = [sorted(point[axis] for point in points)[len(points) // 2] for axis in (0, 1)]
    off = [max(abs(point[0] - middle[0]), abs(point[1] - middle[1])) for point in points]
    bound = max(10 * sorted(off)[len(off) * 3 // 4], _LEAST)
    return [point for point, distance in zip(points, off, strict=True) if distance <= bound]


def _shapes(points: Sequence[Point], head: str) -> Iterator[str]:
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    shrink = max(0.05, math.cos(math.radians((south + north) / 2)))  # a degree of longitude, in those of latitude
    span = max(north - south, (east - west) * shrink * (_HEIGHT / _WIDTH), _LEAST)
    scale = (_HEIGHT - 2 * _MARGIN) / span
    middle = ((south + north) / 2, (west + east) / 2)

    def place(lat: float, lon: float) -> tuple[float, float]:
        return _WIDTH / 2 + (lon - middle[1]) * shrink * scale, _HEIGHT / 2 - (lat - middle[0]) * scale

    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#eef3f6"/>'
    yield from _grid(span, middle, place)
    for lat, lon in points:
        x, y = place(lat, lon)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c0504d" fill-opacity="0.65" stroke="#ffffff"/>'
    yield f'<text x="8" y="18" font-size="13" fill="#333333">{escape(head, quote=False)}</text>'


def _grid(span: float, middle: Point, place: Callable[[float, float], tuple[float, float]]) -> Iterator[str]:
    step = 10 ** math.floor(math.log10(span))
    step = step / 2 if span / step < 2 else step
    for axis in (0, 1):
        first = math.floor((middle[axis] - span) / step)
        for number in range(first, first + round(3 * span / step) + 1):
            degrees = number * step
            point = (degrees, middle[1]) if axis == 0 else (middle[0], degrees)
            x, y = place(*point)
            if axis == 0 and 0 < y < _HEIGHT:
                yield f'<line x1="0" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d0dbe2"/>'
                yield f'<text x="4" y="{y - 3:.1f}" font-size="9" fill="#7a8b96">{degrees:.6g}</text>'
            if axis == 1 and 0 < x < _WIDTH:
                yield f'<line y1="0" y2="{_HEIGHT}" x1="{x:.1f}" x2="{x:.1f}" stroke="#d0dbe2"/>'
                yield f'<text x="{x + 3:.1f}" y="{_HEIGHT - 5}" font-size="9" fill="#7a8b96">{degrees:.6g}</text>'
