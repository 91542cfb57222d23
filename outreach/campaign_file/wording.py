"""The languages of a campaign, and the copy that it brings itself."""

from __future__ import annotations

from pathlib import Path

from outreach.campaign_file.section import NAME, Section, printable
from outreach.step import Step
from outreach.wording import ENGLISH, LANGUAGES, Translation, Wording

MAX_TEMPLATE = 5_000
"""Characters of a template's source: a mail is a page, not a book."""

_LANGUAGE = f"Write one of: {', '.join(LANGUAGES)}."


def read_wording(top: Section, steps: tuple[Step, ...], folder: Path | None) -> Wording:
    """The keys ``language``, ``translations`` and ``templates`` of the file. Each may be left out."""
    language = top.text("language", _LANGUAGE, default=ENGLISH)
    if language not in LANGUAGES:
        top.wrong("language", f"{language!r} is not spoken here", _LANGUAGE)
    section = top.section("translations", needed=False)
    found = []
    for name in section.data if section is not None else ():
        assert section is not None
        if name not in LANGUAGES or name == language:
            section.raw(name)
            section.wrong(name, "is no further language", _LANGUAGE)
            continue
        one = section.section(name, needed=True)
        if one is not None:
            found.append(_translation(name, one, steps, folder))
    return Wording(language, tuple(found), _templates(top, folder))


def _translation(
    language: str, section: Section, steps: tuple[Step, ...], folder: Path | None
) -> Translation:
    subjects = section.texts("subjects", printable)
    wanted = sum(1 for step in steps if step.subject)
    if len(subjects) != wanted:
        fix = "Write one for each step that has a subject, in the order of the steps."
        section.wrong("subjects", f"has {len(subjects)} entries, {wanted} are needed", fix)
    translation = Translation(
        language=language,
        summary=section.text("summary", "Say in one sentence what is offered, in this language."),
        question=section.text("question", "Write the closing question in this language."),
        proof=section.texts("proof", printable),
        subjects=subjects,
        source_notice=section.text("source_notice", "Say where addresses come from.", default=""),
        templates=_templates(section, folder),
    )
    section.finish()
    return translation


def _templates(section: Section, folder: Path | None) -> tuple[tuple[str, str], ...]:
    """Templates by name: the text itself, or ``{file: name.j2}`` beside the campaign's file."""
    inner = section.section("templates", needed=False)
    if inner is None:
        return ()
    found = []
    for name in list(inner.data):
        if not isinstance(name, str) or not NAME.fullmatch(name):
            inner.raw(name)
            inner.wrong(str(name), "is no name", "Use lowercase letters, digits and underscores.")
            continue
        if isinstance(inner.data[name], str):
            source = inner.text(name, "Write the mail's text.", many_lines=True)
        else:
            source = _from_file(inner, name, folder)
        if len(source) > MAX_TEMPLATE:
            inner.wrong(name, f"has {len(source)} characters", f"Write at most {MAX_TEMPLATE}.")
        found.append((name, source))
    return tuple(found)


def _from_file(inner: Section, name: str, folder: Path | None) -> str:
    entry = inner.section(name, needed=True)
    if entry is None:
        return ""
    file = entry.text("file", "Name a file beside the campaign's, such as welcome.j2.")
    entry.finish()
    if not file or folder is None:
        return ""
    path = folder / file
    if Path(file).is_absolute() or ".." in Path(file).parts:
        entry.wrong("file", "leads out of the campaign's folder", "Name a file beside the campaign's.")
        return ""
    try:
        return path.read_text(encoding="utf-8")[: MAX_TEMPLATE + 1].strip()
    except (OSError, UnicodeDecodeError):
        entry.wrong("file", f"{file!r} cannot be read", "Put it beside the campaign's file, as UTF-8 text.")
        return ""
