"""Who may read: a bearer key from the stage's secret ``keys``, field ``api``."""

from __future__ import annotations

import hmac

from api.http import Problem, Request
from runtime.wiring import Deps

_SHORTEST_KEY = 16
"""Characters. A shorter key could be guessed, and an empty one would open the API to everybody."""


def require_key(request: Request, deps: Deps) -> None:
    """Raise ``Problem`` 401 unless the request carries the key; the comparison takes the same time wherever
    it fails."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    wanted = deps.keys.api
    if len(wanted) < _SHORTEST_KEY:
        raise Problem(503, "Not set up", f"The secret keys needs an api key of {_SHORTEST_KEY} characters.")
    same = hmac.compare_digest(given.strip().encode(), wanted.encode())
    if scheme.lower() != "bearer" or not same:
        raise Problem(401, "Unauthorized", "Send Authorization: Bearer with the stage's API key.")
