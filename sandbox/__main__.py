"""The command: `python -m sandbox --port 4600 --state DIR …` serves, `python -m sandbox domains` lists the
hosts."""

import argparse
import csv
import logging
import signal
import sys
import threading
from pathlib import Path

from sandbox.aws import BotoAccount
from sandbox.saved import SavedSites
from sandbox.seeds import Seed
from sandbox.town import Settings, Town
from sandbox.world import World


def _serve_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="The outside world of the local stage."
    )
    parser.add_argument("--port", type=int, default=4600, help="port of everything; 0 takes a free one")
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    parser.add_argument(
        "--state", type=Path, required=True, help="folder for books, plans, mails and the org"
    )
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same people")
    parser.add_argument("--aws", default="http://127.0.0.1:4566", help="endpoint of the account")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--stage", default="local", help="name of the stage, for the ready file")
    parser.add_argument("--mail-bucket", required=True, help="bucket that inbound mail is written to")
    parser.add_argument("--lex-function", required=True, help="name of the Lambda behind the bot")
    parser.add_argument("--ses-source", default="sandbox.ses", help="source of SES's events on the bus")
    parser.add_argument(
        "--connect-source", default="sandbox.connect", help="source of contact events on the bus"
    )
    parser.add_argument(
        "--sites", type=Path, help="folder of saved pages (labels.csv) to serve as further companies"
    )
    parser.add_argument(
        "--clock-offset", type=float, default=0.0, help="seconds that the stage's clock is shifted by"
    )
    parser.add_argument("--ses-identity", action="append", help="verified domain or address; repeatable")
    parser.add_argument(
        "--ses-configuration-set", action="append", default=[], help="known set; any when none is given"
    )
    parser.add_argument("--ses-rate", type=float, default=14.0, help="mails a second; 0 for no limit")
    parser.add_argument("--ses-quota", type=int, default=50_000, help="mails a day")
    parser.add_argument(
        "--dns-port", type=int, default=0, help="port of the invented DNS; 0 takes a free one"
    )
    parser.add_argument("--connect-flow", type=Path, help="JSON of the contact flow that outbound calls run")
    parser.add_argument(
        "--model-url", help="base URL of an OpenAI-compatible API to use instead of the rules"
    )
    parser.add_argument("--model-name", default="default", help="model to ask for there")
    parser.add_argument("--lucky", action="store_true", help="no seeded faults of the model")
    parser.add_argument("--patience", type=float, default=1.0, help="factor on all waiting times")
    parser.add_argument("--verbose", action="store_true")
    return parser


def _domains(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox domains", description="List the hosts as CSV.")
    parser.add_argument("--sites", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    world = World(Seed(options.seed))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["domain", "note"])
    for domain in world.domains:
        writer.writerow([domain, ""])
    for domain in SavedSites(options.sites).domains:
        writer.writerow([domain, "saved pages"])
    return 0


def main(arguments: list[str]) -> int:
    """Run a command; returns the exit code."""
    if arguments[:1] == ["domains"]:
        return _domains(arguments[1:])
    options = _serve_parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("botocore").setLevel(logging.WARNING)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    settings = Settings(
        state=options.state,
        port=options.port,
        bind=options.bind,
        seed=options.seed,
        region=options.region,
        stage=options.stage,
        ses_source=options.ses_source,
        connect_source=options.connect_source,
        sites=options.sites,
        clock_offset=options.clock_offset,
        ses_identities=tuple(options.ses_identity or Settings.ses_identities),
        ses_configuration_sets=tuple(options.ses_configuration_set),
        mail_bucket=options.mail_bucket,
        dns_port=options.dns_port,
        ses_rate=options.ses_rate,
        ses_quota=options.ses_quota,
        connect_flow=options.connect_flow,
        model_url=options.model_url,
        model_name=options.model_name,
        lucky=options.lucky,
        patience=options.patience,
    )
    account = BotoAccount(options.aws, options.region, options.mail_bucket, options.lex_function)
    try:
        town = Town(settings, account)
    except OSError as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)  # noqa: T201 - a command speaks to its user
        return 1
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    town.start()
    logging.getLogger("sandbox").info("listening on %s", town.url)
    ended.wait()
    town.stop()
    account.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
