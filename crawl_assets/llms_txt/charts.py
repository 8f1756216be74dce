"""Small pictures of a domain's crawls."""

from collections.abc import Sequence

from crawl_assets.llms_txt.rows import CrawlReport
from crawl_assets.markdown_pictures import empty_figure, markdown_picture

SHOWN = 30  # crawls
_PARTS = (("same", "#b8b8b8"), ("new", "#3b6ea5"), ("changed", "#e0a030"), ("failed", "#c0504d"))


def crawl_chart(reports: Sequence[CrawlReport]) -> str:
    """Draw the pages of each crawl, the oldest first: same, new, changed and failed upwards, gone downwards."""
    from matplotlib.ticker import MaxNLocator

    shown = reports[-SHOWN:]
    if not shown:
        return ""
    figure = empty_figure(7, 2.6)
    axes = figure.add_subplot()
    below = [0] * len(shown)
    for name, colour in _PARTS:
        counts = [int(getattr(report, name)) for report in shown]
        axes.bar(range(len(shown)), counts, bottom=below, color=colour, width=0.8, label=name)
        below = [low + count for low, count in zip(below, counts, strict=True)]
    axes.bar(range(len(shown)), [-report.removed for report in shown], color="#555555", width=0.8, label="gone")
    labels = [f"{report.crawled_at:%d %b\n%H:%M}" for report in shown]
    step = max(1, len(shown) // 10)
    axes.set_xticks(range(0, len(shown), step), labels[::step], fontsize=7)
    axes.tick_params(axis="y", labelsize=7)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.axhline(0, color="#333333", lw=0.6)
    axes.set_title(f"Pages of {shown[-1].domain} by crawl", fontsize=10, loc="left")
    axes.legend(fontsize=7, ncols=5, frameon=False, loc="upper right", bbox_to_anchor=(1, 1.18))
    axes.spines[["top", "right"]].set_visible(False)
    return markdown_picture(figure, "pages by crawl")
