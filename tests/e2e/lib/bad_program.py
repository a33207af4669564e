#!/usr/bin/env python3
"""bad_program.py MODE [MARK]: an outside program that does one thing wrong."""
import json
import os
import signal
import sys
import time

mode = sys.argv[1]


def raw(data):
    os.write(1, data)


def say(message):
    raw(json.dumps(message).encode() + b"\n")


def forever():
    while True:
        time.sleep(3600)


def fork_and_hold():
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        forever()


def hello():
    if mode == "dies_at_once":
        sys.exit(3)
    if mode == "silent":
        forever()
    if mode == "wrong_version":
        say({"program": "bad", "version": 2})
        forever()
    if mode == "no_hello":
        raw(b"good morning\n")
        forever()
    if mode == "endless_line":
        while True:
            raw(b"x" * 65536)
    if mode == "floods_at_once":
        while True:
            raw(b"{}\n" * 1000)
    say({"program": "bad", "version": 1})
    if mode == "noisy":
        for n in range(200000):
            os.write(2, b"\x1b[31mcomplaint \xff number %d\x07\n" % n)


def answer(ask):
    good = {"answer": ask["ask"], "verdict": "tell"}
    if mode == "never":
        return
    if mode == "twice":
        say(good)
        say(good)
    elif mode == "other_id":
        say({"answer": ask["ask"] + 100, "verdict": "tell"})
    elif mode == "nonsense":
        raw(b"\x00\x01 not JSON\n")
    elif mode == "bad_utf8":
        raw(b'{"answer":%d,"verdict":"tell","reason":"\xff"}\n' % ask["ask"])
    elif mode == "nul":
        raw(b'{"answer":%d,"verdict":"tell"}\x00\n' % ask["ask"])
    elif mode == "no_verdict":
        say({"answer": ask["ask"], "verdict": "perhaps"})
    elif mode == "long_line":
        raw(b'{"answer":%d,"reason":"' % ask["ask"] + b"x" * 1000000)
        raw(b'"}\n')
    elif mode == "floods":
        while True:
            raw(b'{"answer":999}\n' * 1000)
    elif mode == "dies":
        sys.exit(4)
    elif mode == "killed":
        os.abort()  # the first process of its namespace ignores other signals
    elif mode == "closes":
        os.close(1)
        forever()
    elif mode == "leaves_child":
        fork_and_hold()
        sys.exit(5)
    elif mode == "half_line":
        raw(b'{"answer":%d,"verdict":"te' % ask["ask"])
    else:
        say(good)


signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
if mode == "deaf":
    say({"program": "bad", "version": 1})
    forever()
hello_line = sys.stdin.readline()
hello()
if mode == "spies":
    found = []
    for path in (os.path.join(os.path.dirname(__file__), "..", "programs.yaml"),
                 "/proc/1/environ", "/tmp", "runs", "/root", "/home"):
        try:
            os.listdir(path) if os.path.isdir(path) else open(path).read()
            found.append(path)
        except OSError:
            pass
    try:
        open("/tmp/spied", "w").close()
        found.append("wrote")
    except OSError:
        pass
    try:
        import socket
        socket.create_connection(("127.0.0.1", 80), 1)
    except OSError as e:
        if e.errno != 1:
            found.append("socket")
    print("found: " + repr(found), file=sys.stderr, flush=True)
for line in sys.stdin:
    message = json.loads(line)
    if "ask" in message:
        answer(message)
    elif "end" in message and mode == "hangs_at_end":
        fork_and_hold()
        forever()
if mode == "hangs_at_end":
    forever()
