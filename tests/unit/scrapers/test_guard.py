from ipaddress import ip_address

import pytest

from scrapers.guard import ForbiddenTarget, check_address, check_url, is_public


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "http://user:secret@shop.example/",
        "http://shop.example:8080/",
        "http://shop.example:22/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://1.1.1.1/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://metadata/",
        "http://metadata.google.internal/",
        "http://printer.local/",
        "http://app.localhost/",
        "http:///path",
        "http://",
        "//shop.example/",
        "http://shop.example:99999/",
        "invalid:",
    ],
)
def test_a_url_that_could_lead_inwards_is_refused_before_it_is_resolved(url: str) -> None:
    with pytest.raises(ForbiddenTarget):
        check_url(url)


def test_a_public_name_on_a_web_port_passes() -> None:
    assert check_url("https://shop.example/a?b#c") == ("shop.example", 443)
    assert check_url("http://shop.example:443/") == ("shop.example", 443)
    assert check_url("http://1.shop.example/") == ("1.shop.example", 80)


def test_other_ports_pass_only_where_they_are_allowed() -> None:
    assert check_url("http://shop.example:8080/", ports={8080}) == ("shop.example", 8080)
    with pytest.raises(ForbiddenTarget):
        check_url("http://shop.example/", ports={8080})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "192.0.2.1",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "2002:808:808::1",
        "2001:0:808:808::1",
        "2001:db8::1",
        "not an address",
        "",
    ],
)
def test_an_address_that_is_not_plainly_public_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenTarget):
        check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111"])
def test_a_public_address_passes(address: str) -> None:
    assert check_address(address) == address
    assert is_public(ip_address(address))
