"""Fifty mails to one person at once: none is claimed after the unsubscribe was answered."""

from __future__ import annotations

import pytest

from tests.race.unsubscribe import MAILS, run

ROUNDS = 8


def test_no_mail_is_claimed_after_the_unsubscribe_was_answered(capsys: pytest.CaptureFixture[str]) -> None:
    count = run(range(ROUNDS))
    with capsys.disabled():
        print(f"\n{count.line()}")  # noqa: T201
    assert count.rounds == ROUNDS
    assert count.claimed + count.refused == ROUNDS * MAILS
    assert count.after_answer == 0
    assert count.after_suppression == 0
    assert count.taken_after_answer == 0
    # The unsubscribe came in the middle of them, not always before or after all.
    assert 0 < count.claimed < ROUNDS * MAILS
