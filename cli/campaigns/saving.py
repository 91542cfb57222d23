"""Read campaign files, and save campaigns: whole, as a new version, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.connection import Connection
from cli.errors import Trouble

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from store.table import Item
    from store.writes import Put

_ATTEMPTS = 3  # at a campaign that somebody else changes at the same time


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a campaign came to. ``changed``: there is a new version."""

    campaign_id: str
    version: int
    changed: bool
    schedule: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "campaign": self.campaign_id,
            "version": self.version,
            "changed": self.changed,
            "schedule": self.schedule,
        }


def load(file: Path) -> Campaign:
    """Read a campaign file. Raises ``Trouble`` with every error and its line."""
    from outreach.campaign_file import CampaignInvalid
    from outreach.campaign_file import load as read
    from templates import render

    try:
        return read(file, render.names())
    except CampaignInvalid as error:
        count = len(error.problems)
        raise Trouble(
            f"{file} has {count} {'error' if count == 1 else 'errors'}, and nothing was saved",
            "correct the file and try again",
            tuple(str(problem) for problem in error.problems),
        ) from error
    except FileNotFoundError as error:
        raise Trouble(f"there is no file {file}", "see campaigns/ for examples") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{file} is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise Trouble(
            f"{file} can't be read ({error.strerror})", "give the path of a campaign file"
        ) from error


def save(
    connection: Connection,
    campaign: Campaign,
    folder: Path,
    lists: dict[str, bytes] | None = None,
    *,
    text: str | None = None,
    held: bool = False,
) -> Saved:
    """Save a campaign as its next version, unless it is saved like this already.

    Lists of domains go into the bucket first, under names made from their content; ``lists`` gives contents
    in place of files of ``folder``. A crash in between leaves a list that nothing points to. ``text`` is the
    file's own text, kept beside the version for whoever edits it next. ``held``: a new campaign begins
    paused.
    """
    from store.table import Refusal

    stored = _with_lists(connection, campaign, folder, lists or {})
    for attempt in range(_ATTEMPTS):
        try:
            version, changed, paused = _commit(connection, stored, text, held)
            break
        except Refusal:
            if attempt == _ATTEMPTS - 1:
                raise Trouble(f"somebody else is saving {campaign.id} too", "try again") from None
    return Saved(campaign.id, version, changed, _schedule(connection, stored, version, paused))


def _schedule(connection: Connection, campaign: Campaign, version: int, paused: bool) -> str | None:
    """Make the schedule; where the service refuses it, say what is saved all the same."""
    from botocore.exceptions import ClientError

    from cli import schedules

    try:
        return schedules.keep(connection, campaign, paused)
    except ClientError as error:
        raise Trouble(
            f"version {version} of {campaign.id} is saved, but not its schedule "
            f"({error.response['Error'].get('Message', 'refused')})",
            "save it once more when that is mended; the version stays as it is",
        ) from error


def _commit(
    connection: Connection, campaign: Campaign, text: str | None, held: bool
) -> tuple[int, bool, bool]:
    from dataclasses import replace

    from outreach.campaign import Campaign as Stored
    from store import keys
    from store.writes import ABSENT, Put, at_revision

    item = connection.table.get(keys.campaign(campaign.id))
    if item and replace(Stored.from_item(item), version=1) == replace(campaign, version=1):
        version = int(item["version"])
        if text is not None:
            # Other comments, or a version that was saved without its file.
            connection.table.commit([_text(campaign.id, version, text)])
        return version, False, bool(item.get("paused"))
    version = int(item["version"]) + 1 if item else 1
    paused = bool(item.get("paused")) if item else held
    form = replace(campaign, version=version).to_item()
    now = keys.stamp(connection.clock.now())
    writes = [
        Put(
            keys.campaign(campaign.id),
            "campaign",
            form | {"paused": paused, "saved_at": now},
            when=at_revision(int(item["rev"])) if item else ABSENT,
            gate="campaign_changed",
            gsi1=keys.campaigns_index(campaign.id),
            revision=int(item["rev"]) + 1 if item else 1,
        ),
        Put(
            keys.campaign_version(campaign.id, version),
            "campaign_version",
            form | {"saved_at": now},
            when=ABSENT,
            gate="version_exists",
        ),
    ]
    if text is not None:
        writes.append(_text(campaign.id, version, text))
    connection.table.commit(writes)
    return version, True, paused


def _text(campaign_id: str, version: int, text: str) -> Put:
    from store import keys
    from store.writes import Put

    return Put(keys.campaign_text(campaign_id, version), "campaign_text", {"text": text})


def _with_lists(
    connection: Connection, campaign: Campaign, folder: Path, lists: dict[str, bytes]
) -> Campaign:
    from dataclasses import replace
    from hashlib import sha256

    from adapters.mail_bucket import LISTS
    from outreach.campaign import CsvSource

    sources = []
    for source in campaign.sources:
        if isinstance(source, CsvSource):
            body = lists.get(source.file) or (folder / source.file).read_bytes()
            key = f"{LISTS}{campaign.id}/{sha256(body).hexdigest()[:16]}.csv"
            connection.mail.put(key, body, "text/csv")
            source = source._replace(key=key)
        sources.append(source)
    return replace(campaign, sources=tuple(sources))


def known(connection: Connection, campaign_id: str) -> Item:
    """A campaign's item; raises ``Trouble`` with the campaigns that there are."""
    from cli import reading
    from store import keys

    item = connection.table.get(keys.campaign(campaign_id))
    if item is not None:
        return item
    ids = [other["id"] for other in reading.campaigns(connection.table)]
    after = (
        f"there are: {', '.join(ids)}" if ids else "make one with `beckon campaign create campaigns/demo.yml`"
    )
    raise Trouble(f"there is no campaign {campaign_id!r}", after)
