"""Pairs of versions of a page, labelled by hand: did the page change, or does it only look so?"""

from dataclasses import dataclass

PAGE = """# Message queues

Queues keep messages until a worker has taken them.

## Delivery

{before}

Each message is delivered at least once, in no stated order.

```python
client.subscribe(topic, timeout=30)
```

| plan | messages a month |
| --- | --- |
| Free | 10,000 |
| Team | 1,000,000 |

{after}
"""


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    old: str
    new: str


def within(name: str, old: str, new: str) -> Pair:
    """Put two versions of some lines in the middle of the same page."""
    return Pair(name, PAGE.format(before=old, after="The end."), PAGE.format(before=new, after="The end."))


def last(name: str, old: str, new: str) -> Pair:
    """Put two versions of some lines at the end of the same page."""
    return Pair(name, PAGE.format(before="Text.", after=old), PAGE.format(before="Text.", after=new))


def top(name: str, old: str, new: str) -> Pair:
    """Put two versions of some lines right below the page's main heading."""
    return Pair(name, f"# A post\n\n{old}\n\nIt says something.\n", f"# A post\n\n{new}\n\nIt says something.\n")


NAV = ["[Home](/)", "[Guides](/guides)", "[Reference](/reference)", "[Blog](/blog)"]

SAME = [
    Pair("nothing", PAGE, PAGE),
    # dates of stamps, relative times
    last("last updated, month by name", "Last updated: May 3, 2026", "Last updated: May 19, 2026"),
    last("last updated, ISO", "*Last updated: 2026-05-03*", "*Last updated: 2026-05-19*"),
    last("last updated with a time", "Last updated on 2026-05-03 10:12 UTC", "Last updated on 2026-06-01 08:00 UTC"),
    last("last modified, T and Z", "Last modified: 2026-05-03T10:12:13Z", "Last modified: 2026-05-04T11:00:00Z"),
    last("last edited by somebody", "Last edited by Ann on 3 May 2026", "Last edited by Bob on 4 May 2026"),
    last("bold label", "**Last updated:** 3rd May 2026", "**Last updated:** 4th May 2026"),
    last(
        "this page was last updated",
        "This page was last updated on May 3, 2026.",
        "This page was last updated on May 4, 2026.",
    ),
    last("a link as date", "Last updated [May 3, 2026](/history)", "Last updated [May 4, 2026](/history)"),
    last(
        "a documentation generator's footer",
        "© Copyright 2001-2025, Acme. Last updated on Jun 10, 2025 (12:00 UTC). Created using Sphinx 8.2.3.",
        "© Copyright 2001-2026, Acme. Last updated on Jul 1, 2026 (09:30 UTC). Created using Sphinx 8.2.3.",
    ),
    last("generated at", "Page generated on 2026-05-03 10:00:01", "Page generated on 2026-05-04 10:00:02"),
    last(
        "generated in",
        "Page generated in 0.123 seconds with 12 queries",
        "Page generated in 0.456 seconds with 9 queries",
    ),
    within("updated, relative", "Updated 3 days ago", "Updated 2 weeks ago"),
    within("updated yesterday", "Updated yesterday", "Updated 2 days ago"),
    top("posted by, relative", "Posted by Ann 5 hours ago", "Posted by Ann 2 days ago"),
    top("published", "Published May 3, 2026", "Published May 4, 2026"),
    top("a byline", "By Ann Smith · May 3, 2026 · 5 min read", "By Ann Smith · May 4, 2026 · 6 min read"),
    top("a byline with pipes", "By Ann Smith | 3 May 2026 | 12 comments", "By Ann Smith | 5 May 2026 | 14 comments"),
    top("a date alone", "May 3, 2026", "May 4, 2026"),
    top("a weekday and date alone", "*Sunday, 3 May 2026*", "*Monday, 4 May 2026*"),
    top("slashes", "Date: 05/03/2026", "Date: 05/04/2026"),
    top("relative alone", "about 3 hours ago", "about 4 hours ago"),
    top("an hour ago", "Posted an hour ago", "Posted 2 hours ago"),
    top("German", "Zuletzt aktualisiert am 3. Mai 2026", "Zuletzt aktualisiert am 4. Juni 2026"),
    top("German, relative", "Aktualisiert vor 3 Stunden", "Aktualisiert vor 2 Tagen"),
    top("French", "Dernière mise à jour : 3 mai 2026", "Dernière mise à jour : 4 juin 2026"),
    top("Spanish", "Última actualización: 3 de mayo de 2026", "Última actualización: 4 de junio de 2026"),
    top("Japanese", "最終更新日: 2026年5月3日", "最終更新日: 2026年6月4日"),
    within(
        "relative in a sentence",
        "The service began about 3 years ago in Oslo.",
        "The service began about 4 years ago in Oslo.",
    ),
    top(
        "published and updated",
        "Published: 3 May 2026 · Updated: 5 May 2026",
        "Published: 3 May 2026 · Updated: 6 May 2026",
    ),
    top("posted on, by", "Posted on May 3, 2026 by Ann", "Posted on May 4, 2026 by Ann"),
    top("views and relative", "1.2K views • 3 weeks ago", "1.3K views • 4 weeks ago"),
    last("an HTTP date alone", "Thu, 03 May 2026 10:00:00 GMT", "Fri, 04 May 2026 11:00:00 GMT"),
    last("today is", "Today is Sunday, May 3, 2026.", "Today is Monday, May 4, 2026."),
    last("last seen", "Last seen 5 minutes ago.", "Last seen 2 hours ago."),
    within("a stamp in brackets", "See the plans (updated May 3, 2026).", "See the plans (updated May 4, 2026)."),
    within("a stamp in a heading", "## Plans (last updated 3 May 2026)", "## Plans (last updated 4 May 2026)"),
    # counters
    within("downloads", "Downloads: 12,345", "Downloads: 12,400"),
    within("people like this", "12 people like this", "13 people like this"),
    within("users online", "Users online: 12", "Users online: 15"),
    within("reviews in brackets", "Rated 4.5 of 5 (123 reviews)", "Rated 4.5 of 5 (125 reviews)"),
    within("answers", "12 answers", "13 answers"),
    within("views", "1,234 views", "1,260 views"),
    within("stars", "★ 1.2k", "★ 1.3k"),
    within("stars and forks", "- 1.2k stars\n- 300 forks", "- 1.3k stars\n- 301 forks"),
    within("likes and comments", "12 likes, 3 comments", "14 likes, 5 comments"),
    within("likes and comments with a dot", "12 likes · 3 comments · Share", "14 likes · 5 comments · Share"),
    within("no comments yet", "No comments yet", "1 comment"),
    within("label first", "Views: 1,234", "Views: 2,345"),
    within("viewed times", "This page has been viewed 1,234 times.", "This page has been viewed 1,301 times."),
    within("found helpful", "12 people found this helpful", "13 people found this helpful"),
    within("comments heading", "## Comments (12)", "## Comments (15)"),
    within("comments heading, number first", "### 3 Comments", "### 4 Comments"),
    within("counter behind a link", "[Discuss](/t/1) (12 comments)", "[Discuss](/t/1) (15 comments)"),
    top("reading time", "Reading time: 5 minutes", "Reading time: 6 minutes"),
    top("minutes to read", "5 min read", "7 min read"),
    # builds, assets, tracking
    last("build hash", "Build: 3f2a9c1", "Build: 77ab01d"),
    last("commit in code", "Built from commit `3f2a9c1b`", "Built from commit `9d2e114a`"),
    last("build in brackets", "Version 2.1.0 (build 3f2a9c1)", "Version 2.1.0 (build 77ab01d)"),
    last("request id", "Request ID: 7d3f09aa11bb22cc", "Request ID: 1a2b3c4d5e6f7081"),
    within("picture's fingerprint", "![plan](/img/plan.3f2a9c1b.png)", "![plan](/img/plan.77ab01de.png)"),
    within("bundler's fingerprint", "![plan](/assets/plan-BxYz12_A.svg)", "![plan](/assets/plan-Qw3rTy9z.svg)"),
    within("cache buster", "![plan](/img/plan.png?v=17)", "![plan](/img/plan.png?v=18)"),
    within("release folder", "[script](/static/3f2a9c1b/app.js)", "[script](/static/77ab01de/app.js)"),
    within("tracking", "See [plans](/plans?utm_source=a&utm_medium=b).", "See [plans](/plans?utm_source=c)."),
    within("tracking beside a parameter", "See [plans](/plans?id=7&gclid=abc).", "See [plans](/plans?id=7&gclid=xyz)."),
    within(
        "tracking in a bare URL", "See https://example.org/a?fbclid=1 now.", "See https://example.org/a?fbclid=2 now."
    ),
    within("session in a path", "See [cart](/cart;jsessionid=AA11).", "See [cart](/cart;jsessionid=BB22)."),
    # white space, order, banners, years
    within("spaces", "Some  words   apart.", "Some words apart."),
    within("trailing spaces, CRLF", "Some words.\nMore words.", "Some words.  \r\nMore words.\t"),
    within("wrapped elsewhere", "Some words that\nare wrapped here.", "Some words\nthat are wrapped here."),
    within("blank lines", "One.\n\nTwo.", "One.\n\n\n\nTwo."),
    within("no-break and zero-width spaces", "Some words apart.", "Some\u00a0words ap\u200bart."),
    within(
        "navigation reordered", "\n".join(f"- {link}" for link in NAV), "\n".join(f"- {link}" for link in NAV[::-1])
    ),
    within("navigation in one line", " | ".join(NAV), " | ".join([*NAV[2:], *NAV[:2]])),
    within("nested navigation", f"- {NAV[0]}\n- {NAV[1]}\n  - {NAV[2]}", f"- {NAV[1]}\n  - {NAV[2]}\n- {NAV[0]}"),
    within("table padding", "| a | b |\n|---|---|\n| 1 | 2 |", "| a   | b   |\n| --- | --- |\n| 1   | 2   |"),
    last("copyright years", "Copyright © 2019-2025 Acme Ltd.", "Copyright © 2019-2026 Acme Ltd."),
    last("copyright with (c)", "Copyright (c) 2025, Acme Ltd.", "Copyright (c) 2026, Acme Ltd."),
    last("copyright year behind", "© Acme Ltd. 2025", "© Acme Ltd. 2026"),
    last("a button of the banner", "The end.", "Got it!\n\nThe end."),
    last(
        "partners",
        "The end.",
        "We and our 842 partners store information on a device, such as cookies, to personalise ads.\n\nThe end.",
    ),
    last(
        "cookie banner appears",
        "The end.",
        "We use cookies to improve your experience. [Accept all](#) [Reject all](#)\n\nThe end.",
    ),
    last("consent buttons appear", "The end.", "[Accept all](#a) [Cookie settings](#b)\n\nThe end."),
]

CHANGED = [
    within("price", "The Team plan is $10 a month.", "The Team plan is $12 a month."),
    within("currency", "The Team plan is 10 USD a month.", "The Team plan is 10 EUR a month."),
    within("price with cents", "Price: €9.99", "Price: €9.49"),
    within("version number", "Install version 3.11.4 first.", "Install version 3.11.5 first."),
    within("version alone", "3.11.4", "3.11.5"),
    within("version as stamp's neighbour", "Version 2.1.0 (build 3f2a9c1)", "Version 2.1.1 (build 3f2a9c1)"),
    within("negation", "Messages are encrypted at rest.", "Messages are not encrypted at rest."),
    within("negation taken back", "You must never share the key.", "You must share the key."),
    within("n't", "Workers can retry.", "Workers can't retry."),
    within("code line", "```\nretry(3)\n```", "```\nretry(5)\n```"),
    within("code indentation", "```py\nif a:\n    b()\nc()\n```", "```py\nif a:\n    b()\n    c()\n```"),
    within("code's blank line", "```\na\nb\n```", "```\na\n\nb\n```"),
    within("counter in code", "```\n12 views\n```", "```\n13 views\n```"),
    within("counter in inline code", "`12 views`", "`13 views`"),
    within("date in code", "```\nLast updated: 2026-05-03\n```", "```\nLast updated: 2026-05-04\n```"),
    within("comment in code", "```\n# Menu\nx\n# Menu\n```", "```\n# Menu\nx\n```"),
    within("code's language", "```js\nx\n```", "```ts\nx\n```"),
    within("inline code", "Call `retry(3)` then.", "Call `retry(5)` then."),
    within("indented code", "Run:\n\n    retry 3", "Run:\n\n    retry 5"),
    within("code in a list", "- Run\n\n  ```\n  retry 3\n  ```", "- Run\n\n  ```\n  retry 5\n  ```"),
    within("table cell", "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 3 |"),
    within("counter in a table", "| views |\n|---|\n| 12 views |", "| views |\n|---|\n| 13 views |"),
    within("date in a table", "| end |\n|---|\n| 2026-05-03 |", "| end |\n|---|\n| 2026-05-04 |"),
    within("cells swapped", "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 2 | 1 |"),
    within("table row gone", "| a |\n|---|\n| 1 |\n| 2 |", "| a |\n|---|\n| 1 |"),
    last("single last line", "price: 10", "price: 20"),
    last("last word", "It works with Linux", "It works with Windows"),
    last("last line gone", "The end.\n\nIt works with Linux.", "The end."),
    Pair("one-line page", "hello world", "totally different"),
    Pair("one-line page, one number", "price: 10", "price: 20"),
    Pair("page emptied", "hello world", ""),
    within("one letter", "The affect is small.", "The effect is small."),
    within("one word more", "Messages are kept.", "Messages are always kept."),
    within("word order", "Ann pays Bob.", "Bob pays Ann."),
    within("capital letters", "Use the polish option.", "Use the Polish option."),
    within("sentence added", "Messages are kept.", "Messages are kept. They expire."),
    within("paragraphs swapped", "First.\n\nSecond.", "Second.\n\nFirst."),
    within("steps swapped", "1. Install\n2. Configure", "1. Configure\n2. Install"),
    within("linked steps swapped", f"1. {NAV[1]}\n2. {NAV[2]}", f"1. {NAV[2]}\n2. {NAV[1]}"),
    within("list item gone", "- one\n- two\n- three", "- one\n- three"),
    within("navigation gets a link", f"- {NAV[0]}\n- {NAV[1]}", f"- {NAV[0]}\n- {NAV[1]}\n- {NAV[2]}"),
    within("link's target", "See [plans](/plans).", "See [plans](/pricing)."),
    within("link's parameter", "See [plans](/plans?id=7).", "See [plans](/plans?id=8)."),
    within("link's fragment", "See [plans](/plans#team).", "See [plans](/plans#free)."),
    within("other picture", "![plan](/img/plan.png)", "![plan](/img/team.png)"),
    within("other picture without alt text", "![](/img/plan.png)", "![](/img/team.png)"),
    within("picture's alt text", "![the plan](/img/plan.png)", "![the old plan](/img/plan.png)"),
    within("video's id", "[video](https://example.org/watch?v=abc)", "[video](https://example.org/watch?v=xyz)"),
    within("heading", "## Retries", "## Repeats"),
    within("heading's level", "## Retries", "### Retries"),
    within("Menu API", "### Menu API\n\nIt opens menus.", "### Menu API\n\nIt closes menus."),
    within("Header files", "## Header files\n\nInclude `a.h`.", "## Header files\n\nInclude `b.h`."),
    within("release heading", "## 1.2.0 (2026-05-03)", "## 1.2.1 (2026-05-03)"),
    within("date in a sentence", "The old API ends on 3 May 2026.", "The old API ends on 4 May 2026."),
    within("date of an event", "**Deadline:** May 3, 2026", "**Deadline:** May 4, 2026"),
    within("date below its label", "Deadline:\n\nMay 3, 2026", "Deadline:\n\nMay 4, 2026"),
    within("date below its heading", "### Release date\n\nMay 3, 2026", "### Release date\n\nMay 4, 2026"),
    within("dates in a list", "- May 3, 2026\n- June 1, 2026", "- May 3, 2026\n- June 2, 2026"),
    within("duration", "Messages are deleted after 30 days.", "Messages are deleted after 60 days."),
    within("a counted limit", "The plan allows 5 comments a day.", "The plan allows 6 comments a day."),
    within("rating of a hotel", "The hotel has 4 stars and a pool.", "The hotel has 5 stars and a pool."),
    within("stock", "Only 5 left in stock.", "Only 4 left in stock."),
    within("minutes in a recipe", "Bake for 25 min.", "Bake for 35 min."),
    within(
        "reader's minutes in a sentence", "Stir for 5 min and read the label.", "Stir for 9 min and read the label."
    ),
    within("updated what", "Updated the API to version 2.", "Updated the API to version 3."),
    within("subscribe in a sentence", "Call subscribe twice.", "Call subscribe once."),
    within("sign up", "Sign up to get 100 free messages.", "Sign up to get 200 free messages."),
    within("cookie notice", "The cookie module prints a notice.", "The cookie module prints no notice."),
    within("cookie lifetime", "We use cookies that live for 30 days.", "We use cookies that live for 60 days."),
    Pair(
        "a cookie policy",
        "# Cookie policy\n\nWe use cookies to improve your experience for 30 days.",
        "# Cookie policy\n\nWe use cookies to improve your experience for 60 days.",
    ),
    within("commit in a sentence", "Fixed by commit 3f2a9c1 in May.", "Fixed by commit 77ab01d in May."),
    within("year in a sentence", "Founded in 2019 in Oslo.", "Founded in 2020 in Oslo."),
    within("year of a building", "The tower. Built in 1889.", "The tower. Built in 1890."),
    within("year of a book", "Published by Acme in 2019", "Published by Acme in 2020"),
    within("status code", "Response 200", "Response 201"),
    within("numbered things", "Comment 3", "Comment 4"),
    within("checksum", "SHA: 3f2a9c1b3f2a9c1b", "SHA: 77ab01de77ab01de"),
    within("a term in a sentence", "Copyright was extended in 1998 by law.", "Copyright was extended in 1999 by law."),
    within("licence's address", "See https://example.org/copyright-2023", "See https://example.org/copyright-2024"),
    within("picture's folder", "![x](/3f2a9c1b/x.png)", "![x](/77ab01de/x.png)"),
    within("loading time", "It loaded in 1.2 s on our machine.", "It loaded in 2.4 s on our machine."),
    within("opening hours", "Open 9:00-17:00", "Open 9:00-18:00"),
    within("task done", "- [ ] ship it", "- [x] ship it"),
    within("unit", "Messages hold 10 MB.", "Messages hold 10 GB."),
    within("sign", "The offset is 5.", "The offset is -5."),
    within("emphasis that says which", "Choose **A** or B.", "Choose A or **B**."),
    within("quotation", "> Ann said yes.", "> Ann said no."),
    within("another language", "消息会保存七天。", "消息会保存八天。"),
]
