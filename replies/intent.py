"""WARM, COLD or NEUTRAL: what an answer wants, for what no rule has decided.

Offline: a linear model over words, word pairs and word pieces, trained on sentences that the project wrote
(``replies.model``), one sentence of the answer at a time, guarded by rules. The guards exist because the
two errors differ: a false WARM dials somebody who said no, a false NEUTRAL is read by a person.

- a sentence that declines, in any language known here, makes WARM impossible;
- WARM needs a share of at least ``WARM_AT``; between that and the rest the answer is NEUTRAL, to be reviewed;
- text that speaks to the machine ("ignore previous instructions") is never WARM.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from replies.facets import LABEL_OF, Facet, Intent3
from replies.model.features import features
from replies.patterns import Lazy
from replies.phone import Phone, find_phone

WARM_AT = 0.55
REVIEW_BELOW = 0.6
MAX_SENTENCES = 12
_SENTENCE = Lazy(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")

# An answer that says no, whatever friendly words stand around it.
_DECLINES = (
    r"\bnot (?:really |very |that |at all )?(?:interested|relevant|for us|a fit|a good fit|the right fit|needed|looking)",
    r"\bno (?:interest|need|thanks|thank you|longer)\b", r"\b(?:don'?t|do not|won'?t|will not|cannot|can'?t) (?:need|want|buy|work with|be interested|move forward|proceed|think (?:so|this|it))",
    r"\b(?:we'?ll|i'?ll|going to|have to|must) (?:pass|decline)\b", r"\bnot moving forward\b", r"\bun(?:interested|subscribe)",
    r"\bisn'?t (?:a fit|for us|relevant|something we)", r"\b(?:aren'?t|ain'?t|wasn'?t|am not|are not|is not) interested", r"\bstop (?:writing|calling|contacting|emailing|reaching)", r"\bscam|\bspam",
    r"\b(?:built|developed|made|created|wrote|have|do|handle|use)\b.{0,40}\b(?:in-?house|ourselves|internally|our own)\b",
    r"\bkein(?:e|en)? (?:interesse|bedarf)|\bnicht (?:interessiert|interessant|relevant|infrage)|\bnein,? danke|\bdanke,? (?:aber )?nein",
    r"\bpas (?:intéress|besoin|pour nous|du tout)|\bnon,? merci|\baucun intérêt", r"\bno (?:nos|me|estamos|estoy|tenemos|necesit)\b.{0,20}(?:interes|necesi)|\bno,? gracias|\bsin interés|\bno necesitamos",
    r"\bnon (?:ci |mi |siamo |sono )?(?:interess|serve|fa per|abbiamo bisogno)|\bno,? grazie|\bal momento non\b", r"\bgeen (?:interesse|behoefte)|\bnee,? (?:bedankt|dank)|\bniet (?:geïnteresseerd|interessant|nodig|relevant)",
    r"\bnie (?:jeste\w+ zainteres|potrzeb|,? dzi[ęe]ku)|\bbrak zainteres|\bnie,? dziękuj", r"\bn[ãa]o (?:temos|tenho|estamos|estou|nos|me|precis|,? obrigad)\b.{0,20}|\bn[ãa]o,? obrigad",
    r"\binte (?:intresser|aktuell|behöv|för oss)|\bnej,? tack|\binget intresse", r"\bikke (?:interess|relevant|brug for|behov|noget for|aktuelt)|\bnej,? tak|\bnei,? takk|\bingen interesse",
    r"\b(?:emme|en|ei) (?:ole|kiinnost|tarvitse)|\bei kiitos", r"興味(?:は)?(?:あり|ござい)?ません|興味(?:が)?ない|結構です|必要(?:は)?(?:あり|ござい)?ません|お断り|不要です",
    r"不感兴趣|没有?兴趣|不需要|不用了|不必|不考虑|没有需求", r"\bnedomina|\bneįdom|\bneturime|\bnereikia|\bne,? ačiū|\bnesame suinteres|\bnesudomin", r"\bnem[áa]me z[áa]jem|\bnem[áa]m z[áa]jem|\bne,? děkuj|\bnepotřebuj|\bnezajím",
    r"не (?:интерес|нужн|актуальн|требу|нуждаем|цікав|потріб)|нет,? спасибо|спасибо,? (?:но )?нет", r"ilgilenmi|gerek yok|istemi|hayır", r"(?:غير|لسنا|لست) مهتم|لا (?:شكرا|نريد|نحتاج)|nem érdek|nincs szüks|nu (?:suntem|sunt|avem|ne|mă)|δεν (?:ενδιαφ|χρειαζ|μας)|관심 ?없|필요 ?없",
)  # fmt: skip
# A step back that is no refusal: later, somebody else, a doubt.
_HOLDS_BACK = Lazy(
    r"\bstop\b|\bbut (?:not|we already|i'?m not|currently|right now)|\balready (?:have|work|use|using|working)|\bnot (?:now|yet|at this time|right now|this (?:year|quarter|month)|a priority)|"
    r"\b(?:next year|next quarter|in (?:six|a few|three) months|later this year)\b.{0,30}(?:again|back|touch)|"
    r"\bbereits\b.{0,30}(?:anbieter|agentur|lösung|partner)|\bdéjà\b.{0,30}(?:prestataire|agence|solution)|\bya (?:tenemos|trabajamos)|\b(?:abbiamo|lavoriamo) già|\bal (?:een|met een)\b.{0,20}(?:leverancier|partner|bureau)|"
    r"\bjau (?:dirbame|turime)|\bmamy już|\bjá temos|\bhar (?:redan|allerede)|\bmeillä on jo|すでに|已经有",
    re.IGNORECASE,
)
# Words addressed to a program, not to us.
_TO_THE_MACHINE = Lazy(
    r"ignore (?:all |any |the |your )?(?:previous|prior|above|earlier) |disregard (?:all|any|the|your) |system prompt|"
    r"you are (?:now )?(?:an? )?(?:ai|assistant|language model|classifier|chatgpt)|</?(?:system|reply|instructions?|tool)\b|"
    r"\b(?:classify|label|mark|treat|tag) (?:this|me|it|the)[\w ]{0,30}(?:as )?(?:warm|interested|positive|hot)|"
    r"\bas an ai\b|new instructions?:|override (?:the|your|all)|\"?label\"?\s*[:=]\s*\"?warm|wants_call\"?\s*[:=]\s*true|"
    r"\[(?:inst|system)\]|<\|im_start\|>|ignorier\w* (?:alle|die) (?:vorherigen|bisherigen)|ignore(?:z)? les instructions|"
    r"ignora (?:las|le) (?:instrucciones|istruzioni)|忽略(?:之前|以上|所有)|以前の指示を無視",
    re.IGNORECASE,
)
_CALL = Lazy(
    r"\b(?:call|phone|ring) me\b|\bgive (?:me|us) a (?:call|ring|buzz)\b|\b(?:please|pls|just|you can|feel free to) (?:call|phone|ring)(?: (?:me|us|back|on|at|under|tomorrow|today|after|before|between|around|in|this|next|any|when|whenever|as soon|\+|\d)|[.!,;]|$)|"
    r"\b(?:quick|short|phone) (?:call|chat)\b|\b(?:jump|hop|get) on (?:a|the) (?:quick |short )?(?:call|phone)|\b(?:schedule|book|have|set up|arrange) (?:a |an )?(?:[\w-]+ )?call\b|"
    r"\b(?:talk|speak|discuss)\b.{0,25}\b(?:on|over|by) the phone|\breach me (?:at|on|under)|\bmy (?:mobile|cell|phone|number|direct)\b|"
    r"\brufen sie (?:mich|uns)|\bruf(?:t)? mich an|\banrufen\b|\btelefonieren|\berreichen sie mich|\berreichbar unter|"
    r"\bappelez[- ](?:moi|nous)|\bme joindre|\bpar téléphone|\bllám(?:e|a)(?:me|nos)|\bpor teléfono|\bmi chiami|\bchiamatemi|\bal telefono|\bbel (?:me|mij)|\bbellen\b|"
    r"\bzadzwo[nń]|\bo telefon\b|\bme ligue|\bligar-me|\bligue-me|\bring (?:mig|meg|til)|\bta ett samtal|\bsoit(?:a|takaa|telkaa)|電話(?:を)?(?:ください|下さい|お願い)|お電話|给我(?:打|来)?(?:个)?电话|打电话|"
    r"\bpaskambin|\bzavolejte|позвоните|перезвоните|\bbeni ara|اتصل",
    re.IGNORECASE,
)
_NO_CALL = Lazy(
    r"\b(?:don'?t|do not|never|no|not|please stop|stop) (?:ever )?(?:call|phone|ring)|\bno (?:phone )?calls?\b|\bnicht an(?:rufen)?\b|\bkeine anrufe|"
    r"\bne (?:m'|me )?(?:appelez|téléphonez) pas|\bno me llame|\bnon (?:mi )?chiam|\bniet bellen|\bnie dzwoni|\bnão (?:me )?lig|\bring inte|\bring ikke",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What an answer wants. ``confidence`` is 0-1. ``phone`` is a number that the text gives.

    ``not_before``: the day before which "not now" wants no other mail, where one is named.
    ``needs_review``: a person should look before anything is done. ``summary`` is one sentence, made of
    words of ours, not of the answer's.
    """

    label: Intent3
    facet: Facet
    confidence: float
    wants_call: bool
    phone: Phone | None
    summary: str
    needs_review: bool = False
    not_before: date | None = None


_SUMMARIES = {
    Facet.INTERESTED: "Is interested.",
    Facet.PRICE: "Asks for the price or an offer.",
    Facet.DETAILS: "Asks for more information.",
    Facet.CALL: "Wants to talk on the phone.",
    Facet.MEETING: "Wants to meet or see a demo.",
    Facet.NOT_INTERESTED: "Is not interested.",
    Facet.HAS_VENDOR: "Already has a supplier or a solution.",
    Facet.HOSTILE: "Is annoyed by the mail.",
    Facet.OBJECTION: "Objects: price, budget or fit.",
    Facet.SKEPTICAL: "Doubts, and asks for proof or for the source of the address.",
    Facet.NOT_NOW: "Not now; may be asked again later.",
    Facet.REFERRAL: "Names somebody else who is responsible.",
    Facet.WRONG_PERSON: "Is the wrong person.",
    Facet.NOTED: "Answers without a clear wish.",
    Facet.OPT_OUT: "Wants no more mail.",
}


@lru_cache(maxsize=1)
def _model() -> tuple[str, tuple[Facet, ...], float, dict[str, list[int]]]:
    document = json.loads((Path(__file__).parent / "model" / "weights.json").read_text(encoding="utf-8"))
    facets = tuple(Facet(name) for name in document["facets"])
    return document["version"], facets, float(document["scale"]), document["weights"]


def model_version() -> str:
    """The version of the offline model: stored with each verdict that it gives."""
    return f"offline-{_model()[0]}"


@lru_cache(maxsize=1)
def _declines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _DECLINES), re.IGNORECASE)


def shares(text: str) -> dict[Facet, float]:
    """The model's share for each facet of one text; they add up to 1."""
    _, facets, scale, weights = _model()
    totals = [0.0] * len(facets)
    for name, value in features(text).items():
        vector = weights.get(name)
        if vector is not None:
            for index, weight in enumerate(vector):
                totals[index] += weight * value
    top = max(totals)
    exps = [math.exp((total - top) / scale) for total in totals]
    whole = sum(exps)
    return {facet: value / whole for facet, value in zip(facets, exps, strict=True)}


def _combined(text: str) -> dict[Facet, float]:
    """Shares of the whole, averaged with those of its sentences: long answers greet before they say it."""
    pieces = [p for p in (s.strip() for s in _SENTENCE.split(text)) if len(p) > 1][:MAX_SENTENCES]
    total = dict(shares(text))
    if len(pieces) < 2:
        return total
    weight = 1.0
    for piece in pieces:
        own = shares(piece)
        # A greeting or a courtesy has no opinion: its vote counts by how sure the model is of it.
        sure = max(own.values()) ** 2 * (0.2 if max(own, key=lambda f: own[f]) is Facet.NOTED else 1.0)
        weight += sure
        for facet, share in own.items():
            total[facet] += share * sure
    return {facet: share / weight for facet, share in total.items()}


def classify(text: str, subject: str = "", region: str | None = None) -> Intent:
    """Classify one visible reply offline. Deterministic. ``region`` reads national telephone numbers.

    ``subject`` counts only where the text is empty (people answer in the subject line).
    """
    said = text.strip() or subject.strip()
    flat = re.sub(r"\s+", " ", said[:4000]).replace("’", "'")
    if not re.search(r"\w|👍", flat):
        return Intent(Intent3.NEUTRAL, Facet.NOTED, 0.0, False, None, _SUMMARIES[Facet.NOTED], True)
    by_facet = _combined(said[:4000])
    by_label = {
        label: sum(share for facet, share in by_facet.items() if LABEL_OF[facet] is label)
        for label in Intent3
    }
    phone = find_phone(said, region)
    no_call = bool(_NO_CALL.search(flat))
    asks_call = asks_for_call(flat)
    label = max(by_label, key=lambda candidate: by_label[candidate])
    guarded = False
    if label is Intent3.WARM:
        others = {k: v for k, v in by_label.items() if k is not Intent3.WARM}
        if _declines().search(flat):
            label, guarded = max(others, key=lambda k: others[k]), True
        elif _HOLDS_BACK.search(flat) or _TO_THE_MACHINE.search(flat) or by_label[label] < WARM_AT:
            label, guarded = Intent3.NEUTRAL, True
    elif label is Intent3.NEUTRAL and _declines().search(flat) and not _HOLDS_BACK.search(flat):
        guarded = True
    candidates = {f: s for f, s in by_facet.items() if LABEL_OF[f] is label}
    facet = max(candidates, key=lambda f: candidates[f])
    warm = label is Intent3.WARM
    if warm and asks_call:
        facet = Facet.CALL
    confidence = round(min(by_label[label], 0.5) if guarded else by_label[label], 3)
    return Intent(
        label=label,
        facet=facet,
        confidence=confidence,
        wants_call=warm and not no_call and (asks_call or phone is not None),
        phone=phone,
        summary=_SUMMARIES[facet],
        needs_review=confidence < REVIEW_BELOW or bool(_TO_THE_MACHINE.search(flat)),
    )


def addresses_the_machine(text: str) -> bool:
    """Whether a text gives orders to a program: such an answer is read by a person, whatever a model says."""
    return bool(_TO_THE_MACHINE.search(re.sub(r"\s+", " ", text[:8000])))


def declines(text: str) -> bool:
    """Whether a text says no in words that are known: no model may call it WARM."""
    return bool(_declines().search(re.sub(r"\s+", " ", text[:8000]).replace("’", "'")))


def asks_for_call(text: str) -> bool:
    """Whether a text asks, in words that are known, to be called; a wish not to be called outweighs it."""
    flat = re.sub(r"\s+", " ", text[:8000]).replace("’", "'")
    return bool(_CALL.search(flat)) and not _NO_CALL.search(flat)
