#!/usr/bin/env python3
"""plain_words.py: tell what was said in calmer words.

An example of an outside program for the family `carry`; the protocol is in
shuttle-program(7). It replaces words by others from a list, its own or that of
the scenario (set: { "have to": "should" }), keeping a capital letter at the
beginning. What the author wants verbatim, and aide-memoires, it leaves alone.
"""
import json
import re
import sys

CALMER = {
    "demand": "ask for",
    "demands": "asks for",
    "must": "should",
    "never": "not now",
    "refuse": "do not see our way",
    "ultimatum": "offer",
    "unacceptable": "hard to accept",
}


def say(message):
    print(json.dumps(message, ensure_ascii=False), flush=True)


def calm(text, words):
    """Replace whole words, longest first."""
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    pattern = r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"

    def other(match):
        new = words[match.group().lower()]
        if match.group()[0].isupper():
            new = new[0].upper() + new[1:]
        return new

    return re.sub(pattern, other, text, flags=re.IGNORECASE)


def decide(ask, words):
    item, forms = ask["item"], ask["forms"]
    text = item.get("text", "")
    if "gist" in item and "verbatim" not in forms:
        return {"form": forms[0], "text": item["gist"]}
    calmer = calm(text, words)
    if "gist" in forms and calmer != text and item["move"] != "aide_memoire":
        return {"form": "gist", "text": calmer}
    if "verbatim" in forms:
        return {"form": "verbatim"}
    if calmer != text or item["options"]:
        return {"form": forms[0], "text": calmer if calmer != text else ""}
    return {"form": "none"}


def main():
    hello = json.loads(sys.stdin.readline())
    if hello.get("shuttle") != 1 or hello.get("family") != "carry":
        sys.exit("plain_words.py finds words, in version 1 of the protocol")
    say({"program": "plain_words", "version": 1})
    words = {old.lower(): new for old, new in hello["set"].items()} or CALMER
    for line in sys.stdin:
        message = json.loads(line)
        if "ask" in message:
            say({"answer": message["ask"], **decide(message, words)})
        elif "end" in message:
            break


if __name__ == "__main__":
    main()
