"""Markup to a tree: no limit of a parser costs a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.document import Page
from cleaners.encoding import PIECE, decode
from cleaners.parse import UnreadablePageError, flatten, in_utf8, parse, parse_text, permitted, to_utf8
from cleaners.segment import segment


def words(markup):
    return re.findall(r"\w+", " ".join(run.text for run in segment(parse_text(markup)).runs))


@pytest.mark.parametrize("body", [b"", b" ", b"\r\n\t \x0c\n", b"\x01\x02\x03", b"\xef\xbb\xbf", b"\xff\xfe", b"\x7f\x1f"])
def test_nothing_in_it(body):
    with pytest.raises(UnreadablePageError):
        parse(Page("https://cells.example/", body))
    document = clean(body)
    assert document.error
    assert document.blocks == ()
    assert document.verdict == "empty_shell"


@pytest.mark.parametrize("body", [b"<!-- only a comment -->", b"<!DOCTYPE html>", b"<?xml version='1.0'?>"])
def test_no_element_and_no_text(body):
    document = clean(body)
    assert document.blocks == ()
    assert document.verdict == "empty_shell"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>one two</p>", "one two", id="noop"),
        pytest.param("<p>one\x00two\x08</p>", "onetwo", id="control characters go"),
        pytest.param("<p>one\x0ctwo</p>", "one two", id="a form feed is a space"),
        pytest.param("<p>one\ttwo\nthree</p>", "one two three", id="white space"),
        pytest.param("<p>one\ufffe\uffff two</p>", "one two", id="what XML cannot hold"),
        pytest.param("<p>a &amp; b &lt;c&gt; &eacute; &#8211;</p>", "a & b <c> é –", id="references"),
        pytest.param("plain text", "plain text", id="no markup at all"),
        pytest.param("<p>one<!-- two --> three<?php four ?></p>", "one three", id="comments and instructions"),
    ],
)
def test_characters(markup, expected):
    (run,) = segment(parse_text(markup)).runs
    assert run.text == expected


def test_lone_surrogates_of_a_str_do_no_harm():
    assert clean("<p>one \ud800 two</p>").blocks[0].text.startswith("one")


@pytest.mark.parametrize("depth", [300, 3_000])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        pytest.param("<div>", "</div>", id="div"),
        pytest.param("<span>", "</span>", id="span"),
        pytest.param("<b><i>", "</i></b>", id="inline"),
        pytest.param("<ul><li>", "</li></ul>", id="lists"),
        pytest.param("<table><tr><td>", "</td></tr></table>", id="tables"),
        pytest.param("<blockquote>", "", id="never closed"),
        pytest.param("<font>", "", id="inline, never closed"),
        pytest.param("<div><p><b>", "</div>", id="soup"),
    ],
)
def test_deep_nesting_keeps_every_word(depth, opening, closing):
    markup = f"<p>before</p>{opening * depth} inside &amp; <em>em</em> {closing * depth}<p>after</p>"
    assert words(markup) == ["before", "inside", "em", "after"]


@pytest.mark.parametrize(("opening", "closing"), [("<div>", "</div>"), ("<b><a href=x>", "</a></b>"), ("<blockquote><p>", "")])
def test_very_deep_nesting_keeps_every_word(opening, closing):
    depth = 20_000
    assert words(f"<p>before</p>{opening * depth} inside {closing * depth}<p>after</p>") == ["before", "inside", "after"]


def test_words_at_every_depth():
    depth = 2_500
    markup = "".join(f"<div>w{n} " for n in range(depth)) + "".join(f" v{n} </div>" for n in range(depth))
    assert words(markup) == [f"w{n}" for n in range(depth)] + [f"v{n}" for n in range(depth)]


def test_deep_elements_of_one_line_stay_apart():
    markup = "<div>" * 3_000 + "<p>one</p><p>two</p>" + "</div>" * 3_000
    assert words(markup) == ["one", "two"]


DEEP = "<div>" * 2_500


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var secret = '</div><b>secret</b>'</script>",
        '<script type=\'application/json\'>{"secret": "<p>secret"}</script>',
        "<style>.secret { color: red }</style>",
        "<template><p>secret <template>secret</template></p></template>",
        "<script>secret()",
        "<SCRIPT>secret()</SCRIPT >",
        "<!-- secret -->",
        "<![secret marked section]>",
        "<![CDATA[ secret ]]>",
        "<?secret instruction ?>",
        "<!secret>",
    ],
)
def test_flattening_shows_nothing_that_was_hidden(hidden):
    markup = f"{DEEP}before {hidden}"
    assert words(markup) == ["before"]
    if hidden.endswith(">"):
        assert words(f"{markup} after") == ["before", "after"]


@pytest.mark.parametrize("raw", ["textarea", "iframe", "xmp", "noframes", "noembed"])
@pytest.mark.parametrize("depth", [1, 2_500])
def test_raw_text_is_the_same_at_every_depth(raw, depth):
    markup = "<div>" * depth + f"before <{raw}><b>bold</b> text</{raw}> after"
    assert sorted(words(markup)) == sorted(["before", "b", "bold", "b", "text", "after"])


def test_the_text_of_an_unclosed_textarea_stays():
    assert words(f"{DEEP}before <textarea>typed text") == ["before", "typed", "text"]


def test_nested_templates_do_not_cut_the_page():
    assert words("<template>" * 3_000 + "secret" + "</template>" * 3_000 + "<p>after</p>") == ["after"]


@pytest.mark.parametrize("ampersands", ["&", "&# &# ", "&#x; &#; ", "&foo &bar; ", "&&&"])
def test_loose_ampersands_do_not_stop_the_flattening(ampersands):
    found = words(f"{ampersands}<p>{ampersands}{DEEP} inside {'</div>' * 2_500} after")
    assert [word for word in found if word in {"inside", "after"}] == ["inside", "after"]


@pytest.mark.parametrize(
    "markup",
    [
        "<!DOCTYPE html><p class=x>one &amp; two</p>",
        "<div><br>text<img src=a.png></div>",
        "<script>if (a < b) { c('</div>') }</script>",
        "<textarea><b>&lt;</textarea>",
    ],
)
def test_flattening_leaves_a_shallow_page_as_it_is(markup):
    assert flatten(markup) == markup


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<html><head><title>t</title></head><body><main>one</main></body></html>", "one", id="noop"),
        pytest.param("<title>t</title><p>one", "one", id="p ends the head"),
        pytest.param("<title>t</title><main>one</main>", "one", id="main ends the head"),
        pytest.param("<title>t</title><article><p>one</p></article><p>two</p>", "one two", id="before a body that libxml2 opens"),
        pytest.param(
            "<!DOCTYPE html><meta charset=utf-8><header>one</header><main>two</main><footer>three</footer>", "one two three", id="all"
        ),
        pytest.param(
            "<head><title>t</title><section>one</section>two </head><body>three<p>four</body>", "one two three four", id="a wrong head"
        ),
        pytest.param("<title>t</title><nav>one</nav><style>a{}</style><script>b</script>", "one", id="styles move along"),
        pytest.param("<title>t</title><x-card>one</x-card>", "one", id="unknown element"),
        pytest.param("<head><noscript><img></noscript><template>t</template></head>one", "one", id="what may stand in a head"),
    ],
)
def test_the_head_ends_where_it_ends_in_browsers(markup, expected):
    assert words(markup) == expected.split()


def by_way_of_the_text(page):
    text, encoding = decode(page.body, page.headers.get("content-type"))
    return permitted(text, to_utf8(text)), encoding, len(text)


TYPES = st.sampled_from(["", "text/html", "text/html; charset=utf-8", "text/html; charset=latin-1", "text/html; charset=utf-16"])


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")), TYPES)
@example(b"", "")
@example(b" \n\xe2\x80\x83", "")
@example("\ufeff<p>x".encode(), "")
@example("<p>\uffff\ufffe\ufffd\ufeff".encode(), "")
@example("<p>cells".encode("utf-16-le"), "text/html; charset=utf-8")
@example(b"<meta charset=latin-1><p>\xc3\xa9", "")
@example(b"<meta charset=utf-8><p>\xe9", "")
def test_bytes_that_are_utf_8_already_are_read_as_all_others(body, content_type):
    page = Page("https://cells.example/", body, headers={"content-type": content_type})
    assert in_utf8(page) == by_way_of_the_text(page)


@pytest.mark.parametrize("character", ["é", "幹", "\N{DNA DOUBLE HELIX}", "\uffff", "\N{EM SPACE}"])
def test_a_character_on_the_border_of_two_pieces(character):
    for before in range(PIECE - 4, PIECE + 1):
        page = Page("https://cells.example/", b" " * before + character.encode() + b" ")
        assert in_utf8(page) == by_way_of_the_text(page)
