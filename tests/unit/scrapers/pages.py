"""Pages for the tests of this room."""

from scrapers.document import Document
from scrapers.page import Page

MOMENT = "2026-03-02T16:30:00+00:00"


def page(body: str, url: str = "https://northwind.example/", headers: dict[str, str] | None = None) -> Page:
    return Page(url, url, 200, body, "utf-8", MOMENT, headers or {})


def document(
    body: str, url: str = "https://northwind.example/", headers: dict[str, str] | None = None
) -> Document:
    return Document(page(body, url, headers))
