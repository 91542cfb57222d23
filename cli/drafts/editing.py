"""Another text for a waiting mail, from an editor or a file, held to the checks that written mails pass."""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.drafts.decide import By, settle_approved
from cli.drafts.judging import Judged, judge
from cli.drafts.waiting import decided, find, overtaken
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from store.drafts import Draft

_HELP = (
    "# One line for the subject, an empty line, then paragraphs with empty lines between. Lines with # go."
)


def edit(
    draft_id: Annotated[str, typer.Argument(help="The draft's id, or how it begins.")],
    subject: Annotated[str, typer.Option(help="Another subject; the rest stays.")] = "",
    text_file: Annotated[
        Path | None, typer.Option("--text-file", help="The mail's text; - reads standard input.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Although a check complains.")] = False,
    reason: Annotated[str, typer.Option(help="With --force: why, for the record.")] = "",
    approve: Annotated[bool, typer.Option("--approve", help="And let it go as it is then.")] = False,
    by: By = "",
) -> None:
    """Change a mail before it goes: in $EDITOR, or with --subject and --text-file."""
    if force and not reason.strip():
        raise Misuse("--force is for the record", "say why with --reason")
    connection = current().connection
    who = by or getpass.getuser()
    (draft,) = find(connection, [draft_id])
    if gone := overtaken(connection, draft):
        raise Trouble(f"draft {draft.send_id[:8]} is no longer wanted: {gone.replace('_', ' ')}")
    judged = judge(connection, draft, *_text(draft, subject, text_file))
    if judged.wrong:
        raise Trouble("the mail can't go like this", "correct it and try again", tuple(judged.wrong))
    if judged.complaints and not force:
        raise Trouble(
            "the checks complain about the text",
            "correct it, or keep it with --force --reason WHY",
            tuple(judged.complaints),
        )
    changed = _keep(connection, draft, judged, who, reason if force else "")
    if approve:
        settle_approved(connection, changed, who, reason if force else "")
    if current().json:
        told = {"send_id": draft.send_id, "revision": changed.revision, "approved": approve}
        return output.emit(told | {"complaints": list(judged.complaints)})
    after = "and let go" if approve else f"and waits: beckon drafts approve {draft.send_id[:8]}"
    return output.say(f"Draft {draft.send_id[:8]} is changed {after}.")


def _keep(connection: Connection, draft: Draft, judged: Judged, who: str, reason: str) -> Draft:
    """Write the text on the revision that was read; what stands in the row then."""
    from store import drafts
    from store.table import Refusal

    now = connection.clock.now()
    sentences = tuple({"text": s.text, "facts": list(s.facts)} for s in judged.sentences)
    told = "; ".join([reason, *judged.complaints]) if judged.complaints else reason
    write = drafts.edit(draft, judged.subject, judged.paragraphs, sentences, who, now, told)
    try:
        connection.table.commit([write])
    except Refusal as refusal:
        standing = drafts.get(connection.table, draft.lead_id, draft.send_id)
        if standing is not None and standing.state != drafts.WAITING:
            raise decided(standing) from refusal
        raise Trouble(
            f"draft {draft.send_id[:8]} was changed while you wrote", "read it again and repeat your change"
        ) from refusal
    changed = drafts.get(connection.table, draft.lead_id, draft.send_id)
    if changed is None or changed.subject != judged.subject or changed.paragraphs != judged.paragraphs:
        raise Trouble(f"draft {draft.send_id[:8]} was changed again a moment later", "read it again")
    return changed


def _text(draft: Draft, subject: str, text_file: Path | None) -> tuple[str, tuple[str, ...]]:
    """The subject and the paragraphs that are wanted. Raises ``Trouble`` for none."""
    if text_file is not None:
        return subject or draft.subject, paragraphs_of(_read(text_file))
    if subject:
        return subject, draft.paragraphs
    written = _in_editor("\n\n".join([f"Subject: {draft.subject}", *draft.paragraphs, _HELP]) + "\n")
    first, _, rest = written.lstrip().partition("\n")
    if not first.lower().startswith("subject:"):
        raise Trouble("the first line is no subject", "begin with `Subject: …`")
    return first.partition(":")[2].strip(), paragraphs_of(rest)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Paragraphs stand between empty lines; lines within one belong together."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    blocks = ("\n".join(line.strip() for line in block.splitlines()) for block in kept.split("\n\n"))
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def _read(path: Path) -> str:
    import sys

    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{path} can't be read as text", "give a UTF-8 text file") from error


def _in_editor(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor:
        raise Misuse("no editor is set", "set EDITOR, or give --subject and --text-file")
    with tempfile.TemporaryDirectory(prefix="beckon-draft-") as folder:
        path = Path(folder) / "draft.txt"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 -- their own editor
        except OSError as error:
            raise Trouble(f"{editor} can't be started", "set EDITOR to one that can") from error
        if done.returncode:
            raise Trouble(f"{editor} ended with an error ({done.returncode})", "nothing was changed")
        written = path.read_text(encoding="utf-8")
    if written == text:
        raise Trouble("the text is as it was", "nothing was changed")
    return written
