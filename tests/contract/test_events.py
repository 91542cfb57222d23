"""The contracts: every event has a model, a schema and an example, and none is left over."""

import json

import pytest
from jsonschema import Draft202012Validator

from events.base import EventData, UnknownEvent, parse
from events.catalogue import EXAMPLES, SCHEMAS, catalogue, meaning
from events.generate import files, schema, stale

MODELS = catalogue()


@pytest.fixture(params=MODELS, ids=str)
def model(request: pytest.FixtureRequest) -> type[EventData]:
    return MODELS[request.param]


def example(model: type[EventData]) -> dict:
    return json.loads((EXAMPLES / f"{model.detail_type()}.json").read_text())


def document(model: type[EventData], detail: object) -> dict:
    return {"source": "beckon", "detail-type": model.detail_type(), "detail": detail}


def test_generated_schemas_and_documents_are_up_to_date():
    assert stale() == [], "run: make docs"


def test_no_schema_or_example_is_without_an_event():
    names = set(MODELS)
    assert {path.stem for path in EXAMPLES.glob("*.json")} == names
    assert {path.stem for path in SCHEMAS.glob("*.json")} == names


def test_the_example_is_an_event_that_says_itself_again_unchanged(model):
    detail = example(model)
    event = parse(document(model, detail), (model,))
    assert event.detail() == detail


def test_the_example_validates_against_the_committed_schema(model):
    committed = json.loads((SCHEMAS / f"{model.detail_type()}.json").read_text())
    Draft202012Validator.check_schema(committed)
    Draft202012Validator(committed).validate(example(model))


def test_the_schema_refuses_a_detail_without_each_required_field(model):
    validator = Draft202012Validator(schema(model))
    for field, info in model.model_fields.items():
        if info.is_required():
            detail = example(model)
            del detail["data"][field]
            assert not validator.is_valid(detail), field


def test_every_event_states_its_meaning_and_its_subject(model):
    assert len(meaning(model)) >= 15
    assert model.SUBJECT in model.model_fields


def test_an_address_can_not_be_put_into_any_text_field(model):
    validator = Draft202012Validator(schema(model))
    for field in example(model)["data"]:
        detail = example(model)
        if isinstance(detail["data"][field], str):
            detail["data"][field] = "jane.doe@shop.example"
            assert not validator.is_valid(detail) or field == "until", field


def test_another_version_is_not_understood(model):
    of_another = document(model, example(model)) | {"detail-type": f"{model.TYPE}.v{model.VERSION + 1}"}
    with pytest.raises(UnknownEvent, match="is none of"):
        parse(of_another, (model,))


def test_a_field_added_by_a_later_producer_is_ignored(model):
    detail = example(model)
    detail["data"]["added_later"] = 1
    assert parse(document(model, detail), (model,)).data == model.model_validate(example(model)["data"])


def test_the_reason_of_a_refusal_names_the_field_but_not_its_value(model):
    detail = example(model)
    detail["data"][model.SUBJECT] = "jane.doe@shop.example"
    with pytest.raises(UnknownEvent) as refusal:
        parse(document(model, detail), (model,))
    assert model.SUBJECT in str(refusal.value)
    assert "jane" not in str(refusal.value)


def test_a_producer_can_not_add_a_field_that_the_model_lacks(model):
    with pytest.raises(ValueError, match="Extra inputs"):
        model.model_validate(example(model)["data"] | {"email": "jane.doe@shop.example"})


def test_the_staleness_check_sees_a_changed_schema(tmp_path, monkeypatch):
    path, text = next(iter(files().items()))
    copy = tmp_path / path.name
    copy.write_text(text.replace("lead_id", "led_id").replace("{", "{ ", 1))
    monkeypatch.setattr("events.generate.files", lambda: {copy: text})
    assert copy in stale()


def test_events_are_immutable(model):
    event = parse(document(model, example(model)), (model,))
    with pytest.raises(ValueError, match="frozen"):
        event.data.lead_id = "0" * 32
    with pytest.raises(AttributeError):
        event.data = None
