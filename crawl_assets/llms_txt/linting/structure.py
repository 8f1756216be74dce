"""What is wrong with an llms.txt as a document: headings, quote, sections, characters."""

import re
from collections.abc import Iterator

from crawl_assets.llms_txt.composing.sections import OPTIONAL
from crawl_assets.llms_txt.linting.findings import ERROR, NOTE, WARNING, Finding
from crawl_assets.llms_txt.linting.reading import BOM, Document, lines_of

_HTML = re.compile(r"<(?:[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?|/[A-Za-z][A-Za-z0-9-]*\s*|!--[^<>]*--)>")
_CODE_IN_LINE = re.compile(r"`[^`]*`")
# C0 and C1 but tab, the line separators that Markdown does not know, and marks that turn the direction of writing:
# with them a text says something else to a program than to a person.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LOOKS_LIKE_A_HEADING = re.compile(r"#{1,2}\s*\S")


def headings(document: Document) -> Iterator[Finding]:
    """Ask for one heading of level 1, above everything, and only level 2 below it."""
    top = [heading for heading in document.headings if heading.level == 1]
    if not top:
        what = "there is no title. Begin the file with `# ` and the name of the site."
        yield Finding(ERROR, "title-missing", document.first_line or 1, what)
    elif top[0].line != document.first_line:
        what = "the title is not the first thing in the file. Remove what stands above it."
        yield Finding(ERROR, "title-not-first", document.first_line, what)
    if top and not top[0].text:
        yield Finding(ERROR, "title-empty", top[0].line, "the title is empty. Write the name of the site.")
    for heading in top[1:]:
        what = f"a second title, {heading.text!r:.80}; a file has one. Make it a section by `## `, or remove it."
        yield Finding(ERROR, "title-twice", heading.line, what)
    for heading in document.headings:
        if heading.level > 2:
            what = (
                f"{heading.text!r:.80} is a heading of level {heading.level}; sections are of level 2 and hold no more."
            )
            yield Finding(ERROR, "heading-too-deep", heading.line, what)
        elif heading.is_underlined:
            what = (
                f"the heading {heading.text!r:.80} is underlined; readers look for `{'#' * heading.level} ` before it."
            )
            yield Finding(ERROR, "heading-underlined", heading.line, what)


def quote(document: Document) -> Iterator[Finding]:
    """Ask for a summary of one line in a quote, and a paragraph below it."""
    if document.title is None:
        return
    title = next(heading for heading in document.headings if heading.level == 1)
    if not document.summary:
        what = "there is no summary. Write `> ` and a sentence about the site below the title."
        yield Finding(WARNING, "summary-missing", title.line, what)
        return
    if len(document.quote) > 1:
        what = "the summary has several lines; readers take the first one only. Make it one line."
        yield Finding(WARNING, "summary-of-several-lines", document.quote[1][0], what)
    if not document.info:
        what = "no paragraph follows the summary, without which the reference parser does not see it. Add a sentence."
        yield Finding(WARNING, "summary-unread", document.quote[0][0], what)


def sections(document: Document) -> Iterator[Finding]:
    """Ask for sections with different names that hold links only, Optional last."""
    if not document.sections:
        what = "there are no sections, so no page is listed. Add `## ` and a name, and a link a line."
        yield Finding(WARNING, "no-sections", None, what)
    lines: dict[str, int] = {}
    for section in document.sections:
        if not section.name:
            yield Finding(ERROR, "section-unnamed", section.line, "the section has no name. Write one behind `## `.")
        elif section.name in lines:
            what = f"section {section.name!r:.80} is there already, in line {lines[section.name]}; readers keep one."
            yield Finding(ERROR, "section-twice", section.line, f"{what} Join them.")
        lines.setdefault(section.name, section.line)
        if not section.links:
            what = f"section {section.name!r:.80} holds no link. Fill it, or remove it."
            yield Finding(WARNING, "section-empty", section.line, what)
        for line, text in section.strays:
            what = f"a section holds links only, and this is none: {text.strip()!r:.80}. Write `- [title](url): notes`."
            yield Finding(ERROR, "not-a-link", line, what)
        yield from _optional(section.name, section.line, is_last=section is document.sections[-1])


def _optional(name: str, line: int, *, is_last: bool) -> Iterator[Finding]:
    if name == OPTIONAL and not is_last:
        yield Finding(WARNING, "optional-not-last", line, f"section {OPTIONAL} is not the last one. Move it down.")
    elif name != OPTIONAL and name.casefold() == OPTIONAL.casefold():
        yield Finding(NOTE, "optional-spelling", line, f"section {name!r} is called {OPTIONAL} in the format.")


def characters(text: str, document: Document) -> Iterator[Finding]:
    """Look for a byte order mark, control characters, HTML and code."""
    if document.has_bom:
        what = "the file begins with a byte order mark, which simple readers take for a letter. Save it without."
        yield Finding(WARNING, "byte-order-mark", 1, what)
    if document.open_fence:
        what = "code begins here and does not end. Close it, or remove the marks."
        yield Finding(ERROR, "code-fence", document.open_fence, what)
    elif document.fences and document.fences[0] == document.first_line:
        what = "the file begins with the marks of a code block. Remove them and those at its end."
        yield Finding(ERROR, "code-fence", document.fences[0], what)
    for number, line in enumerate(lines_of(text), start=1):
        control = _CONTROL.search(line)
        if control or (number > 1 and BOM in line):
            shown = f"U+{ord(control[0] if control else BOM):04X}"
            yield Finding(ERROR, "control-character", number, f"the line holds the invisible {shown}. Remove it.")
        if number in document.code_lines:
            if _LOOKS_LIKE_A_HEADING.match(line) and document.sections and number < document.sections[0].line:
                what = f"simple readers take this line of code for a heading: {line.strip()!r:.80}. Indent it."
                yield Finding(WARNING, "heading-in-code", number, what)
        elif html := _HTML.search(_CODE_IN_LINE.sub("", line)):
            what = f"HTML in Markdown: {html[0]!r:.80}. Write it as Markdown, or `<` as `&lt;`."
            yield Finding(WARNING, "html", number, what)
