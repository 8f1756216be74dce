"""Lists of class fts-list: a div a clue, with parts for the clue, its answer and its explanation (layout 6)."""

from crawl_assets.cryptic_bench.enumeration import plain_marks
from crawl_assets.cryptic_bench.layouts.answers import cell_answer
from crawl_assets.cryptic_bench.layouts.candidates import Candidate, cut_at_enumeration, joined
from crawl_assets.cryptic_bench.layouts.lights import leading_label, read_heading, read_reference
from crawl_assets.cryptic_bench.layouts.rich_text import Content


def read(content: Content) -> list[Candidate]:
    """Read the groups of a post."""
    found: list[Candidate] = []
    direction: str | None = None
    for group in content.groups:
        if not group.parts:
            direction = read_heading(plain_marks(group.heading)) or direction
            continue
        line = joined(group.parts[0])
        lights, start = leading_label(line.plain)
        if not lights:
            continue
        clue = cut_at_enumeration(line, start)
        reference = read_reference(plain_marks(clue.clue))
        answer = cell_answer(joined(group.parts[1]), clue.enumeration) if len(group.parts) > 1 else None
        found.append(
            Candidate(
                lights,
                direction,
                "" if reference else clue.clue,
                clue.enumeration,
                answer.text if answer else "",
                reference,
                " | ".join(joined(part).text for part in group.parts),
            )
        )
    return found
