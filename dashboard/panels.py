"""The pieces of pages that Streamlit has no element for, as HTML. Every word goes through ``markup``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from dashboard.markup import Html, el, joined, link, plain, web_address
from dashboard.model import FactRow, Letter
from dashboard.views.timeline import Entry

STYLE = """
<style>
.bk-head{display:flex;align-items:baseline;gap:.7rem;flex-wrap:wrap;margin:0 0 .2rem}
.bk-head h1{font-size:1.9rem;font-weight:700;line-height:1.2;margin:0;padding:0;overflow-wrap:anywhere}
.bk-sub{opacity:.68;overflow-wrap:anywhere}
.bk-pill{display:inline-block;padding:.05rem .6rem;border-radius:1rem;font-size:.8rem;font-weight:600;
  white-space:nowrap;border:1px solid transparent}
.bk-pill.bk-good{color:color-mix(in srgb,#10b981 60%,currentColor);
  background:#10b98122;border-color:#10b98155}
.bk-pill.bk-bad{color:color-mix(in srgb,#ef4444 60%,currentColor);
  background:#ef444422;border-color:#ef444455}
.bk-pill.bk-warn{color:color-mix(in srgb,#f59e0b 60%,currentColor);
  background:#f59e0b22;border-color:#f59e0b55}
.bk-pill.bk-plain{color:color-mix(in srgb,#0ea5e9 60%,currentColor);
  background:#0ea5e922;border-color:#0ea5e955}
.bk-pill.bk-quiet{color:color-mix(in srgb,#94a3b8 60%,currentColor);
  background:#94a3b822;border-color:#94a3b855}
.bk-legend{display:flex;gap:1.2rem;font-size:.8rem;opacity:.8;flex-wrap:wrap}
.bk-key{display:inline-flex;align-items:center;gap:.4rem}
.bk-swatch{width:.8rem;height:.8rem;border-radius:.2rem;display:inline-block}
.bk-figures{display:flex;gap:1.6rem;flex-wrap:wrap;margin:.2rem 0 .4rem}
.bk-name{opacity:.62;font-size:.85rem}
.bk-foot{font-size:.75rem;opacity:.6;overflow-wrap:anywhere;margin-top:1rem}
.bk-day{font-size:.78rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;opacity:.6;
  margin:1.1rem 0 .5rem 0}
.bk-ev{display:grid;grid-template-columns:5.2rem 1.4rem 1fr;margin:0}
.bk-time{font-variant-numeric:tabular-nums;font-size:.85rem;opacity:.65;padding-top:.12rem;text-align:right}
.bk-rail{position:relative;justify-self:center;width:2px;background:#94a3b84d}
.bk-dot{position:absolute;top:.36rem;left:-4px;width:10px;height:10px;border-radius:50%}
.bk-dot.bk-good{background:#10b981}.bk-dot.bk-bad{background:#ef4444}.bk-dot.bk-warn{background:#f59e0b}
.bk-dot.bk-plain{background:#0ea5e9}.bk-dot.bk-quiet{background:#94a3b8}
.bk-body{padding:0 0 .95rem .5rem;min-width:0;overflow-wrap:anywhere}
.bk-title{font-weight:600}
.bk-why{opacity:.82;font-size:.92rem}
.bk-why span+span::before{content:" · ";opacity:.6}
.bk-from{font-size:.82rem;opacity:.75;margin-top:.1rem}
.bk-from a{color:#0d9488}
.bk-from a,.bk-nolink{margin-right:.6rem}
.bk-facts{max-height:60rem;overflow:auto}
.bk-fact{padding:.45rem 0;border-bottom:1px solid #94a3b833;overflow-wrap:anywhere}
.bk-kind{font-size:.72rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;opacity:.6}
.bk-ev details{font-size:.78rem;margin-top:.15rem}
.bk-letter{white-space:pre-wrap;font-size:.9rem;line-height:1.5;margin:.35rem 0 .4rem;padding:.6rem .9rem;
  border-left:3px solid #0d948899;background:#0d948812;border-radius:0 .4rem .4rem 0}
.bk-ev summary{cursor:pointer;opacity:.55;list-style:none}
.bk-ev summary:hover{opacity:1}
.bk-ev summary code,.bk-ev pre{font-size:.78rem}
.bk-ev pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0 0;padding:.5rem .7rem;
  border-radius:.4rem;background:#94a3b81f}
</style>
"""
"""Our own words only; put once on a page. Colours are legible on the light and on the dark theme."""

TONES = {
    "rejected": "bad",
    "stopped": "warn",
    "finished": "plain",
    "active": "good",
    "postponed": "warn",
    "scored": "quiet",
}


def heading(title: object, beside: object = "", tone: str = "plain", below: object = "") -> Html:
    """A page's title with a pill beside and a line below it."""
    pill = el("span", beside, cls=f"bk-pill bk-{tone}") if beside else Html()
    line = el("div", below, cls="bk-sub") if below else Html()
    return el("div", el("div", el("h1", title), pill, cls="bk-head"), line)


def figures(pairs: Iterable[tuple[str, str]]) -> Html:
    """Names and values in a line."""
    return el(
        "div",
        *(el("span", el("span", name, cls="bk-name"), " ", el("b", value)) for name, value in pairs),
        cls="bk-figures",
    )


def legend(entries: Iterable[tuple[str, str]]) -> Html:
    """What colours mean: pairs of words and colour."""
    keys = [
        el("span", el("span", cls="bk-swatch", style=f"background:{colour}"), words, cls="bk-key")
        for words, colour in entries
    ]
    return el("div", *keys, cls="bk-legend")


def foot(url: str, origin: str) -> Html:
    """Which API is read, and who said so."""
    return el("div", el("div", url), el("div", f"from {origin}"), cls="bk-foot")


def timeline(entries: Iterable[Entry]) -> Html:
    """Entries as a rail of dots, a heading for each day (UTC)."""
    parts: list[Html] = []
    day = ""
    for entry in entries:
        if entry.at[:10] != day:
            day = entry.at[:10]
            parts.append(el("div", f"{day} UTC", cls="bk-day"))
        parts.append(_entry(entry))
    return el("div", *parts, cls="bk-tl", role="list")


def _entry(entry: Entry) -> Html:
    why = el("div", *(el("span", line) for line in entry.why), cls="bk-why") if entry.why else Html()
    pages = joined([link(page, _short(page)) for page in entry.pages])
    origin = el("div", "from ", pages, cls="bk-from") if entry.pages else Html()
    return el(
        "div",
        el("div", entry.at[11:19], cls="bk-time", title=entry.at),
        el("div", el("span", cls=f"bk-dot bk-{entry.tone}"), cls="bk-rail"),
        el(
            "div",
            el("div", entry.title, cls="bk-title"),
            why,
            origin,
            _letter(entry.letter),
            _event(entry),
            cls="bk-body",
        ),
        cls="bk-ev",
        role="listitem",
    )


def _letter(letter: Letter | None) -> Html:
    """What was written, folded up; line breaks stay."""
    if letter is None:
        return Html()
    subject = f"“{letter.subject}”" if letter.subject else "what was written"
    return el("details", el("summary", "read ", subject), el("div", letter.text, cls="bk-letter"))


def _event(entry: Entry) -> Html:
    """The event itself, folded up."""
    facts = {"event": entry.event_id, "caused by": entry.cause, "said by": entry.producer, **entry.data}
    shown = json.dumps({k: v for k, v in facts.items() if v not in ("", None)}, indent=1, ensure_ascii=False)
    return el(
        "details",
        el("summary", "event ", el("code", entry.type), f" by {entry.producer}" if entry.producer else ""),
        el("pre", shown),
    )


def facts(rows: Iterable[FactRow]) -> Html:
    """Facts, each with the page that says so and how sure the rule is."""
    return el("div", *(_fact(row) for row in rows), cls="bk-facts", role="list")


def _fact(row: FactRow) -> Html:
    page = web_address(row.page)
    where = link(page, _short(page)) if page else el("span", row.page, cls="bk-nolink")
    sure = "" if row.confidence is None else f"{row.confidence:.0%} sure"
    notes = [note for note in (row.rule, sure) if note]
    return el(
        "div",
        el("div", row.kind.replace("_", " "), cls="bk-kind"),
        el("div", row.value),
        el("div", "from " if row.page else "", where, el("span", " · ".join(notes)), cls="bk-from"),
        cls="bk-fact",
        role="listitem",
    )


def _short(page: str) -> str:
    """A page's address without its scheme, cut in the middle of what is too long to read."""
    parts = urlsplit(page)
    shown = plain(f"{parts.netloc}{parts.path}".rstrip("/"))
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-18:]}"
