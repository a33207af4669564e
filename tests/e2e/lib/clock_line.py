"""clock_line.py HOST:PORT KEY CASE: come to the keeper of the clock as another
mediator that does one thing wrong, and read until it ends the line. "list"
prints the cases, each with the reason that has to be logged."""
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


def main():
    if sys.argv[1] == "list":
        for case, reason in CASES.items():
            print(case, reason, sep="\t")
        return
    (host, port), key, case = sys.argv[1].split(":"), sys.argv[2], sys.argv[3]
    with open(key.rsplit("/", 1)[0] + "/mediators", encoding="utf-8") as file:
        talk = int(re.match("shuttle:([0-9a-f]{16})/", file.read()).group(1), 16)
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
