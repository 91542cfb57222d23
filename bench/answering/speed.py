"""One process: read and decide every message, and read each with the standard library beside it.

Prints one JSON object. CPU time, the best of some rounds a message: another process on the machine costs a
message more once, not each time.
"""

from __future__ import annotations

import email
import email.policy
import gc
import json
import sys
import time
from collections.abc import Callable

from bench.answering.mails import messages
from replies.message import parse
from replies.verdict import decide


def ours(raw: bytes) -> None:
    """What ``classify_reply`` does with an object before anything is stored, but for the model."""
    decide(parse(raw))


def standard(raw: bytes) -> None:
    """The same message by ``email`` under its modern policy: headers, addresses and the body's text.

    It raises on some damaged messages; the time until then counts.
    """
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        str(message["subject"])
        message["from"], message["to"]  # parsed when asked for
        body = message.get_body(("plain", "html"))
        if body is not None:
            body.get_content()
    except (LookupError, ValueError, AttributeError, TypeError):
        return


def seconds(read: Callable[[bytes], None], raw: bytes) -> float:
    began = time.process_time()
    read(raw)
    return time.process_time() - began


def main(rounds: int) -> None:
    source, raws = messages()
    for raw in raws:  # patterns are compiled when first used
        ours(raw)
        standard(raw)
    gc.collect()
    gc.freeze()
    best = [float("inf")] * len(raws)
    beside = [float("inf")] * len(raws)
    for _ in range(rounds):
        for number, raw in enumerate(raws):
            best[number] = min(best[number], seconds(ours, raw))
            beside[number] = min(beside[number], seconds(standard, raw))
    print(
        json.dumps(
            {
                "source": source,
                "messages": len(raws),
                "seconds": sum(best),
                "standard": sum(beside),
                "p99": sorted(best)[int(len(best) * 0.99)],
                "slowest": max(best),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
