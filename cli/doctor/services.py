"""The other services: models may be asked, Salesforce lets us in, the one-click address answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.doctor.finding import Finding, fail, ok, unknown, warn

if TYPE_CHECKING:
    from cli.connection import Connection

_SECONDS = 10.0
_SECRETS = {"keys": ("token", "pepper", "api"), "salesforce": ("consumer_key", "username", "private_key")}
_OTHER_NAME = "correct modelDraft or modelClassify in infrastructure/stages: ids differ from region to region"
_FIXES = {
    "model_not_allowed": "ask for access in Bedrock's console (Model access), and allow bedrock:InvokeModel",
    "model_not_found": _OTHER_NAME,
    "model_bad_request": _OTHER_NAME,
    "model_throttled": "wait a minute, or ask for a higher quota",
}
_ROOM_LEFT = 0.8  # share of Salesforce's calls a day that is worth a word


def model(client: Any, model_id: str, use: str) -> Finding:
    """Ask the model for one word: nothing else proves access. Costs a few tokens."""
    from adapters.bedrock import Bedrock, ModelUnavailable

    request = {
        "modelId": model_id,
        "messages": [{"role": "user", "content": [{"text": "Answer with the word yes."}]}],
        "inferenceConfig": {"maxTokens": 5},
    }
    try:
        Bedrock(lambda: client).converse(request)
    except ModelUnavailable as trouble:
        reason = trouble.reason
        fix = _FIXES.get(reason, "look at the AWS Health Dashboard, and try again")
        if trouble.passing:
            return warn("Bedrock", use, f"{model_id}: {reason}", fix)
        return fail("Bedrock", use, f"{model_id}: {reason}", fix)
    return ok("Bedrock", use, f"{model_id} answers")


def secrets(connection: Connection) -> list[Finding]:
    """Each secret exists and has the fields that are read. No value is shown."""
    from adapters.secrets import MissingSecret, Secrets

    store = Secrets(lambda: connection.client("secretsmanager"), _prefix(connection), connection.clock.now)
    findings = []
    for name, fields in _SECRETS.items():
        about = f"{_prefix(connection)}/{name}"
        try:
            held = store.secret(name)
        except MissingSecret as missing:
            findings.append(
                fail("secret", about, str(missing), f"create it with the fields {', '.join(fields)}")
            )
            continue
        empty = [field for field in fields if not held.get(field)]
        if empty:
            findings.append(
                fail("secret", about, f"has no {', '.join(empty)}", "add it to the secret's JSON")
            )
        else:
            findings.append(ok("secret", about, "has what is read of it"))
    return findings


def salesforce(connection: Connection) -> Finding:
    """Log in, and look for the field that leads are known by."""
    import requests

    from adapters.salesforce import Salesforce, SalesforceBusy, SalesforceConflict, SalesforceLoginRefused
    from adapters.secrets import MissingSecret, Secrets
    from adapters.simple_salesforce_lean import SalesforceError

    store = Secrets(lambda: connection.client("secretsmanager"), _prefix(connection), connection.clock.now)
    org = Salesforce.from_secrets(store)
    try:
        org.find("SELECT Beckon_Lead_Id__c FROM Lead LIMIT 1")
    except MissingSecret as missing:
        return fail("Salesforce", "login", str(missing), 'README, "Going to AWS", says how to make it')
    except SalesforceLoginRefused as refused:
        return fail(
            "Salesforce", "login", str(refused), "approve the connected app for the user, and its certificate"
        )
    except SalesforceBusy as busy:
        return warn("Salesforce", "login", f"no answer now: {busy}", "try again")
    except (SalesforceConflict, SalesforceError) as error:
        said = f"logged in, and Lead has no Beckon_Lead_Id__c: {type(error).__name__}"
        return fail("Salesforce", "fields", said, 'add the fields that README, "Going to AWS", lists')
    except (requests.RequestException, ValueError) as error:
        return unknown(
            "Salesforce", "login", f"out of reach: {type(error).__name__}", "look at login_url in the secret"
        )
    used = org.calls_used
    if used and used[1] and used[0] >= _ROOM_LEFT * used[1]:
        return warn(
            "Salesforce",
            "login",
            f"{used[0]} of {used[1]} calls used today",
            "ask for more, or sync fewer leads",
        )
    calls = f", {used[0]} of {used[1]} calls used today" if used else ""
    return ok("Salesforce", "login", f"logged in{calls}")


def one_click(public_url: str) -> list[Finding]:
    """The address in ``List-Unsubscribe`` is https, is ours, asks on GET and takes POST without a redirect.

    A made-up token stands in it: nobody is unsubscribed by looking. RFC 8058 3.
    """
    import httpx

    about = public_url or "(none)"
    local = public_url.startswith(("http://127.0.0.1", "http://localhost"))
    if not public_url.startswith("https://") and not local:
        return [
            fail(
                "one-click",
                about,
                "not an https address",
                "deploy the stage: its output PublicUrl is the address",
            )
        ]
    link = f"{public_url.rstrip('/')}/u/nobody"
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=False) as browser:
            asked = browser.get(link)
            clicked = browser.post(link, data={"List-Unsubscribe": "One-Click"})
    except httpx.HTTPError as error:
        said = f"no answer: {type(error).__name__}"
        return [fail("one-click", about, said, "look at the API's logs: `beckon logs`, or CloudWatch")]
    wrong = [
        f"{answer.request.method} {answer.status_code}"
        for answer in (asked, clicked)
        if answer.status_code != 404
    ]
    if wrong:
        said = f"a link that nobody was sent should be unknown, and is answered by {', '.join(wrong)}"
        return [fail("one-click", about, said, "let no proxy, login or redirect stand before it")]
    where = "on this machine" if local else "https"
    return [ok("one-click", about, f"answers GET and POST ({where})")]


def _prefix(connection: Connection) -> str:
    return f"beckon/{connection.stage}"
