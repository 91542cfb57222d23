"""What others wrote can't act on the terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cli import output


@pytest.mark.parametrize(
    ("untrusted", "printed"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b31m", "31m"),
        ("a\rb", "ab"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Škoda 株式会社 ☕", "Škoda 株式会社 ☕"),
    ],
)
def test_only_what_can_be_seen_is_printed(untrusted: str, printed: str) -> None:
    assert output.plain(untrusted) == printed


@given(st.text())
def test_no_text_brings_a_control_character_through(text: str) -> None:
    assert not any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in output.plain(text))


@pytest.mark.parametrize(
    "name", ["[bold]Bold Co[/bold]", "[link=https://x.example]x[/link]", "[/]", ":smile:"]
)
def test_markup_in_a_name_prints_as_it_is(name: str) -> None:
    file = io.StringIO()
    Console(file=file, width=80, emoji=False).print(output.grid(("company",), [(name,)]))

    assert name in file.getvalue()


def test_a_line_is_one_line_and_says_when_it_was_cut() -> None:
    assert output.line("a\n  b\tc") == "a b c"
    assert output.line("abcdefgh", 5) == "abcd…"


def test_json_is_ascii_so_that_any_pipe_takes_it(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit({"name": "Röstergang ☕\x1b"})

    assert capsys.readouterr().out.isascii()
