"""Pictures of matplotlib as Markdown, for asset metadata: the image is inside."""

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def empty_figure(width: float, height: float) -> "Figure":
    """Return a figure of this size in inches, at 100 dots an inch, that needs no display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=100)
    FigureCanvasAgg(figure)
    return figure


def markdown_picture(figure: "Figure", what: str) -> str:
    """Return a figure as a Markdown image (PNG data URI); `what` is said where it cannot be shown."""
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return f"![{what}](data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()})"
