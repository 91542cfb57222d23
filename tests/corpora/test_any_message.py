"""Every message of every collection is read to a verdict, in bounded time."""

import time

from replies.message import parse
from replies.verdict import decide
from tests.corpora.collections import needs_collections, stored_mails, whole_verdict

pytestmark = needs_collections
MOST_SECONDS = 2.0


def test_no_message_of_any_collection_raises_or_takes_long():
    slowest = 0.0
    for folder in ("mime", "bounces", "replies"):
        for path in stored_mails(folder):
            raw = path.read_bytes()
            began = time.process_time()
            message = parse(raw)
            whole_verdict(message) if message.readable else decide(message)
            slowest = max(slowest, time.process_time() - began)
    print(f"slowest: {1000 * slowest:.0f} ms")  # noqa: T201
    assert slowest < MOST_SECONDS
