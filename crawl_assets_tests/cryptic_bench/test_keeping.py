"""What was kept of a week stays when the week is scraped again; what is seen again is replaced."""

from dataclasses import replace

from crawl_assets.cryptic_bench.keeping import Kept, merged
from crawl_assets.cryptic_bench.puzzle import SetAside
from crawl_assets_tests.cryptic_bench.rows import MONDAY, clue, number_of, puzzle

EMPTY = Kept([], [], [])


def aside(position: int, reason: str) -> SetAside:
    return SetAside(number_of(MONDAY), position, MONDAY, "1 Clue (6)", None, reason)


def test_what_is_gone_from_the_blog_stays() -> None:
    before = Kept([puzzle()], [clue(1), clue(2)], [aside(0, "no answer")])
    assert merged(before, EMPTY) == before


def test_what_is_seen_again_is_replaced() -> None:
    before = Kept([puzzle(setter=None)], [clue(1, "LISTEN")], [aside(0, "no answer")])
    scraped = Kept([puzzle()], [clue(1, "SILENT"), clue(2)], [])
    assert merged(before, scraped) == scraped


def test_a_clue_keeps_the_id_its_replies_name_when_another_source_numbers_it_with_its_linked_lights() -> None:
    kept = clue(1)
    linked = replace(kept, clue_id=kept.clue_id.replace("-1-", "-1,12-"), clue_number="1,12", linked_lights="1,12")
    other = replace(linked, clue_id="other", clue_number="12", linked_lights=None)
    assert merged(Kept([], [kept], []), Kept([], [linked, other], [])).clues == [kept, other]
