"""How a walk should go, by FORMAT.md alone: an event simulation that shares
nothing with the program's. Given the comings of items that `shuttle traffic`
drew (--visits), it works out every coming, going, taking and telling. Times of
walking and taking are fixed; none falls on a coming, so that nothing is tied.

usage: walk_trace.py SHUTTLE FOLDER: plays the cases below, prints one line for
each that is not the same, and "N passed, N failed".
"""
import csv
import heapq
import itertools
import os
import subprocess
import sys

S = 1000000
ORDER = {"handed": 0, "came": 1, "told": 2, "taken": 3, "left": 4}


class Carrier:
    def __init__(self, number, at, stop):
        self.number, self.at, self.stop = number, at, stop
        self.hand = []  # [id, rooms to tell it in, when it was handed over]
        self.stage, self.left, self.since = "sit", 0, 0
        self.walking, self.busy = False, None


class Walk:
    def __init__(self, case, comings, end):
        self.c, self.end = case, end
        self.trays = {r: [] for r in case.rooms}  # (when, id)
        self.order = {i: n for n, (_, _, i) in enumerate(comings)}
        self.log, self.events, self.count = [], [], itertools.count()
        self.woken = set()
        for when, room, item in comings:
            self.at(when, self.come_in, room, item)
        self.team = []
        for n in range(case.carriers):
            stop = n * len(case.route or case.rooms) // case.carriers
            room = (case.route or case.rooms)[stop]
            self.team.append(Carrier(n, room, stop))

    def at(self, when, what, *args):
        heapq.heappush(self.events, (when, next(self.count), what, args))

    def note(self, event, room, carrier, item):
        self.log.append((self.now, event, room, carrier, item))

    # What happens.
    def come_in(self, room, item):
        self.trays[room].append((self.now, item))
        self.note("handed", room, "", item)

    def arrive(self, m):
        m.walking, m.stage, m.since = False, "sit", self.now
        self.note("came", m.at, str(m.number), "")
        for item in sorted(m.hand, key=lambda i: self.order[i[0]]):
            if m.at in item[1]:
                item[1].discard(m.at)
                self.note("told", m.at, "", item[0])
        m.hand = [i for i in m.hand if i[1]]
        self.at(self.now + self.c.stay, lambda: None)

    def taken(self, m):
        (when, item), m.busy = m.busy, None
        self.note("taken", m.at, "", item)
        to = set(self.c.to[m.at])
        if to:
            m.hand.append([item, to, when])
        service = self.c.service
        for o in self.team:
            if o.stage == "take" and o.at == m.at and not o.walking and (
                    service == "gated" or (service == "limited" and o is m)):
                o.left -= 1

    # What he does.
    def full(self, m):
        return self.c.capacity and len(m.hand) >= self.c.capacity

    def needed_elsewhere(self, m):
        told = set().union(*(i[1] for i in m.hand)) if m.hand else set()
        return any(r != m.at and (self.trays[r] or r in told)
                   for r in self.c.rooms)

    def called(self, m):
        calls = [] if self.full(m) else [
            (self.order[i], r) for r in self.c.rooms if r != m.at
            for _, i in self.trays[r]]
        for item, to, _ in m.hand:
            rooms = [r for r in self.c.rooms if r in to and r != m.at]
            calls += [(self.order[item], rooms[0])] if rooms else []
        return min(calls)[1] if calls else None

    def holds_out(self, m):
        n, t = self.c.until_items, self.c.until_time
        items = [(self.order[i], w) for r in self.c.rooms
                 for w, i in self.trays[r]]
        items += [(self.order[i], w) for i, _, w in m.hand]
        if (n is None and t is None) or (n is not None and len(items) >= n):
            return False
        if not items or t is None:
            return True
        due = min(items)[1] + t
        if due > self.now and (m.number, due) not in self.woken:
            self.woken.add((m.number, due))
            self.at(due, lambda: None)
        return due > self.now

    def rests(self, m):
        if self.holds_out(m):
            return True
        if self.c.on_call:
            return self.called(m) is None
        return self.c.parks and not self.needed_elsewhere(m)

    def open_gate(self, m):
        m.stage = "take"
        m.left = {"gated": len(self.trays[m.at]) +
                  sum(1 for o in self.team if o.busy and o.at == m.at),
                  "exhaustive": 1 << 30, "limited": self.c.limit
                  }[self.c.service]

    def take(self, m):
        m.busy = self.trays[m.at].pop(0)
        self.at(self.now + self.c.item, self.taken, m)
        return True

    def leave(self, m):
        if self.c.on_call:
            to = self.called(m)
        else:
            way = self.c.route or self.c.rooms
            m.stop = (m.stop + 1) % len(way)
            to = way[m.stop]
        self.note("left", m.at, str(m.number), "")
        self.at(self.now + self.c.way(m.at, to), self.arrive, m)
        m.at, m.walking = to, True
        return True

    def act(self, m):
        if m.walking or m.busy:
            return False
        if m.stage == "sit":
            if self.now < m.since + self.c.stay:
                return False
            self.open_gate(m)
        if m.stage == "take":
            if m.left > 0 and not self.full(m) and self.trays[m.at]:
                return self.take(m)
            m.stage = "leave"
        if self.rests(m):
            m.stage = "rest"
        if m.stage == "rest" and self.trays[m.at] and not self.full(m):
            self.open_gate(m)
            return self.take(m)
        return not self.rests(m) and self.leave(m)

    def run(self):
        self.now = 0
        for m in self.team:
            self.arrive(m)
        while self.events and self.events[0][0] < self.end:
            self.now = self.events[0][0]
            while self.events and self.events[0][0] == self.now:
                _, _, what, args = heapq.heappop(self.events)
                what(*args)
            while any([self.act(m) for m in self.team]):
                pass
        return self.log


class Case:
    """One design and load: words for the file, and the same for the above."""

    def __init__(self, name, loads, item=31, time=97, stay=0, service="gated",
                 limit=2, capacity=None, idle="park", route=None, times=None,
                 carriers=1, until_items=None, until_time=None):
        self.name, self.rooms, self.loads = name, list(loads), loads
        self.item, self.stay = item * S, stay * S
        self.service, self.limit, self.capacity = service, limit, capacity
        self.parks, self.carriers = idle == "park", carriers
        self.on_call = route == "on_call"
        self.route = route if isinstance(route, list) else None
        self.until_items = until_items
        self.until_time = until_time * S if until_time else None
        self.time, self.times = time * S, times or {}
        self.to = {r: [] if l.get("mediator_only") else l.get(
            "to", [o for o in self.rooms if o != r])
            for r, l in loads.items()}
        given = {"time": "%ds" % time, "item": "%ds" % item,
                 "stay": "%ds" % stay, "service": service, "idle": idle,
                 "limit": limit if service == "limited" else None,
                 "capacity": capacity, "carriers": carriers, "route": route,
                 "until_items": until_items,
                 "until_time": until_time and "%ds" % until_time,
                 "times": times and "{ %s }" % ", ".join(
                     "%s: %ds" % t for t in times.items())}
        self.walk = ", ".join("%s: %s" % (k, self.word(v))
                              for k, v in given.items() if v is not None)

    @staticmethod
    def word(v):
        return "[%s]" % ", ".join(v) if isinstance(v, list) else v

    def way(self, here, there):
        ways = (here + "-" + there, there + "-" + here)
        return next((self.times[w] * S for w in ways if w in self.times),
                    self.time)

    def text(self, hours):
        loads = ", ".join("%s: { %s }" % (r, ", ".join(
            "%s: %s" % (k, self.word(v)) for k, v in l.items()))
            for r, l in self.loads.items())
        return """scenario: 1
rooms: { %s }
mediators: { m: { relay: { walk: { as: shuttle, %s }, hold: forward } } }
rounds: [{ %s: [{ say: "x" }] }]
traffic: { length: %dh, replications: 1, rooms: { %s } }
""" % (", ".join(r + ": {}" for r in self.rooms), self.walk, self.rooms[0],
            hours, loads)


THREE = {"a": {"every": "5m"}, "b": {"every": "7m", "to": ["c"]},
         "c": {"every": "9m", "burst": 2}}
EIGHT = {r: {"every": "%dm" % (20 + 3 * n)} for n, r in enumerate("abcdefgh")}
EIGHT["d"]["mediator_only"] = "true"
EIGHT["e"]["to"] = ["a", "h"]


def cases():
    for service in ("gated", "exhaustive", "limited"):
        for idle in ("park", "walk"):
            for stay in (0, 45):
                yield Case("%s, %s, stay %d" % (service, idle, stay), THREE,
                           service=service, idle=idle, stay=stay)
        yield Case("on call, " + service, THREE, service=service, time=61,
                   item=20, route="on_call")
    for idle in ("park", "walk"):
        yield Case("capacity, " + idle, THREE, time=61, item=20, capacity=3,
                   idle=idle)
        yield Case("table, " + idle, THREE, time=61, item=20, idle=idle,
                   route=["a", "b", "a", "c"],
                   times={"a-b": 30, "b-a": 77, "a-c": 100})
    for items, seconds in ((3, None), (None, 1200), (4, 900)):
        yield Case("until %s or %s" % (items, seconds), THREE, time=61,
                   item=20, until_items=items, until_time=seconds)
    for carriers in (1, 2, 3):
        yield Case("eight rooms, %d" % carriers, EIGHT, time=61, item=20,
                   idle="walk", carriers=carriers)


def differs(case, shuttle, folder, hours):
    file, visits = (os.path.join(folder, n) for n in ("w.yaml", "w.csv"))
    with open(file, "w") as f:
        f.write(case.text(hours))
    subprocess.run([shuttle, "traffic", file, "--visits", visits],
                   stdout=subprocess.DEVNULL, check=True, timeout=60)
    with open(visits) as f:
        theirs = [(int(r["time_us"]), r["event"], r["room"], r["carrier"],
                   r["item"]) for r in csv.DictReader(f)]
    comings = [(t, room, i) for t, e, room, _, i in theirs if e == "handed"]
    ours = Walk(case, comings, hours * 3600 * S).run()
    key = lambda e: (e[0], ORDER[e[1]], e[2:])
    theirs, ours = sorted(theirs, key=key), sorted(ours, key=key)
    if len(comings) < 100:
        return "only %d comings" % len(comings)
    for one, two in itertools.zip_longest(theirs, ours):
        if one != two:
            return "shuttle has %s, and it should be %s" % (one, two)
    return None


def main():
    passed = failed = 0
    for case in cases():
        wrong = differs(case, sys.argv[1], sys.argv[2], 20)
        passed, failed = passed + (not wrong), failed + bool(wrong)
        if wrong:
            print("failed: %s: %s" % (case.name, wrong))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
