"""Says what must come out of recorded provider answers, from their bytes alone.

usage: expect.py PRICES CASES

PRICES is a price table, CASES a folder with a NAME.meta.json (`status`, `headers`) and a NAME.body for each case. Prints
JSON: for each case what a client shows, stores and charges, and how it ends. It shares no line with the program that is
held to it, and knows nothing that is not in the providers' documentation.

This is for answers to one chat request each; a list of models is told by its ids. What is charged depends on the day, so
the costs are a list of [first day, cost, first day of the prices that were used], and the last that has begun holds.
"""

import hashlib
import json
import pathlib
import re
import sys

import price
import wire

# Bodies up to this size are cut and split at each of their bytes.
SHORT = 1800
# Longer ones are cut behind so many of their events.
CUTS = 12
# Why an answer that came to its end is none: it is charged all the same.
STOPPED = ("blocked", "out_of_tokens")


def exit_code(ending, code):
    if ending == "complete":
        return 0
    return 7 if ending == "refused" and code == "key_refused" else 8


def digest(text):
    data = text.encode()
    return [len(data), hashlib.sha256(data).hexdigest()]


def outcome(name, meta, body):
    """Returns the reader that took the whole answer, and the marks that a shorter one is judged by."""
    reader = wire.reader_for(name)
    status = meta["status"]
    if status >= 400:
        reader.refuse(status, body.decode("utf-8", "replace"))
        return reader, None
    is_events = meta["headers"].get("content-type", "").startswith("text/event-stream")
    if not is_events and "-stream-" not in name:
        reader.take_whole(json.loads(body.decode("utf-8", "replace")))
        reader.code or reader.conclude()
        return reader, None
    texts, whole_from = [], None
    # Without `alt=sse` a stream of Gemini's is a list of its chunks.
    for end, data in wire.sse_events(body) if is_events else wire.list_objects(body):
        reader.take_event(data)
        size, sha256 = digest(reader.text())
        texts.append([end, size, sha256[:16]])
        if whole_from is None and reader.may_end():
            whole_from = end
        if reader.is_over():
            break
    if not reader.may_end():
        reader.fail("truncated")
    reader.code or reader.conclude()
    marks = {"whole_from": whole_from, "over_from": texts[-1][0] if reader.is_over() else None, "texts": texts}
    return reader, marks


def row(name, meta, body, table):
    kind = wire.kind_of(name)
    if "-models-" in name:
        ids = wire.model_ids(kind, json.loads(body))
        return {"wire": kind, "ending": "models", "models": len(ids), "sha256": digest("\n".join(ids))[1]}
    reader, marks = outcome(name, meta, body)
    text = reader.text()
    ending = "complete" if reader.code is None else "cut_off" if text else "refused"
    row = {
        "wire": kind,
        "stream": meta["status"] >= 400 or "-stream-" in name,
        "ending": ending,
        "code": reader.code,
        "exit": exit_code(ending, reader.code),
    }
    if reader.code not in (None, "truncated", *STOPPED):
        row["request"] = meta["headers"].get("x-request-id") or meta["headers"].get("request-id") or reader.request
    if ending != "refused":
        row["text"] = digest(text)
    if ending != "refused" or reader.code in STOPPED:
        row["model"] = reader.model
    if reader.code not in (None, *STOPPED):
        return row
    row["finish"] = reader.finish
    usage = reader.usage()
    row["usage"] = usage and list(usage)
    if usage and reader.model:
        model = table.find(wire.PROVIDERS[kind], reader.model)
        row["priced_as"] = model and model["id"]
        row["costs"] = model and table.costs(model, reader.requests(), reader.tier, reader.speed)
    if ending != "complete":
        return row
    if marks and len(body) > SHORT:
        texts = marks["texts"]
        marks["texts"] = [texts[place] for place in sorted({len(texts) * cut // CUTS for cut in range(CUTS)})]
    if marks:
        row["marks"] = marks
    return row


def rows(prices, folder):
    table = price.Table(json.loads(pathlib.Path(prices).read_text()))
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.meta.json")):
        name = re.sub(r"\.meta\.json$", "", path.name)
        meta = json.loads(path.read_text())
        body = path.with_name(name + ".body").read_bytes()
        found[name] = row(name, meta, body, table)
    return found


def main():
    lines = [f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows(*sys.argv[1:]).items()]
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main()
