"""Measures reading 40 MB from a bucket over HTTP, parsing and deciding: a program, run by ``test_hostile``.

A child serves the bytes, so that they are in this process only once they were read. Prints one JSON object:
the peak of resident memory, and of memory that Python allocated, each as a multiple of the message's size.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tracemalloc
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import boto3

from adapters.mail_bucket import MailBucket
from replies.message import parse
from replies.verdict import decide
from tests.unit.replies.mime.hostile import KINDS, resident


def serve(body: bytes) -> tuple[int, int]:
    """Serve ``body`` at any path from a child; returns its process id and port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    child = os.fork()
    if child == 0:
        server.serve_forever()
    server.server_close()
    return child, server.server_port


def main() -> None:
    child, port = serve(KINDS["attachment_of_40_mb"]())
    try:
        client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
            aws_access_key_id="nobody", aws_secret_access_key="nothing",
        )  # fmt: skip
        decide(parse(b"From: a@b.example\n\nwarm"))
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        before = resident("VmRSS")
        tracemalloc.start()
        raw = MailBucket(client, "bucket").get("inbound/1")
        verdict = decide(parse(raw))
        peak = tracemalloc.get_traced_memory()[1]
        told = {
            "bytes": len(raw),
            "resident": (resident("VmHWM") - before) / len(raw),
            "python": peak / len(raw),
        }
        sys.stdout.write(json.dumps(told | {"readable": verdict.readable}))
    finally:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
