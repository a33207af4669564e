"""hostile_wire.py HOST:PORT KEY CASE: a room that breaks the protocol in one
way, over a real connection with a real key, and prints how it was answered.
`hostile_wire.py list` prints the cases, each with the reason that the mediator
has to give for it."""
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", ".."))
import room  # noqa: E402
from room_wire import (BODY_MAX, HEAD, HEADER, NUMBERS, VERSION,  # noqa: E402
                       Fault, Session, encode_body, encode_frame)

HELLO = {"kind": "HELLO", "version_low": 1, "version_high": 1, "semantics": 3,
         "room": "north", "program": "hostile"}
ITEM = {"kind": "ITEM", "item": 1, "move": 1, "text": "We like to talk."}


def head_of(session, kind, **changes):
    head = {"kind": NUMBERS.get(kind, kind), "channel": 0,
            "talk": session.talk, "number": session.sent + 1,
            "ack": session.received, "time": session.time}
    head.update(changes)
    return head


def raw(session, kind, body, length=None, version=VERSION, **changes):
    """A frame with a header that may lie."""
    head = head_of(session, kind, **changes)
    size = HEADER + len(body) if length is None else length
    session.stream.sendall(
        HEAD.pack(size, version, head["kind"], head["channel"],
                  int(head["talk"], 16), head["number"], head["ack"],
                  head["time"]) + body)


def forged(message, **changes):
    def case(s):
        s.stream.sendall(encode_frame(head_of(s, message["kind"], **changes),
                                      message))
    return case


def twice(s):
    forged(HELLO)(s)
    s.sent += 1
    forged(HELLO)(s)


def garbage(s):
    s.stream.sendall(b"\x00\x00\x00\x30" + bytes(range(7, 207)))


def shouting(s):
    s.stream.sendall(b"GET / HTTP/1.1\r\nHost: mediator\r\n\r\n")


def half(s):
    data = encode_frame(head_of(s, "ITEM"), ITEM)
    s.stream.sendall(data[:len(data) // 2])


def hang_up(s):
    s.stream.shutdown(socket.SHUT_RDWR)


def false_goodbye(s):
    s.send({"kind": "BYE", "reason": 0, "received": "%016x" % s.received,
            "transcript_received": "ab" * 32, "sent": "%016x" % s.sent,
            "transcript_sent": "cd" * 32})


def bad_text(s):
    body = encode_body(ITEM).replace(b"like", b"li\xff\xfe")
    raw(s, "ITEM", body)


def leftover(s):
    raw(s, "ITEM", encode_body(ITEM) + b"\x00")


def flood(s):
    for number in range(1, 5000):
        s.send(dict(ITEM, item=number))


# Name: what it does, whether it is admitted first, the reason expected.
CASES = {
    "too_long": (lambda s: raw(s, "HELLO", b"", length=HEADER + BODY_MAX + 1),
                 False, "a frame is longer than allowed"),
    "too_short": (lambda s: raw(s, "HELLO", b"", length=HEADER - 1), False,
                  "a frame does not have its form"),
    "version": (lambda s: raw(s, "HELLO", encode_body(HELLO), version=9),
                False, "no protocol version in common"),
    "no_version": (forged(dict(HELLO, version_low=7, version_high=9)), False,
                   "no protocol version in common"),
    "other_room": (forged(dict(HELLO, room="south")), False,
                   "the certificate is for another room than this door"),
    "no_room": (forged(dict(HELLO, room="attic")), False,
                "no such room in this talk"),
    "item_first": (forged(ITEM), False,
                   "a message that has no place in this state"),
    "hello_twice": (twice, False,
                    "a message that has no place in this state"),
    "talk": (forged(HELLO, talk="0123456789abcdef"), False,
             "the frame or the certificate names another talk"),
    "garbage": (garbage, False, ""),
    "http": (shouting, False, "a frame is longer than allowed"),
    "number": (forged(HELLO, number=5), False, "a frame came out of order"),
    "hang_up_first": (hang_up, False,
                      "the connection ended without a goodbye"),
    "skip": (forged(ITEM, number=9), True, "a frame came out of order"),
    "again": (forged(HELLO, number=1), True, "a frame came out of order"),
    "kind": (lambda s: raw(s, 99, b""), True,
             "a message of an unknown kind"),
    "mediators_kind": (forged({"kind": "TOLD"}), True,
                       "a message that has no place in this state"),
    "ack_ahead": (forged(ITEM, ack=1000), True, "a frame came out of order"),
    "time_back": (forged(ITEM, time=-1), True,
                  "a frame does not have its form"),
    "bad_text": (bad_text, True, "a frame does not have its form"),
    "leftover": (leftover, True, "a frame does not have its form"),
    "false_goodbye": (false_goodbye, True,
                      "the two ends do not have the same transcript"),
    "half": (half, True, "the peer did not come or did not answer in time"),
    "flood": (flood, True, "a limit was passed"),
    "hang_up": (hang_up, True, "the connection ended without a goodbye"),
}


def play(address, key, name):
    act, admitted, _ = CASES[name]
    stream, talk = room.connect(address, key)
    stream.settimeout(15)
    session = Session(stream, talk)
    try:
        if admitted:
            session.send(HELLO)
            while session.read()["kind"] != "ROUND":
                pass
        act(session)
        while True:
            message = session.read()
            if message["kind"] == "REFUSED":
                print("refused: %d" % message["reason"])
    except Fault as fault:
        print("ended: %s" % fault)
    except socket.timeout:
        print("nothing came")
        return 1
    except OSError as error:
        print("ended: %s" % type(error).__name__)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["list"]:
        for case, (_, _, why) in CASES.items():
            print("%s\t%s" % (case, why))
        sys.exit(0)
    sys.exit(play(*sys.argv[1:4]))
