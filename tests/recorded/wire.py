"""Reads answers of chat completions, responses, Anthropic's messages and Gemini's generateContent."""

import json
import re

from price import Usage

PROVIDERS = {"chat": "openai", "responses": "openai", "messages": "anthropic", "generate": "google"}


def kind_of(name):
    """Returns the wire format of a case, which its name begins with."""
    if name.startswith("openai-"):
        return "responses" if "responses" in name else "chat"
    return {"anthropic": "messages", "gemini": "generate"}[name.split("-")[0]]


def reader_for(name):
    return {"chat": Chat, "responses": Responses, "messages": Messages, "generate": Generate}[kind_of(name)]()


def model_ids(kind, answer):
    """Returns the ids of the models in a list that can be chatted with, as requests call them."""
    if kind == "generate":
        able = [model for model in answer["models"] if "generateContent" in model["supportedGenerationMethods"]]
        return [model["name"].removeprefix("models/") for model in able]
    return [model["id"] for model in answer["data"]]


def sse_events(body):
    """Yields the data of each event that is whole, with the number of bytes after which it is."""
    at = 3 if body.startswith(b"\xef\xbb\xbf") else 0
    data = []
    while line := re.compile(rb"[^\r\n]*(\r|\n)").match(body, at):
        at = line.end()
        text, end = body[line.start():at - 1], at
        if body[at - 1:at + 1] == b"\r\n":
            at += 1
        if not text:
            if data:
                yield end, "\n".join(data)
            data = []
            continue
        field, _, value = text.partition(b":")
        if field == b"data":
            data.append(value.removeprefix(b" ").decode("utf-8", "replace"))


def list_objects(body):
    """Yields each object of a list that is whole, with the number of bytes after which it is."""
    text, at = body.decode(), 0
    while start := re.compile(r"[\s\[,\]]*(?=\{)").match(text, at):
        try:
            _, at = json.JSONDecoder().raw_decode(text, start.end())
        except ValueError:
            return
        yield len(text[:at].encode()), text[start.end():at]


def joined(parts):
    """Joins parts of a text, which may be torn between the halves of a pair. Halves that find no other are replaced."""
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Reader:
    """Takes an answer in, whole or event by event."""

    # The words for a model that stopped at the limit of tokens, and for one whose words are kept back.
    limits, filters = (), ()
    # Whether it would not answer, and said so in a text of its own.
    has_declined = False

    def __init__(self):
        self.parts = []
        self.model = self.finish = self.tier = self.speed = None
        # Why the answer is no reply, or not all of one, and what an error's body calls its request.
        self.code = self.request = None
        self.has_end_mark = False

    def fail(self, code):
        self.code = code

    def say(self, text):
        self.parts.append(text or "")

    def text(self):
        return joined(self.parts)

    def requests(self):
        """Returns the usage of each request that the answer took; most take one."""
        usage = self.usage()
        return [usage] if usage else []

    def note(self, **facts):
        for name, fact in facts.items():
            if fact is not None:
                setattr(self, name, fact)

    def conclude(self):
        """Judges an answer that came to its end by why the model stopped."""
        if self.has_declined:
            self.finish = "refusal"
        elif self.finish in self.filters:
            self.fail("blocked")
        elif self.finish in self.limits and not self.text():
            self.fail("out_of_tokens")

    def is_over(self):
        """Whether nothing that follows counts."""
        return self.has_end_mark or self.code is not None

    def may_end(self):
        """Whether a stream that ends here without a fault is whole, or has said why it is not."""
        return self.is_over()

    def refuse(self, status, text):
        try:
            answer = json.loads(text)
        except ValueError:
            answer = {}
        # Google wraps errors in a list at times.
        answer = answer[0] if isinstance(answer, list) else answer
        self.note(request=answer.get("request_id"))
        self.fail(self.code_of(status, answer.get("error", answer)))

    def take_event(self, data):
        if data and data != "[DONE]":
            self.take(json.loads(data))


def status_code(status, error):
    """What a status means in all three formats."""
    if status == 404:
        return "model_unknown" if "model" in error.get("message", "") else "provider_not_found"
    if status >= 500:
        return "overloaded" if status in (503, 529) else "server_failed"
    return {401: "key_refused", 402: "quota", 403: "key_refused", 429: "rate_limit"}.get(status, "request_refused")


class OpenAi(Reader):
    def code_of(self, status, error):
        code, kind = error.get("code"), error.get("type")
        words = {code, kind}
        if words & {"insufficient_quota", "credit_balance_exhausted", "organization_usage_limit_exceeded"}:
            return "quota"
        if any(str(word).endswith("_spend_limit_exceeded") for word in words):
            return "quota"
        known = {
            "context_length_exceeded": "context_too_long",
            "invalid_api_key": "key_refused",
            "model_not_found": "model_unknown",
            "rate_limit_exceeded": "rate_limit",
            "server_is_overloaded": "overloaded",
        }
        if code in known:
            return known[code]
        return "server_failed" if "server_error" in words else status_code(status, error)

    @staticmethod
    def counts(report, into, out):
        read = report.get(f"{into}_tokens_details") or {}
        made = report.get(f"{out}_tokens_details") or {}
        longer = (read.get("cache_write_tokens_details") or {}).get("ttl_12h_tokens") or 0
        written = (read.get("cache_write_tokens") or 0) - longer
        cached, reasoning = read.get("cached_tokens") or 0, made.get("reasoning_tokens") or 0
        return Usage(report[f"{into}_tokens"], report[f"{out}_tokens"], cached, written, 0, longer, reasoning)


class Chat(OpenAi):
    limits, filters = ("length",), ("content_filter",)
    report = None

    def take(self, chunk):
        if chunk.get("error"):
            return self.fail(self.code_of(200, chunk["error"]))
        self.note(model=chunk.get("model"), tier=chunk.get("service_tier"), report=chunk.get("usage"))
        for choice in chunk.get("choices") or []:
            said = choice.get("delta") or choice.get("message") or {}
            self.say(said.get("content"))
            self.say(said.get("refusal"))
            self.has_declined |= bool(said.get("refusal"))
            self.note(finish=choice.get("finish_reason"))

    take_whole = take

    def take_event(self, data):
        self.has_end_mark |= data == "[DONE]"
        super().take_event(data)

    def may_end(self):
        # OpenAI always sends the mark, but servers like it do not: for those the reason to stop is enough.
        return self.is_over() or self.finish is not None

    def usage(self):
        return self.report and self.counts(self.report, "prompt", "completion")


class Responses(OpenAi):
    limits, filters = ("max_output_tokens",), ("content_filter",)
    report = None

    def __init__(self):
        super().__init__()
        self.items, self.commentary = {}, set()

    def take(self, event):
        kind = event["type"]
        place = event.get("output_index", 0)
        if kind == "error":
            return self.fail(self.code_of(200, event.get("error") or event))
        if kind in ("response.output_text.delta", "response.refusal.delta"):
            self.items.setdefault(place, []).append(event["delta"])
        self.has_declined |= kind == "response.refusal.delta"
        if kind == "response.output_item.added" and event["item"].get("phase") == "commentary":
            self.commentary.add(place)
        if kind == "response.created":
            self.note(model=event["response"].get("model"))
        if kind in ("response.completed", "response.incomplete", "response.failed"):
            self.take_end(event["response"])

    def take_whole(self, response):
        for place, item in enumerate(response.get("output", [])):
            if item["type"] == "message":
                said = [part.get("text") or part.get("refusal") or "" for part in item["content"]]
                self.items[place] = said
                self.has_declined |= any(part["type"] == "refusal" for part in item["content"])
                if item.get("phase") == "commentary":
                    self.commentary.add(place)
        self.take_end(response)

    def take_end(self, response):
        if response.get("error"):
            return self.fail(self.code_of(200, response["error"]))
        if response["status"] not in ("completed", "incomplete"):
            return self.fail("truncated")
        self.has_end_mark = True
        self.note(model=response.get("model"), tier=response.get("service_tier"), report=response.get("usage"))
        self.finish = (response.get("incomplete_details") or {}).get("reason") or response["status"]

    def text(self):
        """The answer; what only tells of the next step counts where there is nothing else."""
        said = lambda places: joined(part for place in sorted(places) for part in self.items[place])
        return said(self.items.keys() - self.commentary) or said(self.items.keys())

    def usage(self):
        return self.report and self.counts(self.report, "input", "output")


class Messages(Reader):
    limits, filters = ("max_tokens",), ("refusal",)

    def __init__(self):
        super().__init__()
        self.report = {}

    def code_of(self, status, error):
        message = error.get("message", "")
        if "spend_limit" in (error.get("details") or {}).get("error_code", "") or "credit balance" in message:
            return "quota"
        if error.get("type") == "not_found_error":
            return status_code(404, error)
        if "prompt is too long" in message:
            return "context_too_long"
        known = {
            "authentication_error": "key_refused",
            "permission_error": "key_refused",
            "billing_error": "quota",
            "request_too_large": "context_too_long",
            "rate_limit_error": "rate_limit",
            "overloaded_error": "overloaded",
            "api_error": "server_failed",
            "timeout_error": "server_failed",
        }
        return known.get(error.get("type")) or status_code(status, error)

    def take(self, event):
        kind = event["type"]
        if kind == "message_start":
            # What it says of the output is a placeholder.
            self.take_message(event["message"])
            self.report.pop("output_tokens", None)
        if kind == "message_delta":
            self.take_message({**event["delta"], "usage": event.get("usage")})
        if kind == "content_block_start" and event["content_block"]["type"] == "text":
            self.say(event["content_block"].get("text"))
        if kind == "content_block_delta" and event["delta"]["type"] == "text_delta":
            self.say(event["delta"]["text"])
        if kind == "error":
            self.note(request=event.get("request_id"))
            self.fail(self.code_of(200, event["error"]))
        self.has_end_mark |= kind == "message_stop"

    def take_message(self, message):
        self.note(model=message.get("model"), finish=message.get("stop_reason"))
        usage = message.get("usage") or {}
        # A report need not repeat what was told before.
        self.report.update({name: value for name, value in usage.items() if value is not None})
        self.note(tier=usage.get("service_tier"), speed=usage.get("speed"))

    def take_whole(self, message):
        if message["type"] == "error":
            return self.fail(self.code_of(200, message["error"]))
        self.take_message(message)
        for block in message["content"]:
            self.say(block["text"] if block["type"] == "text" else "")

    def requests(self):
        # Where a conversation was compacted on the way, the counts at the top are those of the last step alone.
        steps = self.report.get("iterations") or [self.report]
        return [self.counts(step) for step in steps] if "output_tokens" in self.report else []

    def usage(self):
        requests = self.requests()
        if not requests:
            return None
        sums = Usage(*[sum(counts) for counts in zip(*requests)])
        told = (self.report.get("output_tokens_details") or {}).get("thinking_tokens") or 0
        return sums._replace(reasoning=max(sums.reasoning, told))

    @staticmethod
    def counts(step):
        longer = (step.get("cache_creation") or {}).get("ephemeral_1h_input_tokens") or 0
        written, cached = step.get("cache_creation_input_tokens") or 0, step.get("cache_read_input_tokens") or 0
        thought = (step.get("output_tokens_details") or {}).get("thinking_tokens") or 0
        whole = (step.get("input_tokens") or 0) + written + cached
        return Usage(whole, step.get("output_tokens") or 0, cached, written - longer, longer, 0, thought)


class Generate(Reader):
    limits = ("MAX_TOKENS",)
    report = None

    def code_of(self, status, error):
        status = error.get("code", status)
        details = error.get("details") or []
        if any(detail.get("reason") == "API_KEY_INVALID" for detail in details):
            return "key_refused"
        quotas = [violation.get("quotaId", "") for detail in details for violation in detail.get("violations", [])]
        if status == 429 and any("PerDay" in quota for quota in quotas):
            return "quota"
        if "exceeds the maximum number of tokens" in error.get("message", ""):
            return "context_too_long"
        return status_code(status, error)

    def take(self, chunk):
        if chunk.get("error"):
            return self.fail(self.code_of(200, chunk["error"]))
        report = chunk.get("usageMetadata")
        self.note(model=chunk.get("modelVersion"), report=report, tier=(report or {}).get("serviceTier"))
        for candidate in chunk.get("candidates") or []:
            for part in (candidate.get("content") or {}).get("parts") or []:
                self.say("" if part.get("thought") else part.get("text"))
            self.note(finish=candidate.get("finishReason"))
        self.note(finish=(chunk.get("promptFeedback") or {}).get("blockReason"))
        if self.finish not in (None, "STOP", "MAX_TOKENS"):
            self.fail("blocked")

    take_whole = take

    def is_over(self):
        return self.code is not None

    def may_end(self):
        return self.is_over() or self.finish is not None

    def usage(self):
        if not self.report:
            return None
        count = lambda name: self.report.get(name) or 0
        thought = count("thoughtsTokenCount")
        read = count("promptTokenCount") + count("toolUsePromptTokenCount")
        made = count("candidatesTokenCount") + thought
        return Usage(read, made, count("cachedContentTokenCount"), 0, 0, 0, thought)
