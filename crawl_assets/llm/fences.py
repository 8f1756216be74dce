"""Page text fenced in, so that a model reads it as a quotation whatever it says.

The marks around it hold a hash of the text, which the text itself cannot hold: no page can close its own fence. What
looks like the roles of a chat template is broken up, and what no reader sees is left out.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_ROLE = re.compile(r"<\|[^|<>\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?s>", re.IGNORECASE)
_MARK_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Fenced:
    """A quotation with its marks."""

    mark: str
    text: str  # the line with the mark that begins it, the quotation, the line that ends it


def fence(text: str, longest: int) -> Fenced:
    """Return the text, cut to `longest` characters, between two lines that it cannot hold."""
    shown = _ROLE.sub(" ", visible(text[: 4 * longest]))
    if len(shown) > longest:
        shown = shown[:longest].rsplit(" ", 1)[0] + " …"
    mark = hashlib.sha256(shown.encode()).hexdigest()[:_MARK_LETTERS]
    return Fenced(mark, f"BEGIN PAGE {mark}\n{shown}\nEND PAGE {mark}")


def visible(text: str) -> str:
    """Return a text without control, formatting and private characters, in which orders to a model can hide."""
    return "".join(letter for letter in text if letter in "\n\t" or not _is_hidden(letter))


def _is_hidden(letter: str) -> bool:
    # U+E0000 and following are tags: a whole invisible alphabet; they are of category Cf, as are directions of writing
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}
