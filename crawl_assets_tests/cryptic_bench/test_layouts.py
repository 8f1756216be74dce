"""Reading posts: the ten layouts, linked answers, and what is set aside instead of guessed."""

from pathlib import Path

import pytest

from crawl_assets.cryptic_bench.layouts import PostReading, read_post
from crawl_assets.cryptic_bench.layouts.resolving import FEWEST_LIGHTS

SAMPLES = sorted((Path(__file__).parent / "samples").glob("layout_*.html"))
EXPECTED = [
    ("1", "across", "Auction handled roughly? Take care", "CAUTION", "(7)"),
    ("5,8", "across", "Aurora, or guiding lamps for those in Leeds and York?", "NORTHERNLIGHTS", "(8,6)"),
    ("7", "across", "Knave by love and a lamp? One lit at Halloween", "JACKOLANTERN", "(4-1'-7)"),
    ("1", "down", "Drink cried over, spilling", "CIDER", "(5)"),
    ("2", "down", "Time to add some salt", "SEASON", "(6)"),
    ("3", "down", "There and back for the fall at the bar?", "ROUNDTRIP", "(5,4)"),
    ("4", "down", "Hint of colour in getting even", "TINGE", "(5)"),
    ("6", "down", "Healthy and, we hear, scarlet? With many books behind one", "WELLREAD", "(4-4)"),
]


def told(reading: PostReading) -> list[tuple[str, str, str, str, str]]:
    return [(c.number, c.direction, c.text, c.answer, c.letter_count.replace(" ", "")) for c in reading.clues]


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f'<div class="entry-content"><table>{"".join(f"<tr>{row}</tr>" for row in cells)}</table></div>'


def lines(*texts: str) -> str:
    return f'<div class="entry-content">{"".join(f"<p>{text}</p>" for text in texts)}</div>'


def test_there_is_a_sample_for_each_of_the_ten_layouts() -> None:
    assert len(SAMPLES) == 10


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_same_puzzle_is_read_from_every_layout(sample: Path) -> None:
    reading = read_post(sample.read_text(encoding="utf-8"))

    assert told(reading) == EXPECTED
    assert reading.aside == ()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_short_post_is_named_suspicious(sample: Path) -> None:
    reading = read_post(sample.read_text(encoding="utf-8"))

    assert any("lights were seen" in problem for problem in reading.problems)


@pytest.mark.parametrize(
    "html",
    [
        table("Across||", "1,12|<b>SPECIAL</b>|Aurora seen (7,13)", "Down||", "12|<b>CORRESPONDENT</b>|See 1"),
        table("Across||", "1|SPECIAL|Aurora seen (7,13)", "Down||", "12|CORRESPONDENT|See 1 across"),
        table("Across||", "1/12|SPECIAL<br>CORRESPONDENT|Aurora seen (7,13)", "Down||", "12||See 1"),
        table("Across||", "1,12|SPECIAL|Aurora seen (7,13)", "|CORRESPONDENT|", "Down||", "12||See 1"),
        lines("Across", "1,12 Aurora seen (7,13)<br><b>SPECIAL</b> <b>CORRESPONDENT</b><br>why", "Down", "12 See 1"),
        lines("Across", "1,12 Aurora seen (7,13)<br><b>SPECIAL</b> – why", "Down", "12 CORRESPONDENT (see 1)"),
        lines("Across", "1,12 Aurora seen (7,13)<br>SPECIAL<br>CORRESPONDENT<br>why"),
    ],
)
def test_defect_6_a_linked_answer_in_two_parts_is_whole(html: str) -> None:
    reading = read_post(html)

    assert [(clue.number, clue.answer) for clue in reading.clues] == [("1,12", "SPECIALCORRESPONDENT")]
    assert reading.aside == ()


def test_defect_6_a_linked_answer_whose_second_part_is_missing_is_set_aside_and_never_cut() -> None:
    reading = read_post(table("Across||", "1|SPECIAL|Aurora seen (7,13)", "5|AWED|Afraid and ... (4)"))

    assert [clue.answer for clue in reading.clues] == ["AWED"]
    [aside] = reading.aside
    assert aside.answer == "SPECIAL"
    assert aside.reason == "SPECIAL has 7 letters, but the enumeration (7,13) says 20."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2|TINGES|Hint of colour in getting even (5)", "TINGES has 6 letters, but the enumeration (5) says 5."),
        ("2|TINGE|Hint of colour in getting even", "No enumeration was found for this light."),
        ("2||Hint of colour in getting even (5)", "No answer was found for this light."),
        ("2|TINGE|See 44", "It refers to 44, but no clue with that number was found."),
        ("2|TINGE|", "There is no clue beside this light."),
        ("1|TINGE|Hint of colour in getting even (5)", "There is more than one clue for 1 across"),
        ("2|TINGE|Hint of colour, TINGE in getting even (5)", "The clue's text holds its answer TINGE"),
    ],
)
def test_what_cannot_be_trusted_is_set_aside_with_its_reason(row: str, reason: str) -> None:
    reading = read_post(table("Across||", "1|AWED|Afraid (4)", row, "9|CIDER|Drink (5)"))

    assert [clue.answer for clue in reading.clues] == ["AWED", "CIDER"]
    [aside] = reading.aside
    assert aside.reason.startswith(reason)
    assert aside.raw.startswith(row[0])


def test_in_running_text_a_clue_with_a_wrong_answer_is_set_aside_too() -> None:
    reading = read_post(
        lines("Across", "1 Afraid (4)<br>AWED<br>x", "2 Colour (5)<br>TINGES<br>x", "9 Ale (5)<br>CIDER")
    )

    assert [clue.answer for clue in reading.clues] == ["AWED", "CIDER"]
    assert [aside.answer for aside in reading.aside] == ["TINGES"]


def test_a_clue_ends_at_its_own_enumeration_even_where_the_explanation_repeats_the_right_one() -> None:
    reading = read_post(table("Across||", "1|AWED|Afraid of the dark (5) A WED girl is AWED (4)", "9|CIDER|Drink (5)"))

    assert [clue.text for clue in reading.clues] == ["Drink"]
    assert [aside.answer for aside in reading.aside] == ["AWED"]


def test_other_orders_of_the_columns_are_read_too() -> None:
    html = table(
        "No|Clue|Wordplay|Entry", "Across|||", "1|Afraid (4)|A WED|AWED", "2|Ale (5)|*CRIED|CIDER", "5|See 1||"
    )

    assert [(clue.text, clue.answer) for clue in read_post(html).clues] == [("Afraid", "AWED"), ("Ale", "CIDER")]


def test_answers_printed_before_their_clues_are_read_too() -> None:
    html = lines("Across", "1 <b>AWED</b> Afraid (4)", "A + WED", "9 <b>CIDER</b> Drink, cried over (5)", "CRIED*")

    assert [(c.number, c.text, c.answer) for c in read_post(html).clues] == [
        ("1", "Afraid", "AWED"),
        ("9", "Drink, cried over", "CIDER"),
    ]


def test_answers_at_the_end_of_the_explanation_are_read_when_they_alone_are_bold() -> None:
    html = lines("Across", "1 Afraid (4)<br>A + WED = <b>AWED</b>", "9 Drink (5)<br>anagram of CRIED → <b>CIDER</b>")

    assert [clue.answer for clue in read_post(html).clues] == ["AWED", "CIDER"]


def test_bold_answers_need_no_capitals_when_their_words_have_the_right_lengths() -> None:
    html = lines("Across", "1 There and back (5,4)<br><b>Round trip</b>: x", "9 Drink (5)<br><b>Hidden</b> in stuff")

    reading = read_post(html)

    assert [clue.answer for clue in reading.clues] == ["ROUNDTRIP"]
    assert len(reading.aside) == 1


@pytest.mark.parametrize(
    "html",
    [
        table("Across||", "1|Round trip|... and back again (5,4)", "5|Cider|Drink (5)"),
        table("Across||", "1|ROUND TRIP (5,4)|... and back again (5,4)", "5|CIDER (5)|Drink (5)"),
        table("No.|Clue|Answer", "Across||", "1|... and back again (5,4)|Round trip", "5|Drink (5)|Cider"),
        table("Across|", "1|... and back again (5,4)", "|<b>ROUND TRIP</b> – x", "5|Drink (5)", "|<b>CIDER</b> y"),
        lines("Across", "1 ... and back again (5,4)<br><b>ROUND TRIP</b>", "5 Drink (5)<br><b>CIDER</b>"),
        lines("Across", "1. ... and back again (5,4)<br>ROUND TRIP – x", "5. Drink (5)<br>CIDER – y"),
        lines("Across: 1 ... and back again (5,4)", "ROUND TRIP – x", "5 Drink (5)", "CIDER – y"),
    ],
)
def test_answers_in_small_letters_ellipses_and_headings_beside_a_clue_are_read(html: str) -> None:
    assert [(clue.number, clue.text, clue.answer) for clue in read_post(html).clues] == [
        ("1", "... and back again", "ROUNDTRIP"),
        ("5", "Drink", "CIDER"),
    ]


def test_a_label_that_every_clue_spells_out_is_no_part_of_the_clues() -> None:
    html = lines(
        "1 Across Afraid (4)<br>AWED", "9 Across ... and drink (5)<br>CIDER", "2 Down Down in colour (5)<br>TINGE"
    )

    assert [(clue.number, clue.direction, clue.text) for clue in read_post(html).clues] == [
        ("1", "across", "Afraid"),
        ("9", "across", "... and drink"),
        ("2", "down", "Down in colour"),
    ]


def test_a_clue_that_begins_with_a_direction_keeps_it_where_labels_are_numbers() -> None:
    html = lines("Across", "1 Afraid (4)<br>AWED", "9 Drink (5)<br>CIDER", "Down", "14 Down in colour (5)<br>TINGE")

    assert read_post(html).clues[-1].text == "Down in colour"


def test_linked_lights_with_spelled_directions_are_one_label() -> None:
    html = lines("Across", "1 across/12 down Aurora seen (7,13)<br>SPECIAL CORRESPONDENT", "Down", "12 See 1 across")

    assert [(clue.number, clue.text) for clue in read_post(html).clues] == [("1,12", "Aurora seen")]


def test_a_clue_that_is_a_picture_is_set_aside_as_one_without_words() -> None:
    reading = read_post(table("Across||", "1|AWED|<img src='clue.png'> (4)", "9|CIDER|Drink (5)"))

    assert [aside.reason for aside in reading.aside] == ["No clue was found for this light."]


def test_without_headings_clues_are_down_from_where_the_numbers_begin_anew_and_the_post_says_so() -> None:
    reading = read_post(
        lines("1 Afraid (4)<br>AWED", "9 Drink (5)<br>CIDER", "1 Colour (5)<br>TINGE", "2 Time (6)<br>SEASON")
    )

    assert [(c.number, c.direction) for c in reading.clues] == [
        ("1", "across"),
        ("9", "across"),
        ("1", "down"),
        ("2", "down"),
    ]
    assert any("heading" in problem for problem in reading.problems)


def test_the_numbers_that_no_light_has_are_named() -> None:
    reading = read_post(
        lines("Across", "1 Afraid (4)<br>AWED", "4 Drink (5)<br>CIDER", "Down", "2 Colour (5)<br>TINGE")
    )

    assert "No light is numbered 3; the post was not read whole." in reading.problems


def test_a_whole_puzzle_has_no_problems() -> None:
    def half(first: int) -> list[str]:
        return [f"{n} Drink number {'again ' * n} (5)<br>CIDER" for n in range(first, 25, 2)]

    reading = read_post(lines("Across", *half(1), "Down", *half(2)))

    assert len(reading.clues) == 24 >= FEWEST_LIGHTS
    assert reading.problems == ()


@pytest.mark.parametrize(
    "html", ["", "<p>Sorry, no blog today.</p>", "<html><body><table></table></body></html>", "\0"]
)
def test_a_post_without_clues_says_so(html: str) -> None:
    reading = read_post(html)

    assert (reading.layout, reading.clues, reading.aside) == (None, (), ())
    assert len(reading.problems) == 1


@pytest.mark.parametrize("place", ['class="comments-area"', 'id="comments"', 'class="comment-list"'])
def test_only_the_post_is_read_and_not_its_comments(place: str) -> None:
    post = lines("Across", "1 Afraid (4)<br>AWED").removeprefix('<div class="entry-content">').removesuffix("</div>")
    html = f"<article>{post}<section {place}><p>9 Drink (5)<br>CIDER</p></section></article>"

    assert [clue.answer for clue in read_post(html).clues] == ["AWED"]


def test_a_post_of_a_hundred_thousand_lines_is_read_in_bounded_time() -> None:
    html = lines("Across", *["1 Afraid ((((( 4,4,4,4 SEE see part of 4 – A B C D"] * 5_000, "2 " + "A " * 50_000)

    assert read_post(html).clues == ()


def test_deep_nesting_is_no_danger() -> None:
    html = f'<div class="entry-content">{"<div><span>" * 3_000}<p>1a Afraid (4)<br>AWED</p></div>'

    assert [clue.answer for clue in read_post(html).clues] == ["AWED"]
