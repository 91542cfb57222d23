import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.charset import decode


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("Grüße".encode(), "", "Grüße"),
        ("Grüße".encode("cp1252"), "", "Grüße"),
        ("Grüße".encode("cp1252"), "text/html; charset=utf-8", "Grüße"),
        ("Привет".encode("cp1251"), "text/html; charset=windows-1251", "Привет"),
        ("Привет".encode("koi8-r"), 'text/html; charset="KOI8-R"', "Привет"),
        ("こんにちは".encode("shift_jis"), "text/html; charset=Shift_JIS", "こんにちは"),
        ("“quoted”".encode("cp1252"), "text/html; charset=iso-8859-1", "“quoted”"),
        ("\ufeffhallo".encode("utf-16"), "", "hallo"),
        (b"hallo", "text/html; charset=no-such-charset", "hallo"),
        (b"hallo", "text/html; charset=hex", "hallo"),
        (b"ha\x00llo", "", "hallo"),
    ],
)
def test_header_bytes_and_content_decide_the_charset(body: bytes, header: str, text: str) -> None:
    assert decode(body, header)[0].removeprefix("\ufeff") == text


def test_a_meta_tag_decides_where_the_header_is_silent() -> None:
    body = '<meta charset="windows-1251"><p>Привет'.encode("cp1251")
    assert "Привет" in decode(body, "text/html")[0]


def test_a_meta_tag_that_claims_utf_16_is_wrong_by_being_readable() -> None:
    assert "ü" in decode('<meta charset="utf-16"><p>ü'.encode())[0]


def test_one_broken_sequence_does_not_turn_a_utf_8_page_into_another_charset() -> None:
    body = ("ü" * 100).encode() + b"\xff" + ("ö" * 100).encode()
    text, charset = decode(body, "text/html; charset=utf-8")
    assert charset == "utf-8"
    assert text.count("ö") == 100


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_under_any_header_give_text(body: bytes, header: str) -> None:
    text, charset = decode(body, header)
    assert isinstance(text, str)
    assert "\x00" not in text
    assert charset
