"""Names to addresses, off the event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to its addresses, best first. Raises ``OSError`` where it has none."""

_THREADS = 16


class SystemResolver:
    """The operating system's resolver, which knows the hosts file, search rules and address order.

    It has threads of its own: the system's call cannot be cut short, and the loop's own threads would have to
    be waited for when the loop ends.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _ask, host, port)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Forget what nobody waits for any more; a call that is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _ask(host: str, port: int) -> list[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
