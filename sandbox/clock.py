"""The time this world lives in.

The local stage may shift its own clock (so that sending windows and calling hours are open at any time of
day); the people and services around it must live on the same day, so the shift is given to them too.
"""

from datetime import UTC, datetime, timedelta


class WorldClock:
    """Wall-clock time plus a fixed shift."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset = timedelta(seconds=offset_seconds)

    def now(self) -> datetime:
        """Aware UTC time of the world."""
        return datetime.now(UTC) + self.offset

    def wall(self) -> datetime:
        """Aware UTC time without the shift, for what comes from real cryptography libraries (a JWT's
        `exp`)."""
        return datetime.now(UTC)


def iso_millis(moment: datetime) -> str:
    """`2025-01-15T10:30:01.123Z`, the form SES and Connect use in their events."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
