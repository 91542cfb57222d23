"""What ends a fetch inside this folder; outside of it there are only results."""

from __future__ import annotations

from scrapers.guard import ForbiddenTarget
from scrapers.page import FailureKind


class Stop(Exception):
    """Ends a fetch with a named failure; the fields are those of ``scrapers.page.Failure``."""

    def __init__(
        self,
        kind: FailureKind,
        detail: str,
        status: int | None = None,
        *,
        retry_after_s: float | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.status = kind, detail, status
        self.retry_after_s, self.passing = retry_after_s, passing

    def anew(self) -> Stop:
        """The same, without the traceback and the frames that this one drags along: fit to be kept."""
        return Stop(
            self.kind, self.detail, self.status, retry_after_s=self.retry_after_s, passing=self.passing
        )


class Refused(Stop):
    """The guard said no: nothing was asked."""

    def __init__(self, reason: ForbiddenTarget) -> None:
        super().__init__(FailureKind.UNREACHABLE, f"refused: {reason}")


class Broken(Stop):
    """The connection ended before a header came: asking once more may help, on a new connection."""
