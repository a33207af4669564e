"""hostile_files.py SHUTTLE FOLDER: write scenarios made to hurt, and give each
to every command that reads one. A command must end with status 0, 1 or 2, never
by a signal, within a second of processor time and 64 MiB, and must say
something. Prints a line for each that does not, the worst figures, the
counts."""
import os
import resource
import subprocess
import sys
import time

HEAD = ("scenario: 1\nrooms: { us: {}, iran: {} }\n"
        "mediators: { oman: {} }\n")
WHOLE = HEAD + "rounds: [{ limit: 1h, us: [{ id: a, say: \"x\" }] }]\n"
AGENDA = "".join("  i%d: { options: [%s] }\n" % (
    i, ", ".join("o%d" % o for o in range(32))) for i in range(32))
VALUES = "{ %s }" % ", ".join("i%d: { %s }" % (i, ", ".join(
    "o%d: %d" % (o, o * i) for o in range(32))) for i in range(32))


def lines(count, text):
    return "".join(text.replace("%", str(i)) for i in range(count))


def bomb():
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for c in range(ord("b"), ord("z")):
        text += "%c: &%c [%s]\n" % (c, c, ", ".join(["*%c" % (c - 1)] * 9))
    return text


FILES = {
    # refused: at least one mistake
    "brackets": "[" * 200000,
    "maps": "{a: " * 100000,
    "dashes": "- " * 100000,
    "questions": "? " * 100000,
    "deep": HEAD + "notes: " + "[" * 15 + "]" * 15 + "\n",
    "size": "scenario: 1\n" * 200000,
    "word": "a" * (1 << 20),
    "quote": HEAD + "title: \"" + "a" * (1 << 20),
    "bomb": bomb(),
    "binary": bytes(range(256)) * 4096,
    "utf8": WHOLE.encode() + b"notes: \"\xed\xa0\x80\xff\"\n",
    "nul": WHOLE.encode() + b"notes: \"a\0b\"\n",
    "rooms": "scenario: 1\nrooms:\n" + lines(100000, " r%:\n"),
    "rooms-flow": "scenario: 1\nmediators: {m}\nrounds: [{}]\nrooms: {" +
                  lines(30000, "r%: {}, ") + "}\n",
    "keys": WHOLE + lines(30000, "k%: 1\n"),
    "conditions": HEAD + "rounds:\n- us:\n" + lines(
        400, "  - {say: x, if: \"" + "(" * 500 + "\"}\n"),
    "condition": HEAD + "rounds: [{us: [{say: x, if: \"" + "not " * 60000 +
                 "\"}]}]\n",
    "circle": HEAD + "rounds:\n- us:\n" + "".join(
        "  - {id: l%d, say: x, after: l%d}\n" % (i, (i + 1) % 512)
        for i in range(512)),
    # taken, but large
    "comments": WHOLE + "# x\n" * 60000,
    "comments-between": HEAD + "rounds:\n  - us:\n" + lines(
        512, "      # about %\n" * 40 + "      - { say: \"x\" } # %\n"),
    "text": HEAD + "rounds:\n  - us:\n" + lines(
        50, "      - { say: \"" + "x " * 8000 + "\" }\n"),
    "one-line": HEAD + "rounds: [{ limit: 1h, us: [" + lines(
        512, "{ id: u%, say: \"x\" }, ") + "], iran: [" + lines(
            512, "{ id: i%, say: \"x\" }, ") + "] }]\n",
    "lists": WHOLE + "notes: [" + "\"x\", " * 60000 + "]\n",
    "chain": HEAD + "rounds:\n  - limit: 1h\n    us:\n" + lines(
        512, "      - { id: u%, say: \"x\" }\n") + "    iran:\n" + lines(
            512, "      - { id: i%, after: u%, say: \"y\" }\n"),
    "rounds": HEAD + "rounds:\n" + "".join(
        "  - { id: r%d, limit: 1m, next: [%s] }\n" % (i, ", ".join(
            "{ if: \"happened(e)\", go: r%d }" % (i + 1 + n)
            for n in range(min(15, 63 - i))) + (
                ", " if i < 63 else "") + "{ go: %s }" % (
                    "r%d" % (i + 1) if i < 63 else "end"))
        for i in range(64)) + "events: { e: { at: 1m, say: \"x\" } }\n",
    "deals": HEAD + "agenda:\n" + AGENDA + "private:\n  us: { values: " +
             VALUES + " }\n  iran: { values: " + VALUES + " }\n"
             "rounds: [{ limit: 1m, us: [{ say: \"x\" }] }]\n",
    "rehearsals": WHOLE + "expect:\n" + lines(
        64, "  - { seeds: \"1..150\", outcome: no_agreement }\n"),
}
COMMANDS = (["check", "--strict"], ["check", "--json"], ["check", "--play"],
            ["format", "--check"], ["show", "--play"], ["show", "--map"],
            ["show", "--map=mermaid"], ["show", "--map=text"],
            ["show", "--deals"],
            ["show", "--deals", "--svg"], ["show", "--handout", "us"])
# So many seeds are a second's work and more, as their author wants it.
SLOW = {("check --play", "rehearsals")}


def run(shuttle, command, path, out):
    """Status, processor seconds, KiB of one command."""
    with open(out, "wb") as to:
        child = subprocess.Popen([shuttle, *command, path], stdout=to,
                                 stderr=subprocess.STDOUT,
                                 stdin=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > until:
                child.kill()
            time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
    return (child.returncode, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss)


def main():
    shuttle, folder = sys.argv[1:]
    passed = failed = 0
    slowest, largest = (0, ""), (0, "")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, text in FILES.items():
        path = os.path.join(folder, name + ".yaml")
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        for command in COMMANDS:
            what = " ".join(command) + " " + name
            out = os.path.join(folder, "out")
            status, seconds, size = run(shuttle, command, path, out)
            slow = (" ".join(command), name) in SLOW
            silent = os.path.getsize(out) == 0 and command[0] != "format"
            if not slow:
                slowest = max(slowest, (seconds, what))
            largest = max(largest, (size, what))
            if (status in (0, 1, 2) and (seconds < 1 or slow)
                    and size < 65536 and not silent):
                passed += 1
                continue
            failed += 1
            with open(out, "rb") as file:
                print("failed: %s: status %d, %.2f s, %d KiB: %r" % (
                    what, status, seconds, size, file.read(200)))
    print("slowest %.0f ms (%s), at most %d KiB (%s)" % (
        slowest[0] * 1e3, slowest[1], largest[0], largest[1]))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
