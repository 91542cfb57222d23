from hypothesis import given
from hypothesis import strategies as st

from scrapers.postal import written_in
from scrapers.structured import json_ld, types, values
from tests.unit.scrapers.pages import document

PAGE = """<html lang="de-DE" class="a b"><head><title> Northwind \u00a0Traders </title>
<base href="https://cdn.northwind.example/shop/">
<meta property="og:site_name" content="Northwind"><meta name="Generator" content="WordPress 6">
<link rel="canonical" href="https://northwind.example/"></head><body class="c">
<a href="about">About <b>us</b></a> <a href="mailto:info@northwind.example">mail</a>
<a href="tel:+49301234567">Fax</a><script>var a = "<a href='/no'>";</script>
<p>Tel. <b>030</b> 123 <span>456</span><br>and<i> more</i></p><div>next</div></body></html>"""


def test_views_before_and_after_the_text_are_the_same() -> None:
    before, after = document(PAGE), document(PAGE)
    assert "030" in after.flow
    for view in ("title", "meta", "links", "targets", "canonical", "classes", "language_tag", "generators"):
        if view == "links":
            told = [[(link.href, link.url, link.text) for link in page.links] for page in (before, after)]
            assert told[0] == told[1]
        else:
            assert getattr(before, view) == getattr(after, view)


def test_links_are_relative_to_the_base_and_have_their_text() -> None:
    about = document(PAGE).links[0]
    assert (about.href, about.url, about.text) == (
        "about",
        "https://cdn.northwind.example/shop/about",
        "About us",
    )


def test_links_are_sorted_by_scheme() -> None:
    page = document(PAGE)
    assert [link.text for link in page.links_with("tel:")] == ["Fax"]
    assert page.links_with("fax:") == []


def test_text_breaks_at_every_tag_and_flow_at_blocks_alone() -> None:
    page = document(PAGE)
    assert "Tel.\n030\n123\n456\nand\nmore\nnext" in page.text
    assert "Tel. 030 123 456\nand more\nnext" in page.flow
    assert "var a" not in page.flow


def test_a_text_in_a_tag_is_told_from_one_in_a_script() -> None:
    page = document('<p>/cdn/x</p><script>"/cdn/x"</script><img src="/cdn/x"><a href="/cdn/x">/cdn/x</a>')
    assert [name for name, _ in page.tags_with("/cdn/x")] == ["img", "a"]
    assert all(page.markup[at:].startswith("/cdn/x") for _, at in page.tags_with("/cdn/x"))


def test_structured_data_is_read_as_shops_write_it() -> None:
    found = json_ld(['<!-- {"@type": ["https://schema.org/Store"], "a": [{"b": 1},], } -->', "{broken", ""])
    assert found == [{"@type": ["https://schema.org/Store"], "a": [{"b": 1}]}, {"b": 1}]
    assert types(found[0]) == ["store"]
    assert list(values(found[0], "a")) == [{"b": 1}]
    assert list(values(found[0], "c")) == []


def test_structured_data_is_asked_by_key() -> None:
    page = document('<script type="application/ld+json">{"name":"a","x":{"name":"b"}}</script>')
    assert [node["name"] for node in page.stating("name")] == ["a", "b"]
    assert page.stating("email") == []


def test_a_country_is_told_by_how_its_addresses_are_written() -> None:
    assert written_in(document("<p>West Springfield, MA 01089</p>")) == ("US", 21)
    assert written_in(document("<p>12345 67890</p>")) is None


@given(st.text(max_size=200))
def test_any_text_is_a_document(body: str) -> None:
    page = document(body)
    assert isinstance(page.text, str)
    assert isinstance(page.flow, str)
    assert page.links == [] or page.targets
