"""Facts or nothing: does every sentence of a draft stand on what it cites?

A sentence that cites facts is made of their words, of the company's name, and of a closed list of words that
say nothing (``templates/words``, a file a language); any other word is a claim that nothing supports. Numbers
keep what they count, prepositions and negations their objects, and a fact's own negations and limits may not
be left out. A sentence that cites nothing is the campaign's own, a question, or a courtesy. What fails is
named with its reason.

It errs towards blocking: a true sentence that is refused costs a plainer mail, a false one that passes costs
trust. It reads words, not meaning: a sentence that rearranges a fact's own words, each with its own
preposition and number, would pass.
"""

from __future__ import annotations

from collections.abc import Sequence

from templates.grounding.judge import Judge
from templates.grounding.judged import Ground, Sentence, Unsupported
from templates.grounding.lexicon import languages, lexicon

__all__ = ["Ground", "Sentence", "Unsupported", "languages", "lexicon", "unsupported"]


def unsupported(subject: str, sentences: Sequence[Sentence], ground: Ground) -> tuple[Unsupported, ...]:
    """Every sentence that may not be sent, with its first reason; the subject counts as one.

    Reasons: ``fact_unknown``, ``fact_unused``, ``hidden_character``, ``script``, ``speaks_to_machines``,
    ``markup``, ``address``, ``link``, ``phone``, ``number``, ``loaded_word``, ``name``, ``beyond_facts``,
    ``negation``, ``comparison``, ``relation``, ``uncited_claim``.
    """
    judge = Judge(ground)
    found = []
    # The subject names no facts of its own: it may use any that the mail cites.
    cited = tuple(dict.fromkeys(identity for sentence in sentences for identity in sentence.facts))
    known = tuple(identity for identity in cited if identity in ground.facts)
    problem = judge.subject(subject, known) if subject else None
    if problem:
        found.append(Unsupported(subject, *problem))
    for sentence in sentences:
        problem = judge.sentence(sentence)
        if problem:
            found.append(Unsupported(sentence.text, *problem))
    return tuple(found)
