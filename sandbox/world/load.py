"""Read the data files of this folder, once, into companies, the people behind addresses and those behind
numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from sandbox.seeds import Seed

FOLDER = Path(__file__).parent

DEFAULT_CHARACTERS = (
    ("silent", 34),
    ("reader", 10),
    ("cold", 12),
    ("question", 9),
    ("warm_meeting", 8),
    ("warm_price", 7),
    ("out_of_office", 7),
    ("unsubscribe_text", 4),
    ("unsubscribe_one_click", 3),
    ("scanner", 3),
    ("hard_bounce", 2),
    ("soft_bounce", 1),
)
DEFAULT_CALLERS = (("interested", 40), ("no_answer", 30), ("not_interested", 20), ("hangs_up", 10))
STYLES = ("gmail", "outlook", "plain", "bottom", "interleaved")


@cache
def read_yaml(name: str) -> Any:
    """A data file of this folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Company:
    """An invented company; the fields are those of companies.yml."""

    name: str
    domain: str
    platform: str
    country: str
    city: str
    region: str
    postcode: str
    street: str
    zone: str
    person: str
    role: str
    goods: str
    founded: int
    layout: str
    mail: str = ""
    address: str = ""
    alias: str = ""
    phone: str = ""
    legal: str = ""
    lang: str = "en"
    kind: str = "good"
    mailbox: str = ""
    style: str = ""
    caller: str = ""
    crm: str = ""
    also: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """The address the company publishes (or would)."""
        return self.address or f"{self.mail}@{self.domain}"

    @property
    def line(self) -> str:
        """What it sells, in the language of the shop."""
        local: str | None = read_yaml("words.yml")["lines"].get(self.lang, {}).get(self.goods)
        return local or str(read_yaml("goods.yml")[self.goods]["line"])


@dataclass(frozen=True)
class Person:
    """Who reads an address: how they behave and how they write. `company` is None for addresses of saved
    pages."""

    address: str
    name: str
    character: str
    style: str
    phone: str
    alias: str
    lang: str
    company: Company | None


class World:
    """All companies, with lookups by host, address and number."""

    def __init__(self, seed: Seed, companies: tuple[Company, ...] | None = None) -> None:
        self.seed = seed
        self.companies = load_companies() if companies is None else companies
        self._by_host: dict[str, Company] = {}
        self._by_address: dict[str, Company] = {}
        self._by_phone: dict[str, Company] = {}
        for company in self.companies:
            for host in (company.domain, *company.also):
                self._by_host[host] = company
            # The first company that publishes an address or number owns it; an outlet shares its parent's.
            self._by_address.setdefault(company.email.lower(), company)
            if company.phone:
                self._by_phone.setdefault(company.phone, company)

    @property
    def domains(self) -> list[str]:
        """Every host a list of prospects might name, in the order of the data file."""
        return list(self._by_host)

    def company_at(self, host: str) -> Company | None:
        """The company whose site answers at a host, `www.` or not."""
        return self._by_host.get(host.lower().removeprefix("www."))

    def person(self, address: str) -> Person:
        """Whoever reads an address; strangers get a character by seed."""
        address = address.lower()
        company = self._by_address.get(address)
        rng = self.seed.rng("person", address)
        style = rng.choice(STYLES)
        character = _weighted(rng.random(), DEFAULT_CHARACTERS)
        if company is None:
            name = address.partition("@")[0].replace(".", " ").replace("_", " ").title()
            return Person(address, name, character, style, "", "", "en", None)
        return Person(
            address,
            company.person,
            company.mailbox or character,
            company.style or style,
            company.phone,
            company.alias,
            company.lang,
            company,
        )

    def caller(self, number: str) -> str:
        """How whoever answers a number behaves."""
        company = self._by_phone.get(number)
        if company and company.caller:
            return company.caller
        return _weighted(self.seed.rng("caller", number).random(), DEFAULT_CALLERS)

    def company_with_phone(self, number: str) -> Company | None:
        """The company that answers a number."""
        return self._by_phone.get(number)


def load_companies() -> tuple[Company, ...]:
    """companies.yml as a tuple; an unknown field or a missing one is an error."""
    return tuple(_company(entry) for entry in read_yaml("companies.yml"))


def _company(entry: Mapping[str, Any]) -> Company:
    return Company(**{**entry, "also": tuple(entry.get("also", ()))})


def _weighted(draw: float, choices: tuple[tuple[str, int], ...]) -> str:
    total = sum(weight for _, weight in choices)
    for name, weight in choices:
        draw -= weight / total
        if draw < 0:
            return name
    return choices[-1][0]
