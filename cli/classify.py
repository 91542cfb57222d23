"""``beckon classify``: what saved messages, or lines of text, would be taken for. No AWS, no network.

The offline model decides what no rule decides, as on the local stage; on AWS a Bedrock model is asked first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import Trouble
from cli.invocation import current
from cli.output import line, out, plain

if TYPE_CHECKING:
    from replies.verdict import Verdict

_MOST_BYTES = 40 * 1024 * 1024  # as SES stores at most
_ENDINGS = (".eml", ".mime", ".msg")


def classify(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Messages (.eml), or folders that hold some.")
    ],
    text: Annotated[
        bool, typer.Option("--text", help="Take each line of the files for the body of one answer.")
    ] = False,
) -> None:
    """Say what messages are: warm, cold, a bounce, an absence, an opt-out. Never stops at a bad one."""
    as_json = current().json
    total = failed = 0
    for record in classify_all(paths, text):
        total += 1
        failed += bool(record["error"])
        if as_json:
            print(json.dumps(record), flush=True)  # noqa: T201
        else:
            out().print(_card(record), markup=False, soft_wrap=True)
    if not total:
        raise Trouble("there is no message here", "name .eml files, folders that hold some, or use --text")
    if failed == total:
        raise typer.Exit(1)


def classify_all(paths: Iterable[Path], text: bool = False) -> Iterator[dict[str, Any]]:
    """One record a message, in order. A message that can't be read gives a record with its ``error``."""
    for path in paths:
        for file in _files(path, text):
            try:
                with file.open("rb") as opened:
                    raw = opened.read(_MOST_BYTES + 1)
            except OSError as error:
                yield _record(str(file), error=error.strerror or type(error).__name__)
                continue
            if text:
                lines = raw.decode("utf-8", errors="replace").splitlines()
                for number, said in enumerate(lines, 1):
                    if said.strip():
                        yield _guarded(f"{file}:{number}", _of_text, said)
            elif len(raw) > _MOST_BYTES:
                yield _record(str(file), error="larger than 40 MB")
            else:
                yield _guarded(str(file), _of_message, raw)


def _files(path: Path, text: bool) -> list[Path]:
    if not path.is_dir():
        return [path]
    endings = (".txt",) if text else _ENDINGS
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in endings and file.is_file())


def _guarded(path: str, read: Any, given: Any) -> dict[str, Any]:
    try:
        return dict(read(path, given))
    except Exception as error:
        # A message that breaks a rule is a bug in it, and still no reason to lose the other messages.
        return _record(path, error=f"could not be read ({type(error).__name__})")


def _of_message(path: str, raw: bytes) -> dict[str, Any]:
    from replies import intent
    from replies.message import parse
    from replies.verdict import decide, with_intent

    message = parse(raw)
    verdict = decide(message)
    if verdict.undecided:
        verdict = with_intent(verdict, intent.classify(verdict.visible.text, message.subject))
    return _of_verdict(path, verdict, message.defects)


def _of_text(path: str, said: str) -> dict[str, Any]:
    from replies import intent
    from replies.message import Message
    from replies.verdict import decide, with_intent

    verdict = decide(Message(headers=(("subject", ""),), text=said))
    if verdict.undecided:
        verdict = with_intent(verdict, intent.classify(verdict.visible.text))
    return _of_verdict(path, verdict, ())


def _of_verdict(path: str, verdict: Verdict, defects: tuple[str, ...]) -> dict[str, Any]:
    from replies.language import language_of
    from replies.record import automatic, failures, of_verdict

    if verdict.label is None:
        return _record(path, rule=verdict.rule, defects=list(defects), error="not a mail message")
    kept = of_verdict(verdict)
    return _record(
        path,
        **{
            name: kept[name]
            for name in ("label", "facet", "confidence", "decided_by", "rule", "needs_review")
        },
        reply_text=verdict.visible.text,
        language=language_of(verdict.visible.text),
        bounce=failures(verdict),
        auto_reply=automatic(verdict),
        defects=list(defects),
    )


def _record(path: str, **known: Any) -> dict[str, Any]:
    """The JSON form: always every field."""
    fields: dict[str, Any] = {
        "path": path,
        "label": None,
        "facet": None,
        "confidence": None,
        "decided_by": None,
        "rule": None,
        "reply_text": "",
        "language": None,
        "bounce": [],
        "auto_reply": None,
        "needs_review": False,
        "defects": [],
        "error": None,
    }
    return fields | known


def _card(record: dict[str, Any]) -> str:
    """A message for a reader: the verdict and what it rests on."""
    if record["error"]:
        return plain(f"{record['path']}\n  not read: {record['error']}\n")
    why = record["rule"] or f"model, {record['confidence']:.0%}"
    automatic = record["auto_reply"] or {}
    rows = [
        ("verdict", f"{record['label']}" + (f", {record['facet']}" if record["facet"] else "") + f" ({why})"),
        ("said", record["reply_text"]),
        ("bounce", "; ".join(_bounce(failure) for failure in record["bounce"])),
        ("back on", automatic.get("returns_on")),
        ("instead", automatic.get("substitute")),
        ("review", "a person should look" if record["needs_review"] else ""),
        ("defects", ", ".join(record["defects"])),
    ]
    known = [f"  {name:<8} {line(value, 300)}" for name, value in rows if value]
    return "\n".join([plain(record["path"]), *known, ""])


def _bounce(failure: dict[str, Any]) -> str:
    kind = "hard" if failure["hard"] else "soft"
    codes = " ".join(code for code in (failure["smtp_code"], failure["status"]) if code)
    return f"{failure['recipient'] or 'unknown'} {kind}: {failure['reason']} {codes}".rstrip()
