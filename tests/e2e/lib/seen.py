#!/usr/bin/env python3
"""seen.py SCENARIO RECORDS: compare what records show with what the head of a
scenario says. RECORDS is a folder with the output of `shuttle record --json`
of each record, NAME.json.

#= NAME: SECONDS KIND WORDS...   this comes in that record, in this order
#! NAME: WORDS...                no line of that record has these words
"""
import json
import sys

KEPT = {
    "LINE": ("id", "state"),
    "TOLD": ("from", "move", "answer", "label", "text"),
    "ROUND": ("round", "state", "limit"),
    "OUTCOME": ("outcome", "package"),
    "CAPITAL": ("state",),
    "PUT": ("id", "move"),
    "RECEIPT": ("item", "status"),
}
DROPPED = ("kind", "handle", "nonce", "digest", "due", "reads", "until")


def words(message):
    kind = message["kind"]
    fields = KEPT.get(kind) or [f for f in message if f not in DROPPED]
    shown = [str(message[f]) for f in fields if message[f] not in ("", [], None)]
    return " ".join([kind] + shown)


def lines_of(path):
    out = []
    for text in open(path, encoding="utf-8"):
        entry = json.loads(text)
        message = entry.get("note") or entry.get("message")
        name = entry["entry"]
        if not message or name == "effect_send":
            continue
        seconds = entry["time_us"] / 1e6
        out.append("%g %s" % (seconds, words(message)))
    return out


def main():
    scenario, folder = sys.argv[1:]
    seen, at, wrong, checks = {}, {}, 0, 0
    for line in open(scenario, encoding="utf-8"):
        if line[:2] not in ("#=", "#!"):
            continue
        name, text = line[2:].strip().split(": ", 1)
        if name not in seen:
            seen[name] = lines_of("%s/%s.json" % (folder, name))
        found = [i for i, s in enumerate(seen[name])
                 if i >= at.get(name, 0) and s == text]
        checks += 1
        if line[:2] == "#=" and found:
            at[name] = found[0] + 1
        elif line[:2] == "#=":
            wrong += 1
            print("%s does not show: %s\nit shows:\n  %s"
                  % (name, text, "\n  ".join(seen[name])))
        elif any(text in s for s in seen[name]):
            wrong += 1
            print("%s shows: %s" % (name, text))
    if checks == 0:
        print("nothing is said of what must be seen")
    sys.exit(wrong > 0 or checks == 0)


main()
