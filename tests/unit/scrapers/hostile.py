"""Pages made to harm whoever reads them, and what reading each costs.

Run as a module it reads every kind in a process of its own and prints a JSON object a line:
``{"name", "seconds" (CPU), "megabytes" (peak), "error"}``. A process may use 2 GB and 20 s, so that a page
that breaks through stops there.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable

from scrapers.charset import decode
from scrapers.page import Page
from scrapers.profile import build_profile

MANY = 2_000_000  # characters of a page that are read
HUGE = 40_000_000
_URL = "https://northwind.example/"
_MOST_SECONDS, _MOST_BYTES = 20, 2 * 2**30


def fill(pattern: str, size: int = MANY) -> bytes:
    raw = pattern.encode()
    return (raw * (size // len(raw) + 1))[:size]


def each(pattern: str, count: int) -> bytes:
    """``pattern`` with every number from 0 in its ``%d``."""
    return "".join([pattern % number for number in range(count)]).encode()


def _json_ld(content: bytes) -> bytes:
    return b'<script type="application/ld+json">' + content + b"</script>"


KINDS: dict[str, Callable[[], bytes]] = {
    # Trees that are costly to build.
    "40 MB of nested divs": lambda: fill("<div>", HUGE),
    "nested spans with text": lambda: fill("<span>x"),
    "end tags that hide the depth": lambda: fill("<div></x>"),
    "formatting opened anew in each paragraph": lambda: (
        b"<p>" + each("<b a=%d>", 999) + b"</p>" + fill("<p>x</p>")
    ),
    "formatting opened anew, few tags": lambda: b"<p>" + each("<I a=%d>", 3_000) + b"</p>" + b"<p>x" * 2_000,
    "formatting in mixed case": lambda: b"<p>" + each("<StRoNg a=%d>", 999) + b"</p>" + fill("<p>x</p>"),
    "misnested formatting": lambda: each("<b a=%d><div>", 400) + b"</b>x" * 100_000,
    "a tag of a million attributes": lambda: b"<div " + each("a%d ", 1_000_000) + b">x",
    "a tag of many quoted attributes": lambda: b"<div " + each('a%d="b" ', 200_000) + b">x",
    "many tags of many attributes": lambda: (b"<i " + each("a%d ", 4_000) + b">x</i>") * 80,
    "one attribute a million times": lambda: b"<div " + b"a " * 1_000_000 + b">x",
    "an attribute that never ends": lambda: b'<a href="' + fill("x"),
    "a million links": lambda: fill('<a href="/a">b</a>', 18_000_000),
    "nested links": lambda: fill("<a href=x><div>"),
    "links that are no addresses": lambda: fill('<a href="http://[x">a</a><a href="//a]:b@c">'),
    "a million options": lambda: b"<select>" + fill("<option>a"),
    "nested tables with text between": lambda: b"<table>" * 900 + fill("x<b>"),
    "a table of stray text": lambda: b"<table>" + fill("<tr>x"),
    "a million cells": lambda: b"<table><tr>" + fill("<td>10115 Berlin</td>"),
    "list items in deep lists": lambda: b"<ul>" * 900 + fill("<li>"),
    "nested forms and fields": lambda: fill("<form><textarea></textarea><input type=email></form>"),
    "templates in templates": lambda: fill("<template><b>"),
    "framesets": lambda: fill("<frameset>"),
    "drawings": lambda: fill("<svg><title>a</title><foreignObject>"),
    "a million meta tags": lambda: each('<meta name="a%d" content="b">', 70_000),
    "a million languages": lambda: fill('<link rel="alternate" hreflang="en" href="/">'),
    "marked-up addresses": lambda: fill(
        '<div><i itemprop="streetAddress">1 A</i><i itemprop="email">a@b.de</i>'
    ),
    # What never ends.
    "a comment that never ends": lambda: b"<!--" + fill("-- >", HUGE),
    "a script that never ends": lambda: b"<script>" + fill("<!--<script>"),
    "a title that never ends": lambda: b"<title>" + fill("Ab | "),
    "half tags": lambda: fill("<"),
    # Characters.
    "40 MB of NULs": lambda: b"\x00" * HUGE,
    "40 MB of chance": lambda: random.Random(1).randbytes(HUGE),
    "40 MB of blanks": lambda: b"<p>" + fill(" ", HUGE),
    "lines without end": lambda: b"<p>" + fill("\r\n\t"),
    "40 MB of faces": lambda: fill("\U0001f600", HUGE),
    "invisible signs": lambda: fill("a\u200b\u00ad\u200d"),
    "entities": lambda: fill("&lt;&#64;&CounterClockwiseContourIntegral;"),
    "a billion laughs": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "lol">' + each('<!ENTITY a%d "&a;&a;&a;&a;">', 60_000) + b"]><p>&a9;</p>"
    ),
    "a charset that is slow to read": lambda: b"<meta charset=punycode>" + fill("a-b"),
    "a charset that is none": lambda: b"<meta charset=undefined>" + fill("info@northwind.example "),
    "a charset that is wrong": lambda: b"<meta charset=utf-16>" + fill("sales@northwind.example "),
    "a mark of a wrong byte order": lambda: b"\xff\xfe" + fill("<p>info@northwind.example"),
    "shift states": lambda: b"<meta charset=iso-2022-jp>" + b"\x1b$B\x1b(B" * 300_000,
    # Structured data.
    "10 MB of structured data": lambda: _json_ld(
        b"[" + fill('{"@type":"Product","name":"a"},', 10_000_000) + b"{}]"
    ),
    "structured data at its longest": lambda: _json_ld(b"[" + b'{"email":"a@b.de"},' * 20_000 + b"{}]"),
    "nested structured data": lambda: _json_ld(b'{"a":' * 60_000 + b"1" + b"}" * 60_000),
    "a number of 300,000 digits": lambda: _json_ld(b'{"a":' + b"9" * 300_000 + b"}"),
    "commas in structured data": lambda: _json_ld(b"[" + b", \n" * 120_000 + b"]"),
    "many pieces of structured data": lambda: _json_ld(b'{"name":"a"}') * 40_000,
    # Texts that make patterns look back.
    "megabytes of digits": lambda: b"<p>" + fill("1234567890"),
    "digits between blanks": lambda: b"<p>" + fill("1 "),
    "numbers of every kind": lambda: b"<p>" + fill("+49 (0)30-1234567 / 00 44 20 7946 0958 1-800-FLOWERS\n"),
    "phone links": lambda: fill('<a href="tel:+4930123456">a</a><a href="mailto:a@b.example">'),
    "at signs": lambda: b"<p>" + fill("a@"),
    "dots and at signs": lambda: b"<p>" + fill("a.a-a@b.b.b.b.b.b."),
    "one long name before an at sign": lambda: b"<p>" + fill("a.") + b"@b.example",
    "at signs in words": lambda: b"<p>" + fill("a [at] b [dot] c at d dot "),
    "brackets": lambda: b"<p>" + fill("(([{<"),
    "hidden addresses": lambda: fill('<a data-cfemail="1a2b3c4d5e">x</a>'),
    "encrypted links": lambda: fill("UnCryptMailto('abcdefghijkl') "),
    "scripts that join": lambda: b"<script>" + fill("';a=a+'") + b"'@'</script>",
    "scripts full of at signs": lambda: b"<script>" + fill("'a'+'@'+'b.de';") + b"</script>",
    "reversed text": lambda: fill('<i style="unicode-bidi:bidi-override">moc.a@b</i>'),
    "copyright signs": lambda: b"<p>" + fill("copyright (c) 2012-2013 \u00a9 Ab "),
    "company forms": lambda: b"<p>" + fill("Aa & Bb Cc Dd GmbH Ltd Inc, "),
    "capitals": lambda: b"<p>" + fill("Aa Bb "),
    "the domain's name": lambda: b"<p>" + fill("North-wind north wind n o r t h w i n d "),
    "postal codes": lambda: b"<p>" + fill("1 A Street, Springfield, MA 01089, M5V 2T6 W1A 1AA D-10115 B\n"),
    "people": lambda: b"<p>" + fill("Jane Doe, CEO\nOwner: John Smith and Jim Doe\nFounder\n"),
    "fingerprints in prose": lambda: (
        b"<p>" + fill("/cdn/shop/ cdn.shopify.com Shopify.theme wc-ajax= facebook.com ")
    ),
    "fingerprints in tags": lambda: fill(
        '<img src="//cdn.shopify.com/cdn/shop/"><a href="//facebook.com/tr">'
    ),
}


def measure(name: str) -> dict[str, object]:
    """Read the page in this process."""
    body = KINDS[name]()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    error = ""
    started = time.process_time()
    try:
        text, charset = decode(body)
        build_profile([Page(_URL, _URL, 200, text, charset, "")])
    except BaseException:
        error = traceback.format_exc()
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"name": name, "seconds": round(seconds, 2), "megabytes": round(peak), "error": error}


def main(names: list[str]) -> None:
    build_profile([Page(_URL, _URL, 200, "<p>Tel. +1 212 555 0143, hello@northwind.example", "utf-8", "")])
    for name in names or KINDS:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.write(writer, json.dumps(measure(name)).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as said:
            result = said.read()
        os.waitpid(child, 0)
        stopped = {"name": name, "seconds": _MOST_SECONDS, "megabytes": 0, "error": "did not end"}
        sys.stdout.write((result.decode() or json.dumps(stopped)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
