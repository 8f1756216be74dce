"""Small pictures for asset metadata, as Markdown with the image inside."""

import base64
import io
from collections.abc import Sequence

from crawl_assets.cryptic_bench.leaderboard import LeaderboardRow

_MODEL, _BASELINE, _UNRANKED = "#3b6ea5", "#b8b8b8", "#9db7d5"


def accuracy_chart(rows: Sequence[LeaderboardRow]) -> str:
    """Draw accuracy with its 95 % interval, one bar a model, as a Markdown image (PNG data URI); '' without bars."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = [row for row in rows if row.accuracy is not None][::-1]
    if not shown:
        return ""
    figure = Figure(figsize=(7, 0.9 + 0.28 * len(shown)), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    accuracy = [row.accuracy or 0 for row in shown]
    below = [value - (row.accuracy_low or 0) for value, row in zip(accuracy, shown, strict=True)]
    above = [(row.accuracy_high or 0) - value for value, row in zip(accuracy, shown, strict=True)]
    names = [f"{row.display_name} ({row.correct}/{row.answered})" for row in shown]
    axes.barh(range(len(shown)), accuracy, color=[_colour(row) for row in shown], height=0.7)
    axes.errorbar(accuracy, range(len(shown)), xerr=[below, above], fmt="none", ecolor="#333333", capsize=2, lw=0.8)
    axes.set_yticks(range(len(shown)), names, fontsize=8)
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of answered clues solved, with Wilson 95 % interval", fontsize=8)
    axes.set_title(f"Cryptic clues solved, {shown[0].week_id}", fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return f"![accuracy](data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()})"


def _colour(row: LeaderboardRow) -> str:
    if row.kind == "baseline":
        return _BASELINE
    return _UNRANKED if row.rank is None else _MODEL
