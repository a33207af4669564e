#!/usr/bin/env python3
"""pages.py SHUTTLE FOLDER: the examples of `shuttle explain` are what they say.

An example is a part of a scenario. It is put into the places of a whole one
where such a part may stand; in one of them the wrong example must have its
mistake, and the right one must be read without it and without any other."""
import json
import os
import re
import subprocess
import sys

SHUTTLE, FOLDER = sys.argv[1:]

# Sections of a scenario, each of which an example may bring itself.
SECTIONS = {
    "scenario": "scenario: 1",
    "rooms": "rooms: { us: {}, iran: {}, qatar: {} }",
    "mediators": "mediators: { oman: { relay: { table: all } }, swiss: {} }",
    "agenda": "agenda:\n"
              "  militias: { options: [continue, pause, end] }\n"
              "  relief: { options: [none, waivers, funds] }\n"
              "  preamble: { free: true }",
    "events": "events: { leak: { at: 5m, say: \"A leak.\" } }",
    "endings": "endings: { calm: { title: \"Calm\", text: \"It is calm.\" } }",
    "facts": "facts: { waivers: \"Waivers.\", plan: \"A plan.\" }",
    "rounds": "rounds: [{ id: first, limit: 2h, us: [{ say: \"Well.\" }] }, "
              "{ id: second }, { id: third }]",
}

# Whose wrong example names what would not show, or leaves something out.
STAND_INS = ("S003", "S004", "S005", "S017")

# Places of their own.
HEAD = ("scenario: 1\n"
        "rooms: { us: { title: \"US room\" }, iran: {} }\n")
MEDIATORS = "mediators: { oman: { relay: { table: all } } }\n"
AGENDA = "agenda: { relief: { options: [none, waivers, funds] } }\n"
ROUNDS = "rounds: [{ limit: 1h, us: [{ say: \"Well.\" }] }]\n"
VALUES = "values: { relief: { none: 0, waivers: 4, funds: 9 } }"
TABLE = (HEAD + MEDIATORS + ROUNDS +
         "agenda: { militias: { options: [continue, end] } }\n"
         "private: { us: { no_deal: 5, values: %s } }\n")
CONTEXTS = {
    "S011": HEAD[12:] + MEDIATORS + ROUNDS + "@\n",
    "S016": "@\n" + HEAD[12:] + MEDIATORS + ROUNDS,
    "S017": "@\n" + MEDIATORS + ROUNDS,
    "S019": TABLE % "values.csv",
    "S027": HEAD + MEDIATORS + AGENDA + ROUNDS +
            "private: { us: { " + VALUES + ", @ } }\n",
    "S030": "scenario: 1\n@\n" + MEDIATORS + "rounds: [{ iran: [{ say: \"Well.\" }] "
            "}]\n",
    "S037": HEAD + MEDIATORS + AGENDA + ROUNDS +
            "private: { us: { no_deal: 5, " + VALUES + " } }\n"
            "expect: [{ @ }]\n",
    "S038": TABLE.replace("values: %s", "@"),
    "S039": TABLE % "values.csv",
    "S046": HEAD + MEDIATORS +
            "events: { leak: { at: 5m, say: \"A leak.\", @ } }\n"
            "rounds: [{ id: first }, { id: second }, { id: third }]\n",
    "S053": HEAD + MEDIATORS + "rounds:\n  - us:\n    @\n",
    "S063": HEAD + MEDIATORS + ROUNDS +
            "agenda: { militias: { options: [continue, pause, end] } }\n"
            "private: { us: { no_deal: 5, @ } }\n",
    "S065": HEAD + MEDIATORS + AGENDA +
            "private: { us: { authority: { own: { relief: [none] }, capital: "
            "{ relief: [funds] }, latency: 5m } } }\nrounds:\n  - limit: 1h\n    @\n",
    "S072": HEAD + "mediators:\n  @\n" + AGENDA +
            "rounds: [{ limit: 1h, oman: [{ propose: { relief: funds } }] }]\n",
    "S075": HEAD + MEDIATORS + "rounds:\n  - @\n  - id: third\n",
    "S079": HEAD + MEDIATORS + ROUNDS +
            "agenda: { preamble: { free: true }, relief: { options: [none, "
            "funds] } }\nprivate: { us: { no_deal: 5, @ } }\n",
    "S085": HEAD + MEDIATORS + AGENDA + "rounds:\n  - limit: 1h\n    us: [{ id: "
            "give, say: \"So.\", about: relief, caveat: if_asked }]\n    @\n",
    "S088": HEAD + MEDIATORS + AGENDA + "rounds:\n  - limit: 1h\n    oman: [{ id: "
            "bridge, bridge: { relief: waivers } }]\n    @\n",
    "S090": HEAD + MEDIATORS + "rounds:\n  - us:\n      - say: \"Well.\"\n        @\n",
    "S091": HEAD + MEDIATORS + AGENDA + "rounds:\n  - limit: 1h\n    us: [{ id: "
            "offer, offer: { relief: funds } }]\n    @\n"
            "  - { phase: implementation, limit: 1h, us: [{ step: \"So.\" }] }\n",
    "S092": HEAD + MEDIATORS + AGENDA +
            "rounds:\n  - limit: 1h\n    us: [{ id: offer, offer: { relief: funds "
            "} }]\n    iran: [{ re: offer, reply: accept }]\n"
            "  - phase: implementation\n    oman: [{ id: funded, certify: "
            "\"It is there.\", at: 1h }]\n    us:\n    @\n",
    "S101": HEAD + MEDIATORS + AGENDA + ROUNDS +
            "private: { us: { no_deal: 5, " + VALUES + " } }\n"
            "expect: [{ @ }]\n",
    "S102": HEAD + MEDIATORS + AGENDA + "rounds:\n  - limit: 1h\n    @\n",
}

IRAN = ("iran:\n"
        "  - { id: open, say: \"Well.\" }\n"
        "  - { id: ask, ask: \"What will you do?\", about: relief }\n"
        "  - { id: greeting, say: \"Peace.\" }\n"
        "  - { id: offer, offer: { militias: pause, relief: funds } }\n"
        "  - { id: offer1, offer: { militias: end, relief: waivers } }")
OWN = "- { id: give, confide: \"Perhaps.\", caveat: mediator_only }"


def indent(text, by):
    return "\n".join(" " * by + line for line in text.split("\n"))


def lean(key, text):
    """A section with no more in it than the text speaks of, or None."""
    def named(*words):
        return [w for w in words if re.search(r"\b%s\b" % w, text)]
    if key == "rooms":
        return "rooms: { us: {}, iran: {}%s }" % "".join(
            ", %s: {}" % r for r in named("qatar", "gaza"))
    if key == "mediators":
        return "mediators: { oman: { relay: { table: all } }%s }" % (
            ", swiss: {}" if named("swiss") else "")
    if key == "agenda":
        issues = {"militias": ["continue", *named("pause"), "end"],
                  "relief": ["none", *named("waivers"), "funds"]}
        return "agenda: { %s }" % ", ".join(
            "%s: { options: [%s] }" % (i, ", ".join(issues[i]))
            for i in named(*issues) or issues)
    if key in ("events", "facts", "endings"):
        return SECTIONS[key] if named("leak", "carries", "ending") else None
    return SECTIONS[key]


def whole(text, few):
    """A scenario of this and of the sections that it does not bring."""
    own = set(re.findall(r"^(\w+):", text, re.M))
    out = [] if "scenario" in own else [SECTIONS["scenario"]]
    for key, section in SECTIONS.items():
        if few:
            section = lean(key, text)
        if key == "endings" and "ending" not in text or key == "scenario":
            continue
        if section and key not in own:
            out.append(section)
    return "\n".join(out[:1] + out[1:] + [text]) + "\n"


def under(path, text, beside=""):
    """The text under keys: "private.us"."""
    keys = path.split(".")
    out = "\n".join(" " * 2 * n + key + ":" for n, key in enumerate(keys))
    at = 2 * len(keys)
    return out + "\n" + (indent(beside, at) + "\n" if beside else "") + \
        indent(text, at)


def in_round(text):
    own = set(re.findall(r"^(\w+):", text, re.M))
    out = "rounds:\n  - id: here\n"
    for key, value in (("limit", "limit: 3h"), ("iran", IRAN)):
        if key not in own:
            out += indent(value, 4) + "\n"
    return out + indent(text, 4) + "\n  - id: second\n  - id: third"


def in_line(text, owner, beside):
    lines = (beside + "\n" if beside else "") + text
    return in_round("%s:\n%s\n  - %s" % (
        owner, indent(OWN, 2) if owner == "us" else "  - { say: \"So.\" }",
        indent(lines, 4).strip()))


def places(text):
    """Scenarios that have the example somewhere."""
    yield text + "\n"
    yield in_round(text)
    yield "rounds:\n  - id: here\n" + indent(text, 4)
    yield "rounds:\n  - limit: 3h\n" + indent(text, 4)
    yield "rooms:\n  iran: {}\n" + indent(text, 2)
    for owner in ("us", "iran", "oman"):
        own = IRAN.split("\n", 1)[1] if owner == "iran" else indent(OWN, 2)
        yield in_round("%s:\n%s\n%s" % (owner, own, indent(text, 2))
                       if owner != "oman" else
                       "oman:\n" + indent(text, 2))
        yield in_line(text, owner, "")
        yield in_line(text, owner, "say: \"So.\"")
    yield under("rounds", text)
    for path in ("private", "private.us", "private.us.authority", "agenda",
                 "agenda.x", "rooms", "rooms.us", "mediators", "events",
                 "mediators.oman.relay", "mediators.oman", "endings", "traffic",
                 "traffic.rooms"):
        yield under(path, text)
    yield under("private.us", "authority: { %s }" % text.replace("\n", " "))
    yield "agenda:\n  x:\n    options: [a, b]\n" + indent(text, 4)
    yield "expect:\n  - " + indent(text, 4).strip()
    yield "expect:\n  - outcome: agreed\n" + indent(text, 4)


def codes(text, few):
    text = text if few is None else whole(text, few)
    text, _, table = text.partition("\f")
    path = os.path.join(FOLDER, "page.yaml")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    with open(os.path.join(FOLDER, "values.csv"), "w", encoding="utf-8") as out:
        out.write(table or "issue,option,us\nmilitias,continue,0\n"
                  "militias,end,9\n")
    run = subprocess.run([SHUTTLE, "check", "--json", path], check=False,
                         capture_output=True, timeout=20)
    found = json.loads(run.stdout)["mistakes"]
    return ({m["code"] for m in found},
            {m["code"] for m in found if "warning" not in m})


def page(code):
    out = subprocess.run([SHUTTLE, "explain", code], check=True,
                         capture_output=True, timeout=20).stdout.decode()
    parts = dict.fromkeys(("Wrong", "Right"), "")
    for name in parts:
        found = re.search(r"^%s:\n\n((?:    .*\n|\n(?=    ))+)" % name, out, re.M)
        if found:
            parts[name] = re.sub("^    ", "", found.group(1), flags=re.M).rstrip("\n")
    return parts["Wrong"], parts["Right"]


def fill(context, text):
    """The context with the text in its place, or before a table of it."""
    if "@" not in context:
        return context + "\f" + text + "\n"
    at = context.find("@")
    by = at - context.rfind("\n", 0, at) - 1
    return context.replace("@", indent(text, by).strip())


def stands(code, wrong, right):
    """Nothing, or why the page does not show what it says."""
    why = "in no place is the wrong example %s" % code
    worst = 9
    pairs = [(bad, good, few) for bad, good in zip(places(wrong), places(right))
             for few in (True, False)]
    if code in CONTEXTS:
        pairs = [(fill(CONTEXTS[code], wrong), fill(CONTEXTS[code], right),
                  None)]
    for bad, good, few in pairs:
        if wrong and code not in STAND_INS and code not in codes(bad, few)[0]:
            continue
        found, mistakes = codes(good, few)
        if code not in found and not mistakes:
            return None
        if len(mistakes | {code} & found) < worst:
            worst = len(mistakes | {code} & found)
            why = "the right example is %s" % " ".join(sorted(found))
    return why


def main():
    listed = subprocess.run([SHUTTLE, "explain"], check=True,
                            capture_output=True, timeout=20).stdout.decode()
    for line in listed.splitlines():
        code = line[:4]
        wrong, right = page(code)
        why = right and stands(code, wrong, right)
        if why:
            print("%s: %s" % (code, why))


main()
