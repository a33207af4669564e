#!/usr/bin/env python3
"""A small room, written from proto/PROTOCOL.md alone (standard library only).

  room.py --vectors proto/PROTOCOL.md     check the codec against the page
  room.py --connect HOST:PORT --key ROOM.pem --room iran --script FILE
          play a scripted list of items; what is told is printed as JSON lines

The key file holds a private key, its certificate and the talk's authority, as
`shuttle keys` writes it. The script is a JSON object:

  {"issues": 2,                        of the agenda, for the digests
   "accept": [[0, 1], [1, 2]],         a package accepted when it is proposed,
                                       a final draft, or read back; or "any";
                                       or absent
   "comment": "...",                   on every draft that is not final
   "items": [{"at": 60000000,          microseconds; or absent
              "after": "offer",        once a move of this name was told here
              "round": 0,              in this round; or absent
              "move": "say", "text": "...", "package": [[0, 1]], ...}]}

Any field of an ITEM may stand in an item, in the JSON view of PROTOCOL.md.
Exit status: 0 the talks ended, 1 the session failed, 2 it could not run.
"""
import argparse
import hashlib
import json
import os
import re
import socket
import ssl
import sys
import tempfile

sys.dont_write_bytecode = True
from room_wire import (Fault, SEMANTICS, Session, VERSION,
                       decode_body, decode_frame, draft_digest,
                       encode_frame, package_digest)

MOVES = {"say": 1, "non_paper": 2, "aide_memoire": 3, "ask": 4, "offer": 5,
         "confide": 6, "red_line": 7, "reply": 8, "withdraw": 9,
         "suspend": 10, "walk_out": 11, "read_back": 34, "draft": 35,
         "bridge": 36, "propose": 37, "result": 38}
ACCEPT, REJECT, COMMENT, CONFIRM = 1, 2, 4, 5
REASONS = {"VERSION": 1, "TALK": 2, "ORDER": 7, "LENGTH": 8, "FORM": 9,
           "KIND": 10, "STATE": 11, "TRANSCRIPT": 23}


class Room:
    """Who sits here: a list of items, each handed over when its time has come,
    in order."""

    def __init__(self, session, script):
        self.session = session
        self.issues = script.get("issues", 0)
        self.accept = script.get("accept")
        self.comment = script.get("comment")
        self.items = list(script.get("items", []))
        self.handed = 0
        self.round = None
        self.heard = set()
        self.over = False

    def hand_over(self, item):
        self.handed += 1
        self.session.send({**item, "kind": "ITEM", "item": self.handed})

    def accepts(self, package):
        if self.accept == "any":
            return True
        return self.accept is not None and \
            sorted(package) == sorted(self.accept)

    def answer(self, told):
        reply = {"move": MOVES["reply"], "re": told["handle"]}
        if told["move"] == MOVES["read_back"]:
            digest = package_digest(told["package"], self.issues,
                                    told["nonce"])
            if digest == told["digest"] and self.accepts(told["package"]):
                self.hand_over({**reply, "answer": CONFIRM, "digest": digest})
            else:
                self.hand_over({**reply, "answer": REJECT})
        elif told["move"] == MOVES["propose"]:
            yes = self.accepts(told["package"])
            self.hand_over({**reply, "answer": ACCEPT if yes else REJECT})
        elif told["move"] == MOVES["draft"]:
            self.read_draft(told)
        elif told["draft"] or told["brackets"]:
            raise Fault("FORM")

    def read_draft(self, told):
        """Yes or no to a final one, the comment to any other."""
        if told["draft"] == 0 or draft_digest(told) != told["digest"]:
            raise Fault("FORM")
        reply = {"move": MOVES["reply"], "re": told["handle"]}
        if told["brackets"] == 0 and len(told["package"]) == self.issues:
            yes = self.accepts(told["package"])
            self.hand_over({**reply, "answer": ACCEPT if yes else REJECT})
        elif self.comment:
            self.hand_over({**reply, "answer": COMMENT, "text": self.comment})

    def is_due(self, item):
        if self.round is None or item.get("round", self.round) != self.round:
            return False
        if "after" in item and MOVES[item["after"]] not in self.heard:
            return False
        return item.get("at", 0) <= self.session.time

    def act(self, message):
        """Do what one message calls for, then wait."""
        kind = message["kind"]
        if kind == "ROUND" and message["state"] < 3:
            self.round = message["round"] if message["state"] == 1 else None
        elif kind == "TOLD":
            self.heard.add(message["move"])
            self.answer(message)
        elif kind == "OUTCOME":
            self.over = True
        while self.items and not self.over and self.is_due(self.items[0]):
            item = dict(self.items.pop(0))
            for key in ("at", "after", "round"):
                item.pop(key, None)
            item["move"] = MOVES[item["move"]]
            self.hand_over(item)
        until = None
        if self.items and not self.over and self.round is not None:
            at = self.items[0].get("at", 0)
            until = at if at > self.session.time else None
        self.session.send({"kind": "WAIT", "until": until, "reads":
                           [[self.session.channel,
                             "%016x" % self.session.received]]})

    def play(self, show):
        """Until the talks end; show is called with each message."""
        while True:
            message = self.session.read()
            show(message)
            if message["kind"] == "REFUSED":
                raise Fault("refused: %d" % message["reason"])
            if message["kind"] == "BYE":
                self.session.send_bye()
                return
            self.act(message)


def read_key(path):
    """Key with certificate, and authority, from a key file."""
    with open(path, encoding="ascii") as f:
        blocks = re.findall(r"-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n",
                            f.read())
    if len(blocks) != 3:
        raise ValueError("%s does not hold a key, a certificate and an "
                         "authority" % path)
    return blocks[0] + blocks[1], blocks[2]


def connect(address, key_path):
    """A TLS stream to the mediator, and the talk its certificate names."""
    own, authority = read_key(key_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # names of hosts play no part
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=authority)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "own.pem")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w",
                  encoding="ascii") as f:
            f.write(own)
        context.load_cert_chain(path)
    host, _, port = address.rpartition(":")
    stream = socket.create_connection((host.strip("[]"), int(port)), 10)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = context.wrap_socket(stream)
    stream.settimeout(None)
    names = stream.getpeercert().get("subjectAltName", ())
    found = re.fullmatch(r"shuttle:([0-9a-f]{16})/mediator/[A-Za-z0-9_.-]+",
                         names[0][1] if len(names) == 1 else "")
    if not found or names[0][0] != "URI":
        raise ValueError("the other end is no mediator: %r" % (names,))
    return stream, found.group(1)


def run(options):
    with open(options.script, encoding="utf-8") as f:
        script = json.load(f)
    stream, talk = connect(options.connect, options.key)
    session = Session(stream, talk, options.channel)
    session.send({"kind": "HELLO", "version_low": VERSION,
                  "version_high": VERSION, "semantics": SEMANTICS,
                  "room": options.room, "program": "room.py 1"})
    try:
        Room(session, script).play(
            lambda message: print(json.dumps(
                {"time": session.time, **message}, ensure_ascii=False),
                flush=True))
    except Fault as fault:
        print("room.py: the session failed: %s" % fault, file=sys.stderr)
        if session.open and str(fault) in REASONS:
            session.send_bye(REASONS[str(fault)])
        return 1
    try:
        stream.unwrap()
    except OSError:
        pass  # the other end was quicker
    return 0


class Replay:
    """A stream that holds the mediator's frames and keeps the room's."""

    def __init__(self, incoming):
        self.incoming, self.sent = incoming, b""

    def recv(self, size):
        data, self.incoming = self.incoming[:size], self.incoming[size:]
        return data

    def sendall(self, data):
        self.sent += data


def replay(vectors):
    """The room, with the items of the worked session as its script, has to send
    the very bytes that stand in the page."""
    frames = {"room": b"", "mediator": b""}
    bodies = []
    for lines in vectors:
        who = lines.split("\n", 1)[0].split()[1:]
        if "alone" in who:
            continue
        frames[who[0].rstrip(",")] += frame_of(lines)
        bodies.append(json.loads(view_of(lines, "body")))
    hello = bodies[0]
    names = {number: name for name, number in MOVES.items()}
    items = [{**body, "move": names[body["move"]]} for body in bodies
             if body["kind"] == "ITEM" and body["move"] != MOVES["reply"]]
    # One more that waits for what is never told: the room asks to be woken.
    items.append({"move": "say", "at": 600000000, "after": "result"})
    accepted = [body for body in bodies if body["kind"] == "OUTCOME"]
    stream = Replay(frames["mediator"])
    session = Session(stream, "005e5510c0ffee01")
    session.send(hello)
    script = {"issues": 2, "accept": accepted[0]["package"], "items": items}
    Room(session, script).play(lambda message: None)
    if stream.sent == frames["room"]:
        return True
    print("the worked session: sent %s" % stream.sent.hex())
    return False


def view_of(lines, name):
    return re.search(r"^%s (.*)$" % name, lines, re.M).group(1)


def frame_of(lines):
    return bytes.fromhex("".join(re.findall(r"^hex\s+(.*)$", lines, re.M)))


def check_vector(lines, transcripts):
    """Nothing when the frame is as the page says, else what is wrong."""
    head = json.loads(view_of(lines, "head"))
    body = json.loads(view_of(lines, "body"))
    data = frame_of(lines)
    got_head, got_body = decode_frame(data)
    message = decode_body(got_head["kind"], got_body)
    if got_head != head:
        return "head %r" % got_head
    if message != body or list(message) != list(body):
        return "body %r" % message
    if encode_frame(head, body) != data:
        return "encodes to %s" % encode_frame(head, body).hex()
    for cut in range(len(got_body)):
        try:
            decode_body(got_head["kind"], got_body[:cut])
            return "cut to %d it is taken" % cut
        except Fault:
            pass
    who = lines.split("\n", 1)[0]
    if body.get("move") == MOVES["draft"]:
        if draft_digest(body) != body["digest"]:
            return "digest of the draft"
    elif body["kind"] in ("TOLD", "OUTCOME") and package_digest(
            body["package"], 2, body["nonce"]) != body["digest"]:
        return "digest of the package"
    if "alone" in who:
        return None
    own, other = (("room", "mediator") if "room" in who else
                  ("mediator", "room"))
    if body["kind"] == "BYE" and (
            body["transcript_sent"] != transcripts[own].hexdigest() or
            body["transcript_received"] != transcripts[other].hexdigest()):
        return "transcripts"
    transcripts[own].update(data)
    return None


def check_vectors(path):
    with open(path, encoding="utf-8") as f:
        page = f.read()
    vectors = re.findall(r"^```vector\n(.*?)^```$", page, re.M | re.S)
    transcripts = {"room": hashlib.sha256(), "mediator": hashlib.sha256()}
    passed = failed = 0
    for number, lines in enumerate(vectors, 1):
        try:
            wrong = check_vector(lines, transcripts)
        except Fault as fault:
            wrong = "refused: %s" % fault
        if wrong:
            print("worked frame %d: %s" % (number, wrong))
            failed += 1
        else:
            passed += 1
    if not vectors:
        print("%s has no worked frames" % path)
        failed += 1
    elif replay(vectors):
        passed += 1
    else:
        failed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(
        description="a small room, written from PROTOCOL.md alone")
    parser.add_argument("--vectors", metavar="PAGE")
    parser.add_argument("--connect", metavar="HOST:PORT")
    parser.add_argument("--key", metavar="FILE")
    parser.add_argument("--room", metavar="ID")
    parser.add_argument("--script", metavar="FILE")
    parser.add_argument("--channel", type=int, default=0)
    options = parser.parse_args()
    if options.vectors:
        return check_vectors(options.vectors)
    if not (options.connect and options.key and options.room and
            options.script):
        parser.error("--connect, --key, --room and --script go together")
    try:
        return run(options)
    except (OSError, ValueError) as error:
        print("room.py: %s" % error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
