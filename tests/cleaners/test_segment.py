"""A tree to runs of text: nothing is lost, nothing fused, and every run can be found again."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.parse import parse_text
from cleaners.segment import SKIPPED, collapse, segment, tidy

URL = "https://cells.example/dir/page"


def runs(markup):
    return segment(parse_text(markup), URL).runs


def texts(markup):
    return [run.text for run in runs(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>Cells divide.</p>", ["Cells divide."], id="noop"),
        pytest.param("<p></p><div> <span>\n</span></div>", [], id="nothing visible"),
        pytest.param("<p>one</p><p>two</p>", ["one", "two"], id="paragraphs"),
        pytest.param("<div>one</div>two", ["one", "two"], id="a tail"),
        pytest.param("one<div>two</div>three", ["one", "two", "three"], id="text between blocks"),
        pytest.param("<div>one<p>two</p>three<p>four</p>five</div>", ["one", "two", "three", "four", "five"], id="text directly in div"),
        pytest.param("<h1>one</h1><h2>two</h2>three", ["one", "two", "three"], id="headings"),
        pytest.param("<p>one <em>two</em> three</p>", ["one two three"], id="inline"),
        pytest.param("<p>stem<em>-cell</em>s</p>", ["stem-cells"], id="inline adds no space"),
        pytest.param("<p>  one\n\n two\t three </p>", ["one two three"], id="white space"),
        pytest.param("<p>one<br>two</p>", ["one\ntwo"], id="a break is a line"),
        pytest.param("<p>one<br><br>two</p>", ["one", "two"], id="two breaks split"),
        pytest.param("<p>one<br> <br/>\n<br>two</p>", ["one", "two"], id="breaks with space between"),
        pytest.param("<p>one<br>two<br>three</p>", ["one\ntwo\nthree"], id="breaks with text between"),
        pytest.param("<br><br>one<br>", ["one"], id="breaks at the edges"),
        pytest.param("<p>one<b><br></b><br>two</p>", ["one", "two"], id="breaks inside inline"),
        pytest.param("<hr>one<hr>two", ["one", "two"], id="rules"),
        pytest.param("<a href=x>one</a><a href=y>two</a>", ["one two"], id="adjacent links"),
        pytest.param("<a href=x>one</a> <a href=y>two</a>", ["one two"], id="links with a space"),
        pytest.param("<a href=x>one</a>, <a href=y>two</a>", ["one, two"], id="links with a comma"),
        pytest.param("<p>(<a href=x>one</a>)</p>", ["(one)"], id="link in brackets"),
        pytest.param("<label>one</label><label>two</label>", ["one two"], id="adjacent labels"),
        pytest.param("<ul><li>one<li>two<ul><li>three</ul><li>four</ul>", ["one", "two", "three", "four"], id="nested lists"),
        pytest.param("<ul><li>one<ul><li>two</li></ul>three</li></ul>", ["one", "two", "three"], id="list item goes on"),
        pytest.param(
            "<dl><dt>graft<dd>moved tissue<dt>niche<dd>a home</dl>", ["graft", "moved tissue", "niche", "a home"], id="definitions"
        ),
        pytest.param("<select><option>one<option>two</select>", ["one", "two"], id="options"),
        pytest.param("<button>one</button><button>two</button>", ["one", "two"], id="buttons"),
        pytest.param("<figure><img src=x><figcaption>one</figcaption></figure>two", ["one", "two"], id="figure"),
        pytest.param("<details><summary>one</summary>two</details>", ["one", "two"], id="details"),
        pytest.param("<fieldset><legend>one</legend>two</fieldset>", ["one", "two"], id="fieldset"),
        pytest.param("<font><p>one</p></font><font><p>two</p></font>", ["one", "two"], id="blocks in inline"),
        pytest.param("<custom-card>one</custom-card>", ["one"], id="unknown element"),
    ],
)
def test_what_makes_a_block(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<table><tr><td>one</td><td>two</td></tr></table>", ["one\ttwo"], id="cells"),
        pytest.param("<table><tr><th>one<th>two<tr><td>three<td>four</table>", ["one\ttwo", "three\tfour"], id="rows"),
        pytest.param("<table><caption>one</caption><tr><td>two</table>", ["one", "two"], id="caption"),
        pytest.param("<table><tr><td>one <b>two</b><td><a href=x>three</a></table>", ["one two\tthree"], id="inline in cells"),
        pytest.param("<table><tr><td>one<br>two<td>three</table>", ["one\ntwo\tthree"], id="a break in a cell"),
        pytest.param("<table><tr><td><p>one</p><p>two</p></td><td>three</td></tr></table>", ["one", "two", "three"], id="layout"),
        pytest.param("<table><tr><td>one<table><tr><td>two<td>three</table></table>", ["one", "two\tthree"], id="table in table"),
        pytest.param("<table><tr><td>one</td>two<td>three</td></tr></table>", ["one two\tthree"], id="text between cells"),
        pytest.param("<table><tr><td>one</td>two</tr></table>", ["one two"], id="text after a cell"),
        pytest.param("<table>one<tr><td>two</td></tr></table>", ["one", "two"], id="text between rows"),
        pytest.param("<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>", ["a", "b"], id="neighbours"),
    ],
)
def test_tables(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<pre>def grow():\n    return cells\n</pre>", "def grow():\n    return cells"),
        ("<pre>\n  one\n    two</pre>", "  one\n    two"),
        ("<pre><code>one\n\n\ttwo</code></pre>", "one\n\n\ttwo"),
        ("<pre>one<br>  two</pre>", "one\n  two"),
    ],
)
def test_code_keeps_its_indentation(markup, expected):
    (run,) = runs(f"<p></p>{markup}")
    assert (run.kind, run.text) == ("code", expected)


def test_text_after_code_is_folded_again():
    assert texts("a  b<pre>c  d</pre>e  f") == ["a b", "c  d", "e f"]


@pytest.mark.parametrize(
    ("markup", "kind", "level"),
    [
        ("<p>x", "paragraph", None),
        ("<div>x", "paragraph", None),
        ("<h1>x", "heading", 1),
        ("<h6><span>x</span>", "heading", 6),
        ("<ul><li>x", "list_item", None),
        ("<ul><li><p>x", "list_item", None),
        ("<dl><dt>x", "list_item", None),
        ("<dl><dd>x", "list_item", None),
        ("<blockquote><p>x", "quote", None),
        ("<pre>x", "code", None),
        ("<figure><figcaption>x", "caption", None),
        ("<table><caption>x", "caption", None),
        ("<table><tr><td>x", "table", None),
        ("<table><tr><td><p>x</p>", "paragraph", None),
        ("<table><tr><td><h2>x</h2>", "heading", 2),
    ],
)
def test_kinds(markup, kind, level):
    (run,) = runs(markup)
    assert (run.kind, run.level) == (kind, level)


@pytest.mark.parametrize(
    ("markup", "hidden"),
    [
        pytest.param("<p>x", False, id="noop"),
        pytest.param("<p style='color:red'>x", False, id="other style"),
        pytest.param("<p class=hidden>x", False, id="a class hides nothing by itself"),
        pytest.param("<p hidden>x", True, id="attribute"),
        pytest.param("<div hidden><p>x", True, id="around"),
        pytest.param("<p style='DISPLAY : none'>x", True, id="display"),
        pytest.param("<p style='margin:0; visibility:hidden'>x", True, id="visibility"),
        pytest.param("<noscript><p>x</noscript>", True, id="noscript"),
    ],
)
def test_what_is_hidden_is_marked(markup, hidden):
    (run,) = runs(markup)
    assert run.hidden is hidden


@pytest.mark.parametrize(
    "markup",
    [
        "<script>secret()</script>",
        "<style>.secret{}</style>",
        "<template><p>secret</p></template>",
        "<datalist><option>secret</datalist>",
        "<!-- secret -->",
    ],
)
@pytest.mark.parametrize("frame", ["<p>one</p>{}<p>two</p>", "<p>one</p><div>{}<p>two</p></div>", "<p>one</p><p>{}two</p>"])
def test_what_no_reader_sees_gives_no_text(markup, frame):
    assert texts(frame.format(markup)) == ["one", "two"]


def test_the_head_gives_no_text():
    assert texts("<html><head><title>secret</title></head><body>one</body></html>") == ["one"]


def test_the_tail_of_what_no_reader_sees_stays():
    assert texts("<p>one <script>secret()</script>two</p>") == ["one two"]


@pytest.mark.parametrize("reference", ["&#0;", "&#1;", "&#x1;", "&#x80;"])
def test_control_references_make_no_cells_and_no_empty_text(reference):
    assert all("\t" not in text and text.strip() for text in texts(f"<p>one{reference}two</p><p>{reference}</p>"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>no link</p>", [[]], id="noop"),
        pytest.param("<p><a>no target</a></p>", [[]], id="no target"),
        pytest.param("<p><a href=x><img></a>text</p>", [[]], id="no text"),
        pytest.param("<p>see <a href=x>one</a></p>", [[("https://cells.example/dir/x", "one", ())]], id="relative"),
        pytest.param("<a href='#r1'>[1]</a>", [[("https://cells.example/dir/page#r1", "[1]", ())]], id="fragment"),
        pytest.param("<base href=/b/><a href=x>one</a>", [[("https://cells.example/b/x", "one", ())]], id="base"),
        pytest.param(
            "<a href=x rel='NoFollow sponsored'>o</a>", [[("https://cells.example/dir/x", "o", ("nofollow", "sponsored"))]], id="rel"
        ),
        pytest.param("<a href=x> one\n <b>two</b> </a>", [[("https://cells.example/dir/x", "one two", ())]], id="inline in a link"),
        pytest.param(
            "<a href=x><h2>one</h2><p>two</p></a><p>three</p>",
            [[("https://cells.example/dir/x", "one", ())], [("https://cells.example/dir/x", "two", ())], []],
            id="over several blocks",
        ),
    ],
)
def test_links(markup, expected):
    assert [[(link.href, link.text, link.rel) for link in run.links] for run in runs(markup)] == expected


@pytest.mark.parametrize(
    ("markup", "link_chars", "bold_chars"),
    [
        ("<p>cells</p>", 0, 0),
        ("<p><a href=x>cells</a> grow</p>", 5, 0),
        ("<p><b>cells</b> <strong>grow</strong></p>", 0, 9),
        ("<p><b><a href=x>cells</a></b></p>", 5, 5),
        ("<h2><b>cells</b></h2>", 0, 5),
    ],
)
def test_characters_in_links_and_in_bold(markup, link_chars, bold_chars):
    (run,) = runs(markup)
    assert (run.link_chars, run.bold_chars) == (link_chars, bold_chars)


@pytest.mark.parametrize(("text", "expected"), [("one", "one"), ("", ""), (" one\n two ", "one two"), ("one\u00a0two", "one two")])
def test_collapse(text, expected):
    assert collapse(text) == expected
    assert tidy(text) == expected


def found(markup):
    """For each run its text and the elements at its XPath."""
    root = parse_text(markup)
    segments = segment(root, URL)
    return [(run.text, root.xpath(segments.skeleton.xpath(run.element))) for run in segments.runs]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one</p><p>two</p>",
        "<div>one<p>two</p>three</div>",
        "<ul><li>one<li>two</ul><ul><li>three</ul>",
        "<font>one</font><font><p>two</p><p>three</p></font><p>four</p>",
        "<p>zero</p><b><i><p>one</p></i><i><div>two</div></i></b><p>three</p>",
        "<em><a href=x>one</a></em><div>two</div><em><span>three<div>four</div></span></em>",
        "<b><p>one</b><p>two<b><p>three</b><div>four</div>",
        "<o:p>one</o:p><div>two</div><o:p>three</o:p><div>four</div>",
        "<foo$bar><p>one</p></foo$bar><q'x><p>two</p></q'x><q\"y><p>three</p></q\"y>",
        "<script>x</script><p>one</p><style>x</style><p>two</p>",
        "<table><tr><td>one<td>two</table>",
        "<article><section><p>one</section><section><p>two</section></article>",
    ],
)
def test_each_xpath_leads_to_the_one_element(markup):
    for text, elements in found(markup):
        assert len(elements) == 1, text
        assert set(re.findall(r"\w+", text)) <= set(re.findall(r"\w+", " ".join(elements[0].itertext())))


def test_each_xpath_leads_to_the_innermost_element():
    assert [
        elements[0].get("id") for _, elements in found("<div><font><p>x</p><font><p id=a>one</p></font><p id=b>two</p></font></div>")
    ] == [
        None,
        "a",
        "b",
    ]


TAGS = """a abbr article aside b blockquote body br button caption center code custom-x dd details div dl dt em fieldset figcaption
    figure font footer form h1 h2 h3 head header hr i iframe img input label li main nav noscript o:p ol option p pre q script section
    select small span strong style sub sup summary svg table tbody td template th time title tr u ul video""".split()
WORDS = st.sampled_from(["cell", "marrow", "niche", "Wachstum", "клетка", "graft2", "x"])
ATTRIBUTES = st.sampled_from(["", " hidden", " href=/x", " class='promo nav'", " style='display:none'", " id=comments"])
PIECES = st.one_of(
    WORDS.map(lambda word: f" {word} "),
    st.tuples(st.sampled_from(TAGS), ATTRIBUTES).map(lambda tag: f"<{tag[0]}{tag[1]}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
)
SOUP = st.lists(PIECES, max_size=40).map("".join)
NESTED = st.recursive(
    WORDS.map(lambda word: f" {word} "),
    lambda inner: st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"
    ),
    max_leaves=25,
)


def shown(element):
    """The words of a tree without what no reader sees."""
    if element.tag in SKIPPED:
        return []
    own = re.findall(r"\w+", element.text or "")
    return own + [word for child in element for word in [*shown(child), *re.findall(r"\w+", child.tail or "")]]


@given(st.one_of(SOUP, NESTED))
def test_the_words_of_all_runs_are_the_words_of_the_tree(markup):
    root = parse_text(f"<p>start</p>{markup}")
    segments = segment(root, URL)
    assert Counter(word for run in segments.runs for word in re.findall(r"\w+", run.text)) == Counter(shown(root))
    for run in segments.runs:
        (element,) = root.xpath(segments.skeleton.xpath(run.element))
        assert Counter(re.findall(r"\w+", run.text)) <= Counter(shown(element))


@given(st.one_of(SOUP, NESTED))
def test_runs_are_in_order_and_never_empty(markup):
    segments = segment(parse_text(f"<p>start</p>{markup}"), URL)
    for run in segments.runs:
        assert run.text.strip()
        assert 0 <= run.element < len(segments.skeleton.tag)
        assert all(segments.skeleton.parent[run.element] < run.element for run in segments.runs)


@given(st.one_of(SOUP, NESTED))
def test_the_skeleton_is_a_tree(markup):
    bones = segment(parse_text(f"<p>start</p>{markup}"), URL).skeleton
    for position, parent in enumerate(bones.parent):
        assert position < bones.end[position] <= len(bones.tag)
        assert parent < position
        assert parent < 0 or bones.contains(parent, position)
