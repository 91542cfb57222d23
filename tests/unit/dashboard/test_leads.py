from dashboard.model import FactRow, LeadRow
from dashboard.views.leads import cells, facts, figures, moment


def row(**changes: object) -> LeadRow:
    fields = {
        "lead_id": "a" * 32,
        "domain": "shop.example",
        "state": "stopped",
        "reason": "replied",
        "fit": 70,
    }
    return LeadRow.read(fields | changes)


def test_a_row_says_state_and_reason_in_words():
    shown = cells(row())
    assert (shown["State"], shown["Why"], shown["Fit"], shown["Intent"]) == ("Stopped", "answered", 70, None)


def test_a_reason_that_is_not_known_is_told_by_the_apis_sentence():
    assert cells(row(reason="brand_new", why="something new happened"))["Why"] == "something new happened"
    assert cells(row(reason="brand_new"))["Why"] == "brand new"


def test_a_company_without_a_name_is_called_by_its_domain():
    assert cells(row())["Company"] == "shop.example"
    assert cells(row(domain=None))["Company"] == "a" * 32


def test_a_name_that_turns_the_writing_is_shown_straight():
    assert cells(row(company="Ber\u202egwind"))["Company"] == "Bergwind"


def test_figures_leave_out_what_is_not_known():
    assert figures(row(intent=0)) == [("fit", "70"), ("intent", "0"), ("why", "answered")]


def test_facts_stand_by_kind_the_surest_first():
    rows = tuple(
        FactRow(kind, value, "", "", sure, "")
        for kind, value, sure in (
            ("phone", "1", 0.5),
            ("email", "a", 0.2),
            ("email", "b", 0.9),
            ("email", "c", None),
        )
    )
    assert [fact.value for fact in facts(rows)] == ["b", "a", "c", "1"]


def test_a_moment_is_shown_to_the_minute():
    assert moment("2026-03-02T16:30:59.125Z") == "2026-03-02 16:30"
    assert moment("soon") == "soon"
