"""The wire of proto/PROTOCOL.md, version 1: frames, messages and the room's
end of a session. Standard library only; a message is a dict, its JSON view."""
import hashlib
import struct

VERSION, SEMANTICS, HEADER, BODY_MAX, TEXT_MAX = 1, 3, 40, 65536, 16384
NEVER = 2**63 - 1
WORDS, PACKAGE_WORDS_MAX = 254, 4096
ACK_EVERY = 64
HEAD = struct.Struct(">IBBHQQQq")
CAVEATS = ["verbatim", "gist", "as_mediator_idea", "hypothetical", "if_asked",
           "if_they_move_first", "simultaneous", "not_before", "expires",
           "for_judgement", "mediator_only", "urgent"]

KINDS = {
    1: ("ACK", [("upto", "u64"), ("transcript", "digest")]),
    2: ("BYE", [("reason", "u8"), ("received", "u64"),
                ("transcript_received", "digest"), ("sent", "u64"),
                ("transcript_sent", "digest")]),
    8: ("HELLO", [("version_low", "u8"), ("version_high", "u8"),
                  ("semantics", "u16"), ("room", "text"),
                  ("program", "text")]),
    9: ("ITEM", [("item", "u32"), ("move", "u8"), ("to", "u16"),
                 ("caveats", "caveats"), ("about", "u8"), ("answer", "u8"),
                 ("re", "u64"), ("own", "u32"), ("package", "package"),
                 ("handles", "handles"), ("text", "text"), ("gist", "text"),
                 ("gloss", "text"), ("digest", "digest")]),
    10: ("WAIT", [("until", "time"), ("reads", "reads")]),
    16: ("WELCOME", [("version", "u8"), ("semantics", "u16"), ("room", "u8"),
                     ("rooms", "u8"), ("clock", "u8")]),
    17: ("REFUSED", [("reason", "u8")]),
    18: ("WAKE", []),
    19: ("ROUND", [("round", "u8"), ("state", "u8"), ("limit", "time"),
                   ("title", "text")]),
    20: ("VISIT", [("state", "u8")]),
    21: ("RECEIPT", [("item", "u32"), ("status", "u8")]),
    22: ("TOLD", [("handle", "u64"), ("move", "u8"), ("from", "u8"),
                  ("form", "u8"), ("re", "u32"), ("about", "u8"),
                  ("answer", "u8"), ("due", "time"), ("draft", "u16"),
                  ("brackets", "u32"), ("package", "package"),
                  ("nonce", "nonce"), ("digest", "digest"),
                  ("label", "text"), ("text", "text"), ("gloss", "text")]),
    23: ("OUTCOME", [("outcome", "u8"), ("package", "package"),
                     ("nonce", "nonce"), ("digest", "digest")]),
    24: ("AGREED", [("package", "package"), ("nonce", "nonce"),
                    ("digest", "digest")]),
    25: ("DEPOSITED", [("item", "u32"), ("nonce", "nonce"),
                       ("digest", "digest")]),
}
NUMBERS = {name: number for number, (name, _) in KINDS.items()}
EMPTY = {"text": "", "package": [], "caveats": {}, "handles": [],
         "reads": [], "digest": "00" * 32, "nonce": "00" * 16,
         "u64": "0" * 16, "time": None, "u8": 0, "u16": 0, "u32": 0}


class Fault(Exception):
    """The other end broke a rule; the text is the name of a reason."""


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        if len(self.data) - self.at < size:
            raise Fault("FORM")
        self.at += size
        return self.data[self.at - size:self.at]

    def uint(self, size):
        return int.from_bytes(self.take(size), "big")


def must(holds, reason="FORM"):
    if not holds:
        raise Fault(reason)


def get_pairs(r, most, first, second):
    count = r.uint(1)
    must(count <= most)
    pairs = [[r.uint(first), r.uint(second)] for _ in range(count)]
    must(all(a[0] < b[0] for a, b in zip(pairs, pairs[1:])))
    return pairs


def get(r, kind):
    """Read one field; returns its JSON view."""
    if kind in ("u8", "u16", "u32"):
        return r.uint(int(kind[1:]) // 8)
    if kind == "u64":
        return "%016x" % r.uint(8)
    if kind == "time":
        value = r.uint(8)
        must(value <= NEVER)
        return None if value == NEVER else value
    if kind == "text":
        size = r.uint(2)
        must(size <= TEXT_MAX)
        try:
            text = r.take(size).decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Fault("FORM") from None
        must("\0" not in text)
        return text
    if kind == "digest":
        return r.take(32).hex()
    if kind == "nonce":
        return r.take(16).hex()
    if kind == "package":
        pairs = get_pairs(r, 32, 1, 1)
        must(all(issue < 32 and (option < 32 or option == WORDS)
                 for issue, option in pairs))
        start = r.at
        for pair in pairs:
            if pair[1] == WORDS:
                pair[1] = get(r, "text")
                must(pair[1])
        must(r.at - start <= PACKAGE_WORDS_MAX)
        return pairs
    if kind == "handles":
        pairs = get_pairs(r, 16, 1, 8)
        must(all(room < 16 or room == 254 for room, _ in pairs))
        return [[a, "%016x" % b] for a, b in pairs]
    if kind == "reads":
        return [[a, "%016x" % b] for a, b in get_pairs(r, 4, 2, 8)]
    bits = r.uint(2)
    must(bits < 1 << len(CAVEATS))
    found = {key: True for bit, key in enumerate(CAVEATS) if bits >> bit & 1}
    for key, what in (("not_before", "time"), ("expires", "time"),
                      ("if_they_move_first", "text")):
        if key in found:
            found[key] = get(r, what)
    return found


def put(kind, value):
    """Write one field from its JSON view."""
    if kind in ("u8", "u16", "u32"):
        return value.to_bytes(int(kind[1:]) // 8, "big")
    if kind == "u64":
        return bytes.fromhex(value)
    if kind == "time":
        return (NEVER if value is None else value).to_bytes(8, "big")
    if kind == "text":
        data = value.encode()
        return len(data).to_bytes(2, "big") + data
    if kind in ("digest", "nonce"):
        return bytes.fromhex(value)
    if kind == "caveats":
        bits = sum(1 << CAVEATS.index(key) for key in value)
        out = bits.to_bytes(2, "big")
        for key, what in (("not_before", "time"), ("expires", "time"),
                          ("if_they_move_first", "text")):
            if key in value:
                out += put(what, value[key])
        return out
    out = bytes([len(value)])
    for a, b in value:
        if kind == "package":
            out += bytes([a, WORDS if isinstance(b, str) else b])
        elif kind == "handles":
            out += bytes([a]) + bytes.fromhex(b)
        else:
            out += a.to_bytes(2, "big") + bytes.fromhex(b)
    return out + words_of(value) if kind == "package" else out


def words_of(package):
    """The texts of its issues that are settled by words."""
    return b"".join(put("text", text) for _, text in package
                    if isinstance(text, str))


def decode_body(kind, body):
    must(kind in KINDS, "KIND")
    name, fields = KINDS[kind]
    r = Reader(body)
    message = {"kind": name}
    for field, what in fields:
        message[field] = get(r, what)
    must(r.at == len(body))
    return message


def encode_body(message):
    _, fields = KINDS[NUMBERS[message["kind"]]]
    return b"".join(put(what, message.get(field, EMPTY[what]))
                    for field, what in fields)


def encode_frame(head, message):
    body = encode_body(message)
    return HEAD.pack(HEADER + len(body), VERSION, head["kind"],
                     head["channel"], int(head["talk"], 16), head["number"],
                     head["ack"], head["time"]) + body


def decode_frame(data):
    """The head and the body of a whole frame."""
    must(len(data) >= HEADER)
    length, version, kind, channel, talk, number, ack, time = \
        HEAD.unpack(data[:HEADER])
    must(length <= HEADER + BODY_MAX, "LENGTH")
    must(version == VERSION, "VERSION")
    must(length == len(data) and time >= 0)
    return {"kind": kind, "channel": channel, "talk": "%016x" % talk,
            "number": number, "ack": ack, "time": time}, data[HEADER:]


def package_digest(package, issues, nonce):
    options = [255] * issues
    for issue, option in package:
        if issue >= issues:
            return None
        options[issue] = WORDS if isinstance(option, str) else option
    return hashlib.sha256(bytes.fromhex(nonce) + bytes([issues]) +
                          bytes(options) + words_of(package)).hexdigest()


def draft_digest(told):
    fields = (("draft", "u16"), ("brackets", "u32"), ("package", "package"),
              ("text", "text"), ("gloss", "text"))
    return hashlib.sha256(bytes.fromhex(told["nonce"]) + b"".join(
        put(what, told[field]) for field, what in fields)).hexdigest()


class Session:
    """The room's end of a session over a connected stream."""

    def __init__(self, stream, talk, channel=0):
        self.stream, self.talk, self.channel = stream, talk, channel
        self.sent = self.received = self.acked = self.time = 0
        self.hash_sent, self.hash_received = hashlib.sha256(), hashlib.sha256()
        self.marks = {}
        self.open = False

    def send(self, message, numbered=True):
        head = {"kind": NUMBERS[message["kind"]], "channel": self.channel,
                "talk": self.talk, "number": self.sent + 1 if numbered else 0,
                "ack": self.received, "time": self.time}
        data = encode_frame(head, message)
        if numbered:
            self.sent += 1
            self.hash_sent.update(data)
            if self.sent % ACK_EVERY == 0:
                self.marks[self.sent] = self.hash_sent.hexdigest()
        self.stream.sendall(data)

    def send_bye(self, reason=0):
        self.send({"kind": "BYE", "reason": reason,
                   "received": "%016x" % self.received,
                   "transcript_received": self.hash_received.hexdigest(),
                   "sent": "%016x" % self.sent,
                   "transcript_sent": self.hash_sent.hexdigest()})

    def exactly(self, size):
        data = b""
        while len(data) < size:
            more = self.stream.recv(size - len(data))
            must(more, "GONE")
            data += more
        return data

    def read(self):
        """The next message; ACK frames are taken care of here."""
        while True:
            start = self.exactly(4)
            length = int.from_bytes(start, "big")
            must(length <= HEADER + BODY_MAX, "LENGTH")
            must(length >= HEADER)
            data = start + self.exactly(length - 4)
            message = self.judge(data)
            if message["kind"] != "ACK":
                return message

    def judge(self, data):
        head, body = decode_frame(data)
        must(head["talk"] == self.talk and head["channel"] == self.channel,
             "TALK")
        ack = head["kind"] == NUMBERS["ACK"]
        must(head["number"] == (0 if ack else self.received + 1), "ORDER")
        name = KINDS.get(head["kind"], [None])[0]
        must(name, "KIND")
        if self.open:
            must(name not in ("HELLO", "ITEM", "WAIT", "WELCOME", "REFUSED"),
                 "STATE")
        else:
            must(name in ("WELCOME", "REFUSED"), "STATE")
        must(self.acked <= head["ack"] <= self.sent, "ORDER")
        must(ack or head["time"] >= self.time, "ORDER")
        message = decode_body(head["kind"], body)
        if ack:
            upto = int(message["upto"], 16)
            must(upto > 0 and upto % ACK_EVERY == 0)
            must(upto <= self.sent, "ORDER")
            must(self.marks[upto] == message["transcript"], "TRANSCRIPT")
        elif name == "BYE":
            must(int(message["sent"], 16) == self.received, "ORDER")
            must(message["transcript_sent"] ==
                 self.hash_received.hexdigest(), "TRANSCRIPT")
            if int(message["received"], 16) == self.sent:
                must(message["transcript_received"] ==
                     self.hash_sent.hexdigest(), "TRANSCRIPT")
        self.acked = head["ack"]
        if not ack:
            self.received, self.time = head["number"], head["time"]
            self.hash_received.update(data)
            self.open = True
            if self.received % ACK_EVERY == 0:
                self.send({"kind": "ACK", "upto": "%016x" % self.received,
                           "transcript": self.hash_received.hexdigest()},
                          numbered=False)
        return message
