"""A guess at the charset of bytes that declare none and are not UTF-8: by how their language is written.

Read in the right charset, text in a script consists mostly of the script's commonest signs; read in a wrong
one, of signs that hardly anybody writes. Windows-1252 remains where nothing else is likely, as in browsers.
"""

from __future__ import annotations

import re

_SAMPLE = 60_000
_HIGH = re.compile(rb"[\x80-\xff]+")
_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-z]{2})", re.I)
# Latin letters beyond Windows-1252 look much the same in bytes: only the page's own language tells.
_BY_LANGUAGE = dict.fromkeys((b"pl", b"cs", b"sk", b"hu", b"ro", b"hr", b"sl", b"sr"), "cp1250")
_BY_LANGUAGE |= {b"tr": "cp1254", b"lt": "cp1257", b"lv": "cp1257", b"et": "cp1257", b"vi": "cp1258"}
_KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30FD), 0x3001, 0x3002)))
_HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4)))
_HANZI = (
    "的一是不了在人有我他个中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过后作用道行所然家"
)
_HANZI += "這個們來為國說時會對於著發後裡種經麼學現當沒動還進樣從實公司产品联系我们關於客服購物車"
_CYRILLIC = "оеаинтсрвл"
_GREEK = "αοιετσνηυρπκμλςάίόέή"
_HEBREW = "".join(map(chr, range(0x5D0, 0x5EB)))
_ARABIC = "".join(map(chr, range(0x621, 0x64B)))
# Charset, its commonest signs, and the share of those among its non-ASCII signs that makes it likely.
_CANDIDATES = (
    ("euc_jp", _KANA, 0.3),
    ("cp932", _KANA, 0.3),
    ("cp949", _HANGUL, 0.85),
    ("gb18030", _HANZI, 0.12),
    ("big5hkscs", _HANZI, 0.12),
    ("cp1251", _CYRILLIC, 0.5),
    ("koi8_r", _CYRILLIC, 0.5),
    ("cp1253", _GREEK, 0.6),
    ("cp1255", _HEBREW, 0.9),
    ("cp1256", _ARABIC, 0.8),
)
_FEWEST = 20  # non-ASCII signs: fewer tell nothing
_RUN = 2.5  # such bytes in a row: umlauts and accents stand alone, letters of another script in words


def guess(body: bytes) -> str:
    """A codec's name. The first 60,000 bytes from the first that is not ASCII on are looked at."""
    first = _HIGH.search(body)
    start = first.start() if first else 0
    sample = body[start : start + _SAMPLE]
    runs = _HIGH.findall(sample)
    words = bool(runs) and sum(map(len, runs)) / len(runs) >= _RUN
    best, most = "", 1.0
    for codec, common, likely in _CANDIDATES if words else ():
        signs = [sign for sign in sample.decode(codec, errors="replace") if sign > "\x7f"]
        if len(signs) < _FEWEST or signs.count("\ufffd") * 50 > len(signs):
            continue
        often = frozenset(common)
        score = sum(sign in often for sign in signs) / len(signs) / likely
        if score >= most:
            best, most = codec, score
    if best:
        return best
    language = _LANGUAGE.search(body[:4_096])
    return _BY_LANGUAGE.get(language[1].lower(), "cp1252") if language else "cp1252"
