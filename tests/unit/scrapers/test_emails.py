import pytest

from scrapers.emails import find_emails, is_never_written, mailbox_kind, parse_address
from tests.unit.scrapers.pages import document


def found(body: str, url: str = "https://northwind.example/") -> dict[str, str]:
    return {finding.value: finding.rule for finding in find_emails(document(body, url))}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<a href="mailto:info@northwind.example">write</a>', "mailto"),
        ('<a href="MAILTO:info%40northwind.example?subject=Hi">write</a>', "mailto"),
        ('<a href="mailto://info@northwind.example">write</a>', "mailto"),
        ('<a href="mailto:?to=info@northwind.example">write</a>', "mailto"),
        ("<p>Write to info@northwind.example.</p>", "text"),
        ("<p>INFO@NORTHWIND.EXAMPLE</p>", "text"),
        ("<p>info&#64;northwind&#46;example</p>", "text"),
        ("<p>in\u200bfo@north\u00adwind.example</p>", "text"),
        ("<p><b>info</b>@<i>northwind</i>.example</p>", "flow"),
        ('<p>info<span style="display:none">no</span>@northwind.example</p>', "flow"),
        ("<p>info<!-- a -->@<!-- b -->northwind.example</p>", "text"),
        ('<script type="application/ld+json">{"email":"mailto:info@northwind.example"}</script>', "jsonld"),
        ('<span itemprop="email" content="info@northwind.example"></span>', "microdata"),
        ("<p>info [at] northwind [dot] example</p>", "words"),
        ("<p>info (at) northwind.example</p>", "words"),
        ("<p>info AT northwind DOT example</p>", "words"),
        ("<script>document.write('info' + '@' + 'northwind.example')</script>", "script"),
        ("<script>var a='in'+'fo'+'&#64;'; a = a + 'northwind' + '&#46;' + 'example';</script>", "script"),
        ('<p style="unicode-bidi:bidi-override;direction:rtl">elpmaxe.dniwhtron@ofni</p>', "reversed"),
        ("<a href=\"javascript:linkTo_UnCryptMailto('nbjmup+jogpAopsuixjoe/fybnqmf');\">x</a>", "typo3"),
        ('<a data-enc-email="vasb[at]abegujvaq.rknzcyr">x</a>', "rot13"),
    ],
)
def test_an_address_is_found_however_it_is_written(body: str, rule: str) -> None:
    assert found(body) == {"info@northwind.example": rule}


def cloudflare(address: str, key: int = 0x42) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def test_addresses_that_cloudflare_protects_are_read() -> None:
    code = cloudflare("info@northwind.example")
    assert found(f'<a class="__cf_email__" data-cfemail="{code}">[email protected]</a>') == {
        "info@northwind.example": "cloudflare"
    }
    assert found(f'<a href="/cdn-cgi/l/email-protection#{code}">x</a>') == {
        "info@northwind.example": "cloudflare"
    }


@pytest.mark.parametrize(
    "body",
    [
        '<img src="logo@2x.png" srcset="hero@3x.webp 3x">',
        "<p>npm i @shopify/polaris@12.0.0</p>",
        "<p>Follow @northwind.official</p>",
        "<p>user@domain</p>",
        "<p>git@github.com:northwind/shop.git</p>",
        "<p>https://user@northwind.example/path</p>",
        "<p>you@example.com</p>",
        "<input placeholder='your@email.com'>",
        "<script>var s = 'https://abc@o1.ingest.sentry.io/1'; var m = 'info@northwind.example';</script>",
        "<style>@media print{a@b.c}</style>",
        "<p>..@northwind.example @ northwind.example</p>",
        "<p>meet me at northwind dot</p>",
        '<a href="/cdn-cgi/l/email-protection#zz">x</a>',
    ],
)
def test_what_only_looks_like_an_address_is_none(body: str) -> None:
    assert found(body) == {}


def test_the_surest_rule_names_an_address_that_is_written_twice() -> None:
    assert found('<a href="mailto:hi@northwind.example">hi@northwind.example</a>') == {
        "hi@northwind.example": "mailto"
    }


def test_a_label_glued_to_an_address_makes_no_second_address() -> None:
    assert found("<p><b>Mail</b><a>hi@northwind.example</a></p>") == {"hi@northwind.example": "text"}


def test_an_address_of_the_page_s_own_domain_says_so() -> None:
    findings = find_emails(document("<p>a.b@mail.northwind.example shop@gmail.com</p>"))
    assert [(f.value, f.detail) for f in findings] == [
        ("a.b@mail.northwind.example", {"kind": "person", "domain": "own"}),
        ("shop@gmail.com", {"kind": "free"}),
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("info@shop.example", "role"),
        ("sales-eu@shop.example", "role"),
        ("info2@shop.example", "role"),
        ("jane.doe@shop.example", "person"),
        ("infographics@shop.example", "person"),
        ("shop@yahoo.co.uk", "free"),
        ("shop@gmail.com", "free"),
    ],
)
def test_a_mailbox_is_told_by_its_name_and_provider(address: str, kind: str) -> None:
    assert mailbox_kind(address) == kind


@pytest.mark.parametrize(
    "address", ["noreply@x.example", "no-reply@x.example", "privacy@x.example", "Abuse@x.example".lower()]
)
def test_some_mailboxes_are_never_written_to(address: str) -> None:
    assert is_never_written(address)
    assert not is_never_written("info@x.example")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jo@BÜCHER.example", "jo@xn--bcher-kva.example"),
        ("sales+eu@shop.example.co.uk", "sales+eu@shop.example.co.uk"),
        ("a@b.c", None),
        ("a..b@shop.example", None),
        ("a" * 65 + "@shop.example", None),
        ("a@" + "b" * 64 + ".example", None),
        ("a@-b.example", None),
        ("a@b_c.example", None),
    ],
)
def test_an_address_is_parsed_strictly(text: str, address: str | None) -> None:
    assert parse_address(text) == address
