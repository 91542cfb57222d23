import pytest

from scrapers.phones import find_phones, to_e164
from tests.unit.scrapers.pages import document


def found(body: str, region: str | None = "US") -> dict[str, str]:
    return {finding.value: finding.detail["kind"] for finding in find_phones(document(body), region)}


@pytest.mark.parametrize(
    ("body", "region", "number"),
    [
        ('<a href="tel:+1-413-732-8702">call</a>', None, "+14137328702"),
        ('<a href="tel:020%207946%200958">call</a>', "GB", "+442079460958"),
        ("<p>(413) 732-8702</p>", None, "+14137328702"),
        ("<p>1.800.433.4512</p>", "DE", "+18004334512"),
        ("<p>Tel: 030 24344 121</p>", "DE", "+493024344121"),
        ("<p>+49 (0)6321-8908-0</p>", None, "+49632189080"),
        ("<p>Tel. 0044 20 7946 0958</p>", "DE", "+442079460958"),
        ("<p>Phone (852) 2572-1121</p>", None, "+85225721121"),
        ("<p>01634 375552</p>", "GB", "+441634375552"),
        ("<p>Phone: (413)-545-0722 (8:30 AM - 5 PM)</p>", "US", "+14135450722"),
        ("<p>1-610-282-3800Customer Service</p>", "US", "+16102823800"),
        ("<p>Call 1-888-LUTRON1 now</p>", "US", "+18885887661"),
        ("<p><span>(413)</span> <span>732-8702</span></p>", "US", "+14137328702"),
        (
            '<script type="application/ld+json">{"telephone":"+44 20 7946 0958"}</script>',
            None,
            "+442079460958",
        ),
        ('<i itemprop="telephone">020 7946 0958</i>', "GB", "+442079460958"),
    ],
)
def test_a_number_is_found_however_it_is_written(body: str, region: str | None, number: str) -> None:
    assert found(body, region) == {number: "phone"}


@pytest.mark.parametrize(
    "body",
    [
        "<p>Tel: 413-732-8702</p><p>Fax: (401) 785-8906</p>",
        "<p>413-732-8702 (phone)<br>(401) 785-8906 (fax)</p>",
        "<table><tr><td>Phone</td><td>413-732-8702</td></tr><tr><td>Telefax</td><td>401-785-8906</td></tr></table>",
    ],
)
def test_a_fax_line_is_told_apart(body: str) -> None:
    assert found(body) == {"+14137328702": "phone", "+14017858906": "fax"}


def test_one_line_for_both_is_a_phone() -> None:
    assert found("<p>Tel/Fax: 413-732-8702</p>") == {"+14137328702": "phone"}


@pytest.mark.parametrize(
    "body",
    [
        "<p>2012-11-20 and 20.11.2012</p>",
        "<p>09.00 - 13.30</p>",
        "<p>ISBN 978-3-16-148410-0</p>",
        "<p>$1,234,567.89</p>",
        "<p>Order no. 4137328702</p>",
        "<p>© 2009 - 2012</p>",
        "<p>12345 67890 12345 67890 12345</p>",
        "<p>123-456</p>",
        "<script>var id = '413-732-8702'</script>",
        "<p>(111) 111-1111</p>",
        "<p>4137328702</p>",
    ],
)
def test_other_numbers_are_no_phones(body: str) -> None:
    assert found(body) == {}


@pytest.mark.parametrize("raw", ["", "+", "abc", "+999123456789", "123", "(((((", "0" * 40])
def test_what_no_country_gives_out_is_no_number(raw: str) -> None:
    assert to_e164(raw, "US") is None
