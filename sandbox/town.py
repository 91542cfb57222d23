"""Puts the outside world together: one seed, one clock, one set of books, all services on one port."""

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from sandbox import directory
from sandbox.agenda import Agenda
from sandbox.aws import Account
from sandbox.bedrock import Bedrock
from sandbox.books import Books
from sandbox.certificates import Certificates
from sandbox.clock import WorldClock
from sandbox.connect import Connect
from sandbox.control import Control
from sandbox.crawl_index import CrawlIndex
from sandbox.directory import Directory
from sandbox.faults import Faults
from sandbox.flow import Flow
from sandbox.google import Google
from sandbox.mailboxes import Mailboxes
from sandbox.names import NameServer, Records, records
from sandbox.salesforce.service import Salesforce
from sandbox.saved import SavedSites
from sandbox.search import Search
from sandbox.seeds import Seed
from sandbox.ses import Ses
from sandbox.shops import Shops
from sandbox.web import Request, Response, Router, WebServer, json_response
from sandbox.world import World


@dataclass(frozen=True)
class Settings:
    """How a world is set up; the command line names the same things."""

    state: Path
    port: int = 0
    seed: int = 7
    region: str = "us-east-1"
    stage: str = "local"
    ses_source: str = "sandbox.ses"
    connect_source: str = "sandbox.connect"
    sites: Path | None = None
    clock_offset: float = 0.0
    ses_identities: tuple[str, ...] = ("lumenpost.example", "beckon.example")
    ses_configuration_sets: tuple[str, ...] = ()
    mail_bucket: str = ""
    dns_port: int = 0
    ses_rate: float = 14.0
    ses_quota: int = 50_000
    model_url: str | None = None
    model_name: str = "default"
    lucky: bool = False
    connect_flow: Path | None = None
    patience: float = 1.0
    bind: str = "127.0.0.1"


class Town:
    """A running world. `start` listens and returns; `stop` ends it, leaving its state on disk."""

    def __init__(self, settings: Settings, account: Account) -> None:
        folder = settings.state
        folder.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        # The ports first: when one is taken, nothing else has been opened yet.
        router = Router()
        self.server = WebServer((settings.bind, settings.port), router, self._proxy)
        try:
            self.names = NameServer(settings.bind, settings.dns_port, self._records)
        except OSError:
            self.server.server_close()
            raise
        self.seed = Seed(settings.seed)
        self.clock = WorldClock(settings.clock_offset)
        self.books = Books(folder, self.clock)
        self.faults = Faults()
        self.world = World(self.seed)
        self.agenda = Agenda(
            folder,
            lambda kind, job, error: self.books.note("failed_jobs", kind=kind, job=job, error=error),
        )
        self.shops = Shops(self.world, SavedSites(settings.sites), self.books, self.seed, settings.patience)
        self.ses = Ses(
            folder=folder,
            books=self.books,
            agenda=self.agenda,
            account=account,
            clock=self.clock,
            faults=self.faults,
            seed=self.seed,
            region=settings.region,
            source=settings.ses_source,
            identities=settings.ses_identities,
            configuration_sets=settings.ses_configuration_sets,
            mail_bucket=settings.mail_bucket,
            rate=settings.ses_rate,
            quota=settings.ses_quota,
            patience=settings.patience,
        )
        self.mailboxes = Mailboxes(
            world=self.world,
            ses=self.ses,
            books=self.books,
            agenda=self.agenda,
            account=account,
            clock=self.clock,
            faults=self.faults,
            seed=self.seed,
            patience=settings.patience,
        )
        self.connect = Connect(
            world=self.world,
            books=self.books,
            agenda=self.agenda,
            account=account,
            clock=self.clock,
            faults=self.faults,
            seed=self.seed,
            region=settings.region,
            source=settings.connect_source,
            flow=Flow.read(settings.connect_flow),
            patience=settings.patience,
        )
        self.bedrock = Bedrock(
            books=self.books,
            faults=self.faults,
            seed=self.seed,
            model_url=settings.model_url,
            model_name=settings.model_name,
            lucky=settings.lucky,
        )
        self.salesforce = Salesforce(
            folder=folder,
            books=self.books,
            clock=self.clock,
            faults=self.faults,
            seed=self.seed,
            world=self.world,
        )
        self.search = Search(self.world, self.books, self.faults, self.seed)
        self.google = Google(self.search.find, self.books, self.faults)
        self.crawl_index = CrawlIndex(self.world, self.books, self.faults)
        self.certificates = Certificates(self.world, self.books, self.faults, self.seed)
        self.directory = Directory(self.world, self.books)
        self.control = Control(
            books=self.books,
            agenda=self.agenda,
            faults=self.faults,
            ses=self.ses,
            mailboxes=self.mailboxes,
            connect=self.connect,
            salesforce=self.salesforce,
            shops=self.shops,
            world=self.world,
            busy=lambda: self.server.busy,
        )
        self.salesforce.listen_at(f"http://127.0.0.1:{self.server.port}/salesforce")
        for service in (self.ses, self.connect, self.bedrock, self.salesforce, self.control):
            service.routes(router.add)
        for search in (self.search, self.google, self.crawl_index, self.certificates):
            search.routes(router.add)
        router.add(
            "GET", "/", lambda request: json_response({"sandbox": settings.stage, "seed": settings.seed})
        )
        self._thread: threading.Thread | None = None

    def _records(self) -> Records:
        return records(self.ses.known.identities, self.world.domains, self.settings.region)

    @property
    def url(self) -> str:
        """Where the world is reached."""
        return f"http://127.0.0.1:{self.server.port}"

    def _proxy(self, request: Request) -> Response:
        if self.faults.take("shops", "down"):
            return Response(503, b"Service Unavailable\n")
        if self.faults.take("shops", "close"):
            return Response(hang_up=True)
        return self.directory(request) if request.host == directory.HOST else self.shops(request)

    def start(self) -> None:
        """Listen, take up unfinished plans, and write the ready file `sandbox.json`."""
        self.agenda.start()
        self._thread = threading.Thread(
            target=self.server.serve_forever, args=(0.05,), name="web", daemon=True
        )
        self._thread.start()
        self.names.start()
        ready = self.settings.state / "sandbox.json"
        partial = ready.with_suffix(".part")
        facts = {
            "pid": os.getpid(),
            "port": self.server.port,
            "url": self.url,
            "dns_port": self.names.port,
            "seed": self.settings.seed,
            "stage": self.settings.stage,
            "salesforce": {
                "login_url": self.salesforce.base_url,
                "consumer_key": self.salesforce.app.consumer_key,
                "username": self.salesforce.app.username,
                "private_key_file": str((self.settings.state / "salesforce_private.pem").resolve()),
            },
        }
        partial.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        partial.replace(ready)

    def stop(self) -> None:
        """Stop listening and leave the state for the next start."""
        self.shops.close()
        if self._thread is not None:
            self.server.shutdown()
            self._thread.join()
        self.server.server_close()
        self.names.stop()
        self.agenda.stop()
        self.books.close()
        self.salesforce.org.close()
        (self.settings.state / "sandbox.json").unlink(missing_ok=True)
