"""HTML as a reader sees it."""

import pytest

from replies.html_text import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two <b>bold</b></p>", "one\n\ntwo bold"),
        ("one<br>two<div>three</div>four", "one\ntwo\nthree\nfour"),
        ("<div>one</div> <div>two<br></div><div><br></div><div>three</div>", "one\ntwo\n\nthree"),
        ("<ul><li>one<li>two</ul>", "• one\n• two"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>one\n  two\n</pre>three", "one\ntwo\nthree"),
        ("<b>one</b>\n two", "one two"),
        ("<a href='https://x.example/?u=1'>our page</a>", "our page"),
        ("a&nbsp;b &amp; c&#8203;d", "a b & cd"),
        ("<style>p{}</style><script>x()</script><title>t</title>words", "words"),
        ("one <hr> two", "one\n________________________________\ntwo"),
        ("<!-- no --><![if !mso]>words<![endif]>", "words"),
        ("", ""),
        ("just words", "just words"),
    ],
)
def test_markup_becomes_lines(html, text):
    assert to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">no</div>',
        '<span style="color:red; DISPLAY : none !important;">no</span>',
        '<div style="visibility:hidden">no</div>',
        '<div style="font-size:0px;line-height:0">no</div>',
        '<div style="max-height:0;overflow:hidden">no</div>',
        '<div style="mso-hide:all">no</div>',
        '<table><tr><td style="opacity:0">no</td></tr></table>',
        "<div hidden>no</div>",
        '<div class="preheader">no</div>',
    ],
)
def test_what_no_reader_sees_is_left_out(hidden):
    assert to_text(f"<p>words</p>{hidden}") == "words"


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="font-size:0"><span style="font-size:14px"><b>words</b></span></div>',
        '<div style="font-size:0.9em">words</div>',
        '<div style="opacity:0.8">words</div>',
        '<body style="display:none">words</body>',
        '<div style="display:none"><p>words</p></div>',
    ],
)
def test_what_only_looks_hidden_is_read(shown):
    assert to_text(shown) == "words"


@pytest.mark.parametrize(
    ("picture", "text"),
    [
        ('<img alt="👍">', "👍"),
        ('<img class="EmojiInsert" alt=":)">', ":)"),
        ('<img alt="Our logo">', ""),
        ('<img alt="">', ""),
        ("<img>", ""),
    ],
)
def test_a_picture_is_read_where_it_stands_for_a_character(picture, text):
    assert to_text(f"<p>{picture}</p>") == text


NESTED = (
    '<div class="gmail_quote">a<div class="gmail_quote">b<blockquote type="cite">c</blockquote></div></div>'
)


def test_history_inside_of_history_is_left_out_once():
    assert to_text(f"<p>words</p>{NESTED}<p>below</p>", without_quotes=True) == "words\n\nbelow"
    assert to_text(f"<p>words</p>{NESTED}") == "words\n\na\nb\nc"


def test_a_message_that_is_all_quote_keeps_its_last_one():
    assert to_text("<blockquote>words</blockquote>", without_quotes=True) == "words"
