"""A small picture of a domain's crawls, as SVG: drawn in a millisecond, where a library takes longer than the crawl."""

import base64
from collections.abc import Iterator, Sequence
from html import escape

from crawl_assets.llms_txt.rows import CrawlReport

SHOWN = 30  # crawls
_PARTS = (
    ("same", "#b8b8b8"),
    ("new", "#3b6ea5"),
    ("changed", "#e0a030"),
    ("failed", "#c0504d"),
    ("removed", "#555555"),
)
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 240, 48, 36, 40  # pixels; the last three are margins


def crawl_chart(reports: Sequence[CrawlReport]) -> str:
    """Draw the pages of each crawl as a Markdown image, the oldest first; '' without one.

    Upwards are the pages that were same, new, changed and failed, downwards those removed.
    """
    shown = reports[-SHOWN:]
    if not shown:
        return ""
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">{"".join(_shapes(shown))}</svg>'
    return f"![pages by crawl](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def _shapes(shown: Sequence[CrawlReport]) -> Iterator[str]:
    up = max(1, *(report.same + report.new + report.changed + report.failed for report in shown))
    down = max(report.removed for report in shown)
    scale = (_HEIGHT - _TOP - _BOTTOM) / (up + down)
    zero, step = _TOP + up * scale, (_WIDTH - _LEFT - 8) / len(shown)
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
    yield _text(8, 18, f"Pages of {shown[-1].domain} by crawl", 14)
    for place, (name, colour) in enumerate(_PARTS):
        left = _WIDTH - 85 * (len(_PARTS) - place)
        yield f'<rect x="{left}" y="9" width="12" height="10" fill="{colour}"/>{_text(left + 16, 18, name, 11)}'
    for count in sorted({0, up, -down}):
        y = zero - count * scale
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>'
        yield _text(8, y + 4, str(abs(count)), 11)
    every = max(1, len(shown) // 8)
    for place, report in enumerate(shown):
        x, y = _LEFT + place * step + step * 0.1, zero
        for name, colour in _PARTS:
            size = getattr(report, name) * scale
            y, top = (y, zero) if name == "removed" else (y - size, y - size)
            yield f'<rect x="{x:.1f}" y="{top:.1f}" width="{step * 0.8:.1f}" height="{size:.1f}" fill="{colour}"/>'
        if place % every == 0:
            yield _text(x, _HEIGHT - 22, f"{report.crawled_at:%d %b}", 11)
            yield _text(x, _HEIGHT - 8, f"{report.crawled_at:%H:%M}", 11)


def _text(x: float, y: float, text: str, size: int) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="#333333">{escape(text, quote=False)}</text>'
