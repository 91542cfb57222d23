"""Faults on demand: the next N requests of a service go wrong in a named way."""

import threading

FAULTS: dict[str, tuple[str, ...]] = {
    "ses": ("throttle", "timeout_after_success", "duplicate_events", "down", "paused"),
    "connect": ("throttle", "timeout_after_success", "duplicate_events", "down"),
    "bedrock": ("throttle", "timeout", "garbage", "malformed", "invented", "down"),
    "salesforce": ("request_limit", "lock_row", "session_expired", "timeout_after_success", "down"),
    "search": ("throttle", "garbage", "down"),
    "google": ("quota", "garbage", "down"),
    "common_crawl": ("throttle", "garbage", "down"),
    "certificates": ("garbage", "down"),
    "shops": ("down", "close"),
    "mail": ("duplicate_delivery",),
}


class UnknownFault(ValueError):
    """The service or the fault has no meaning here."""


class Faults:
    """Counted faults by service. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[tuple[str, str], int] = {}

    def order(self, service: str, fault: str, count: int) -> None:
        """Make the next `count` uses of a service fail; 0 takes an order back."""
        if fault not in FAULTS.get(service, ()):
            raise UnknownFault(
                f"{service} knows these faults: {', '.join(FAULTS.get(service, ())) or 'none'}"
            )
        with self._lock:
            self._left[(service, fault)] = max(0, count)

    def take(self, service: str, fault: str) -> bool:
        """Use up one ordered fault; False when there is none."""
        with self._lock:
            left = self._left.get((service, fault), 0)
            if left:
                self._left[(service, fault)] = left - 1
            return left > 0

    def left(self) -> dict[str, int]:
        """What is still ordered, as `service.fault`."""
        with self._lock:
            return {f"{service}.{fault}": count for (service, fault), count in self._left.items() if count}

    def clear(self) -> None:
        """Take back all orders."""
        with self._lock:
            self._left.clear()
