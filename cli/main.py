"""The entry point: options of every command, the list of commands, and errors as sentences."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli import (
    audits,
    campaigns,
    consents,
    deadletters,
    demo,
    drafts,
    funnel,
    leads,
    person,
    replies,
    run,
    runs,
    senders,
    sends,
    suppress,
    variants,
)
from cli.errors import Misuse, Trouble, explain
from cli.invocation import begin

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = "Every command takes --stage NAME and --json too, wherever they stand."

app = typer.Typer(
    name="beckon",
    help="Find companies, write to them from facts, read every answer, call who asks.",
    epilog=EVERYWHERE,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    stage: Annotated[
        str, typer.Option(envvar="BECKON_STAGE", help="The stage: local, a test stage, or one on AWS.")
    ] = "local",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")
    ] = False,
) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", stage):
        raise Misuse(f"{stage!r} is no name of a stage", "use up to 20 lowercase letters, digits and hyphens")
    begin(stage, as_json)


app.command("demo", epilog=EVERYWHERE)(demo.demo)
app.command("run", epilog=EVERYWHERE)(run.run)
app.command("runs", epilog=EVERYWHERE)(runs.runs)
app.add_typer(campaigns.app, name="campaign")
app.add_typer(leads.app, name="leads")
app.command("lead", epilog=EVERYWHERE)(leads.lead)
app.add_typer(replies.app, name="replies")
app.add_typer(drafts.app, name="drafts")
app.add_typer(variants.app, name="variants")
app.command("funnel", epilog=EVERYWHERE)(funnel.funnel)
app.command("audit", epilog=EVERYWHERE)(audits.audit)
app.add_typer(deadletters.app, name="dlq")
app.add_typer(person.app, name="person")
app.add_typer(senders.app, name="senders")
app.add_typer(sends.app, name="sends")
app.add_typer(suppress.app, name="suppress")
app.add_typer(consents.app, name="consent")


def _register(name: str, module: str, function: str) -> None:
    """Add a command whose module is written beside this one."""
    if importlib.util.find_spec(module) is None:
        return
    app.command(name, epilog=EVERYWHERE)(getattr(importlib.import_module(module), function))


_register("scrape", "cli.scrape", "scrape")
_register("classify", "cli.classify", "classify")
_register("preview", "cli.preview", "preview")
_register("doctor", "cli.doctor.command", "doctor")
_register("rehearse", "cli.rehearsal.command", "rehearse")
_register("prove-sends", "cli.prove_sends", "prove_sends")
_register("reclassify", "cli.reclassify", "reclassify")
for _command in ("up", "down", "status", "logs"):
    _register(_command, "cli.stage.commands", _command)


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move ``--stage`` and ``--json`` to the front, so that they may stand anywhere before ``--``."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument == "--json" or argument.startswith("--stage="):
            front.append(argument)
        elif argument == "--stage":
            front += [argument, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(argument)
    return front + rest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 done, 1 trouble, 2 misuse, 130 interrupted."""
    given = hoist(sys.argv[1:] if arguments is None else arguments)
    try:
        app(given, prog_name="beckon")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else (0 if done.code is None else 1)
    except KeyboardInterrupt:
        return 130
    except Trouble as trouble:
        return _tell(trouble, given)
    except BrokenPipeError:
        # Whoever read the output has had enough (`beckon leads | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from cli.invocation import current

        known = explain(error, current().stage)
        return _tell(known or _unexpected(error), given)
    return 0


def _tell(trouble: Trouble, arguments: Sequence[str]) -> int:
    import json

    from cli.output import plain

    if "--json" in arguments:
        fields = {"error": trouble.message, "next": trouble.next_step, "details": list(trouble.details)}
        print(json.dumps(fields), file=sys.stderr)  # noqa: T201
    else:
        text = "".join(f"\n  {detail}" for detail in trouble.details)
        after = f"{':' if text else ''}{text}\n{_sentence(trouble.next_step)}" if text else ""
        sentence = trouble.message + (f": {trouble.next_step}" if trouble.next_step and not text else "")
        print(plain(f"beckon: {sentence}{after}".rstrip()), file=sys.stderr)  # noqa: T201
    return trouble.exit_code


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _unexpected(error: BaseException) -> Trouble:
    """Keep the traceback in a file; say where it is."""
    import traceback

    path = ROOT / ".beckon" / "error.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return Trouble(
        f"something went wrong that should not ({type(error).__name__})", f"the details are in {path}"
    )
