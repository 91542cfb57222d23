"""Messages made to cost time or memory. Run as a program, it measures what each one costs.

Each generator returns raw bytes; none is read from a file. ``python -m tests.unit.replies.mime.hostile``
prints one JSON object a kind: CPU seconds for parsing and deciding, and the peak of resident memory as a
multiple of the message's size (the message itself counted in).
"""

from __future__ import annotations

import base64
import gc
import json
import os
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

MB = 1024 * 1024
LARGEST = 40 * MB
TOP = b"From: Ann <ann@firm.example>\r\nTo: sam@seller.example\r\nSubject: Re: hello\r\nMIME-Version: 1.0\r\n"
MIXED = TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nYes, please call me.\r\n--b\r\n"
_LINE = base64.b64encode(bytes(range(57))) + b"\r\n"
KINDS: dict[str, Callable[[], bytes]] = {}


def kind(make: Callable[[], bytes]) -> Callable[[], bytes]:
    KINDS[make.__name__] = make
    return make


def filled(head: bytes, unit: bytes, tail: bytes = b"", size: int = LARGEST) -> bytes:
    return head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail


# Sheer size --------------------------------------------------------------------------------------------


@kind
def attachment_of_40_mb() -> bytes:
    head = MIXED + b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return filled(head, _LINE, b"--b--\r\n")


@kind
def attachment_of_40_mb_in_one_line() -> bytes:
    head = MIXED + b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return filled(head, b"QUJD" * 1000, b"\r\n--b--\r\n")


@kind
def headers_of_40_mb() -> bytes:
    return filled(TOP, b"X-Flood: nothing at all\r\n", b"\r\nwords\r\n")


@kind
def headers_of_40_mb_without_an_end() -> bytes:
    return filled(TOP, b"X-Flood: nothing at all\r\n")


@kind
def one_header_of_40_mb() -> bytes:
    return filled(TOP + b"X-Long: ", b"a" * 1000, b"\r\n\r\nwords\r\n")


@kind
def one_folded_header_of_40_mb() -> bytes:
    return filled(TOP + b"X-Long: a\r\n", b"\ta\r\n", b"\r\nwords\r\n")


@kind
def plain_text_of_40_mb() -> bytes:
    return filled(TOP + b"\r\n", b"words and words, more of them and so on\r\n")


@kind
def plain_text_of_40_mb_in_one_line() -> bytes:
    return filled(TOP + b"\r\n", b"words ")


@kind
def html_of_40_mb() -> bytes:
    return filled(TOP + b"Content-Type: text/html\r\n\r\n<p>yes</p>", b"<p>words <b>and</b> words</p>\r\n")


@kind
def html_with_a_picture_of_40_mb_inside() -> bytes:
    head = TOP + b'Content-Type: text/html\r\n\r\n<p>yes</p><img src="data:image/png;base64,'
    return filled(head, b"QUJD" * 1000, b'"><p>behind</p>')


@kind
def base64_text_of_40_mb() -> bytes:
    return filled(
        TOP + b"Content-Transfer-Encoding: base64\r\n\r\n", base64.b64encode(b"words and " * 6)[:76] + b"\r\n"
    )


@kind
def quoted_printable_of_40_mb() -> bytes:
    return filled(
        TOP + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n", b"=C3=BCber=20" * 6 + b"=\r\n"
    )


@kind
def nuls_of_40_mb() -> bytes:
    return filled(TOP + b"\r\n", b"\0" * 1000)


@kind
def blank_lines_of_40_mb() -> bytes:
    return filled(b"", b"\r\n", TOP + b"\r\nwords")


@kind
def carriage_returns_of_40_mb() -> bytes:
    return filled(TOP.replace(b"\r\n", b"\r") + b"\r", b"words and words\r")


# Structure ---------------------------------------------------------------------------------------------


@kind
def a_hundred_thousand_parts() -> bytes:
    return MIXED + b"Content-Type: text/plain\r\n\r\nx\r\n--b\r\n" * 100_000


@kind
def a_million_empty_parts() -> bytes:
    return MIXED + b"--b\r\n" * 1_000_000


@kind
def lines_that_look_like_delimiters() -> bytes:
    return filled(MIXED + b"\r\n", b"--c\r\n")


@kind
def ten_thousand_levels_of_multiparts() -> bytes:
    levels = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(10_000))
    return TOP + b"".join(levels) + b"\r\nwords\r\n"


@kind
def ten_thousand_levels_with_one_boundary() -> bytes:
    return TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 10_000 + b"\r\nwords\r\n"


@kind
def ten_thousand_messages_inside_one_another() -> bytes:
    return TOP + b"Content-Type: message/rfc822\r\n\r\n" * 10_000 + b"Subject: x\r\n\r\nwords\r\n"


@kind
def a_digest_of_fifty_thousand() -> bytes:
    head = TOP + b"Content-Type: multipart/digest; boundary=b\r\n\r\n"
    return head + b"--b\r\n\r\nSubject: x\r\n\r\nwords\r\n" * 50_000


@kind
def multiparts_that_lie_about_their_boundary() -> bytes:
    inner = b"--used\r\nContent-Type: multipart/mixed; boundary=said\r\n\r\n--real\r\n"
    inner += b"Content-Type: text/plain\r\n\r\nx\r\n"
    return TOP + b"Content-Type: multipart/mixed; boundary=other\r\n\r\n" + inner * 50_000


@kind
def opaque_signatures_inside_one_another() -> bytes:
    oid = bytes.fromhex("06092a864886f70d010702")
    data = bytes.fromhex("06092a864886f70d010701")
    inside = b"Content-Type: text/plain\r\n\r\nwords\r\n"
    for _ in range(30):
        signed = _der(
            0x30, b"\x02\x01\x01" + _der(0x31, b"") + _der(0x30, data + _der(0xA0, _der(4, inside)))
        )
        body = base64.encodebytes(_der(0x30, oid + _der(0xA0, signed)))
        inside = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body
        if len(inside) > 20 * MB:
            break
    return TOP + inside


def _der(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content


@kind
def der_of_open_ends() -> bytes:
    head = TOP + b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(b"\x30\x80" * 2 * MB)


@kind
def tnef_of_nothing() -> bytes:
    head = TOP + b"Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(
        b"\x78\x9f\x3e\x22\0\0" + b"\x01\x03\x90\x06\0\x08\0\0\0" + b"\xff" * 3 * MB
    )


@kind
def a_zip_bomb() -> bytes:
    packed = zlib.compress(b"\0" * 400 * MB, 9)
    head = MIXED + b"Content-Type: application/gzip; name=a.gz\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(packed) + b"--b--\r\n"


# Header values -----------------------------------------------------------------------------------------


@kind
def a_subject_of_a_megabyte_of_encoded_words() -> bytes:
    return b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?=C3=BC?=\r\n " * 50_000 + b"\r\n\r\nwords"


@kind
def encoded_words_that_never_end() -> bytes:
    return b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?a" * 100_000 + b"\r\n\r\nwords"


@kind
def encoded_words_in_a_thousand_charsets() -> bytes:
    found = b" ".join(b"=?x-%d?b?QUJD?=" % n for n in range(12_000))
    return b"From: a@b.example\r\nSubject: " + found + b"\r\n\r\nwords"


@kind
def a_million_addresses() -> bytes:
    return TOP + b"Cc: " + b"a@b.example,\r\n " * 1_000_000 + b"\r\n\r\nwords"


@kind
def quotes_that_never_end() -> bytes:
    return b"To: " + b'"a\\' * 80_000 + b"@b.example\r\nFrom: a@b.example\r\n\r\nwords"


@kind
def brackets_that_never_close() -> bytes:
    return b"To: " + b"(<" * 100_000 + b"@b.example\r\nFrom: a@b.example\r\n\r\nwords"


@kind
def at_signs() -> bytes:
    return b"From: " + b"@" * 100_000 + b"\r\nTo: " + b"a@" * 60_000 + b"\r\n\r\nwords"


@kind
def parameters_without_end() -> bytes:
    value = b";a*0*=utf-8''x" * 15_000
    return TOP + b"Content-Type: text/plain" + value + b"\r\n\r\nwords"


@kind
def a_boundary_of_quotes() -> bytes:
    return TOP + b"Content-Type: multipart/mixed; boundary=" + b'"\\' * 100_000 + b"\r\n\r\nwords"


@kind
def references_of_a_megabyte() -> bytes:
    return (
        TOP + b"References: " + b"<a@b>" * 40_000 + b"\r\nIn-Reply-To: " + b"<" * 100_000 + b"\r\n\r\nwords"
    )


# Text --------------------------------------------------------------------------------------------------


@kind
def html_nested_a_hundred_thousand_deep() -> bytes:
    return TOP + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"words"


@kind
def html_of_quotes_in_quotes() -> bytes:
    quote = b'<div class="gmail_quote"><blockquote type="cite">'
    return TOP + b"Content-Type: text/html\r\n\r\nyes" + quote * 10_000 + b"words"


@kind
def html_of_tables_side_by_side() -> bytes:
    return TOP + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td style='display:none'>a" * 15_000


@kind
def html_of_half_tags() -> bytes:
    return TOP + b"Content-Type: text/html\r\n\r\n" + b"<" * 500_000


@kind
def html_of_scripts_that_never_end() -> bytes:
    return TOP + b"Content-Type: text/html\r\n\r\n" + b"<div><script>" * 45_000


@kind
def quote_marks() -> bytes:
    return TOP + b"\r\n" + b">" * 190_000 + b"\n" + b"> > \n" * 2000


@kind
def headings_that_never_end() -> bytes:
    return TOP + b"\r\n" + b"On Monday 3 May 2026 Ann <a@b.example\n" * 5000


@kind
def begins_that_never_end() -> bytes:
    return TOP + b"\r\n" + b"begin 644 a\nM" * 15_000


@kind
def armour_that_never_ends() -> bytes:
    return TOP + b"\r\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 5000


@kind
def a_calendar_of_a_million_lines() -> bytes:
    return TOP + b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" + b" folded\r\n" * 1_000_000


@kind
def a_report_of_a_hundred_thousand_recipients() -> bytes:
    head = b"From: mailer-daemon@b.example\r\nSubject: Undelivered\r\n"
    head += b"Content-Type: multipart/report; boundary=b; report-type=delivery-status\r\n\r\n"
    head += b"--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    fields = b"Final-Recipient: rfc822; a%d@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    report = b"".join(fields % n for n in range(100_000))
    return head + report


@kind
def soft_breaks() -> bytes:
    return TOP + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n" + b"a \r\n" * 100_000


@kind
def half_of_every_character() -> bytes:
    return TOP + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + b"\xe3\x81" * 400_000


# Measuring ---------------------------------------------------------------------------------------------


def resident(line: str) -> int:
    """``VmRSS`` or ``VmHWM`` (the peak) of this process, in bytes."""
    for row in Path("/proc/self/status").read_text().splitlines():
        if row.startswith(line):
            return int(row.split()[1]) * 1024
    raise LookupError(line)


def measure(name: str) -> dict[str, object]:
    """Parse and decide one kind in this process: CPU seconds, peak of memory per byte, the verdict."""
    from replies.message import parse
    from replies.verdict import decide

    raw = KINDS[name]()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = resident("VmRSS")
    began = time.process_time()
    message = parse(raw)
    parsed = time.process_time() - began
    verdict = decide(message)
    seconds = time.process_time() - began
    peak = resident("VmHWM") - before + len(raw)
    return {
        "kind": name,
        "bytes": len(raw),
        "parsing": round(parsed, 3),
        "seconds": round(seconds, 3),
        "times": round(peak / len(raw), 3),
        "extra": peak - len(raw),
        "label": str(verdict.label),
        "defects": list(message.defects),
    }


def _tell(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def main(names: list[str]) -> None:
    """Measure each kind in a child of its own, so that none inherits another's memory."""
    from replies.message import parse
    from replies.verdict import decide

    warm = b"From: a@b.example\nSubject: Re: x\nContent-Type: text/html\n\n<p>yes</p>"
    decide(parse(warm))  # patterns and modules are loaded once, not by each kind
    for name in names or KINDS:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _tell(measure(name))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            _tell({"kind": name, "status": status})


if __name__ == "__main__":
    main(sys.argv[1:])
