"""clock_line.py HOST:PORT KEY CASE: come to the keeper of the clock as another
mediator that does one thing wrong, and read until it ends the line. A case of
the keeper's: be the keeper there, to whom one other mediator comes. "list" and
"keeper" print the cases, each with the reason that has to be logged."""
import re
import socket
import ssl
import struct
import sys

REQUEST = 112
GRANT = 113
CASES = {
    "long": "a frame is longer than allowed",
    "version": "no protocol version in common",
    "talk": "names another talk",
    "number": "a frame came out of order",
    "grant": "a message of an unknown kind",
    "empty": "a frame does not have its form",
    "rooms": "a frame does not have its form",
    "nothing": "the connection ended without a goodbye",
}
KEEPER = {
    "second": "a frame came out of order",
    "twice": "a frame came out of order",
    "request": "a message of an unknown kind",
    "early": "a frame does not have its form",
    "outcome": "a frame does not have its form",
    "kind": "a frame does not have its form",
    "never": "a frame does not have its form",
    "silent": "the connection ended without a goodbye",
}


def frame(talk, number=1, kind=REQUEST, body=b"", version=1):
    return struct.pack(">IBBHQQQq", 40 + len(body), version, kind, 0, talk,
                       number, 0, 0) + body


def request(rooms):
    """One of a mediator whose rooms have not come."""
    return (struct.pack(">QIqBB", 0, 1, 2 ** 63 - 1, 0, 0) +
            struct.pack(">BBq", 0, 0, 0) + bytes([rooms]) +
            rooms * struct.pack(">BQ4Q", 2, 0, 0, 0, 0, 0))


def said(case, talk):
    return {
        "long": frame(talk, body=bytes(70000)),
        "version": frame(talk, version=9, body=request(2)),
        "talk": frame(talk ^ 1, body=request(2)),
        "number": frame(talk, number=2, body=request(2)),
        "grant": frame(talk, kind=GRANT, body=request(2)),
        "empty": frame(talk),
        "rooms": frame(talk, body=request(17)),
        "nothing": frame(talk, body=request(2)),
    }[case]


def grant(number, kind=1, limit=0, outcome=0, now=0):
    return struct.pack(">QBqBBqB", number, kind, now, 0, 1, limit, outcome)


def granted(case, talk):
    """The last is what must not be."""
    return {
        "second": frame(talk, kind=GRANT, body=grant(2)),
        "twice": frame(talk, kind=GRANT, body=grant(1)) +
                 frame(talk, number=2, kind=GRANT, body=grant(1)),
        "request": frame(talk, body=request(2)),
        "early": frame(talk, kind=GRANT, body=grant(1, kind=5, limit=-1)),
        "outcome": frame(talk, kind=GRANT, body=grant(1, kind=6, outcome=99)),
        "kind": frame(talk, kind=GRANT, body=grant(1, kind=8)),
        "never": frame(talk, kind=GRANT, body=grant(1, now=2 ** 63 - 1)),
        "silent": b"",
    }[case]


def keep(host, port, key, said):
    """Let one come that shows a certificate of the key's own authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(key)
    with open(key, encoding="utf-8") as file:
        parts = re.findall("-----BEGIN C.*?-----END C[^\n]*\n", file.read(), re.S)
    context.load_verify_locations(cadata=parts[1])
    context.verify_mode = ssl.CERT_REQUIRED
    with socket.create_server((host, port)) as door:
        door.settimeout(10)
        print("listening", flush=True)
        with context.wrap_socket(door.accept()[0], server_side=True) as line:
            line.settimeout(10)
            line.recv(4096)
            line.sendall(said)
            while said and line.recv(4096):
                pass


def main():
    if sys.argv[1] in ("list", "keeper"):
        cases = CASES if sys.argv[1] == "list" else KEEPER
        for case, reason in cases.items():
            print(case, reason, sep="\t")
        return
    (host, port), key, case = sys.argv[1].split(":"), sys.argv[2], sys.argv[3]
    with open(key.rsplit("/", 1)[0] + "/mediators", encoding="utf-8") as file:
        talk = int(re.match("shuttle:([0-9a-f]{16})/", file.read()).group(1), 16)
    if case in KEEPER:
        keep(host, int(port), key, granted(case, talk))
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.load_cert_chain(key)
    with socket.create_connection((host, int(port)), 10) as plain:
        with context.wrap_socket(plain) as line:
            line.settimeout(10)
            line.sendall(said(case, talk))
            while case != "nothing" and line.recv(4096):
                pass


main()
