import re
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from scrapers.guard import ForbiddenTarget, Guard, is_public

GUARD = Guard()

FORBIDDEN_URLS = {
    "another scheme": "ftp://shop.example/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://shop.example/",
    "data": "data:text/html,hi",
    "javascript": "javascript:alert(1)",
    "no scheme": "//shop.example/",
    "no host": "http:///path",
    "nothing": "",
    "only a scheme": "http://",
    "credentials": "http://user:secret@shop.example/",
    "an empty user": "http://@shop.example/",
    "a host as credentials": "http://shop.example@127.0.0.1/",
    "a backslash before the host": "http://shop.example\\@127.0.0.1/",
    "port 8080": "http://shop.example:8080/",
    "ssh": "http://shop.example:22/",
    "redis": "http://shop.example:6379/",
    "port 0": "http://shop.example:0/",
    "no such port": "http://shop.example:99999/",
    "a port in words": "http://shop.example:http/",
    "loopback": "http://127.0.0.1/",
    "loopback with a dot": "http://127.0.0.1./",
    "short": "http://127.1/",
    "zero": "http://0/",
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f000001/",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1/",
    "hexadecimal, short": "http://0x7f.1/",
    "octal": "http://017700000001/",
    "octal parts": "http://0177.0.0.1/",
    "mixed": "http://0xA9.254.0251.254/",
    "full-width digits": "http://１２７.０.０.１/",
    "circled letters": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "ideographic dots": "http://127。0。0。1/",
    "an escaped dot": "http://127%2e0.0.1/",
    "a public number": "http://1.1.1.1/",
    "IPv6 loopback": "http://[::1]/",
    "IPv6 unspecified": "http://[::]/",
    "IPv4 in IPv6": "http://[::ffff:169.254.169.254]/",
    "a zone": "http://[fe80::1%25eth0]/",
    "public IPv6": "http://[2606:4700:4700::1111]/",
    "half a bracket": "http://[::1/",
    "localhost": "http://localhost/",
    "localhost, shouted": "http://LOCALHOST./",
    "below localhost": "http://app.localhost/",
    "a bare name": "http://metadata/",
    "Google's metadata": "http://metadata.google.internal/",
    "a printer": "http://printer.local/",
    "a router": "http://router.home.arpa/",
    "an onion": "http://shop.onion/",
    "an empty label": "http://shop..example/",
    "two dots at the end": "http://shop.example../",
    "a blank in the name": "http://sh op.example/",
    "a quote in the name": "http://shop'.example/",
    "a hyphen first": "http://-shop.example/",
    "a label of 64": f"http://{'a' * 64}.example/",
    "a name of 254": f"http://{'a.' * 124}example/",
    "a broken IDN": "http://\u00adxn--.example/",
    "endless": "http://shop.example/" + "a" * 5_000,
}

ALLOWED_URLS = {
    "https://shop.example/a?b#c": "https://shop.example/a?b",
    "http://shop.example": "http://shop.example/",
    "HTTPS://Shop.EXAMPLE:443/A": "https://shop.example/A",
    "http://shop.example:443/": "http://shop.example:443/",
    "http://shop.example.:80/": "http://shop.example/",
    "http://1.shop.example/": "http://1.shop.example/",
    "http://0x7f.shop.example/": "http://0x7f.shop.example/",
    "http://our_shop.example/": "http://our_shop.example/",
    "http://bücher.example/": "http://xn--bcher-kva.example/",
    "http://shop。example/": "http://shop.example/",
    "http://xn--bcher-kva.example/": "http://xn--bcher-kva.example/",
}

FORBIDDEN_ADDRESSES = {
    "this network": "0.0.0.0",
    "this network too": "0.1.2.3",
    "loopback": "127.0.0.1",
    "all of loopback": "127.255.255.254",
    "private A": "10.1.2.3",
    "private B": "172.16.0.1",
    "private B's end": "172.31.255.255",
    "private C": "192.168.0.1",
    "carrier-grade NAT": "100.64.0.1",
    "carrier-grade NAT's end": "100.127.255.254",
    "AWS, Azure, Google metadata": "169.254.169.254",
    "AWS container credentials": "169.254.170.2",
    "AWS time": "169.254.169.123",
    "Alibaba metadata": "100.100.100.200",
    "Oracle metadata": "192.0.0.192",
    "Azure's wire server": "168.63.129.16",
    "protocol assignments": "192.0.0.8",
    "documentation 1": "192.0.2.1",
    "documentation 2": "198.51.100.7",
    "documentation 3": "203.0.113.9",
    "6to4 relay": "192.88.99.1",
    "benchmarking": "198.18.0.1",
    "multicast": "224.0.0.1",
    "multicast with global scope": "233.252.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 loopback": "::1",
    "IPv6 unspecified": "::",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with its zone": "fe80::1%eth0",
    "a public address with a zone": "2606:4700:4700::1111%1",
    "IPv6 site-local": "fec0::1",
    "IPv6 private": "fc00::1",
    "AWS metadata": "fd00:ec2::254",
    "IPv6 multicast": "ff02::1",
    "IPv6 multicast with global scope": "ff0e::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped": "::ffff:8.8.8.8",
    "IPv4-compatible": "::8.8.8.8",
    "IPv4-translated": "::ffff:0:8.8.8.8",
    "NAT64": "64:ff9b::808:808",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "local NAT64": "64:ff9b:1::1",
    "6to4": "2002:808:808::1",
    "6to4 of loopback": "2002:7f00:1::1",
    "Teredo": "2001:0:808:808::1",
    "ORCHID": "2001:10::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation 2": "3fff::1",
    "discard": "100::1",
    "no address": "not an address",
    "nothing": "",
}


@pytest.mark.parametrize("url", FORBIDDEN_URLS.values(), ids=FORBIDDEN_URLS.keys())
def test_a_url_that_could_lead_inwards_is_refused_before_it_is_resolved(url: str) -> None:
    with pytest.raises(ForbiddenTarget):
        GUARD.target(url)


@pytest.mark.parametrize(("url", "asked"), ALLOWED_URLS.items())
def test_a_public_name_on_a_web_port_passes_in_the_one_spelling_that_is_asked(url: str, asked: str) -> None:
    assert GUARD.target(url).url == asked
    assert GUARD.target(asked).url == asked


@pytest.mark.parametrize("address", FORBIDDEN_ADDRESSES.values(), ids=FORBIDDEN_ADDRESSES.keys())
def test_an_address_that_is_not_plainly_public_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenTarget):
        GUARD.address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_a_public_address_passes(address: str) -> None:
    assert GUARD.address(address) == address
    assert is_public(ip_address(address))


def test_the_reason_never_repeats_the_url() -> None:
    for url in FORBIDDEN_URLS.values():
        with pytest.raises(ForbiddenTarget) as refused:
            GUARD.target(url)
        assert "shop" not in str(refused.value)


def test_an_exempt_network_is_as_narrow_as_it_says() -> None:
    guard = Guard(ports=frozenset({8080}), exempt=(ip_network("127.0.0.2/32"),))
    assert guard.address("127.0.0.2") == "127.0.0.2"
    assert guard.target("http://shop.example:8080/").port == 8080
    for address in ("127.0.0.1", "10.0.0.1"):
        with pytest.raises(ForbiddenTarget):
            guard.address(address)
    with pytest.raises(ForbiddenTarget):
        guard.target("http://shop.example/")


def test_nobody_but_tests_and_benchmarks_makes_exceptions() -> None:
    root = Path(__file__).parents[3]
    rooms = ("adapters", "api", "cli", "handlers", "runtime", "scrapers", "store")
    sources = [path for room in rooms for path in (root / room).rglob("*.py")]
    assert len(sources) > 100
    makers = [str(path.relative_to(root)) for path in sources if re.search(r"\bGuard\(", path.read_text())]
    assert sorted(makers) == ["scrapers/fetch.py", "scrapers/guard.py"]
    assert "guard or Guard()" in (root / "scrapers" / "fetch.py").read_text()
    assert "exempt=" not in "".join(path.read_text() for path in sources)
