"""Every kind of markup becomes the Markdown that means the same."""

from textwrap import dedent

import pytest

from crawl_assets.crawl.extract import extract

URL = "https://example.org/guide/page.html"


def markdown(content: str) -> str:
    return extract(f"<html><body><main><pre>x</pre>{content}</main></body></html>", URL).markdown.split("```\n\n", 1)[1]


def expect(content: str, wanted: str) -> None:
    assert markdown(content) == dedent(wanted).strip("\n") + "\n"


def test_links_become_absolute_and_what_leads_nowhere_is_text() -> None:
    expect(
        """<p>See <a href="../api/">the API</a>, <a href="#top">above</a>, <a href="javascript:x()">this</a>,
        <a href="/a (b)">that</a> and <a href="//cdn.example.org/c">those</a>.</p>""",
        "See [the API](https://example.org/api/), [above](https://example.org/guide/page.html#top), this, "
        "[that](https://example.org/a%20%28b%29) and [those](https://cdn.example.org/c).",
    )


def test_the_base_element_says_where_links_start() -> None:
    html = '<head><base href="https://docs.example.org/v2/"></head><body><p>A <a href="b">b</a></p></body>'
    assert "[b](https://docs.example.org/v2/b)" in extract(html, URL).markdown


def test_lists_nest_and_keep_their_numbers() -> None:
    expect(
        """<ol start="3"><li>three<ul><li>a</li><li>b<ol><li>deep</li></ol></li></ul></li><li>four</li>
        <li value="9">nine</li></ol>""",
        """
        3. three
           - a
           - b
             1. deep
        4. four
        9. nine
        """,
    )


def test_code_in_a_list_stays_in_its_item() -> None:
    expect(
        "<ul><li><p>first</p><pre><code class='lang-sh'>cd /\n  ls</code></pre></li><li>second</li></ul>",
        """
        - first

          ```sh
          cd /
            ls
          ```

        - second
        """,
    )


def test_code_is_verbatim_whatever_it_holds() -> None:
    expect(
        "<pre class='brush: js'>\n  a &lt; b &amp;&amp; *c*\n\n```\n\t_d_  </pre>",
        "````js\n  a < b && *c*\n\n```\n\t_d_\n````",
    )


@pytest.mark.parametrize(
    "code",
    [
        "<pre><code><span class='lineno'>1</span>one\n<span class='lineno'>2</span>two</code></pre>",
        "<pre><code>one<br>two</code></pre>",
        "<pre><div class='line'>one</div><div class='line'>two</div></pre>",
        "<pre><code><span class='line'>one</span><span class='line'>two</span></code></pre>",
        "<pre><code>one</code>\n<code>two</code></pre>",
        "<pre><code>one</code><code>two</code><button>copy</button></pre>",
    ],
)
def test_lines_are_lines_however_they_are_marked(code: str) -> None:
    assert markdown(code) == "```\none\ntwo\n```\n"


def test_tables_keep_every_cell_where_it_stands() -> None:
    expect(
        """<table><caption>Ports</caption><tr><th>Name</th><th>Port</th><th>Use</th></tr>
        <tr><td rowspan=2>a|b</td><td>1</td><td><code>x | y</code></td></tr><tr><td>2</td><td>p<br>q</td></tr>
        <tr><td colspan=2>both</td><td><ul><li>i</li><li>j</li></ul></td></tr></table>""",
        r"""
        **Ports**

        | Name | Port | Use |
        | --- | --- | --- |
        | a\|b | 1 | `x \| y` |
        |  | 2 | p<br>q |
        | both |  | - i<br>- j |
        """,
    )


def test_a_table_without_a_header_gets_an_empty_one() -> None:
    expect(
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        """
        |  |  |
        | --- | --- |
        | a | b |
        | c | d |
        """,
    )


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    expect(
        "<table><tr><td><h2>Left</h2><p>one</p></td><td><p>two</p><p>three</p></td></tr></table>",
        """
        ## Left

        one

        two

        three
        """,
    )


def test_definitions_stand_under_their_terms() -> None:
    expect(
        "<dl><dt><code>open</code></dt><dd><p>Opens.</p><pre>open(x)</pre></dd><dt>close</dt><dd>Closes.</dd></dl>",
        """
        `open`
        : Opens.

          ```
          open(x)
          ```

        close
        : Closes.
        """,
    )


def test_quotes_headings_emphasis_and_pictures() -> None:
    expect(
        """<h3>A <em>new</em> way<a class="headerlink" href="#a">¶</a></h3>
        <h4>Again<a href="#b">#</a></h4><blockquote><p>Said <b>she</b>.</p><p>Twice.</p></blockquote>
        <p><img src="a.png" alt="A map"><img src="b.png" alt=""> of <del>old</del> <kbd>Ctrl</kbd></p><hr>""",
        """
        ### A *new* way

        #### Again

        > Said **she**.
        >
        > Twice.

        ![A map](https://example.org/guide/a.png) of ~~old~~ `Ctrl`

        ---
        """,
    )


def test_text_that_looks_like_markup_stays_text() -> None:
    expect(
        "<p># not a heading</p><p>1. not a list</p><p>- nor this</p><p>a *b* &lt;c&gt; __init__ `d`</p>",
        r"""
        \# not a heading

        1\. not a list

        \- nor this

        a \*b\* \<c> __init__ \`d\`
        """,
    )


def test_two_line_breaks_part_paragraphs_and_one_stays_a_line_break() -> None:
    expect("<div>one<br>two<br><br>three</div>", "one  \ntwo\n\nthree")


def test_hidden_tabs_of_documentation_are_kept_and_other_hidden_things_are_not() -> None:
    text = markdown("<div role=tabpanel hidden><pre>apt install</pre></div><p hidden>secret</p><p>seen</p>")
    assert text == "```\napt install\n```\n\nseen\n"


def test_code_outside_the_content_s_element_widens_it() -> None:
    html = (
        f"<body><main><p>{'word ' * 60}</p></main><div><pre>lost = False</pre></div><nav><pre>menu</pre></nav></body>"
    )
    text = extract(html, URL).markdown
    assert "lost = False" in text and "menu" not in text


@pytest.mark.parametrize("before", ["<html><body></body></html>", "<body><nav>menu</nav></BODY ></html>"])
def test_content_behind_the_end_of_the_page_belongs_to_it(before: str) -> None:
    text = extract(f"{before}<main><h1>Ferries</h1><p>The ferry leaves pier 30 at noon.</p></main>", URL).markdown
    assert text == "# Ferries\n\nThe ferry leaves pier 30 at noon.\n"
