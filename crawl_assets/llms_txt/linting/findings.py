"""What a linter says."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from crawl_assets.llms_txt.composing.escaping import one_line

Level = Literal["error", "warning", "note"]
ERROR: Level = "error"
WARNING: Level = "warning"
NOTE: Level = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    level: Level
    rule: str  # its name, like duplicate-link
    line: int | None  # from 1; None: the file as a whole, or another file
    message: str  # what is wrong, with which value, and what to do

    def within(self, url: str) -> Self:
        """Return the finding as one of the file that links the file it is in."""
        place = f"{url}, line {self.line}" if self.line else url
        return replace(self, line=None, message=f"{place}: {self.message}")

    def __str__(self) -> str:
        """Write it as a line for a terminal: `line: level rule message`; `-` for the file as a whole."""
        return one_line(f"{self.line or '-'}: {self.level} {self.rule} {self.message}")
