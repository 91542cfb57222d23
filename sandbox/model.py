"""A deterministic stand-in for a language model, honest about what it is: rules over the text it is given.

`write_email` makes sentences from the facts in the prompt and cites their ids; `classify_reply` labels by
keywords of its own. Any other tool gets the smallest value that satisfies its schema.
"""

import json
import re
from typing import Any

from sandbox.seeds import Seed
from sandbox.sentences import SENTENCES, SUBJECTS

FACTS = re.compile(r"<facts>\s*(.*?)\s*</facts>", re.DOTALL)
OFFERED = re.compile(r"<offer>\s*(.*?)\s*</offer>", re.DOTALL)
LEAD = re.compile(r"<lead>\s*(.*?)\s*</lead>", re.DOTALL)
REPLY = re.compile(r"<reply>\s*(.*?)\s*</reply>", re.DOTALL)
# A page or a reply that talks to its reader's software is not quoted and not obeyed.
TO_MACHINES = re.compile(
    r"(?i)ignore (all |any )?(your |the )?(previous |prior )?instructions|AI assistants?"
)

ORDER = ("description", "product", "product_count", "platform", "technology", "company", "country")
LONGEST_QUOTE = 160
# Used only where the prompt brings no offer of its own.
OFFER = {
    "summary": "We help small online shops.",
    "proof": [],
    "question": "Would a short call be useful?",
}

# Checked in this order: what somebody rejects outweighs what else they say.
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "UNSUBSCRIBE",
        "opt_out",
        r"unsubscribe|remove me|take me off|stop (writing|mailing|emailing)|opt.?out|abmelden"
        r"|aus (ihrem|dem) verteiler|désinscri|ne plus recevoir",
    ),
    (
        "COLD",
        "not_interested",
        r"not (really )?interested|no interest|no,? thanks|no thank you|not for us|not a fit|in.house"
        r"|already have a (partner|supplier|vendor|solution)|happy with (our|what)"
        r"|kein interesse|nicht interessiert|pas intéress|geen interesse",
    ),
    (
        "NEUTRAL",
        "referral",
        r"not the right person|wrong person|forwarded (your|this)|my colleague|weitergeleitet",
    ),
    (
        "NEUTRAL",
        "not_now",
        r"not now|not at the moment|(write|ask|try|get in touch) again|next year|nicht jetzt|pas maintenant",
    ),
    (
        "WARM",
        "call",
        r"call me|give (me|us) a call|ring me|phone me|reach me (at|on)|set up a call"
        r"|rufen sie|telefonieren|appel(ez|er)",
    ),
    (
        "WARM",
        "meeting",
        r"meeting|schedule|demo\b|calendar|half an hour|15 minutes|tuesday|thursday|termin\b|rendez-vous",
    ),
    ("WARM", "price", r"pric(e|ing)|cost|quote|preis|tarif|angebot"),
    (
        "WARM",
        "interested",
        r"interested|sounds (good|interesting|relevant)|tell me more|learn more|send (me|us|over)"
        r"|interessiert|intéress",
    ),
    ("WARM", "details", r"how does|can you tell|what do you|what integrations|more details|one.pager"),
    ("NEUTRAL", "noted", r"\?"),
)
CALL = next(pattern for _, facet, pattern in RULES if facet == "call")


def write_email(prompt: str, seed: Seed) -> dict[str, Any]:
    """A mail of three to six sentences: {subject, sentences: [{text, facts}]}.

    About the company it says what a fact says, citing it; about the sender it says what the `<offer>` says.
    What the mails before (`previous` of the lead) have quoted is not quoted again.
    """
    lead = _json_block(LEAD, prompt, {})
    offer = OFFER | _json_block(OFFERED, prompt, {})
    facts = [fact for fact in _json_block(FACTS, prompt, []) if isinstance(fact, dict) and fact.get("id")]
    company = str(lead.get("company") or lead.get("name") or "your shop")
    step = lead.get("step") or 0
    language = lead.get("language") if lead.get("language") in SENTENCES else "en"
    said_before = " ".join(str(paragraph) for paragraph in lead.get("previous") or [])
    rng = seed.rng("write", company, lead.get("domain"), step)
    sentences: list[dict[str, Any]] = []
    for kind in ORDER:
        if len(sentences) < (1 if step else 2):
            chosen = next((fact for fact in facts if _is_quotable(fact, kind, said_before)), None)
            if chosen is not None:
                wordings = SENTENCES[language].get(kind) or SENTENCES["en"][kind]
                text = rng.choice(wordings).format(value=_spoken(chosen))
                sentences.append({"text": text, "facts": [chosen["id"]]})
    proof = [str(line) for line in offer["proof"]]
    own = [str(offer["summary"]), *(proof[:1])] if not step else (proof[-1:] or [str(offer["summary"])])
    sentences += [{"text": line, "facts": []} for line in (*own, str(offer["question"])) if line.strip()]
    return {"subject": rng.choice(SUBJECTS[language]).format(company=company)[:60], "sentences": sentences}


def _is_quotable(fact: dict[str, Any], kind: str, said_before: str) -> bool:
    value = _spoken(fact)
    fits = bool(value) and (kind != "description" or len(value) <= LONGEST_QUOTE)
    return fact.get("kind") == kind and fits and value not in said_before and not TO_MACHINES.search(value)


def _spoken(fact: dict[str, Any]) -> str:
    value = " ".join(str(fact.get("value", "")).split())
    if fact.get("kind") == "platform":
        return {"woocommerce": "WooCommerce", "bigcommerce": "BigCommerce"}.get(value, value.capitalize())
    return value


def classify_reply(prompt: str) -> dict[str, Any]:
    """A label by keywords: {label, facet, confidence, summary, wants_call}."""
    text = _text_block(REPLY, prompt)
    # What a reply says about how it should be read is part of the reply, not an order to its reader.
    spoken = re.sub(
        r"(?is)(please note:\s*)?ignore (all |any )?(your |the )?(previous |prior )?instructions.*", "", text
    )
    lowered = spoken.lower()
    for label, facet, pattern in RULES:
        if re.search(pattern, lowered):
            calls = label == "WARM" and bool(re.search(CALL, lowered))
            hits = len(re.findall(pattern, lowered))
            return {
                # The tool's labels are the three a model decides; an opt-out it sees is at least a refusal.
                "label": "COLD" if label == "UNSUBSCRIBE" else label,
                "facet": facet,
                "confidence": min(0.95, 0.78 + 0.07 * hits),
                "summary": f"The sender {_SUMMARY[facet]}.",
                "wants_call": calls,
            }
    return {
        "label": "NEUTRAL",
        "facet": "noted",
        "confidence": 0.4,
        "summary": "The sender says nothing that can be placed.",
        "wants_call": False,
    }


_SUMMARY = {
    "opt_out": "asks not to be written to",
    "not_interested": "declines",
    "referral": "points to somebody else",
    "not_now": "asks to be written to later",
    "call": "asks for a call",
    "meeting": "wants to meet",
    "price": "asks for a price",
    "interested": "is interested",
    "details": "asks for details",
    "noted": "asks something",
}


def fill(schema: dict[str, Any], _depth: int = 0) -> Any:
    """The smallest value that satisfies a JSON Schema (types, enum, const, required, minItems, minLength,
    minimum)."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for combination in ("anyOf", "oneOf", "allOf"):
        if schema.get(combination):
            return fill(schema[combination][0], _depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = next(name for name in kind if name != "null") if kind != ["null"] else "null"
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: fill(properties.get(name, {}), _depth + 1) for name in schema.get("required", [])}
    if kind == "array":
        return [fill(schema.get("items", {}), _depth + 1) for _ in range(schema.get("minItems", 0))]
    if kind in ("integer", "number"):
        return schema.get("minimum", 0)
    return {"boolean": False, "null": None}.get(kind, "x" * schema.get("minLength", 0))


def conform(value: Any, schema: dict[str, Any]) -> Any:
    """Drop what the schema does not name and replace enum values it does not know, so that an answer always
    fits."""
    if schema.get("enum") and value not in schema["enum"]:
        upper = {str(choice).upper(): choice for choice in schema["enum"]}
        return upper.get(str(value).upper(), schema["enum"][-1])
    properties = schema.get("properties")
    if isinstance(value, dict) and properties:
        kept = {name: conform(value[name], properties[name]) for name in properties if name in value}
        missing = [name for name in schema.get("required", []) if name not in kept]
        return kept | {name: fill(properties.get(name, {})) for name in missing}
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [conform(item, schema["items"]) for item in value]
    return value


def lead_identity(prompt: str) -> str:
    """Whom a drafting prompt is about, for faults that belong to a lead."""
    lead = _json_block(LEAD, prompt, {})
    return str(lead.get("domain") or lead.get("company") or "")


def _json_block(pattern: re.Pattern[str], prompt: str, default: Any) -> Any:
    match = pattern.search(prompt)
    if not match:
        return default
    try:
        value = json.loads(match.group(1))
    except ValueError:
        return default
    return value if isinstance(value, type(default)) else default


def _text_block(pattern: re.Pattern[str], prompt: str) -> str:
    match = pattern.search(prompt)
    return match.group(1) if match else prompt
