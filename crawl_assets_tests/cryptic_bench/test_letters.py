"""British and American spelling are one word, as long as no other word is spelt so."""

import pytest

from crawl_assets.cryptic_bench.letters import same_word


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("color", "COLOUR"),
        ("organize", "ORGANISE"),
        ("theater", "THEATRE"),
        ("gray", "GREY"),
        ("defense", "DEFENCE"),
        ("catalog", "CATALOGUE"),
        ("traveler", "TRAVELLER"),
        ("fueled", "FUELLED"),
        ("fulfillment", "FULFILMENT"),
        ("jewelry", "JEWELLERY"),
        ("flavor", "FLAVOUR"),
        ("analyze", "ANALYSE"),
        ("kilometer", "KILOMETRE"),
        ("maneuver", "MANOEUVRE"),
        ("anemia", "ANAEMIA"),
        ("fetus", "FOETUS"),
        ("skeptic", "SCEPTIC"),
        ("mold", "MOULD"),
        ("Æsop", "AESOP"),
        ("naïve", "NAIVE"),
    ],
)
def test_british_and_american_spelling_are_one_word(given: str, answer: str) -> None:
    assert same_word(given, answer)
    assert same_word(answer, given)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("OTHELLO", "HELLO"),
        ("SIZE", "SISE"),
        ("PRIZE", "PRISE"),
        ("APPRIZE", "APPRISE"),
        ("METER", "METRE"),
        ("LICENSE", "LICENCE"),
        ("CHECK", "CHEQUE"),
        ("TIRE", "TYRE"),
        ("REFILED", "REFILLED"),
        ("FILED", "FILLED"),
        ("HEM", "HAEM"),
        ("FOR", "FOUR"),
        ("TIMBER", "TIMBRE"),
        ("", "A"),
    ],
)
def test_words_that_only_look_alike_differ(given: str, answer: str) -> None:
    assert not same_word(given, answer)
