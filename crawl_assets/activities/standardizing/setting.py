"""Whether an activity is indoors or outdoors, and the words that say so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawl_assets.activities.standardizing.plain_text import snippet

Setting = Literal["indoor", "outdoor", "both"]
# what says it outright, in any text; `not` in front turns it round
_SAID = {
    "both": re.compile(
        r"\b(indoors?( and | & |/| or )outdoors?|outdoors?( and | & |/| or )indoors?|inside and out(side)?)\b", re.I
    ),
    "indoor": re.compile(r"(?<!not )(?<!no )(?<!non-)\b(indoors?|under ?cover|rain[- ]?proof)\b", re.I),
    "outdoor": re.compile(r"(?<!not )(?<!no )(?<!non-)\b(outdoors?|open[- ]air|al fresco)\b", re.I),
}
# what it is called, in names and tags: a museum is a building
_CALLED = {
    "indoor": re.compile(
        r"\b(museum|library|cinema|theatre|theater|gallery|aquarium|play ?cent(re|er)|play ?cafe|soft play|bowling"
        r"|ice rink|trampoline park|escape room|planetarium|shopping cent(re|er)|laser tag)\b",
        re.I,
    ),
    "outdoor": re.compile(
        r"\b(park|playground|beach|garden|gardens|trail|bushwalk|walking track|reserve|zoo|farm|lake|lookout|picnic"
        r"|campground|skate ?park|splash pad|national park|oval|foreshore|rock pool|forest)\b",
        re.I,
    ),
}


@dataclass(frozen=True, slots=True)
class ReadSetting:
    """A setting and the words that say it."""

    setting: Setting
    evidence: str  # `description: an indoor play centre with`


def read_setting(name: str, tags: Iterable[str], description: str | None) -> ReadSetting | None:
    """Return where an activity is; what its words say outright goes before what it is called, the name before all."""
    texts = [("name", name), ("tags", ", ".join(tags)), ("description", description or "")]
    for field, text in texts:
        found = {kind: one for kind, pattern in _SAID.items() if (one := pattern.search(text))}
        if found:
            return _decided(field, text, found)
    for field, text in texts[:2]:
        called = {kind: one for kind, pattern in _CALLED.items() if (one := pattern.search(text))}
        if len(called) == 1:  # `Library Park` says nothing
            return _decided(field, text, called)
    return None


def _decided(field: str, text: str, found: dict[str, re.Match[str]]) -> ReadSetting:
    first = min(found.values(), key=lambda one: one.start())
    is_both = len(found) > 1 or "both" in found
    setting: Setting = "both" if is_both else "indoor" if "indoor" in found else "outdoor"
    return ReadSetting(setting, f"{field}: {snippet(text, first.start(), first.end(), 20)}")
