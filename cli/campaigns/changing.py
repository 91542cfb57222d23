"""Make campaigns, and change them: a new version for whoever begins, and for the rest where that is safe."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.campaigns.saving import Saved, known, load, save
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.campaigns.running import Moved
    from cli.connection import Connection
    from outreach.campaign import Campaign

_File = Annotated[Path, typer.Argument(help="The campaign file (YAML); lists it names lie beside it.")]
_Id = Annotated[str, typer.Argument(help="The campaign's id.")]


def check(file: _File) -> None:
    """Read a campaign file and say what it does, or every error with its line. Needs no stage."""
    from cli.campaigns.showing import described

    run = current()
    campaign = load(file)
    if run.json:
        return output.emit(campaign.to_item())
    output.out().print(output.grid(("", ""), described(campaign)))
    return output.say(f"{file} is a campaign. Save it with: beckon campaign create {file}")


def create(file: _File) -> None:
    """Save a campaign, or a new version of one. Nothing is saved while the file has an error."""
    run = current()
    campaign = load(file)
    saved = save(run.connection, campaign, file.parent, text=file.read_text(encoding="utf-8"))
    if run.json:
        return output.emit(saved.as_json())
    _tell(saved)
    if saved.schedule:
        return output.say(f"It looks for companies by itself: {saved.schedule}.")
    return output.say(f"Start it with: beckon run {saved.campaign_id}")


def edit(
    campaign: _Id,
    file: Annotated[
        Path | None, typer.Option("--file", help="The changed file. Without it, your editor opens.")
    ] = None,
    apply_to_running: Annotated[
        bool,
        typer.Option(
            "--apply-to-running",
            help="Let those who are in it go on with the new version. Refused where that would change what "
            "they were told.",
        ),
    ] = False,
) -> None:
    """Change a campaign, also while it runs: who begins gets the new version, who is in it keeps theirs."""
    from outreach.campaign import Campaign as Stored

    run = current()
    item = known(run.connection, campaign)
    with TemporaryDirectory() as scratch:
        path = file or _edited(run.connection, Stored.from_item(item), Path(scratch))
        saved, moved = _change(run.connection, campaign, path, apply_to_running, typed=file is None)
    if run.json:
        more = {"moved": moved.moved, "kept": moved.kept} if moved else {}
        return output.emit(saved.as_json() | more)
    _tell(saved)
    if moved:
        return output.say(
            f"{moved.moved} of those who are in it go on with this version; {moved.kept} keep theirs "
            "(a mail in doubt, or nothing left that is changed)."
        )
    return output.say("Who is in it already keeps the version they began with.")


def _change(
    connection: Connection, campaign: str, path: Path, apply_to_running: bool, *, typed: bool
) -> tuple[Saved, Moved | None]:
    """Save a changed file, unless it is refused. ``typed``: it is what an editor left in a scratch folder."""
    from cli.campaigns import running

    try:
        new = load(path)
    except Trouble as trouble:
        if not typed:
            raise
        kept = Path(f"{campaign}.edited.yml")
        kept.write_bytes(path.read_bytes())
        again = f"correct {kept}, and save it with `beckon campaign edit {campaign} --file {kept}`"
        message = trouble.message.replace(str(path), "your text")
        raise Trouble(message, again, trouble.details) from trouble
    if new.id != campaign:
        raise Misuse(
            f"the file is of {new.id!r}, not of {campaign!r}",
            f"keep `id: {campaign}`, or make another campaign with `beckon campaign clone`",
        )
    if apply_to_running:
        running.refuse_if_unsafe(connection, new)
    saved = save(connection, new, path.parent, text=path.read_text(encoding="utf-8"))
    return saved, running.follow(connection, campaign) if apply_to_running else None


def clone(
    campaign: _Id,
    new_id: Annotated[str, typer.Argument(help="The id of the copy.")],
    name: Annotated[str | None, typer.Option("--name", help="The name of the copy.")] = None,
) -> None:
    """Copy a campaign under another id. The copy is paused, so that it can be changed before it begins."""
    from cli.campaigns import texts
    from outreach.campaign import Campaign as Stored
    from store import keys

    run = current()
    old = Stored.from_item(known(run.connection, campaign))
    if run.connection.table.get(keys.campaign(new_id)) is not None:
        raise Trouble(f"there is a campaign {new_id!r} already", "choose another id")
    text = _text(run.connection, old)
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"{new_id}.yml"
        texts.unpack(run.connection, old, text, path.parent)
        copy = texts.renamed(text, new_id, name or f"{old.name} (copy)")
        path.write_text(copy, encoding="utf-8")
        saved = save(run.connection, load(path), path.parent, text=copy, held=True)
    if run.json:
        return output.emit(saved.as_json())
    output.say(f"{new_id} is a copy of {campaign}, version {old.version}, and paused.")
    return output.say(
        f"Change it with: beckon campaign edit {new_id}; let it begin: beckon campaign resume {new_id}"
    )


def _tell(saved: Saved) -> None:
    if not saved.changed:
        return output.say(f"{saved.campaign_id} is already saved like this (version {saved.version}).")
    return output.say(f"Saved {saved.campaign_id}, version {saved.version}.")


def _edited(connection: Connection, old: Campaign, scratch: Path) -> Path:
    """The file that somebody made of the current version's, in a folder with all that it names."""
    import click

    from cli.campaigns import texts

    before = _text(connection, old)
    after = click.edit(before, extension=".yml")
    if after is None or after == before:
        raise Trouble("nothing was changed, and nothing was saved")
    texts.unpack(connection, old, before, scratch)
    path = scratch / f"{old.id}.yml"
    path.write_text(after, encoding="utf-8")
    return path


def _text(connection: Connection, campaign: Campaign) -> str:
    """The file of a campaign's newest version. Raises ``Trouble`` where it was saved without one."""
    from cli.campaigns import texts

    text = texts.of_version(connection, campaign.id, campaign.version)
    if text is None:
        raise Trouble(
            f"version {campaign.version} of {campaign.id} was saved without its file",
            f"save it once with its file: beckon campaign edit {campaign.id} --file FILE",
        )
    return text
