"""Amazon Bedrock's Converse API: answers with the tool that is asked for.

The answer comes from `sandbox.model`, or from a real model behind an OpenAI-compatible URL. Some leads are
unlucky by seed: their drafts come back invented, malformed or not at all, so that whoever calls must live
with that.
"""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from sandbox import model
from sandbox.books import Books
from sandbox.faults import Faults
from sandbox.rest import ServiceError
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response

# Share of leads with each kind of bad luck, in percent.
UNLUCKY: tuple[tuple[str, int], ...] = (("invented", 5), ("malformed", 4), ("throttle", 4), ("timeout", 3))
THROTTLED_CALLS = 1


class Bedrock:
    """The service. `model_url` is the base of an OpenAI-compatible API (…/v1), used instead of the rules."""

    def __init__(
        self,
        *,
        books: Books,
        faults: Faults,
        seed: Seed,
        model_url: str | None = None,
        model_name: str = "default",
        lucky: bool = False,
    ) -> None:
        self._books = books
        self._faults = faults
        self._seed = seed
        self._model_url = model_url
        self._model_name = model_name
        self._lucky = lucky
        self._lock = threading.Lock()
        self._throttled: dict[str, int] = {}

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("POST", "/bedrock/model/{model}/converse", self.converse)

    def luck_of(self, lead: str) -> str:
        """The bad luck of a lead, or `good`."""
        if self._lucky or not lead:
            return "good"
        draw = self._seed.rng("luck", lead).uniform(0, 100)
        for name, share in UNLUCKY:
            draw -= share
            if draw < 0:
                return name
        return "good"

    def converse(self, request: Request) -> Response:
        """Converse."""
        started = time.monotonic()
        name = ""
        try:
            call = request.json()
            prompt, tool = _read(call)
            name = tool["name"] if tool else ""
            content, stop_reason = self._answer(prompt, tool, call)
        except ServiceError as error:
            self._books.write("model_calls", model=request.params["model"], tool=name, outcome=error.name)
            return error.response()
        text = json.dumps(content)
        usage = {"inputTokens": max(1, len(prompt) // 4), "outputTokens": max(1, len(text) // 4)}
        usage["totalTokens"] = usage["inputTokens"] + usage["outputTokens"]
        self._books.write(
            "model_calls", model=request.params["model"], tool=name, outcome=stop_reason, **usage
        )
        return json_response(
            {
                "output": {"message": {"role": "assistant", "content": content}},
                "stopReason": stop_reason,
                "usage": usage,
                "metrics": {"latencyMs": max(1, int((time.monotonic() - started) * 1000))},
            }
        )

    def _answer(
        self, prompt: str, tool: dict[str, Any] | None, call: dict[str, Any]
    ) -> tuple[list[dict[str, Any]], str]:
        if tool is None:
            return [{"text": "I answer through tools only."}], "end_turn"
        trouble = self._trouble(prompt, tool["name"])
        if trouble == "down":
            raise ServiceError("ServiceUnavailableException", 503, "The service isn't currently available.")
        if trouble == "throttle":
            raise ServiceError(
                "ThrottlingException", 429, "Too many requests, please wait before trying again."
            )
        if trouble == "timeout":
            raise ServiceError("ModelTimeoutException", 408, "The request took too long to process.")
        if trouble == "malformed":
            return [{"text": '{"subject": "Hello", "sentences": [{"text": '}], "malformed_tool_use"
        schema = (tool.get("inputSchema") or {}).get("json") or {}
        if self._model_url:
            value = self._forward(prompt, tool, schema, call)
        elif tool["name"] == "write_email":
            value = model.conform(model.write_email(prompt, self._seed), schema)
        elif tool["name"] == "classify_reply":
            value = model.conform(model.classify_reply(prompt), schema)
        else:
            value = model.fill(schema)
        if trouble == "garbage":
            value = {"unexpected": ["�", 42]}
        if trouble == "invented" and isinstance(value.get("sentences"), list):
            invented = {
                "text": "Congratulations on winning the National Retail Award 2025.",
                "facts": ["f-0000"],
            }
            value["sentences"] = [invented, *value["sentences"]]
        use = {
            "toolUseId": f"tooluse_{self._seed.id('tool', prompt, length=22)}",
            "name": tool["name"],
            "input": value,
        }
        return [{"toolUse": use}], "tool_use"

    def _trouble(self, prompt: str, tool: str) -> str:
        for fault in ("down", "throttle", "timeout", "malformed", "garbage", "invented"):
            if self._faults.take("bedrock", fault):
                return fault
        if tool != "write_email":
            return ""
        lead = model.lead_identity(prompt)
        luck = self.luck_of(lead)
        if luck == "throttle":
            # Throttled for a moment, then served: what a retry is for.
            with self._lock:
                self._throttled[lead] = self._throttled.get(lead, 0) + 1
                return "throttle" if self._throttled[lead] <= THROTTLED_CALLS else ""
        return "" if luck == "good" else luck

    def _forward(
        self, prompt: str, tool: dict[str, Any], schema: dict[str, Any], call: dict[str, Any]
    ) -> Any:
        """Ask the OpenAI-compatible model for the same tool."""
        system = "\n".join(part.get("text", "") for part in call.get("system") or [])
        body = {
            "model": self._model_name,
            "temperature": 0,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": prompt}],
            "tools": [
                {
                    "type": "function",
                    "function": {
                        "name": tool["name"],
                        "description": tool.get("description", ""),
                        "parameters": schema,
                    },
                }
            ],
            "tool_choice": {"type": "function", "function": {"name": tool["name"]}},
        }
        request = urllib.request.Request(  # noqa: S310 - the URL is the operator's own
            f"{str(self._model_url).rstrip('/')}/chat/completions",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=55) as answer:  # noqa: S310
                message = json.load(answer)["choices"][0]["message"]
            return json.loads(message["tool_calls"][0]["function"]["arguments"])
        except TimeoutError as error:
            raise ServiceError("ModelTimeoutException", 408, "The model took too long.") from error
        except (urllib.error.URLError, OSError, LookupError, TypeError, ValueError) as error:
            raise ServiceError("ModelErrorException", 424, f"The model failed: {error}") from error


def _read(call: Any) -> tuple[str, dict[str, Any] | None]:
    """The text of the user's messages and the tool to use; raises `ServiceError` for what Converse would
    refuse."""
    messages = call.get("messages") if isinstance(call, dict) else None
    if not messages or messages[0].get("role") != "user":
        raise ServiceError("ValidationException", 400, "A conversation must start with a user message.")
    prompt = "\n".join(
        part.get("text", "")
        for message in messages
        if message.get("role") == "user"
        for part in message.get("content") or []
    )
    if not prompt.strip():
        raise ServiceError("ValidationException", 400, "The text field in the ContentBlock is blank.")
    config = call.get("toolConfig") or {}
    tools = [tool["toolSpec"] for tool in config.get("tools") or [] if "toolSpec" in tool]
    if not tools:
        return prompt, None
    wanted = ((config.get("toolChoice") or {}).get("tool") or {}).get("name")
    if wanted is None:
        return prompt, tools[0]
    for tool in tools:
        if tool["name"] == wanted:
            return prompt, tool
    raise ServiceError(
        "ValidationException", 400, f"The tool {wanted} is not among the tools of the request."
    )
