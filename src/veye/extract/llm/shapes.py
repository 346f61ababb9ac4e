"""The two shapes of API: how a question is put, and what an answer of theirs means."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from veye.extract.llm.options import Options, Output
from veye.extract.llm.schema import answer_schema

_TOOL = "report_claims"
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^```[a-z]*\s*(.*?)\s*```$", re.DOTALL | re.IGNORECASE)


class Fault(Exception):  # noqa: N818 - a value that travels inside this package
    """A request that brought no claims. `code` is a stable word, `what` says it without quoting the service.

    `again` tells whether the same question may be put again, `split` whether a shorter one may fare better, `fatal`
    whether every other question would meet the same.
    """

    def __init__(
        self, code: str, what: str, *, again: bool = False, split: bool = False, fatal: bool = False, hint: str = ""
    ) -> None:
        super().__init__(what)
        self.code, self.what, self.hint = code, f"{what}.", hint
        self.again, self.split, self.fatal = again, split, fatal


class Dialect(msgspec.Struct, frozen=True):
    """What an endpoint has been found to accept: output form, name of the token limit, and whether temperature."""

    output: Output
    limit_name: str = "max_tokens"
    temperature: bool = True


def first_dialect(options: Options) -> Dialect:
    """What is tried first."""
    return Dialect(options.output or ("tool" if options.api == "anthropic" else "json_schema"))


_LADDER: tuple[Output, ...] = ("json_schema", "json_object_schema", "json_object", "text")


def next_dialect(dialect: Dialect, complaint: str, *, fixed: bool) -> Dialect | None:
    """What to try after the endpoint refused a request; None at the end. `complaint` is its error text, never shown."""
    if dialect.limit_name == "max_tokens" and "max_completion_tokens" in complaint:
        return msgspec.structs.replace(dialect, limit_name="max_completion_tokens")
    if dialect.temperature and "temperature" in complaint:
        return msgspec.structs.replace(dialect, temperature=False)
    if fixed or dialect.output not in _LADDER[:-1]:
        return None
    return msgspec.structs.replace(dialect, output=_LADDER[_LADDER.index(dialect.output) + 1])


def headers(options: Options) -> dict[str, str]:
    """The request's headers: the only place where the key is revealed."""
    found = {"content-type": "application/json", "accept": "application/json"}
    if options.api == "anthropic":
        found["anthropic-version"] = "2023-06-01"
    if options.key is not None:
        if options.api == "anthropic":
            found["x-api-key"] = options.key.reveal()
        else:
            found["authorization"] = f"Bearer {options.key.reveal()}"
    return found


def body(options: Options, dialect: Dialect, system: str, user: str) -> dict[str, Any]:
    """The question as the API wants it."""
    out: dict[str, Any] = {"model": options.model, dialect.limit_name: options.limits.answer_tokens}
    if dialect.temperature:
        out["temperature"] = 0
    if options.api == "anthropic":
        out |= {"system": system, "messages": [{"role": "user", "content": user}]}
        if dialect.output == "tool":
            tool = {"name": _TOOL, "description": "Hand in the claims of the report.", "input_schema": answer_schema()}
            out |= {"tools": [tool], "tool_choice": {"type": "tool", "name": _TOOL}}
        return out
    out["messages"] = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    return out | _form(dialect.output)


def _form(output: Output) -> dict[str, Any]:
    schema = answer_schema()
    if output == "json_schema":
        form = {"name": "claims", "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    if output == "json_object_schema":
        return {"response_format": {"type": "json_object", "schema": schema}}
    if output == "json_object":
        return {"response_format": {"type": "json_object"}}
    if output == "tool":
        function = {"name": _TOOL, "description": "Hand in the claims of the report.", "parameters": schema}
        choice = {"type": "function", "function": {"name": _TOOL}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {}


def enforced(output: Output) -> bool:
    """Whether the endpoint itself holds the answer to the schema, so that the prompt need not carry it."""
    return output in ("json_schema", "tool")


def parse(options: Options, content: bytes) -> list[Any]:
    """The raw claims of an answer; Fault where it is cut off, refused, not JSON or of another shape."""
    try:
        reply = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        raise Fault("llm-malformed", "the answer is not valid JSON", again=True) from None
    if not isinstance(reply, dict):
        raise Fault("llm-shape", "the answer is not an object of this API", again=True)
    found = _anthropic(reply) if options.api == "anthropic" else _openai(reply)
    claims = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(claims, list):
        raise Fault("llm-shape", "the answer holds no list of claims", again=True)
    return claims


def tokens_taken(options: Options, content: bytes) -> tuple[int | None, int | None]:
    """Tokens in and out that the service says an answer took; None where it does not say."""
    try:
        reply = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None, None
    usage = reply.get("usage") if isinstance(reply, dict) else None
    if not isinstance(usage, dict):
        return None, None
    names = ("input_tokens", "output_tokens") if options.api == "anthropic" else ("prompt_tokens", "completion_tokens")
    first, second = (n if isinstance(n := usage.get(name), int) and 0 <= n < 10**9 else None for name in names)
    return first, second


def _openai(reply: dict[str, Any]) -> Any:
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise Fault("llm-shape", "the answer holds no message", again=True)
    reason = choice.get("finish_reason")
    if message.get("refusal") or reason == "content_filter":
        raise Fault("llm-refused", "the model refused to read this part")
    if reason == "length":
        raise Fault("llm-cut-off", "the answer was cut off at its token limit", split=True)
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls:
        function = calls[0].get("function") if isinstance(calls[0], dict) else None
        arguments = function.get("arguments") if isinstance(function, dict) else None
        return arguments if isinstance(arguments, dict) else _json_in(arguments)
    return _json_in(message.get("content"))


def _anthropic(reply: dict[str, Any]) -> Any:
    reason, blocks = reply.get("stop_reason"), reply.get("content")
    if reason == "refusal":
        raise Fault("llm-refused", "the model refused to read this part")
    if reason in ("max_tokens", "model_context_window_exceeded"):
        raise Fault("llm-cut-off", "the answer was cut off at its token limit", split=True)
    if not isinstance(blocks, list):
        raise Fault("llm-shape", "the answer holds no content", again=True)
    blocks = [b for b in blocks if isinstance(b, dict)]
    for block in blocks:
        if block.get("type") == "tool_use" and block.get("name") == _TOOL:
            return block.get("input")
    return _json_in("".join(str(b.get("text") or "") for b in blocks if b.get("type") == "text"))


def _json_in(content: object) -> Any:
    """The JSON that a message holds, bare or fenced, after any thinking aloud."""
    if not isinstance(content, str) or not content.strip():
        raise Fault("llm-shape", "the answer is empty", again=True)
    text = _THOUGHT.sub("", content).strip()
    fenced = _FENCE.match(text)
    text = fenced[1] if fenced else text
    if not text.startswith(("{", "[")):
        opening = text.find("{")
        if opening < 0:
            raise Fault("llm-refused", "the model answered in prose instead of claims", again=True)
        text = text[opening : text.rfind("}") + 1]
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise Fault("llm-malformed", "the claims are not valid JSON", again=True) from None
