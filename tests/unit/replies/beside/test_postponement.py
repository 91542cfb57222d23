"""Until when "not now" lasts, in the languages that answers come in."""

# ruff: noqa: E501 - words in rows
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies import calendar_words
from replies.postponement import MOST_DAYS, easter, find_not_before

MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Not now, try again in January.", "2027-01-01"),
        ("Please write again on 6 March 2027.", "2027-03-06"),
        ("Get back to us after Christmas.", "2027-01-07"),
        ("Maybe next year.", "2027-01-07"),
        ("Try me in six months.", "2027-04-05"),
        ("In two weeks please.", "2026-10-19"),
        ("Ask again in Q2.", "2027-04-01"),
        ("After Easter please.", "2027-03-30"),
        ("Reach out in the spring.", "2027-03-01"),
        ("After the summer.", "2027-09-01"),
        ("Next month would be better.", "2026-11-01"),
        ("Next week please.", "2026-10-12"),
        ("Next quarter.", "2027-01-01"),
        ("Mid March would be better.", "2027-03-01"),
        ("Come back in a fortnight.", "2026-10-19"),
        ("We are busy until 15 November.", "2026-11-15"),
        ("Not before 2027-02-01 please.", "2027-02-01"),
        ("Later.", None),
        ("Maybe some day.", None),
        ("You may try again.", None),
        ("Bitte nach dem 15. Januar wieder melden.", "2027-01-15"),
        ("Melden Sie sich im Februar.", "2027-02-01"),
        ("Nach Weihnachten.", "2027-01-07"),
        ("In drei Monaten bitte.", "2027-01-05"),
        ("Nächstes Jahr.", "2027-01-07"),
        ("Im Frühjahr gern.", "2027-03-01"),
        ("Ab dem 3. März wieder.", "2027-03-03"),
        ("Im ersten Quartal.", "2027-01-01"),
        ("Nach den Sommerferien.", "2027-09-01"),
        ("Nächste Woche.", "2026-10-12"),
        ("Frühestens am 12.01.2027.", "2027-01-12"),
        ("Recontactez-moi en septembre.", "2027-09-01"),
        ("Revenez vers nous en janvier.", "2027-01-01"),
        ("Après Noël.", "2027-01-07"),
        ("L'année prochaine.", "2027-01-07"),
        ("Dans trois mois.", "2027-01-05"),
        ("À la rentrée.", "2027-09-01"),
        ("Après le 15 janvier.", "2027-01-15"),
        ("Escríbanos en enero.", "2027-01-01"),
        ("Después de Navidad.", "2027-01-07"),
        ("El año que viene.", "2027-01-07"),
        ("Dentro de dos meses.", "2026-12-05"),
        ("A partir del 10 de febrero.", "2027-02-10"),
        ("La semana que viene.", "2026-10-12"),
        ("Ci risentiamo a gennaio.", "2027-01-01"),
        ("Dopo Pasqua.", "2027-03-30"),
        ("Tra due mesi.", "2026-12-05"),
        ("L'anno prossimo.", "2027-01-07"),
        ("Neem in januari weer contact op.", "2027-01-01"),
        ("Na de zomer.", "2027-09-01"),
        ("Over drie maanden.", "2027-01-05"),
        ("Volgend jaar.", "2027-01-07"),
        ("Proszę wrócić w styczniu.", "2027-01-01"),
        ("Po świętach.", "2027-01-07"),
        ("Za dwa miesiące.", "2026-12-05"),
        ("W przyszłym roku.", "2027-01-07"),
        ("Volte a contactar em janeiro.", "2027-01-01"),
        ("Depois do Natal.", "2027-01-07"),
        ("Daqui a três meses.", "2027-01-05"),
        ("No próximo ano.", "2027-01-07"),
        ("Hör av dig i januari.", "2027-01-01"),
        ("Efter jul.", "2027-01-07"),
        ("Om två månader.", "2026-12-05"),
        ("Nästa år.", "2027-01-07"),
        ("Skriv igen i januar.", "2027-01-01"),
        ("Efter sommerferien.", "2027-09-01"),
        ("Om to måneder.", "2026-12-05"),
        ("Ta kontakt igjen i januar.", "2027-01-01"),
        ("Neste år.", "2027-01-07"),
        ("Palataan asiaan tammikuussa.", "2027-01-01"),
        ("Kahden kuukauden päästä.", "2026-12-05"),
        ("Ensi vuonna.", "2027-01-07"),
        ("来年お願いします。", "2027-01-07"),
        ("1月にまたご連絡ください。", "2027-01-01"),
        ("3か月後に。", "2027-01-05"),
        ("明年再联系。", "2027-01-07"),
        ("一月份再说。", "2027-01-01"),
        ("三个月后再联系。", "2027-01-05"),
        ("春节后再联系。", "2027-03-01"),
        ("В январе напишите.", "2027-01-01"),
        ("Через два месяца.", "2026-12-05"),
        ("В следующем году.", "2027-01-07"),
        ("내년에 다시 연락주세요.", "2027-01-07"),
        ("Ocak ayında tekrar yazın.", "2027-01-01"),
        ("Příští rok.", "2027-01-07"),
        ("V lednu prosím.", "2027-01-01"),
        ("Jövőre.", "2027-01-07"),
        ("Januárban keressenek.", "2027-01-01"),
        ("Parašykite sausį.", "2027-01-01"),
        ("Kitais metais.", "2027-01-07"),
        ("يناير القادم", "2027-01-01"),
        ("العام القادم", "2027-01-07"),
    ],
)
def test_a_day_is_read_as_people_write_it(text, until):
    found = find_not_before(text, MONDAY)
    assert (found.isoformat() if found else None) == until


@pytest.mark.parametrize(
    ("text", "on", "until"),
    [
        ("Try again tomorrow week, in January.", date(2026, 12, 31), date(2027, 1, 1)),
        ("In January please.", date(2026, 1, 1), date(2027, 1, 1)),
        ("In January please.", date(2026, 1, 31), date(2027, 1, 1)),
        ("After Christmas.", date(2026, 12, 27), date(2027, 1, 7)),
        ("After Christmas.", date(2027, 1, 2), date(2027, 1, 7)),
        ("Next year.", date(2026, 1, 1), date(2027, 1, 7)),
        ("Next quarter.", date(2026, 12, 31), date(2027, 1, 1)),
        ("Next quarter.", date(2026, 9, 30), date(2026, 10, 1)),
        ("Next month.", date(2026, 12, 31), date(2027, 1, 1)),
        ("In two months.", date(2026, 12, 31), date(2027, 3, 1)),
        ("In one month.", date(2027, 1, 31), date(2027, 3, 1)),
        ("In a month.", date(2028, 1, 29), date(2028, 2, 29)),
        ("Not before 29 February.", date(2028, 1, 10), date(2028, 2, 29)),
        ("Not before 29 February.", date(2026, 10, 5), date(2027, 2, 1)),
        ("Not before 31 April.", date(2026, 10, 5), date(2027, 4, 1)),
        ("After Easter.", date(2027, 3, 29), date(2027, 3, 30)),
        ("After Easter.", date(2027, 3, 30), date(2028, 4, 18)),
        ("Nach Ostern.", date(2026, 1, 5), date(2026, 4, 7)),
        ("Nach dem 15. Januar.", date(2027, 1, 15), None),
        ("In March 2028.", date(2026, 10, 5), date(2028, 3, 1)),
        ("en mars 2028", date(2026, 10, 5), date(2028, 3, 1)),
        ("en septembre", date(2026, 8, 31), date(2026, 9, 1)),
        ("en septembre", date(2026, 9, 1), date(2027, 9, 1)),
        ("Next week.", date(2026, 12, 28), date(2027, 1, 4)),
        ("Next week.", date(2026, 12, 27), date(2026, 12, 28)),
    ],
)
def test_years_end_and_february_has_its_days(text, on, until):
    assert find_not_before(text, on) == until


@pytest.mark.parametrize(
    "text", ["in 99 months", "on 6 March 2019", "am 5.10.2026", "in March 2019", "2031-01-01", "in 0 days"]
)
def test_what_is_past_or_far_away_is_no_day(text):
    assert find_not_before(text, MONDAY) is None


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2285, (3, 22))],
)
def test_easter_is_where_the_calendar_has_it(year, sunday):
    assert easter(year) == date(year, *sunday)


WORDS = st.sampled_from(
    [
        *calendar_words.SHORT_MONTHS, *calendar_words.NUMBERS, "in", "after", "nach", "not before", "until", "ab",
        "January", "Februar", "mars", "29", "31.", "2.", "30/02", "31.12.", "2028-02-29", "99", "weeks", "Monate",
        "semaines", "days", "Q1", "2. quartal", "easter", "weihnachten", "next year", "来月", "3か月後", "summer",
        "春节", "half a year", "fortnight", "next week", "may", "1月31日", "13/13/13", "０", "²", "Ⅷ", "٣",
    ]
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=8).map(" ".join), DAYS)
def test_a_day_lies_between_tomorrow_and_two_years_from_now(text, on):
    found = find_not_before(text, on)
    assert found is None or on < found <= on + timedelta(days=MOST_DAYS)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), DAYS)
def test_no_text_is_too_strange(text, on):
    found = find_not_before(text, on)
    assert found is None or on < found <= on + timedelta(days=MOST_DAYS)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 23))
def test_months_from_now_are_counted_by_the_calendar(on, months):
    found = find_not_before(f"in {months} months", on)
    if found is not None:
        passed = (found.year - on.year) * 12 + found.month - on.month
        assert (passed, found.day) in {(months, on.day), (months + 1, 1)}
