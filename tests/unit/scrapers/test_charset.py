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


WRITTEN = {
    "cp932": "お問い合わせはこちらまでお願いします。会社概要と商品一覧をご覧ください。",
    "euc_jp": "お問い合わせはこちらまでお願いします。会社概要と商品一覧をご覧ください。",
    "gb18030": "欢迎来到我们的公司，这里有我们的产品和服务，请在这里联系我们的客服。",
    "big5hkscs": "歡迎來到我們的公司，這裡有我們的產品和服務，請在這裡聯絡我們的客服。",
    "cp949": "저희 회사에 오신 것을 환영합니다. 제품에 대한 문의는 전화로 해 주세요.",
    "cp1251": "Свяжитесь с нами по телефону или почте. Мы доставляем по всей стране.",
    "koi8_r": "Свяжитесь с нами по телефону или почте. Мы доставляем по всей стране.",
    "cp1253": "Επικοινωνήστε μαζί μας για περισσότερες πληροφορίες σχετικά με τα προϊόντα.",
    "cp1255": "צרו איתנו קשר לקבלת מידע נוסף על המוצרים שלנו ועל שעות הפתיחה",
    "cp1256": "اتصل بنا للحصول على مزيد من المعلومات حول منتجاتنا وخدماتنا",
    "cp1252": "Größe, Maße, schöne Öfen für Übergrößen, Straße, Grüße, weiß, süß, heiß, Füße, Süd",
}


@pytest.mark.parametrize("charset", WRITTEN)
def test_a_page_that_declares_nothing_is_read_as_what_it_looks_like(charset: str) -> None:
    text, read_as = decode(f"<p>{WRITTEN[charset]}".encode(charset))
    assert (text, read_as) == (f"<p>{WRITTEN[charset]}", charset)


def test_the_language_tells_latin_charsets_apart() -> None:
    body = '<html lang="pl"><p>Zażółć gęślą jaźń'.encode("cp1250")
    assert decode(body)[0].endswith("Zażółć gęślą jaźń")


def test_an_xml_declaration_says_the_charset_too() -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?><p>Да'.encode("cp1251")
    assert decode(body)[0].endswith("Да")


@pytest.mark.parametrize("label", ["punycode", "undefined", "unicode_escape", "zip", "utf-7", "idna"])
def test_what_is_no_encoding_of_the_web_is_not_used(label: str) -> None:
    assert decode(b"a-b \\u0041 +AGE-", f"text/html; charset={label}") == ("a-b \\u0041 +AGE-", "utf-8")


def test_valid_utf_8_is_utf_8_whatever_the_page_says() -> None:
    body = '<meta charset="windows-1251"><p>Grüße, Größe'.encode()
    assert decode(body) == ('<meta charset="windows-1251"><p>Grüße, Größe', "utf-8")
