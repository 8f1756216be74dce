"""Offline solvers behind the same face as a chat model: no key, no network, no cost, always the same answer.

They read the clue from the prompt's lines `Clue: ...` and `Letters: (5,4)`, know nothing of English but a word list
(Webster's Second, public domain), and say so: they are baselines to measure against, never ranked as models.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from crawl_assets.llm.chat import ANSWERED, ChatClient, ChatReply, ChatRequest
from crawl_assets.llm.errors import ModelStopped

PREFIX = "baseline/"
NO_IDEA = "I do not know."
_CLUE = re.compile(r"^Clue: (.*)$", re.MULTILINE)
_LETTERS = re.compile(r"^Letters: (.*)$", re.MULTILINE)

Solver = Callable[[str, int], str | None]


def hidden_word(clue: str, length: int) -> str | None:
    """Find a dictionary word of `length` letters that runs over at least one space of the clue."""
    letters, starts = "", set()
    for word in re.findall(r"[^\W\d_]+", clue.lower()):
        starts.add(len(letters))
        letters += word
    for start in range(len(letters) - length + 1):
        found = letters[start : start + length]
        crosses = any(start < edge < start + length for edge in starts)
        if crosses and start not in starts and found in words():
            return found
    return None


def first_letters(clue: str, length: int) -> str | None:
    """Find a dictionary word in the first letters of `length` words in a row."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", clue.lower()))
    for start in range(len(initials) - length + 1):
        if initials[start : start + length] in words():
            return initials[start : start + length]
    return None


def anagram(clue: str, length: int) -> str | None:
    """Find a dictionary word that rearranges some words in a row of the clue, longest runs of words first."""
    tokens = re.findall(r"[^\W\d_]+", clue.lower())
    for count in range(len(tokens), 0, -1):
        for start in range(len(tokens) - count + 1):
            fodder = "".join(tokens[start : start + count])
            if len(fodder) != length:
                continue
            other = next((word for word in _by_letters().get("".join(sorted(fodder)), ()) if word not in tokens), None)
            if other is not None and other != fodder:
                return other
    return None


BASELINES: dict[str, tuple[str, Solver]] = {
    "baseline/anagram": ("Anagram finder (offline baseline)", anagram),
    "baseline/first-letters": ("First letters (offline baseline)", first_letters),
    "baseline/hidden-word": ("Hidden word (offline baseline)", hidden_word),
}


def is_baseline(model: str) -> bool:
    """Tell whether a model id names an offline baseline."""
    return model.startswith(PREFIX)


@cache
def words() -> frozenset[str]:
    """Return the word list, lower case letters only."""
    from english_words import get_english_words_set

    return frozenset(get_english_words_set(["web2"], lower=True, alpha=True))


@cache
def _by_letters() -> dict[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words()):
        found["".join(sorted(word))].append(word)
    return dict(found)


class BaselineChat:
    """Answers for the ids of BASELINES; see `llm.chat.ChatClient`."""

    def prepare(self, model: str) -> None:
        """Check the id; raises ModelStopped for an unknown one."""
        if model not in BASELINES:
            raise ModelStopped(f"no baseline {model!r}; there are {', '.join(BASELINES)}.")

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Solve the prompt's clue, or say NO_IDEA; raises ModelStopped for an unknown id, ValueError for no clue."""
        self.prepare(request.model)
        prompt = "\n".join(message["content"] for message in request.messages)
        clue, letters = _CLUE.search(prompt), _LETTERS.search(prompt)
        if clue is None or letters is None:
            raise ValueError("the prompt holds no lines `Clue: ...` and `Letters: (n)`, which the baselines read.")
        length = sum(map(int, re.findall(r"\d+(?!\d|\s*words?\b)", letters[1])))
        answer = BASELINES[request.model][1](clue[1], length)
        text = answer.upper() if answer else NO_IDEA
        raw = {"baseline": True, "model": request.model, "content": text}
        return ChatReply(request.model, text, ANSWERED, "stop", 0, 0, 0, 0.0, 0, None, raw)

    async def aclose(self) -> None:
        """Do nothing; there is nothing to close."""


class RoutedChat:
    """Baselines answer at once; the remote client is made when another model is first asked."""

    def __init__(self, make_remote: Callable[[], ChatClient]) -> None:
        self._make_remote = make_remote
        self._remote: ChatClient | None = None
        self._baselines = BaselineChat()

    def prepare(self, model: str) -> None:
        """Make the client that the model belongs to ready; raises NotSetUp where a key is missing."""
        self._client_of(model).prepare(model)

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Ask the client that the model belongs to."""
        return await self._client_of(request.model).chat(request)

    def _client_of(self, model: str) -> ChatClient:
        if is_baseline(model):
            return self._baselines
        if self._remote is None:
            self._remote = self._make_remote()
        return self._remote

    async def aclose(self) -> None:
        """Close the remote client, if one was made."""
        if self._remote is not None:
            await self._remote.aclose()
            self._remote = None
