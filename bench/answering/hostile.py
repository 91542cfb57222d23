"""One process a kind: a message of 40 MB made to cost time or memory is read and decided.

``python -m bench.answering.hostile KIND`` prints one JSON object: CPU seconds, and the peak of resident
memory above what the process had before, as a multiple of the message's size (itself counted in).
"""

from __future__ import annotations

import base64
import gc
import json
import sys
import time
from pathlib import Path

from replies.message import parse
from replies.verdict import decide

MB = 2**20
LARGEST = 40 * MB  # what SES takes in
_FROM = b"From: Ann Doe <ann@firm.example>\r\n"
TOP = _FROM + b"To: sam@seller.example\r\nSubject: Re: hello\r\nMIME-Version: 1.0\r\n"
_MIXED = TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nYes, please call me.\r\n--b\r\n"
_BASE64_LINE = base64.b64encode(bytes(range(57))) + b"\r\n"


def filled(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    """The unit between head and tail as often as makes a message of 40 MB."""
    return head + unit * ((LARGEST - len(head) - len(tail)) // len(unit)) + tail


KINDS = {
    "attachment": lambda: filled(
        _MIXED + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        _BASE64_LINE,
        b"--b--\r\n",
    ),
    "text": lambda: filled(TOP + b"\r\n", b"words and words, more of them and so on\r\n"),
    "one line": lambda: filled(TOP + b"\r\n", b"words "),
    "html": lambda: filled(TOP + b"Content-Type: text/html\r\n\r\n", b"<div><p>words and <b>words</b>\r\n"),
    "headers": lambda: filled(TOP, b"X-Flood: nothing at all\r\n", b"\r\nwords\r\n"),
    "parts": lambda: filled(_MIXED, b"Content-Type: text/plain\r\n\r\nx\r\n--b\r\n"),
    "nested": lambda: filled(TOP, b"Content-Type: message/rfc822\r\n\r\n"),
    "quotes": lambda: filled(TOP + b"\r\nYes.\r\n", b"> our words\r\n"),
    "almost headings": lambda: filled(
        TOP + b"\r\n", b"1. 2. 3. 10:00 2026 somebody@firm.example wrote\r\n error of <a@b.example>:\r\n"
    ),
    "almost absences": lambda: filled(
        TOP + b"\r\n", b"I am currently away until back on return 5 May until to 6 7 8 and "
    ),
    "almost bounces": lambda: filled(
        TOP.replace(b"ann@", b"mailer-daemon@") + b"\r\n", b"550 5.1.1 <a@b.example> host x said: 451 try\r\n"
    ),
}


def _resident(field: str) -> int:
    for row in Path("/proc/self/status").read_text().splitlines():
        if row.startswith(field):
            return int(row.split()[1]) * 1024
    raise LookupError(field)


def main(kind: str) -> None:
    decide(parse(TOP + b"\r\nI am away until Monday.\r\n"))  # what is imported and compiled once
    gc.collect()
    before = _resident("VmRSS")
    raw = KINDS[kind]()
    # Putting the message together took a second copy: the peak begins anew (proc(5), clear_refs).
    Path("/proc/self/clear_refs").write_text("5")
    began = time.process_time()
    decide(parse(raw))
    spent = time.process_time() - began
    grown = _resident("VmHWM") - before
    print(json.dumps({"kind": kind, "seconds": spent, "times_size": grown / len(raw)}))


if __name__ == "__main__":
    main(sys.argv[1])
