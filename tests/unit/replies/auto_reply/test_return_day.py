"""The day of the return, as notes in many languages state it. All are read on Monday, 5 October 2026."""

# ruff: noqa: E501 - a note in one line shows its shape

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.auto_reply import return_date

TODAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("note", "back"),
    [
        ("I am away until 15 January.", date(2027, 1, 15)),
        ("Back on Oct 12th.", date(2026, 10, 12)),
        ("I will be out of the office through October 16.", date(2026, 10, 17)),
        ("I'm out until and including 9 October", date(2026, 10, 10)),
        ("I will be back on Monday 12th.", date(2026, 10, 12)),
        ("back on Monday 2nd", date(2026, 11, 2)),
        ("I am out of office from October 5 to October 9, 2026.", date(2026, 10, 9)),
        ("Out of office Oct 5 - Oct 9", date(2026, 10, 9)),
        ("Out Oct 5-9. Please call my colleague.", date(2026, 10, 9)),
        ("I return on 2026-11-02.", date(2026, 11, 2)),
        ("I will be on vacation 10/06/2026 - 10/20/2026.", date(2026, 10, 20)),
        ("returning Monday", date(2026, 10, 12)),
        ("I'll be back tomorrow.", date(2026, 10, 6)),
        ("I'm away until next week", date(2026, 10, 12)),
        ("I am out of the office today.", date(2026, 10, 6)),
        ("I'm on leave until the end of October", date(2026, 11, 1)),
        ("I am on parental leave until March 2027.", date(2027, 3, 1)),
        ("Our office is closed until 12 October.", date(2026, 10, 12)),
        ("Our offices are closed from 24 December to 2 January", date(2027, 1, 2)),
        ("Office closed December 24th through January 1st. We reopen January 4th.", date(2027, 1, 4)),
        ("bis einschließlich 12.06. außer Haus", date(2027, 6, 13)),
        ("Ich bin bis zum 20.10.2026 im Urlaub.", date(2026, 10, 20)),
        ("Ich bin bis einschließlich Freitag, 16. Oktober nicht im Büro.", date(2026, 10, 17)),
        ("Am 12.10. bin ich wieder im Büro.", date(2026, 10, 12)),
        ("Ab dem 12. Oktober bin ich wieder erreichbar.", date(2026, 10, 12)),
        ("Ich bin vom 05.10. bis 16.10.2026 nicht im Haus.", date(2026, 10, 16)),
        ("vom 5. bis 16. Oktober im Urlaub", date(2026, 10, 16)),
        ("Ich bin am 07.10. nicht im Büro.", date(2026, 10, 8)),
        ("Ab Montag bin ich wieder da.", date(2026, 10, 12)),
        ("Je suis absente du 15/11 au 25/11.", date(2026, 11, 25)),
        ("Je suis absent jusqu'au 12 octobre inclus.", date(2026, 10, 13)),
        ("De retour le lundi 12 octobre.", date(2026, 10, 12)),
        ("Je serai de retour le 1er novembre", date(2026, 11, 1)),
        ("Je suis en congés du 5 au 16 octobre 2026", date(2026, 10, 16)),
        ("Estaré fuera de la oficina hasta el 15 de octubre.", date(2026, 10, 15)),
        ("Vuelvo el lunes 12 de octubre", date(2026, 10, 12)),
        ("Estoy de vacaciones del 5 al 16 de octubre, ambos inclusive", date(2026, 10, 17)),
        ("Sono fuori ufficio fino al 15 ottobre compreso.", date(2026, 10, 16)),
        ("Rientrerò lunedì 12 ottobre", date(2026, 10, 12)),
        ("sono in ferie dal 5 al 16 ottobre", date(2026, 10, 16)),
        ("Ik ben afwezig t/m 16 oktober.", date(2026, 10, 17)),
        ("Ik ben met vakantie tot 19 oktober", date(2026, 10, 19)),
        ("Vanaf maandag 12 oktober ben ik weer aanwezig", date(2026, 10, 12)),
        ("Op woensdag 7 okt en donderdag 8 okt ben ik vrij.", date(2026, 10, 9)),
        ("Jestem na urlopie do 16 października włącznie.", date(2026, 10, 17)),
        ("Wracam 12 października.", date(2026, 10, 12)),
        ("przebywam na urlopie od 5.10 do 16.10.2026", date(2026, 10, 16)),
        ("Estarei de férias até 15 de outubro.", date(2026, 10, 15)),
        ("Retorno no dia 19/10", date(2026, 10, 19)),
        ("Jag är på semester till och med 16 oktober.", date(2026, 10, 17)),
        ("Jag är tillbaka måndag 12 oktober", date(2026, 10, 12)),
        ("Jag är ledig t.o.m. 16/10", date(2026, 10, 17)),
        ("Jeg er på ferie til og med 16. oktober", date(2026, 10, 17)),
        ("Jeg er tilbage på kontoret d. 12. oktober", date(2026, 10, 12)),
        ("Jeg er tilbake 12. oktober", date(2026, 10, 12)),
        ("Olen lomalla 16.10. asti.", date(2026, 10, 16)),
        ("Palaan töihin 12.10.2026", date(2026, 10, 12)),
        ("Olen lomalla 5.-16.10.", date(2026, 10, 16)),
        ("Olen vuosilomalla 16. lokakuuta saakka", date(2026, 10, 16)),
        ("10月12日から出社いたします。", date(2026, 10, 12)),
        ("10月5日から10月9日まで休暇をいただいております。", date(2026, 10, 9)),
        ("休暇のため10月13日(火)に戻ります", date(2026, 10, 13)),
        ("2026年10月12日より業務を再開いたします", date(2026, 10, 12)),
        ("１０月９日まで不在にしております", date(2026, 10, 9)),
        ("我将于10月12日返回办公室", date(2026, 10, 12)),
        ("10月5日至10月9日休假", date(2026, 10, 9)),
        ("我在休假，直到10月12日", date(2026, 10, 12)),
        ("Я в отпуске до 16 октября.", date(2026, 10, 16)),
        ("Вернусь 12 октября", date(2026, 10, 12)),
        ("10월 12일까지 휴가입니다", date(2026, 10, 12)),
        ("Jsem na dovolené do 16. října", date(2026, 10, 16)),
        ("12 Ekim'e kadar izinliyim", date(2026, 10, 12)),
        ("I'm out 5 to 9 October, reachable at +1 202 555 0143", date(2026, 10, 9)),
        ("I am away until Friday", date(2026, 10, 9)),
        (
            "I am travelling for work with limited access and will respond when I return on Wednesday the 14th.",
            date(2026, 10, 14),
        ),
        (
            "I will be out of the office starting 10/05/2026 and will not return until 10/19/2026.",
            date(2026, 10, 19),
        ),
        ("I'm on vacation. I'll be back at my desk on the 21st", date(2026, 10, 21)),
        ("back in two weeks", date(2026, 10, 19)),
        ("Ich bin bis 16.10. im Urlaub. Ab 19.10. bin ich wieder für Sie da.", date(2026, 10, 19)),
        ("I am out of the office until January 4 2027", date(2027, 1, 4)),
        ("On leave until 15/12/26", date(2026, 12, 15)),
    ],
)
def test_the_day_of_the_return_is_read(note, back):
    assert return_date(note, TODAY) == back


@pytest.mark.parametrize(
    "note",
    [
        "Ich bin ab 12.10. im Urlaub",
        "until 31.02.2026",
        "I am away.",
        "I was away until 20 September.",
        "until 20.09.2026",
        "Thank you for your mail of 3 October",
    ],
)
def test_a_day_that_is_over_or_not_the_returns_is_none(note):
    assert return_date(note, TODAY) is None


@pytest.mark.parametrize(
    ("note", "month_first", "back"),
    [
        ("Back on 11/12", False, date(2026, 12, 11)),
        ("Back on 11/12", True, date(2026, 11, 12)),
        ("Away 10/06 - 10/20", False, date(2026, 10, 20)),
        ("Away 6/10 - 20/10", True, date(2026, 10, 20)),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_other_dates_or_the_writers_clock(note, month_first, back):
    assert return_date(note, TODAY, month_first) == back


def test_in_december_a_note_that_names_no_year_means_the_next_one():
    assert return_date("I am back on 7 January.", date(2026, 12, 22)) == date(2027, 1, 7)


def test_an_old_note_that_still_answers_names_no_day():
    assert return_date("I am back on 7 January.", date(2027, 1, 20)) is None


@given(st.text(max_size=400), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_text_gives_a_day_from_today_on_or_none(text, today):
    found = return_date(f"until {text} back on {text}", today)
    assert found is None or today <= found <= today + timedelta(days=550)


@given(st.dates(date(2026, 10, 6), date(2027, 8, 1)))
def test_every_day_of_the_next_ten_months_is_read_as_it_is_written(day):
    assert return_date(f"I will be back on {day:%d %B}.", TODAY) == day
    assert return_date(f"Ich bin ab {day:%d.%m.%Y} wieder da.", TODAY) == day
    assert return_date(f"{day.month}月{day.day}日から出社します。", TODAY) == day
