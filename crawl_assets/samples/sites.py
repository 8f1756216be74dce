"""Three small sites of different shapes, written for this project: documentation, a blog, an old page of tables.

`guide` has a sitemap, code and tables; `journal` has dates, counters and no sitemap; `handbook` lays out by tables.
"""

from collections.abc import Callable, Mapping

Routes = dict[str, tuple[str, bytes]]
HTML, XML, TEXT = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain; charset=utf-8"
Pages = Mapping[str, tuple[str, str, str]]  # path: title, description, body

GUIDE: Pages = {
    "/": (
        "Kettle, a small queue",
        "Kettle keeps jobs in one file and runs them in order.",
        "<p>Kettle keeps jobs in one file and runs them in order. It needs no server and loses nothing when it is "
        'stopped.</p><p>Begin with <a href="/install/">the installation</a>, then write <a href="/jobs/">a '
        "job</a>.</p>",
    ),
    "/install/": (
        "Installation",
        "How to install Kettle and check that it works.",
        "<p>Kettle runs on Python 3.11 or newer.</p><pre><code class='language-sh'>pip install kettle\nkettle --version"
        "</code></pre><p>The command prints <code>kettle 2.4.1</code>.</p>",
    ),
    "/jobs/": (
        "Jobs",
        "What a job is, and how to write one.",
        "<p>A job is a function with a name. Its arguments are kept as JSON.</p><pre><code class='language-python'>"
        "from kettle import job\n\n@job\ndef greet(name):\n    # printed by the worker\n    print(f'Hello, {name}')"
        "</code></pre><h2>Retries</h2><p>A job that fails is tried again three times, after 1, 10 and 100 seconds.</p>",
    ),
    "/reference/settings/": (
        "Settings",
        "Every setting with its default.",
        "<p>Settings are environment variables.</p><table><thead><tr><th>Name</th><th>Default</th><th>Meaning</th></tr>"
        "</thead><tbody><tr><td>KETTLE_FILE</td><td>kettle.db</td><td>where jobs are kept</td></tr><tr>"
        "<td>KETTLE_WORKERS</td><td>4</td><td>jobs at once</td></tr></tbody></table>",
    ),
    "/reference/commands/": (
        "Commands",
        "What the command line can do.",
        "<dl><dt><code>kettle run</code></dt><dd>runs jobs until it is stopped</dd><dt><code>kettle list</code></dt>"
        "<dd>lists jobs that wait</dd></dl>",
    ),
}
JOURNAL: Pages = {
    "/": (
        "Notes from a small orchard",
        "A year of pruning, picking and pressing.",
        "<p>What we learn among sixty apple trees, written down before it is forgotten.</p><ul>"
        '<li><a href="/2026/pruning/">Pruning in frost</a></li><li><a href="/2026/cider/">The first cider</a></li>'
        '<li><a href="/about/">About us</a></li></ul>',
    ),
    "/2026/pruning/": (
        "Pruning in frost",
        "Why we prune late, and what the cold does to a cut.",
        "<p>We prune in February, when the sap is low and the shape of a tree can be seen. A cut made in hard frost "
        "heals badly, so we wait for a mild day.</p><p>Take out what is dead, what crosses and what grows straight up; "
        "leave the rest alone.</p>",
    ),
    "/2026/cider/": (
        "The first cider",
        "Forty litres, one mistake and what it tasted of.",
        "<p>Forty litres came from three hundred kilograms of fruit. The mistake was to press on a warm day: the must "
        "began to work before it was cool.</p><blockquote>It tastes of bread, said our neighbour, and asked for more."
        "</blockquote>",
    ),
    "/about/": ("About us", "Who writes here.", "<p>Two people, sixty trees and a press that is older than both.</p>"),
}
HANDBOOK: Pages = {
    "/": (
        "Ferry handbook",
        "Rules and times of the island ferry.",
        '<p>The ferry crosses six times a day. See <a href="times.html">the times</a> and <a '
        'href="fares.html">the fares'
        "</a>.</p>",
    ),
    "/times.html": (
        "Times",
        "When the ferry leaves.",
        "<table border=1><tr><th>From the island</th><th>From the "
        "mainland</th></tr><tr><td>07:10</td><td>07:50</td></tr>"
        "<tr><td>12:30</td><td>13:10</td></tr></table><p>On Sundays the first ferry does not run.</p>",
    ),
    "/fares.html": (
        "Fares",
        "What a crossing costs.",
        "<p>A crossing costs 4.20 for a person and 11.50 for a car. Children under six travel free.</p>",
    ),
}


def guide(base: str) -> Routes:
    """Return the documentation site's routes, with a sitemap and robots.txt."""
    links = "".join(f'<li><a href="{path}">{title}</a></li>' for path, (title, _, _) in GUIDE.items())
    routes = _rendered(
        GUIDE,
        lambda title, description, body: (
            f'<!doctype html><html lang="en"><head><title>{title} - Kettle</title>'
            f'<meta name="description" content="{description}"></head><body><header>Kettle</header>'
            f"<nav><ul>{links}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
            "<footer>Made with care</footer></body></html>"
        ),
    )
    listed = "".join(f"<url><loc>{base}{path}</loc></url>" for path in GUIDE)
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    routes["/sitemap.xml"] = (XML, sitemap.encode())
    routes["/robots.txt"] = (TEXT, f"User-agent: *\nDisallow: /private/\nSitemap: {base}/sitemap.xml\n".encode())
    return routes


def journal(base: str) -> Routes:
    """Return the blog's routes; `base` is not needed, its links are relative to the host."""
    del base
    return _rendered(
        JOURNAL,
        lambda title, description, body: (
            f'<!doctype html><html lang="en"><head><title>{title}</title>'
            f'<meta property="og:description" content="{description}"></head><body><div id="top"><a href="/">Home</a> '
            f'<a href="/about/">About</a></div><div class="post"><h1>{title}</h1><p class="meta">Updated 3 March 2026 '
            f'&middot; 128 views</p>{body}</div><aside><h3>More</h3><a href="/2026/cider/">The first cider</a></aside>'
            "<footer>&copy; 2026 the orchard</footer></body></html>"
        ),
    )


def handbook(base: str) -> Routes:
    """Return the old site's routes; `base` is not needed, its links are relative."""
    del base
    return _rendered(
        HANDBOOK,
        lambda title, description, body: (
            f'<html><head><title>{title}</title><meta name="description" content="{description}"></head>'
            '<body bgcolor="#ffffff"><table width="100%"><tr><td width="20%" valign="top"><a href="/">Handbook</a><br>'
            '<a href="/times.html">Times</a><br><a href="/fares.html">Fares</a></td>'
            f'<td valign="top"><h1>{title}</h1>{body}</td></tr></table></body></html>'
        ),
    )


def _rendered(pages: Pages, layout: Callable[[str, str, str], str]) -> Routes:
    return {path: (HTML, layout(*page).encode()) for path, page in pages.items()}


class SampleSite:
    """A site that is being served, whose routes may be changed meanwhile."""

    def __init__(self, make: Callable[[str], Routes]) -> None:
        self._make = make
        self.base = ""  # the server's address
        self.routes: Routes = {}

    def routes_for(self, base: str) -> Routes:
        """Return the routes to serve at `base`."""
        self.routes = self._make(base)
        return self.routes


SITES: tuple[Callable[[str], Routes], ...] = (guide, journal, handbook)


def edit_a_fare(routes: Routes) -> None:
    """Raise a price on one page of the handbook, as its owner might."""
    content_type, body = routes["/fares.html"]
    routes["/fares.html"] = (content_type, body.replace(b"11.50 for a car", b"12.80 for a car"))
