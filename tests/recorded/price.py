"""Works out what tokens cost, from a price table with dated rows, in decimals that never round."""

import decimal
import re
from collections import namedtuple

decimal.getcontext().prec = 60

# All input and all output, then the parts of the input that have prices of their own, and what of the output was thought.
# What was written for longer is not in `written`.
Usage = namedtuple("Usage", "input output cached written written_1h written_12h reasoning")

# Tiers and speeds that have prices of their own, whether the table has them or not.
APART = {"flex", "priority", "fast", "batch", "scale"}


class Table:
    def __init__(self, data):
        self.models = data["models"]

    def find(self, provider, name):
        """Finds the model that a response names: by name or alias, else by a pattern, else by the longest prefix."""
        name = name.removeprefix("models/")
        models = [model for model in self.models if model["provider"] == provider]
        for model in models:
            if name == model["id"] or name in model.get("aliases", []):
                return model
        for model in models:
            if any(re.search(pattern, name) for pattern in model.get("patterns", [])):
                return model
        fitting = [
            (len(prefix), model)
            for model in models
            if not any(word in name for word in model.get("exclude_substrings", []))
            for prefix in model.get("prefixes", [])
            if is_release(name, prefix)
        ]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def costs(self, model, requests, tier, speed):
        """Lists [first day, cost, first day of the prices], for each day on which a price of this model changes.

        A reply can be made of several requests, each with a usage of its own; they are charged one by one.
        """
        rows = model["prices"] + model.get("variants", [])
        days = sorted({row.get("from") or "" for row in rows} | {""})
        costs = []
        for day in days:
            row = rates_on(model, day, {tier, speed} - {None})
            cost = row and [plain(sum(total(row, usage) for usage in requests)), row.get("from")]
            if not costs or costs[-1][1:] != (cost or [None, None]):
                costs.append([day or None, *(cost or [None, None])])
        return costs


def is_release(name, prefix):
    """Whether a name is a prefix with no more behind it than a preview, a number or, after a year, the rest of a date."""
    # A word that only begins with a digit is no number: `-8b` is another size.
    rest = r"|-preview.*|-latest|[-@]\d+(-.*)?"
    if re.search(r"-20\d\d$", prefix):
        rest += r"|\d{4}"
    return name.startswith(prefix) and re.fullmatch(rest, name[len(prefix):])


def rates_on(model, day, words):
    """Returns the row that holds on a day for a reply that was served like that; None if the table does not say."""
    words = {word.lower() for word in words}

    def holds(row):
        return (row.get("from") or "") <= day

    def is_meant(variant):
        for wanted in variant["when"].values():
            wanted = [wanted] if isinstance(wanted, str) else wanted
            if words & set(wanted):
                return True
        return False

    variants = [row for row in model.get("variants", []) if is_meant(row) and holds(row)]
    if variants:
        return variants[-1]
    if words & APART:
        return None
    usual = [row for row in model["prices"] if holds(row)]
    return usual[-1] if usual else None


def total(row, usage):
    rates = dict(row)
    for tier in sorted(row.get("tiers", []), key=lambda tier: tier["above_input_tokens"]):
        # Whoever passes a threshold pays its price for every token.
        if usage.input > tier["above_input_tokens"]:
            rates.update(tier)
    price = lambda *names: next(decimal.Decimal(rates[name]) for name in names if rates.get(name) is not None)
    parts = [
        (usage.cached, price("cached_input", "input")),
        (usage.written, price("cache_write", "input")),
        (usage.written_1h, price("cache_write_1h", "cache_write", "input")),
        (usage.written_12h, price("cache_write_12h", "cache_write", "input")),
        (usage.output, price("output")),
    ]
    rest = usage.input - usage.cached - usage.written - usage.written_1h - usage.written_12h
    parts.append((rest, price("input")))
    return sum(count * rate for count, rate in parts) / 1_000_000


def plain(number):
    """Writes a decimal without exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
