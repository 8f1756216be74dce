"""Offline baselines: same face as a model, no key, no network, no cost, always the same answer."""

import asyncio
import socket
from typing import NoReturn

import pytest

from crawl_assets.cryptic_bench.prompts import PROMPTS, render
from crawl_assets.llm.baselines import BASELINES, NO_IDEA, PREFIX, BaselineChat, RoutedChat, is_baseline
from crawl_assets.llm.chat import ANSWERED, ChatClient, ChatReply, ChatRequest
from crawl_assets.llm.errors import ModelStopped


def solve(baseline: str, clue: str, letters: str, chat: ChatClient | None = None, version: int = 0) -> ChatReply:
    request = ChatRequest(PREFIX + baseline, render(PROMPTS[version], clue, letters), 500)
    return asyncio.run((chat or BaselineChat()).chat(request))


@pytest.mark.parametrize(
    ("baseline", "clue", "letters", "answer"),
    [
        ("anagram", "Silent, but I hear when rearranged", "(6)", "ENLIST"),
        ("anagram", "Dirty room cleaned here", "(9)", "DORMITORY"),
        ("hidden-word", "Found in the wrong lobes", "(5)", "GLOBE"),
        ("hidden-word", "A little of the strain bowls over an arch", "(7)", "RAINBOW"),
        ("hidden-word", "Globe is no hidden word here", "(5)", None),
        ("first-letters", "Starts to eat apples grown locally, eagerly, a bird", "(5)", "EAGLE"),
        ("first-letters", "No idea whatever", "(12)", None),
        ("anagram", "No idea whatever", "(12)", None),
    ],
)
def test_each_baseline_solves_its_own_kind_of_clue(baseline: str, clue: str, letters: str, answer: str | None) -> None:
    assert solve(baseline, clue, letters).text == (answer or NO_IDEA)


@pytest.mark.parametrize("version", range(len(PROMPTS)))
@pytest.mark.parametrize("baseline", BASELINES)
def test_every_baseline_reads_every_prompt_and_is_labelled_in_its_reply(baseline: str, version: int) -> None:
    found = solve(baseline.removeprefix(PREFIX), "Dirty room", "(9)", version=version)
    assert is_baseline(found.model) and found.model == baseline
    assert "offline baseline" in BASELINES[baseline][0]
    assert found.raw["baseline"] is True
    assert (found.outcome, found.cost_usd, found.tokens_used) == (ANSWERED, 0.0, 0)


def test_the_same_clue_has_the_same_answer_every_time() -> None:
    assert len({solve("anagram", "Tales of stale steal", "(5)").text for _ in range(5)}) == 1


def test_a_baseline_needs_no_key_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_remote() -> NoReturn:
        raise AssertionError("a client was made")

    monkeypatch.setattr(socket.socket, "connect", lambda *_: no_remote())
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    assert solve("anagram", "Dirty room", "(9)", RoutedChat(no_remote)).text == "DORMITORY"


@pytest.mark.parametrize("letters", ["(5,4)", "(3-6)", "(9)", "(2,3'1,3)"])
def test_the_letters_of_all_words_are_counted_together(letters: str) -> None:
    assert solve("anagram", "Dirty room", letters).text == "DORMITORY"


def test_an_unknown_baseline_is_named_with_those_there_are() -> None:
    with pytest.raises(ModelStopped, match="no baseline 'baseline/guess'; there are baseline/anagram"):
        solve("guess", "Dirty room", "(9)")


def test_other_models_are_asked_through_a_client_made_at_the_first_of_them() -> None:
    made: list[str] = []

    class Remote:
        def prepare(self, model: str) -> None:
            made.append(f"prepared for {model}")

        async def chat(self, request: ChatRequest) -> ChatReply:
            made.append(request.model)
            return await BaselineChat().chat(ChatRequest("baseline/anagram", request.messages, 500))

        async def aclose(self) -> None:
            made.append("closed")

    async def both() -> None:
        chat = RoutedChat(lambda: made.append("made") or Remote())  # type: ignore[func-returns-value]
        messages = render(PROMPTS[0], "Dirty room", "(9)")
        chat.prepare("baseline/anagram")
        await chat.chat(ChatRequest("baseline/anagram", messages, 500))
        chat.prepare("maker/model")
        await chat.chat(ChatRequest("maker/model", messages, 500))
        await chat.chat(ChatRequest("maker/model", messages, 500))
        await chat.aclose()
        await chat.aclose()

    asyncio.run(both())
    assert made == ["made", "prepared for maker/model", "maker/model", "maker/model", "closed"]
