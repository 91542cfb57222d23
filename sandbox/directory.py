"""A guild of makers whose pages list its members: a directory as one finds them everywhere on the web."""

import html
from collections.abc import Sequence

from sandbox.books import Books
from sandbox.web import Request, Response
from sandbox.world import Company, World

HOST = "guildofmakers.example"
MEMBERS_A_PAGE = 12
HTML = "text/html; charset=utf-8"


class Directory:
    """Answers requests for the guild's host."""

    def __init__(self, world: World, books: Books) -> None:
        self._books = books
        # Not everybody is in a guild; who is stands there by name.
        members = [company for n, company in enumerate(world.companies) if n % 2 == 0]
        self._members = sorted(members, key=lambda company: company.name)

    def __call__(self, request: Request) -> Response:
        """Answer as the guild's server would."""
        response = self._answer(request)
        agent = request.headers.get("user-agent", "")
        self._books.write("pages", host=HOST, path=request.path, status=response.status, agent=agent)
        return response

    def _answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(200, b"User-agent: *\nDisallow: /members-only\n")
        page = request.one("page", "1")
        if request.path.rstrip("/") != "/members" or not page.isdigit():
            return Response(404, b"<html><title>Not found</title></html>", (), HTML)
        start = (int(page) - 1) * MEMBERS_A_PAGE
        members = self._members[start : start + MEMBERS_A_PAGE] if start >= 0 else []
        more = start + MEMBERS_A_PAGE < len(self._members)
        return Response(200, _page(members, int(page), more).encode(), (), HTML)


def _page(members: Sequence[Company], number: int, more: bool) -> str:
    rows = "".join(map(_row, members))
    following = f'<a rel="next" href="/members?page={number + 1}">Next</a>' if more else ""
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Our members</title></head><body>"
        '<nav><a href="/members">Members</a> <a href="https://www.facebook.com/guildofmakers">Facebook</a></nav>'
        f'<h1>Our members</h1><ul class="members">{rows}</ul>{following}</body></html>'
    )


def _row(company: Company) -> str:
    name, city = html.escape(company.name), html.escape(company.city)
    return f'<li><a href="https://{company.domain}/">{name}</a>, {city}</li>'
