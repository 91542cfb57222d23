"""Bytes of a part to text: transfer encodings, charsets, line ends, files and armour inside of text."""

import base64

import pytest

from replies.mime import charsets
from tests.unit.replies.mime.mails import mail, mixed

B64 = "Content-Transfer-Encoding: base64"
QP = "Content-Transfer-Encoding: quoted-printable"
UTF8 = "Content-Type: text/plain; charset=utf-8"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("body", "expected", "named"),
    [
        (b64("Grüße"), "Grüße", False),
        (b64("Grüße").rstrip("="), "Grüße", False),
        (b64("ab") + "\n" + b64("cd"), "abcd", False),  # padding inside
        (b64("words") + "\n!!\n", "words", True),
        (b64("words and words")[:-7], "words and", True),
        ("These are words, and were never encoded.", "These are words, and were never encoded.", True),
        ("", "", False),
    ],
)
def test_base64_is_read_as_far_as_it_goes(body, expected, named):
    message = mail(body, UTF8, B64)
    assert message.text == expected
    assert ("base64" in message.defects) is named


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Gr=C3=BC=C3=9Fe", "Grüße"),
        ("one=\ntwo", "onetwo"),
        ("one= \ntwo", "onetwo"),
        ("100% =ZZ =", "100% =ZZ "),
        ("a=3Db", "a=b"),
    ],
)
def test_quoted_printable_is_read_as_far_as_it_goes(body, expected):
    assert mail(body, UTF8, QP).text == expected


def test_an_encoding_that_does_not_exist_leaves_the_bytes():
    message = mail("words", "Content-Transfer-Encoding: x-rot")
    assert (message.text, message.defects) == ("words", ("transfer_encoding",))


@pytest.mark.parametrize(
    ("declared", "raw", "expected"),
    [
        ("us-ascii", "Grüße".encode("cp1252"), "Grüße"),
        ("", "Grüße".encode(), "Grüße"),
        ("no-such-charset", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "„gut“ – €".encode("cp1252"), "„gut“ – €"),
        ("gb2312", "镕".encode("gb18030"), "镕"),
        ("base64", b"plain", "plain"),
        ("unicode_escape", b"a\\u0041", "a\\u0041"),
        ("utf-8", "Grüße an alle, schöne Tage".encode()[:-1] + b"\xc3", "Grüße an alle, schöne Tag\ufffd"),
        ("'utf-8'", "ü".encode(), "ü"),
    ],
)  # fmt: skip
def test_a_charset_is_found_where_it_is_wrong_or_missing(declared, raw, expected):
    assert charsets.decode(raw, declared)[0] == expected


def test_html_may_name_its_charset_itself():
    html = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Привет</p>'.encode(
        "cp1251"
    )
    assert mail(html, "Content-Type: text/html").body == "Привет"


def test_nuls_are_taken_out_and_named():
    message = mail(b"wor\0ds")
    assert (message.text, message.defects) == ("words", ("nuls",))


JAPANESE = "これは日本語の文章です。よろしくお願いします。"
CHINESE = "您好，我们对您的产品很感兴趣，请联系我。"
TRADITIONAL = "您好，我們對您的產品很感興趣，請聯繫我。"
KOREAN = "안녕하세요, 귀사의 제품에 관심이 있습니다."
RUSSIAN = "Здравствуйте, нам это интересно, позвоните"
FRENCH = "Ce fut très agréable, voilà déjà l'été à Besançon"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (JAPANESE, "iso2022_jp"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "cp1252"),
        (f"{RUSSIAN} {FRENCH}", "utf-8"),
    ],
)
def test_a_language_tells_the_charset_that_nobody_declared(text, codec):
    assert charsets.decode(text.encode(codec), "")[0] == text


FLOWED = "Content-Type: text/plain; format=flowed"


@pytest.mark.parametrize(
    ("body", "delsp", "expected"),
    [
        ("short \nlines \njoin.\nnext", "", "short lines join.\nnext"),
        ("日本 \n語", "; delsp=yes", "日本語"),
        ("> quoted \n> lines\nmine", "", "> quoted lines\nmine"),
        (">> deep \n> less", "", ">> deep \n> less"),
        ("words\n-- \nAnn", "", "words\n-- \nAnn"),
        (" >stuffed\n From here", "", ">stuffed\nFrom here"),
    ],
)
def test_soft_line_breaks_are_joined(body, delsp, expected):
    assert mail(body, FLOWED + delsp).text == expected


def test_a_uuencoded_file_is_named_and_not_read_as_words():
    message = mail("My words.\n\nbegin 644 notes.txt\n#0V%T\n`\nend\nMore words.\n")
    assert message.text.split() == ["My", "words.", "More", "words."]
    assert [(a.name, a.size) for a in message.attachments] == [("notes.txt", 3)]


def test_a_sentence_is_no_uuencoded_file():
    said = "I will\nbegin 644 new things\nand end them well, I hope\n"
    assert mail(said).text == said


def test_a_yenc_file_is_named_and_not_read_as_words():
    message = mail("My words.\n=ybegin line=128 size=3 name=a.bin\nxyz\n=yend size=3\n")
    assert (message.text.strip(), message.attachments[0][:1]) == ("My words.", ("a.bin",))


def test_a_uuencoded_part_is_decoded():
    assert mail("begin 644 x\n#0V%T\n`\nend\n", "Content-Transfer-Encoding: x-uuencode").text == "Cat"


def test_words_signed_with_pgp_are_read_without_the_armour():
    message = mail(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nYes.\n- -- \nAnn\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\nbelow\n"
    )
    assert message.text == "Yes.\n-- \nAnn\nbelow\n"
    assert message.protection == ("pgp_signed",)
    assert not message.encrypted


def test_words_encrypted_with_pgp_are_named():
    message = mail("-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n")
    assert (message.text.strip(), message.protection) == ("", ("pgp_encrypted",))
    assert message.encrypted


def test_mime_signed_with_pgp_is_named():
    signature = (
        "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n"
    )
    message = mixed("\nwords", signature, kind="signed", more="; protocol=application/pgp-signature")
    assert (message.text, message.protection) == ("words", ("pgp_signed",))
    assert message.attachments[0].name == "signature.asc"


def test_mime_encrypted_with_pgp_is_named():
    version = "Content-Type: application/pgp-encrypted\n\nVersion: 1\n"
    data = "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n"
    message = mixed(version, data, kind="encrypted", more="; protocol=application/pgp-encrypted")
    assert (message.body, message.protection) == ("", ("pgp_encrypted",))
