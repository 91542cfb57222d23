"""The parts of simple-salesforce that are used, imported without httpx.

simple-salesforce brings a SOAP library (zeep) for its metadata API, and that imports httpx where it finds
it, for an asynchronous client. Neither is used here, and httpx is half of what the import would cost (85 of
165 ms). zeep runs without it, so it is not shown any; whoever imports httpx later gets it as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _hidden(module: str) -> Iterator[None]:
    """Let ``import module`` fail in this block, unless it has been imported already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # documented: importing it raises ImportError
    try:
        yield
    finally:
        del sys.modules[module]


with _hidden("httpx"):
    from simple_salesforce.api import Salesforce as RestApi
    from simple_salesforce.exceptions import SalesforceError
    from simple_salesforce.format import format_external_id, format_soql

__all__ = ["RestApi", "SalesforceError", "format_external_id", "format_soql"]
