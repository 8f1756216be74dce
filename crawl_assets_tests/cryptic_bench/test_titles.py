"""Number, setter and series from every title form; defect 9 of the replaced system is one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.titles import read_title, setter_in_lines

SETTERS = ["Ramsay", "Omnibus", "Brendan and Paul", "Arachne & Rover", "Jack-Knife", "O’Trigger", "Dr. X"]
FORMS = [
    "Guardian {} – {}",
    "Guardian {} - {}",
    "Guardian {}: {}",
    "Guardian {} / {}",
    "Guardian {}/{}",
    "Guardian {} by {}",
    "Guardian {}, {}",
    "Guardian {} {}",
    "Guardian {} ({})",
    "Guardian No. {} by {}",
    "Guardian Cryptic {} {}",
    "Guardian Cryptic No {} by {}",
    "Guardian Cryptic No. {} set by {}",
    "Guardian Cryptic crossword No {} by {}",
    "Guardian cryptic puzzle {} – {}",
    "GUARDIAN CRYPTIC CROSSWORD {} BY {}",
    "Guardian Cryptic No. {} – Monday 5th January – {}",
    "Guardian {} by {} 5/1/26",
    "Cryptic crossword No {} Guardian - {}",
    "Guardian {} – {}'s 100th",
]
ENDINGS = [
    "",
    " - Fifteensquared",
    " – Fifteensquared",
    " | Fifteensquared",
    " &#8211; Fifteensquared",
    " &raquo; Fifteensquared",
]


@given(
    number=st.integers(10_000, 99_999),
    setter=st.sampled_from(SETTERS),
    form=st.sampled_from(FORMS),
    ending=st.sampled_from(ENDINGS),
    grouping=st.sampled_from(["", ",", "."]),
    nbsp=st.booleans(),
    entities=st.booleans(),
)
def test_number_and_setter_come_back_from_every_form(
    number: int, setter: str, form: str, ending: str, grouping: str, nbsp: bool, entities: bool
) -> None:
    printed = f"{number // 1000}{grouping}{number % 1000:03}"
    title = form.format(printed, setter) + ending
    if nbsp:
        title = title.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
    if entities:
        title = title.replace("–", "&#8211;").replace("’", "&#8217;").replace(" & ", " &amp; ")

    said = read_title(title)

    assert (said.series, said.number, said.setter) == ("cryptic", number, setter)


@pytest.mark.parametrize(
    ("title", "setter"),
    [
        ("Guardian 29,971: Yank - Fifteensquared", "Yank"),
        ("Guardian 30,031: Harpo - Fifteensquared", "Harpo"),
        ("Guardian 30,061: Vlad - Fifteensquared", "Vlad"),
        ("Guardian Cryptic No 30,031 by Harpo", "Harpo"),
        ("Guardian 30,061 / Vlad", "Vlad"),
    ],
)
def test_defect_9_setters_that_the_replaced_system_calls_unknown_are_named(title: str, setter: str) -> None:
    assert read_title(title).setter == setter


@pytest.mark.parametrize(
    "title",
    [
        "Guardian 29,890",
        "Guardian 29,890 – Tuesday",
        "Guardian 29,890 – 30 December 2025",
        "Guardian Cryptic crossword No 29,890",
        "Guardian 29,890 (Bank Holiday Special)",
        "",
    ],
)
def test_no_setter_is_made_up(title: str) -> None:
    assert read_title(title).setter is None


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("Guardian Quick Cryptic 96 by Carpathian", "quick cryptic"),
        ("Guardian Quiptic 1,372 by Harpo", "quiptic"),
        ("Guardian Prize Prize crossword No 29,924 by Tramp", "prize"),
        ("Guardian Saturday Puzzle 28,446 / Tramp", "prize"),
        ("Guardian 28,446 (Prize) – Tramp", "prize"),
        ("Guardian Genius 259 by Qaos", "genius"),
        ("Everyman 3,772", "everyman"),
        ("Azed No. 2,566 Plain", "azed"),
        ("Independent 12,345 by Bluebird", "other"),
        ("Financial Times 18,477 by NEO", "other"),
        ("General Discussion", "other"),
    ],
)
def test_other_series_are_told_apart(title: str, series: str) -> None:
    assert read_title(title).series == series


def test_a_category_or_the_address_helps_where_the_title_is_short() -> None:
    assert read_title("Cryptic crossword No 29,432 set by Vlad", is_guardian=True).series == "cryptic"
    said = read_title("A fine Friday", "https://example.org/2026/01/09/guardian-29890-ramsay/")
    assert (said.series, said.number, said.setter) == ("cryptic", 29890, None)
    assert (
        read_title("A test of nerve", "https://example.org/guardian-prize-29924-tramp/", is_guardian=True).series
        == "prize"
    )


@pytest.mark.parametrize(
    ("lines", "setter"),
    [
        (["Great fun.", "Set by Quillon, and timed at 12 minutes."], "Quillon"),
        (["Setter: Brendan and Paul"], "Brendan and Paul"),
        (["A pleasant Guardian puzzle by Vlad today"], "Vlad"),
        (["by Tansy"], "Tansy"),
        (["Posted by manehi", "Thanks to everybody"], None),
        ([], None),
    ],
)
def test_the_opening_lines_may_name_the_setter(lines: list[str], setter: str | None) -> None:
    assert setter_in_lines(lines) == setter


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_title_and_address_is_read(title: str, url: str) -> None:
    said = read_title(title, url)

    assert said.number is None or said.number > 0
    assert said.setter is None or said.setter == said.setter.strip() != ""
