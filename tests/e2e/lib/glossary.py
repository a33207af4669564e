#!/usr/bin/env python3
"""A translator that knows three words, and fails at a fourth."""
import json
import sys

WORDS = {"Night": "Nacht", "passage": "Durchfahrt", "closed": "geschlossen"}


def say(message):
    print(json.dumps(message), flush=True)


hello = json.loads(sys.stdin.readline())
say({"program": "glossary", "version": hello["shuttle"]})
for line in sys.stdin:
    message = json.loads(line)
    if "end" in message:
        break
    if "ask" not in message:
        continue
    text = message["translate"]
    if "dredging" in text:
        say({"answer": message["ask"], "failed": "no such word"})
        continue
    for word, other in WORDS.items():
        text = text.replace(word, other)
    say({"answer": message["ask"], "text": text})
