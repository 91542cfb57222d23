"""What DNS says of a domain, asked of a name server whose records each test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from dns.resolver import Resolver

from cli.doctor import names
from cli.doctor.finding import State
from sandbox.names import NameServer, Records, dkim_tokens, records

REGION = "us-east-1"
DOMAIN = "firm.example"


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """The library remembers answers of the process, whoever gave them."""
    from checkdmarc import utils

    utils.DNS_CACHE.clear()


@pytest.fixture
def served() -> Iterator[Callable[[Records], Resolver]]:
    """Serve records, and get a resolver that asks nobody else."""
    held: Records = {}
    server = NameServer("127.0.0.1", 0, lambda: held)
    server.start()

    def serve(known: Records) -> Resolver:
        held.update(known)
        return names.resolver(server.port)

    yield serve
    server.stop()


@pytest.fixture
def healthy() -> Records:
    return records([DOMAIN], [], REGION)


def txt(name: str, value: str) -> Records:
    return {(name, "TXT"): [f'"{value}"']}


def test_all_is_well_where_the_records_are_those_that_ses_asks_for(served, healthy):
    dns = served(healthy)
    policy, adkim, aspf = names.dmarc(f"mail.{DOMAIN}", dns)
    found = [
        names.reply_domain(f"reply.{DOMAIN}", REGION, dns),
        names.spf(f"bounce.{DOMAIN}", dns),
        names.dkim(DOMAIN, list(dkim_tokens(DOMAIN)), dns),
        policy,
        names.alignment(f"mail.{DOMAIN}", DOMAIN, f"bounce.{DOMAIN}", adkim, aspf),
    ]
    assert [finding.state for finding in found] == [State.OK] * 5, found


def test_answers_that_go_elsewhere_are_no_answers_of_ours(served):
    dns = served({("reply.firm.example", "MX"): ["10 mx.google.example."]})
    found = names.reply_domain("reply.firm.example", REGION, dns)
    assert found.state is State.FAIL
    assert "mx.google.example" in found.said
    assert "inbound-smtp.us-east-1.amazonaws.com" in found.fix


def test_a_reply_domain_of_another_region_is_told(served, healthy):
    found = names.reply_domain(f"reply.{DOMAIN}", "eu-west-1", served(healthy))
    assert (found.state, "not to SES in eu-west-1" in found.said) == (State.FAIL, True)


def test_a_second_mail_server_takes_some_of_the_answers(served):
    both = {("r.firm.example", "MX"): ["10 inbound-smtp.us-east-1.amazonaws.com.", "20 mx.other.example."]}
    assert names.reply_domain("r.firm.example", REGION, served(both)).state is State.WARN


def test_a_reply_domain_without_a_mail_server_gets_no_answers(served):
    assert names.reply_domain("nowhere.example", REGION, served({})).state is State.FAIL


@pytest.mark.parametrize(
    ("record", "state", "word"),
    [
        ("v=spf1 include:amazonses.com ~all", State.OK, "amazonses"),
        ("v=spf1 -all", State.FAIL, "not among"),
        ("v=spf1 include:amazonses.com +all", State.WARN, "anybody"),
        ("v=spf1 include:amazonses.com include:", State.FAIL, "can't use"),
        ("some other text", State.FAIL, ""),
    ],
)
def test_spf_lets_ses_send_and_not_everybody(served, healthy, record, state, word):
    found = names.spf("bounce.firm.example", served(healthy | txt("bounce.firm.example", record)))
    assert found.state is state, found
    assert word in found.said


def test_two_spf_records_are_none(served, healthy):
    both = {("bounce.firm.example", "TXT"): ['"v=spf1 include:amazonses.com ~all"', '"v=spf1 -all"']}
    assert names.spf("bounce.firm.example", served(healthy | both)).state is State.FAIL


def test_each_missing_dkim_record_is_named(served, healthy):
    tokens = list(dkim_tokens(DOMAIN))
    del healthy[f"{tokens[1]}._domainkey.{DOMAIN}", "CNAME"]
    found = names.dkim(DOMAIN, tokens, served(healthy))
    assert found.state is State.FAIL
    assert f"{tokens[1]}._domainkey.{DOMAIN}  CNAME  {tokens[1]}.dkim.amazonses.com" in found.fix
    assert tokens[0] not in found.fix


def test_regions_that_sign_under_names_of_their_own_are_taken(served):
    dns = served({(f"t._domainkey.{DOMAIN}", "CNAME"): ["t.dkim.eu-south-1.amazonses.com."]})
    assert names.dkim(DOMAIN, ["t"], dns).state is State.OK


def test_a_domain_without_dmarc_is_told_what_to_add(served, healthy):
    del healthy[f"_dmarc.{DOMAIN}", "TXT"]
    found, _, _ = names.dmarc(f"mail.{DOMAIN}", served(healthy))
    assert found.state is State.FAIL
    assert f"_dmarc.{DOMAIN}  TXT" in found.fix


def test_reports_that_nobody_gets_are_worth_a_word(served, healthy):
    found, _, _ = names.dmarc(DOMAIN, served(healthy | txt(f"_dmarc.{DOMAIN}", "v=DMARC1; p=none")))
    assert (found.state, "rua" in found.fix) == (State.WARN, True)


def test_strict_alignment_is_read_from_the_record(served, healthy):
    strict = txt(f"_dmarc.{DOMAIN}", f"v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:d@{DOMAIN}")
    found, adkim, aspf = names.dmarc(DOMAIN, served(healthy | strict))
    assert (found.state, adkim, aspf) == (State.OK, "s", "s")


@pytest.mark.parametrize(
    ("signer", "mail_from", "adkim", "aspf", "state"),
    [
        ("firm.example", "bounce.firm.example", "r", "r", State.OK),
        ("firm.example", "", "r", "r", State.WARN),
        ("", "bounce.firm.example", "r", "r", State.WARN),
        ("", "", "r", "r", State.FAIL),
        ("other.example", "", "r", "r", State.FAIL),
        ("firm.example", "bounce.firm.example", "s", "s", State.FAIL),
        ("mail.firm.example", "bounce.firm.example", "s", "s", State.WARN),
    ],
)
def test_dmarc_passes_by_what_is_aligned(signer, mail_from, adkim, aspf, state):
    assert names.alignment("mail.firm.example", signer, mail_from, adkim, aspf).state is state


def test_companies_of_one_registry_are_not_aligned():
    assert not names.aligned("one.co.uk", "two.co.uk", "r")
    assert names.aligned("mail.one.co.uk", "one.co.uk", "r")


def test_a_silent_name_server_is_no_verdict(monkeypatch):
    dns = names.resolver(9)  # the discard port: nobody answers
    dns.lifetime = 0.2
    monkeypatch.setattr(names, "_SECONDS", 0.2)
    assert names.reply_domain("reply.firm.example", REGION, dns).state is State.UNKNOWN
