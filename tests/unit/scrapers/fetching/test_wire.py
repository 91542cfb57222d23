"""What hosts do on the wire, through the real HTTP library: a page or a named failure, in time."""

import gzip
import itertools
import socket
import ssl
from collections.abc import Iterable

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.page import Failure, FailureKind, Page
from tests.unit.scrapers.fetching.network import Network, Step, ok
from tests.unit.scrapers.fetching.web import failed, fetched

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def test_a_page_in_pieces_is_one_page() -> None:
    whole = ok(b"<p>hello")
    network = Network([whole[:20], 0.5, whole[20:60], whole[60:]])
    assert fetched(network.fetch()).body == "<p>hello"
    assert all(stream.closed for stream in network.streams)


def test_a_connection_is_used_again_for_the_next_page() -> None:
    network = Network([ok(b"<p>")])
    network.fetch()
    assert len(network.received) == 2  # robots.txt and the page
    assert len(network.streams) == 1


def dripping(data: bytes, every: float) -> Iterable[Step]:
    for byte in data:
        yield every
        yield bytes([byte])


FAILURES: dict[str, tuple[list[Step], FailureKind, bool]] = {
    "a header that drips": (list(dripping(ok(b"<p>") * 9, 1.0)), FailureKind.TIMED_OUT, True),
    "a body that drips": ([CHUNKED, *dripping(b"1\r\nx\r\n" * 99, 1.0)], FailureKind.TIMED_OUT, True),
    "silence": ([3600.0], FailureKind.TIMED_OUT, True),
    "silence in the body": ([CHUNKED, 3600.0], FailureKind.TIMED_OUT, True),
    "100 Continue for ever": (
        [0.5, b"HTTP/1.1 100 Continue\r\n\r\n"] * 999,
        FailureKind.TIMED_OUT,
        True,
    ),
    "a body without end": (
        [CHUNKED, *[b"2710\r\n" + b"x" * 10_000 + b"\r\n"] * 600],
        FailureKind.TOO_LARGE,
        False,
    ),
    "a header without end": (
        [HEAD, *[b"X-A: " + b"a" * 4_000 + b"\r\n"] * 999],
        FailureKind.UNREACHABLE,
        False,
    ),
    "one header line without end": ([HEAD + b"X-A: ", *[b"a" * 9_000] * 99], FailureKind.UNREACHABLE, False),
    "hanging up at once": ([], FailureKind.UNREACHABLE, True),
    "hanging up in the header": ([HEAD], FailureKind.UNREACHABLE, True),
    "a reset at once": ([httpcore.ReadError("reset")], FailureKind.UNREACHABLE, True),
    "a reset in the body": ([CHUNKED, httpcore.ReadError("reset")], FailureKind.UNREACHABLE, True),
    "a body shorter than it says": (
        [HEAD + b"Content-Length: 99\r\n\r\n<p>short"],
        FailureKind.UNREACHABLE,
        False,
    ),
    "two lengths": (
        [HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n<p>x"],
        FailureKind.UNREACHABLE,
        False,
    ),
    "a length below zero": ([HEAD + b"Content-Length: -1\r\n\r\n"], FailureKind.UNREACHABLE, False),
    "a chunk without a size": ([CHUNKED, b"zz\r\n<p>\r\n"], FailureKind.UNREACHABLE, False),
    "no HTTP": ([b"SSH-2.0-OpenSSH_9.9\r\n", 1.0, b"\r\n"], FailureKind.UNREACHABLE, False),
    "NULs": ([b"\x00" * 4_000], FailureKind.UNREACHABLE, False),
    "a broken gzip": (
        [HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot  gzip"],
        FailureKind.UNREACHABLE,
        False,
    ),
    "204 that calls itself HTML": (
        [b"HTTP/1.1 204 No Content\r\nContent-Type: text/html\r\n\r\n"],
        FailureKind.HTTP_ERROR,
        False,
    ),
    "an answer to a protocol nobody asked for": (
        [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"],
        FailureKind.UNREACHABLE,
        False,
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_whatever_a_host_does_ends_in_a_named_failure_in_time(name: str) -> None:
    steps, kind, passing = FAILURES[name]
    network = Network(steps)
    failure = failed(network.fetch(total_s=20))
    assert (failure.kind, failure.passing) == (kind, passing), failure
    assert network.seconds() <= 21  # one more for the robots.txt before it
    assert all(stream.closed for stream in network.streams)


def test_an_empty_page_is_a_page() -> None:
    assert fetched(Network([ok(b"")]).fetch()).body == ""


def test_a_page_longer_than_it_says_is_cut_there() -> None:
    network = Network([HEAD + b"Content-Length: 3\r\n\r\n<p>and more than that"])
    assert fetched(network.fetch()).body == "<p>"


def test_a_page_without_a_length_ends_when_the_host_hangs_up() -> None:
    assert fetched(Network([HEAD + b"\r\n<p>to the end"]).fetch()).body == "<p>to the end"


def test_a_bomb_is_cut_off_while_it_arrives() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    steps: list[Step] = [
        ok(bomb, b"Content-Encoding: gzip")[n : n + 8_000] for n in range(0, len(bomb), 8_000)
    ]
    assert failed(Network(steps).fetch()).kind is FailureKind.TOO_LARGE


def test_a_host_that_hung_up_once_is_asked_again_on_a_new_connection() -> None:
    network = Network([])
    plays = itertools.chain([[]], itertools.repeat([ok(b"<p>hello")]))
    network.page = _Each(plays)  # type: ignore[assignment]
    assert fetched(network.fetch()).body == "<p>hello"
    assert len(network.streams) == 2


class _Each:
    """Other steps each time they are played."""

    def __init__(self, plays: Iterable[list[bytes]]) -> None:
        self._plays = iter(plays)

    def __iter__(self) -> Iterable[bytes]:  # type: ignore[misc]
        return iter(next(self._plays))


# Names and addresses


def test_the_connection_goes_to_the_checked_address_and_names_the_host() -> None:
    network = Network([ok(b"<p>")])
    fetched(network.fetch("https://SHOP.example./"))
    assert set(network.connected) == {"93.184.216.34"}
    assert set(network.names) == {"shop.example"}
    assert all(b"\r\nHost: shop.example\r\n" in request for request in network.received)


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
)
def test_a_name_with_any_private_address_is_not_connected_to(private: str) -> None:
    network = Network([ok(b"<p>")], ["93.184.216.34", private])
    failure = failed(network.fetch())
    assert (failure.kind, failure.passing) == (FailureKind.UNREACHABLE, False)
    assert network.connected == []


def test_a_name_that_becomes_private_after_the_first_look_is_not_connected_to() -> None:
    """DNS rebinding: public for robots.txt, whose connection is closed, then private for the page."""
    network = Network([ok(b"secret")], ["93.184.216.34"], ["127.0.0.1"])
    closing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    network.robots = [closing]
    assert failed(network.fetch()).detail.startswith("refused")
    assert network.connected == ["93.184.216.34"]
    assert len(network.resolved) == 2


def test_a_redirect_to_a_name_with_a_private_address_is_not_connected_to() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://inside.example/\r\nContent-Length: 0\r\n\r\n"
    network = Network([moved], ["93.184.216.34"], ["192.168.1.1"])
    assert failed(network.fetch()).detail.startswith("refused")
    assert network.connected == ["93.184.216.34"]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    network = Network([ok(b"<p>")], ["2606:4700:4700::1111", "93.184.216.34"])
    network.dead = {"2606:4700:4700::1111"}
    fetched(network.fetch())
    assert network.connected[:2] == ["2606:4700:4700::1111", "93.184.216.34"]
    network.dead |= {"93.184.216.34"}
    assert failed(network.fetch()).passing


def test_an_address_that_is_silent_leaves_time_for_the_next() -> None:
    network = Network([ok(b"<p>")], ["2606:4700:4700::1111", "93.184.216.34"])
    network.silent = {"2606:4700:4700::1111"}
    fetched(network.fetch(connect_s=5))
    network.silent |= {"93.184.216.34"}
    failure = failed(network.fetch(connect_s=5))
    assert (failure.kind, failure.passing) == (FailureKind.TIMED_OUT, True)
    assert network.seconds() <= 5


@pytest.mark.parametrize(
    ("answer", "passing"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), False),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), True),
        ([], False),
    ],
    ids=["NXDOMAIN", "SERVFAIL", "no address"],
)
def test_a_name_that_does_not_resolve_is_unreachable(answer: list[str] | Exception, passing: bool) -> None:
    failure = failed(Network([], answer).fetch())
    expected = (FailureKind.UNREACHABLE, "the name does not resolve", passing)
    assert (failure.kind, failure.detail, failure.passing) == expected


@pytest.mark.parametrize(
    "error",
    [ssl.SSLCertVerificationError(1, "certificate has expired"), ssl.SSLError(1, "handshake failure")],
)
def test_a_connection_that_is_not_secure_is_none(error: ssl.SSLError) -> None:
    network = Network([ok(b"<p>")])
    network.tls = error
    failure = failed(network.fetch("https://shop.example/"))
    assert (failure.kind, failure.detail) == (FailureKind.UNREACHABLE, "no secure connection (TLS)")
    assert network.received == []


@given(
    pieces=st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [HEAD, CHUNKED, b"\r\n\r\n", b"Content-Length: 5\r\n", b"Location: /x\r\n", b"5\r\n<p>hi\r\n"]
            ),
            st.sampled_from([b"HTTP/1.1 302 Found\r\n", b"HTTP/1.0 200 OK\r\n", b"HTTP/1.1 304 \r\n\r\n"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_bytes_end_in_a_page_or_a_named_failure(pieces: list[bytes]) -> None:
    network = Network([piece for piece in pieces if piece])
    assert isinstance(network.fetch(total_s=5), Page | Failure)
    assert all(stream.closed for stream in network.streams)
