"""Addresses that a page hides from harvesters: undone, because the page shows them to every reader.

Each function takes markup or text and yields ``(address-like text, rule)``; ``emails`` checks what is inside.
A search for a mark, which costs nothing, stands before each costly one, since most pages hide nothing.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from scrapers.document import Document
from scrapers.marks import mark
from scrapers.patterns import pattern

_CF = pattern(r"(?:data-cfemail=[\"']?|/cdn-cgi/l/email-protection#)([0-9a-f]{8,600})", re.I)
_TYPO3 = pattern(
    r"UnCryptMailto\(\s*(?:'|\"|%27|%22|&#0?39;|&quot;)(.{6,300}?)(?:'|\"|%27|%22|&#0?39;|&quot;)"
)
_TYPO3_TOKEN = pattern(r"data-mailto-token=[\"']([^\"']{6,600})[\"']")
_ROT13 = pattern(r"data-enc-e?mail=[\"']([^\"']{6,300})[\"']", re.I)
# 'a' + '@' + 'b', and x = 'a' + '@'; x = x + 'b' as Joomla writes it.
_JS_JOIN = pattern(r"(['\"])\s*\+\s*(['\"])")
_JS_APPEND = pattern(
    r"['\"]\s*;\s*(?:var\s+)?(\w{1,60})\s*=\s*\1\s*\+\s*['\"]|['\"]\s*;\s*\w{1,60}\s*\+=\s*['\"]"
)
_JS_AT = pattern(r"['\"]\s*(?:@|&#64;|&#x40;|\\x40|\\u0040|%40)\s*['\"]|(?:@|&#64;)['\"]\s*[+;]", re.I)
_ESCAPE = pattern(r"\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})", re.I)
_BIDI = "bidi-override"
_CF_MARKS = ("cfemail", "email-protection#")
# An at sign before a quotation mark: '"@type"' is in every page's structured data, 'info@" +' in hardly any.
_SCRIPT_MARKS = ("@'", '@"', "@ '", '@ "', "&#64;", "&#x40;", "&#X40;", r"\x40", r"\u0040", "%40'", '%40"')
mark(*_CF_MARKS, "UnCryptMailto", "data-mailto-token", "data-enc-", _BIDI, *_SCRIPT_MARKS)
_MOST_CHARS = 400_000
_MOST = 200  # hidden addresses of a kind: a page with more is an attack, not a contact page

_OPEN, _CLOSE = r"[\[({<«|]", r"[\])}>»|]"
_AT_WORDS = (
    r"(?:at|@|ät|aet|arroba|arobase|kukac|zavinac|zavináč|malpa|małpa|snabel-?a|snabela"
    r"|chiocciola|apestaart\w*)"
)
_DOT_WORDS = r"(?:dot|\.|punkt|point|punto|ponto|punt|tecka|tečka|kropka|piste)"
_DOT = rf"\s*(?:{_OPEN}\s*{_DOT_WORDS}\s*{_CLOSE}|\s(?:dot|DOT|punkt|PUNKT)\s|\.)\s*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LOCAL = r"([a-z0-9][a-z0-9._%+-]{0,63}|[a-z0-9])"
# info [at] example [dot] com · info(at)example.com · info [put the at sign here] example.com
_BRACKETED = pattern(
    rf"{_LOCAL}\s{{0,3}}{_OPEN}\s*(?:{_AT_WORDS}|[\w ]{{0,20}}\bat\b[\w ]{{0,20}})\s*{_CLOSE}\s{{0,3}}"
    rf"({_LABEL}(?:{_DOT}{_LABEL}){{1,5}})",
    re.I,
)
# info AT example DOT com: words alone count only where both are there, spelt the same way.
_ANY_LABEL = _LABEL.replace("a-z", "A-Za-z")
_WORDS = pattern(
    _LOCAL.replace("a-z", "A-Za-z")
    + rf"\s+(?:AT\s+({_ANY_LABEL}(?:\s+DOT\s+{_ANY_LABEL}){{1,5}})"
    + rf"|at\s+({_ANY_LABEL}(?:\s+dot\s+{_ANY_LABEL}){{1,5}}))\b"
)
_DOT_SPELT = pattern(rf"\s*{_OPEN}\s*{_DOT_WORDS}\s*{_CLOSE}\s*|\s+(?:dot|punkt)\s+|\s*\.\s*", re.I)
_WORD_GATE = pattern(
    r"[\[({<«|]\s*(?:[\w ]{0,20}\bat\b|@|ät|arroba|arobase|kukac|zavin|ma[lł]pa|snabel|chiocc|apest)", re.I
)


def in_markup(document: Document) -> Iterator[tuple[str, str]]:
    """What is hidden in attributes and scripts."""
    markup = document.markup
    if document.holds_any(*_CF_MARKS):
        for code in _some(_CF, markup):
            yield _cloudflare(code), "cloudflare"
    if document.holds("UnCryptMailto"):
        for code in _some(_TYPO3, markup):
            yield from ((text, "typo3") for text in _rotated(unquote(html.unescape(code)).replace("\\", "")))
    if document.holds("data-mailto-token"):
        for code in _some(_TYPO3_TOKEN, markup):
            yield from ((text, "typo3") for text in _rotated(html.unescape(code)))
    if document.holds("data-enc-"):
        for code in _some(_ROT13, markup):
            yield codecs.encode(html.unescape(code).replace("[at]", "@"), "rot13"), "rot13"
    if document.holds_any(*_SCRIPT_MARKS):
        yield from in_script(markup)


def in_script(text: str) -> Iterator[tuple[str, str]]:
    """Addresses that a script puts together from pieces. One written whole in a script is no contact."""
    last_end = 0
    for at in islice(_JS_AT.finditer(text), _MOST):
        if at.start() < last_end:
            continue
        last_end = at.end() + 300
        piece = text[max(0, at.start() - 300) : last_end]
        joined = _JS_APPEND.sub("", _JS_JOIN.sub("", piece))
        yield html.unescape(_ESCAPE.sub(_unescape, joined)), "script"


def in_text(text: str) -> Iterator[tuple[str, str]]:
    """Addresses spelt in words."""
    text = text[:_MOST_CHARS]
    if _WORD_GATE.search(text):
        for found in islice(_BRACKETED.finditer(text), _MOST):
            yield f"{found[1]}@{_DOT_SPELT.sub('.', found[2])}", "words"
    if " dot " in text or " DOT " in text:
        for found in islice(_WORDS.finditer(text), _MOST):
            yield f"{found[1]}@{_DOT_SPELT.sub('.', found[2] or found[3])}", "words"


def is_reversed(document: Document) -> bool:
    """True where a style turns text around, which shows ``moc.elpmaxe@ofni`` the right way to a reader."""
    return document.holds(_BIDI)


def is_spelt_in_words(text: str) -> bool:
    """May there be an address in words in ``text``?"""
    return " dot " in text or " DOT " in text or bool(_WORD_GATE.search(text))


def _some(codes: re.Pattern[str], markup: str) -> Iterator[str]:
    """The hidden codes on a page, each once."""
    return islice(iter(dict.fromkeys(found[1] for found in islice(codes.finditer(markup), _MOST))), _MOST)


def _cloudflare(code: str) -> str:
    """Cloudflare's e-mail protection: the first byte is the key of an XOR over the others."""
    raw = bytes.fromhex(code[: len(code) // 2 * 2])
    text = bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8", errors="replace")
    return unquote(text.split("?", 1)[0])


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16))


def _rotated(code: str) -> Iterator[str]:
    """TYPO3's spam protection: each character moved by -10 to 10 places within its own range.

    TYPO3\\CMS\\Frontend\\Typolink\\EmailLinkBuilder::encryptEmail: + to :, @ to Z and a to z wrap around.
    """
    for offset in range(-25, 26):
        if offset:
            text = "".join(_rotate(char, offset) for char in code)
            if text.startswith("mailto:"):
                yield unquote(text.removeprefix("mailto:").split("?", 1)[0])
                return


def _rotate(char: str, offset: int) -> str:
    for low, high in (("+", ":"), ("@", "Z"), ("a", "z")):
        if low <= char <= high:
            size = ord(high) - ord(low) + 1
            return chr(ord(low) + (ord(char) - ord(low) + offset) % size)
    return char
