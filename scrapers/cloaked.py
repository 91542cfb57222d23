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

_CF = pattern(r"(?:cfemail=[\"']?|email-protection#)([0-9a-f]{8,600})", re.I)
_QUOTE = r"(?:'|\"|%27|%22|&#0?39;|&quot;)"
_TYPO3 = pattern(rf"UnCryptMailto\(\s*{_QUOTE}(.{{6,300}}?){_QUOTE}")
_TYPO3_TOKEN = pattern(r"data-mailto-token=[\"']([^\"']{6,600})[\"']")
_ROT13 = pattern(r"data-enc-e?mail=[\"']([^\"']{6,300})[\"']", re.I)
# 'a' + '@' + 'b', and x = 'a' + '@'; x = x + 'b' as Joomla writes it.
_JS_JOIN = pattern(r"(['\"])\s*\+\s*(['\"])")
_JS_APPEND = pattern(
    r"['\"]\s*;\s*(?:var\s+)?(\w{1,60})\s*=\s*\1\s*\+\s*['\"]|['\"]\s*;\s*\w{1,60}\s*\+=\s*['\"]"
)
_JS_AT = pattern(r"['\"]\s*(?:@|&#64;|&#x40;|\\x40|\\u0040|%40)\s*['\"]|(?:@|&#64;)['\"]\s*[+;]", re.I)
_ESCAPE = pattern(r"\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})", re.I)
_JS_REACH = 16
_BIDI = "bidi-override"
_CF_MARKS = ("cfemail=", "email-protection#")
_TYPO3_CALL, _TYPO3_DATA = "UnCryptMailto(", "data-mailto-token="
_ROT13_DATA = ("data-enc-email=", "data-enc-mail=")
# An at sign before a quotation mark: '"@type"' is in every page's structured data, 'info@" +' in hardly any.
_SCRIPT_MARKS = ("@'", '@"', "@ '", '@ "', "&#64;", "&#x40;", "&#X40;", r"\x40", r"\u0040", "%40'", '%40"')
mark(*_CF_MARKS, _TYPO3_CALL, _TYPO3_DATA, *_ROT13_DATA, _BIDI, *_SCRIPT_MARKS)
_MOST_CHARS = 400_000
_MOST_GATES = 2_000
_LONGEST_LOCAL, _LONGEST_REST = 70, 350  # what may stand before the bracket of an address, and behind it
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
_BRACKETS = ("[", "(", "{", "<", "«", "|")
_AT_WORD = pattern(rf"\s*(?:{_AT_WORDS}|[\w ]{{0,20}}\bat\b[\w ]{{0,20}})\s*{_CLOSE}", re.I)


def in_markup(document: Document) -> Iterator[tuple[str, str]]:
    """What is hidden in attributes and scripts."""
    markup = document.markup
    for sign in filter(document.holds, _CF_MARKS):
        for code in _codes(_CF, sign, markup):
            yield _cloudflare(code), "cloudflare"
    if document.holds(_TYPO3_CALL):
        for code in _codes(_TYPO3, _TYPO3_CALL, markup):
            yield from ((text, "typo3") for text in _rotated(unquote(html.unescape(code)).replace("\\", "")))
    if document.holds(_TYPO3_DATA):
        for code in _codes(_TYPO3_TOKEN, _TYPO3_DATA, markup):
            yield from ((text, "typo3") for text in _rotated(html.unescape(code)))
    for sign in filter(document.holds, _ROT13_DATA):
        for code in _codes(_ROT13, sign, markup):
            yield codecs.encode(html.unescape(code).replace("[at]", "@"), "rot13"), "rot13"
    if signs := tuple(filter(document.holds, _SCRIPT_MARKS)):
        yield from in_script(markup, signs)


def in_script(text: str, signs: tuple[str, ...] = _SCRIPT_MARKS) -> Iterator[tuple[str, str]]:
    """Addresses that a script puts together from pieces. One written whole in a script is no contact."""
    last_end = 0
    for start in _places(text, signs):
        if start < last_end or not (at := _JS_AT.search(text, max(0, start - _JS_REACH), start + _JS_REACH)):
            continue
        last_end = at.end() + 300
        piece = text[max(0, at.start() - 300) : last_end]
        joined = _JS_APPEND.sub("", _JS_JOIN.sub("", piece))
        yield html.unescape(_ESCAPE.sub(_unescape, joined)), "script"


def _places(text: str, signs: tuple[str, ...], most: int = _MOST) -> list[int]:
    """Where one of the signs stands: a search for a text is quicker than one for a pattern."""
    found = set()
    for sign in signs:
        at = text.find(sign)
        for _ in range(most):
            if at == -1:
                break
            found.add(at)
            at = text.find(sign, at + 1)
    return sorted(found)


def in_text(text: str) -> Iterator[tuple[str, str]]:
    """Addresses spelt in words."""
    text = text[:_MOST_CHARS]
    end = 0
    for gate in _gates(text):
        if found := _BRACKETED.search(text, max(end, gate - _LONGEST_LOCAL), gate + _LONGEST_REST):
            end = found.end()
            yield f"{found[1]}@{_DOT_SPELT.sub('.', found[2])}", "words"
    if " dot " in text or " DOT " in text:
        for found in islice(_WORDS.finditer(text), _MOST):
            yield f"{found[1]}@{_DOT_SPELT.sub('.', found[2] or found[3])}", "words"


def is_reversed(document: Document) -> bool:
    """True where a style turns text around, which shows ``moc.elpmaxe@ofni`` the right way to a reader."""
    return document.holds(_BIDI)


def is_spelt_in_words(text: str) -> bool:
    """May there be an address in words in ``text``?"""
    return " dot " in text or " DOT " in text or bool(_gates(text[:_MOST_CHARS]))


def _gates(text: str) -> list[int]:
    """Where a bracket opens before a word for the at sign."""
    places = _places(text, tuple(filter(text.__contains__, _BRACKETS)), _MOST_GATES)
    return [at for at in places if _AT_WORD.match(text, at + 1)]


def _codes(code: re.Pattern[str], sign: str, markup: str) -> Iterator[str]:
    """The hidden codes that begin with ``sign``, each once."""
    found: dict[str, None] = {}
    for at in _places(markup, (sign,)):
        if hidden := code.match(markup, at):
            found[hidden[1]] = None
    yield from found


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
        if offset and all(
            _rotate(char, offset) == plain for char, plain in zip(code, "mailto:", strict=False)
        ):
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
