"""The way in for those who run this world: its books, whether it is quiet, faults, and orders to its
people."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sandbox.agenda import Agenda
from sandbox.books import Books
from sandbox.characters import CHARACTERS
from sandbox.connect import Connect
from sandbox.faults import Faults, UnknownFault
from sandbox.mailboxes import Mailboxes
from sandbox.salesforce.service import Salesforce
from sandbox.ses import Ses
from sandbox.shops import Shops
from sandbox.web import Request, Response, json_response
from sandbox.world import World


class Control:
    """Routes below /control."""

    def __init__(
        self,
        *,
        books: Books,
        agenda: Agenda,
        faults: Faults,
        ses: Ses,
        mailboxes: Mailboxes,
        connect: Connect,
        salesforce: Salesforce,
        shops: Shops,
        world: World,
        busy: Callable[[], int],
    ) -> None:
        self._books = books
        self._agenda = agenda
        self._faults = faults
        self._ses = ses
        self._mailboxes = mailboxes
        self._connect = connect
        self._salesforce = salesforce
        self._shops = shops
        self._world = world
        self._busy = busy

    def routes(self, add: Callable[..., None]) -> None:
        """Register the routes."""
        add("GET", "/control/books", self.books)
        add("GET", "/control/quiet", self.quiet)
        add("GET", "/control/faults", self.list_faults)
        add("POST", "/control/faults", self.order_fault)
        add("POST", "/control/reset", self.reset)
        add("GET", "/control/domains", self.domains)
        add("GET", "/control/world", self.world)
        add("GET", "/control/mail/{message_id}", self.mail)
        add("POST", "/control/deliver", self.deliver)
        add("POST", "/control/caller", self.caller)

    def books(self, request: Request) -> Response:
        """Everything this world received and did."""
        read = self._books.read
        org = self._salesforce.org
        pages = Counter(entry["host"] for entry in read("pages"))
        events = read("events")
        return json_response(
            {
                "ses": {
                    "accepted": read("ses_accepted"),
                    "refused": read("ses_refused"),
                    "suppressed": self._ses.suppressed,
                },
                "events": dict(Counter(entry["type"] for entry in events)),
                "events_emitted": events,
                "inbound": read("inbound"),
                "one_click": read("one_click"),
                "scanner": read("scanner"),
                "pages": dict(pages),
                "searches": read("searches"),
                "calls": read("calls"),
                "contacts": read("contacts"),
                "calls_repeated": read("calls_repeated"),
                "salesforce": {
                    "leads": org.count("Lead"),
                    "contacts": org.count("Contact"),
                    "tasks": org.count("Task"),
                    "rows": {name: org.all(name) for name in ("Lead", "Contact", "Account", "Task")},
                    "saves": len(read("salesforce_saves")),
                    "errors": dict(Counter(entry["error"] for entry in read("salesforce_errors"))),
                    "logins": read("salesforce_logins"),
                },
                "model_calls": read("model_calls"),
                "failed_jobs": read("failed_jobs"),
            }
        )

    def quiet(self, request: Request) -> Response:
        """Whether nothing is planned or under way here (this request aside)."""
        pending = self._agenda.pending
        busy = max(0, self._busy() - 1)
        return json_response(
            {
                "quiet": pending == 0 and busy == 0,
                "pending": pending,
                "requests": busy,
                "last_activity_at": self._books.last_activity_at,
                "failed_jobs": self._books.count("failed_jobs"),
            }
        )

    def list_faults(self, request: Request) -> Response:
        """Faults that are still to come."""
        return json_response(self._faults.left())

    def order_fault(self, request: Request) -> Response:
        """Order a fault: {service, fault, count}."""
        try:
            call = request.json()
            self._faults.order(str(call["service"]), str(call["fault"]), int(call.get("count", 1)))
        except (UnknownFault, LookupError, TypeError, ValueError) as error:
            return json_response({"message": str(error)}, 400)
        return json_response(self._faults.left())

    def reset(self, request: Request) -> Response:
        """Back to the first day: books, plans, faults and the org's records are forgotten."""
        self._agenda.clear()
        self._books.clear()
        self._faults.clear()
        self._ses.restore()
        self._mailboxes.suppress_characters()
        self._salesforce.org.clear()
        self._salesforce.restore()
        return json_response({"reset": True})

    def domains(self, request: Request) -> Response:
        """All hosts, one a line."""
        return Response(200, "".join(f"{domain}\n" for domain in self._shops.domains).encode())

    def world(self, request: Request) -> Response:
        """Who is who: what each company and person is like."""
        companies = [
            {
                "domain": company.domain,
                "also": list(company.also),
                "name": company.name,
                "platform": company.platform,
                "country": company.country,
                "kind": company.kind,
                "email": company.email,
                "phone": company.phone,
                "character": self._world.person(company.email).character,
                "caller": self._connect.caller_of(company.phone) if company.phone else None,
                "crm": company.crm,
            }
            for company in self._world.companies
        ]
        characters = {name: character.meaning for name, character in CHARACTERS.items()}
        return json_response({"companies": companies, "characters": characters})

    def mail(self, request: Request) -> Response:
        """The MIME of an accepted mail, as delivered."""
        try:
            return Response(200, self._ses.raw(request.params["message_id"]), (), "message/rfc822")
        except FileNotFoundError:
            return json_response({"message": "no such mail"}, 404)

    def deliver(self, request: Request) -> Response:
        """Let somebody act now on a mail they got: {send_id | message_id | to, character}."""
        try:
            call = request.json()
            character = str(call["character"])
            if character not in CHARACTERS:
                raise ValueError(f"characters are: {', '.join(CHARACTERS)}")
        except (LookupError, TypeError, ValueError) as error:
            return json_response({"message": str(error)}, 400)
        accepted = self._books.find("ses_accepted", lambda entry: _is_meant(entry, call))
        if accepted is None:
            return json_response({"message": "no mail was accepted for that"}, 404)
        accepted["step"] = 0  # orders play a character's first acts, whichever mail they answer
        planned = self._mailboxes.play(accepted, self._world.person(accepted["to"]), character)
        return json_response({"message_id": accepted["message_id"], "planned": planned}, 202)

    def caller(self, request: Request) -> Response:
        """Let a number behave as a caller from now on: {number, caller}."""
        try:
            call = request.json()
            self._connect.behave(str(call["number"]), str(call["caller"]))
        except (LookupError, TypeError, ValueError) as error:
            return json_response({"message": str(error)}, 400)
        return json_response({"number": call["number"], "caller": call["caller"]})


def _is_meant(entry: dict[str, Any], call: dict[str, Any]) -> bool:
    for name in ("send_id", "message_id", "to"):
        if call.get(name):
            return bool(str(entry[name]).lower() == str(call[name]).lower())
    return False
