"""A campaign's own words: in which languages it can write, and the copy that it brings itself.

A mail is written in the language of its recipient where the campaign has words in it, else in the campaign's
own. The offer and the question are the sender's promises: they are translated by a person, in the campaign's
file, never by a machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from outreach.profile import Profile

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
"""Languages that there is copy in, and words to judge a draft by (folders of ``templates``)."""
ENGLISH = "en"

# The language of business where there is one. A country with several (CH, BE, LU, CA) is left to its pages.
_SPOKEN: dict[str, str] = {
    country: language
    for language, countries in {
        "en": "GB IE US AU NZ",
        "de": "DE AT LI",
        "fr": "FR MC",
        "es": "ES MX AR CL CO PE UY EC CR PA GT BO PY DO VE",
        "it": "IT SM VA",
        "nl": "NL SR",
    }.items()
    for country in countries.split()
}


class Translation(NamedTuple):
    """What a campaign says in one more language. ``subjects``: for each step that has one, in order."""

    language: str
    summary: str
    question: str
    proof: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    source_notice: str = ""
    templates: tuple[tuple[str, str], ...] = ()


class Wording(NamedTuple):
    """The campaign's language, what it says in others, and its own templates by name (Jinja2 source)."""

    language: str = ENGLISH
    translations: tuple[Translation, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()

    def own_template(self, name: str) -> str | None:
        """The source of a template that the campaign brings, or None."""
        return dict(self.templates).get(name)

    def translation(self, language: str) -> Translation | None:
        return next((one for one in self.translations if one.language == language), None)

    def to_item(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "language": self.language,
            "templates": dict(self.templates),
            "translations": [
                {
                    "language": one.language,
                    "summary": one.summary,
                    "question": one.question,
                    "proof": list(one.proof),
                    "subjects": list(one.subjects),
                    "source_notice": one.source_notice,
                    "templates": dict(one.templates),
                }
                for one in self.translations
            ],
        }

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Wording:
        return cls(
            language=item.get("language", ENGLISH),
            templates=tuple(item.get("templates", {}).items()),
            translations=tuple(
                Translation(
                    language=one["language"],
                    summary=one["summary"],
                    question=one["question"],
                    proof=tuple(one.get("proof", ())),
                    subjects=tuple(one.get("subjects", ())),
                    source_notice=one.get("source_notice", ""),
                    templates=tuple(one.get("templates", {}).items()),
                )
                for one in item.get("translations", ())
            ),
        )


USUAL_WORDING = Wording()


def spoken_by(profile: Profile) -> str:
    """The recipient's language: what its pages say, else its country's only one; empty where unknown."""
    stated = profile.language.replace("_", "-").partition("-")[0].lower()
    return stated or _SPOKEN.get(profile.country.upper(), "")


def choose(wording: Wording, profile: Profile, templates: Iterable[str] = ()) -> str:
    """The language to write in. ``templates``: those of the campaign's own that the mail needs in it."""
    wanted = spoken_by(profile)
    if wanted == wording.language:
        return wanted
    found = wording.translation(wanted)
    if found is None or wanted not in LANGUAGES:
        return wording.language
    own, there = dict(wording.templates), dict(found.templates)
    return wanted if all(name in there for name in templates if name in own) else wording.language
