#!/usr/bin/env python3
"""patience.py: hold back the first word of a room until the other has moved.

An example of an outside program for the family `hold`; the protocol is in
shuttle-program(7). It answers "tell" for everything but confidences and offers
of a room that has handed over more offers than the other; those wait until the
other room has offered as often, or `wait` minutes at most (a setting: set:
{ wait: 20 }).
"""
import json
import sys


def say(message):
    print(json.dumps(message, ensure_ascii=False), flush=True)


class Patience:
    def __init__(self, hello):
        self.rooms = [room["id"] for room in hello["rooms"]]
        self.offers = dict.fromkeys(self.rooms, 0)
        self.taken = {}  # (room, number): when
        self.wait_us = int(hello["set"].get("wait", "20")) * 60_000_000
        for entry in hello["items"]:
            self.take(entry["item"], hello["now_us"])

    def take(self, item, now_us):
        """The mediator has taken an item from a room."""
        self.taken[item["room"], item["number"]] = now_us
        if item["room"] in self.offers and item["options"]:
            self.offers[item["room"]] += 1

    def report(self, message):
        if message["report"] == "taken":
            self.take(message["item"], message["now_us"])

    def decide(self, ask):
        item = ask["item"]
        author, to = item["room"], ask["to"]
        if not item["options"]:
            return {"verdict": "tell"}
        if self.offers[author] <= self.offers[to]:
            return {"verdict": "tell", "reason": f"{to} has moved, too"}
        until = self.taken[author, item["number"]] + self.wait_us
        if ask["now_us"] >= until:
            return {"verdict": "tell", "reason": "it has waited long enough"}
        return {
            "verdict": "hold",
            "until_us": until,
            "reason": f"{to} has not moved yet",
        }


def main():
    hello = json.loads(sys.stdin.readline())
    if hello.get("shuttle") != 1 or hello.get("family") != "hold":
        sys.exit("patience.py decides for hold, in version 1 of the protocol")
    say({"program": "patience", "version": 1})
    patience = Patience(hello)
    for line in sys.stdin:
        message = json.loads(line)
        if "report" in message:
            patience.report(message)
        elif "ask" in message:
            say({"answer": message["ask"], **patience.decide(message)})
        elif "end" in message:
            break


if __name__ == "__main__":
    main()
