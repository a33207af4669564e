#!/bin/bash
# The room in Python, written from PROTOCOL.md alone, agrees with the C program.
# Part 1: every worked frame of the page decodes, encodes and checks; and with a
# script it sends, byte for byte, what the page's room sends.
# Part 2: it sits in live talks over TLS beside a room in C, and is told, is read
# back and agrees as that one is.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
export PYTHONDONTWRITEBYTECODE=1

out=$(timeout 60 python3 tests/room.py --vectors proto/PROTOCOL.md)
status=$?
echo "$out"
note $status "the worked frames of the page"

# A page with one digit of a transcript changed has to be found out.
page=$TMPDIR/page.md
awk '/"kind":"BYE"/ && !done { sub(/"transcript_sent":"./, "&0"); done = 1 }
    { print }' proto/PROTOCOL.md >"$page"
timeout 60 python3 tests/room.py --vectors "$page" >"$TMPDIR/out"
[ $? -eq 1 ]
note $? "a changed transcript is found out"

# Without a mediator, or without a key, it says so and exits with 2.
echo '{}' >"$TMPDIR/script.json"
timeout 20 python3 tests/room.py --connect 127.0.0.1:1 --key /nonexistent \
    --room us --script "$TMPDIR/script.json" 2>"$TMPDIR/err"
[ $? -eq 2 ] && [ "$(wc -l <"$TMPDIR/err")" -eq 1 ]
note $? "a missing key is one line and status 2"

# mediate FOLDER [OPTION...]: start the mediator of FOLDER/keys on a free port. Leaves its
# process id in $mediator, its address in $at, its messages on descriptor 3.
mediate() {
    local folder=$1 line tries
    shift
    at=
    rm -f "$folder/fifo"
    mkfifo "$folder/fifo" || return 1
    for tries in 1 2 3 4 5 6 7 8 9 10; do
        at=127.0.0.1:$((20000 + (RANDOM + tries) % 12000))
        timeout 60 "$SHUTTLE" mediate "$folder/keys/mediator-envoy" "$@" \
            --listen "$at" --record "$folder/mediator.rec" \
            >"$folder/mediator.out" 2>"$folder/fifo" &
        mediator=$!
        exec 3<"$folder/fifo"
        # The port may be another program's; the next one is tried then.
        if read -r -t 20 -u 3 line &&
            [[ $line == *" listening on port ${at#*:}" ]]; then
            return 0
        fi
        wait "$mediator"
        exec 3<&-
        rm -f "$folder/mediator.rec"
    done
    echo "$line"
    return 1
}

# room_py FOLDER ROOM: sit in a room with the south's key.
room_py() {
    timeout 30 python3 tests/room.py --connect "$at" --room "$2" \
        --key "$1/keys/room-south/south.pem" --script "$1/script.json"
}

# talk NAME ENDING [OPTION...]: north by `shuttle join`, south by room.py with the
# script of the talk; what each was told is left in its folder. The options are
# the mediator's.
talk() {
    local folder=$TMPDIR/$1 north said
    if ! mediate "$folder" "${@:3}"; then
        note 1 "$1: the mediator does not listen"
        return 1
    fi
    timeout 30 "$SHUTTLE" join "$folder/keys/room-north" --at "$at" \
        --record "$folder/room-north.rec" >"$folder/north.out" 2>&1 &
    north=$!
    room_py "$folder" south >"$folder/south.told" 2>"$folder/south.err"
    same $? 0 "$1: status of the room in Python: $(cat "$folder/south.err")"
    wait $north
    same $? 0 "$1: status of the room in C: $(cat "$folder/north.out")"
    wait "$mediator"
    same $? 0 "$1: status of the mediator"
    said=$(cat <&3)
    [ "${said%: "$2"}" != "$said" ] && [[ $said != *$'\n'* ]]
    note $? "$1: the mediator says '$said'"
    exec 3<&-
    "$SHUTTLE" record --json "$folder/room-north.rec" |
        grep '"entry":"input_message"' >"$folder/north.told"
}

# told FOLDER ROOM: what the room was told, one line a telling.
told() {
    python3 - "$TMPDIR/$1/$2.told" <<'EOF'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    entry = json.loads(line)
    m = entry.get("message", entry)
    minute = entry.get("time", entry.get("time_us")) // 60000000
    if m["kind"] == "TOLD":
        print(minute, "TOLD", m["move"], m["from"], m["package"], m["text"])
    elif m["kind"] in ("RECEIPT", "ROUND"):
        print(minute, m["kind"], m.get("item", m.get("round")),
              m.get("status", m.get("state")))
    elif m["kind"] == "OUTCOME":
        print(minute, "OUTCOME", m["outcome"], m["package"])
EOF
}

# The two records that there are hold, as far as they go: the room in Python
# keeps none.
judged() {
    local said
    said=$("$SHUTTLE" verify "$TMPDIR/$1" 2>&1)
    same "$? ${said#*"$1": }" "2 the record of room 2 of 2 is missing" \
        "$1: verify"
    "$SHUTTLE" replay "$TMPDIR/$1" >"$TMPDIR/$1/again"
    note $? "$1: $(cat "$TMPDIR/$1/again")"
}

first() {
    local folder=$TMPDIR/first
    mkdir -p "$folder"
    "$SHUTTLE" keys scenarios/first.yaml --out "$folder/keys" >"$folder/made"
    same $? 0 "first: keys"
    cat >"$folder/script.json" <<'EOF'
{"items": [{"move": "say", "after": "say", "text": "Salam from Python."}]}
EOF
    talk first "no agreement: the last round ended without one" || return
    same "$(told first south)" "0 ROUND 0 1
0 TOLD 1 0 [] We would like to talk.
0 RECEIPT 1 1
0 RECEIPT 1 2
10 ROUND 0 2
10 OUTCOME 2 []" "first: told in the south"
    same "$(told first north)" "0 ROUND 0 1
0 RECEIPT 1 1
0 RECEIPT 1 2
0 TOLD 1 1 [] Salam from Python.
10 ROUND 0 2
10 OUTCOME 2 []" "first: told in the north"
    judged first
}

# The Python room offers, under the handle by which the north is to know its
# offer, is told that the north accepts, is read back and confirms.
package() {
    local folder=$TMPDIR/package
    mkdir -p "$folder"
    "$SHUTTLE" keys tests/e2e/python_room.yaml --out "$folder/keys" \
        >"$folder/made"
    same $? 0 "package: keys"
    python3 - "$folder" <<'EOF'
import json, sys
folder = sys.argv[1]
brief = json.load(open(folder + "/keys/room-south/brief.json"))
handle = brief["rounds"][0]["south"][0]["handles"]["north"].lstrip("#")
package = [[0, 1], [1, 1]]
json.dump({"issues": 2, "accept": package, "items": [
    {"move": "offer", "after": "ask", "package": package,
     "handles": [[0, handle]], "text": "A week, for waivers."}]},
    open(folder + "/script.json", "w"))
EOF
    talk package "agreed: all rooms accepted one package" || return
    same "$(told package south)" "0 ROUND 0 1
2 TOLD 4 0 [] What would you take for a week?
2 RECEIPT 1 1
6 RECEIPT 1 2
6 TOLD 8 0 [] We accept.
6 TOLD 34 254 [[0, 1], [1, 1]] 
6 RECEIPT 2 1
8 OUTCOME 1 [[0, 1], [1, 1]]" "package: told in the south"
    grep -q '"outcome":1,"package":\[\[0,1\],\[1,1\]\]' "$folder/north.told"
    note $? "package: the north is told of the agreement"
    judged package
}

# The Python room checks the digest of each draft, comments on the first and
# accepts the last, which depends on its comment.
drafts() {
    local folder=$TMPDIR/drafts
    mkdir -p "$folder"
    "$SHUTTLE" keys tests/e2e/python_drafts.yaml --out "$folder/keys" \
        >"$folder/made"
    same $? 0 "drafts: keys"
    echo '{"issues": 2, "accept": [[0, 1], [1, 1]], "comment": "Waivers."}' \
        >"$folder/script.json"
    talk drafts "agreed: all rooms accepted one package" || return
    same "$(told drafts south | grep -v RECEIPT)" "0 ROUND 0 1
2 TOLD 35 254 [[0, 1]] A week. [Relief.]
2 TOLD 35 254 [[0, 1], [1, 1]] A week, for waivers.
6 TOLD 34 254 [[0, 1], [1, 1]] 
10 OUTCOME 1 [[0, 1], [1, 1]]" "drafts: told in the south"
    same "$(digests south)" "$(digests north)" "drafts: one digest for each"
    judged drafts
}

# digests ROOM: numbers, brackets and digests of the drafts that it was told.
digests() {
    python3 - "$TMPDIR/drafts/$1.told" <<'EOF'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    m = json.loads(line)
    m = m.get("message", m)
    if m.get("move") == 35:
        print(m["draft"], m["brackets"], m["digest"])
EOF
}

# door ROOM REASON: the south's key does not open another room's door, nor one
# that is not there. HELLO is judged once every room has sent one.
door() {
    local folder=$TMPDIR/door-$1
    mkdir -p "$folder"
    "$SHUTTLE" keys scenarios/first.yaml --out "$folder/keys" >"$folder/made"
    echo '{}' >"$folder/script.json"
    if ! mediate "$folder"; then
        note 1 "door: the mediator does not listen"
        return
    fi
    timeout 30 "$SHUTTLE" join "$folder/keys/room-north" --at "$at" \
        --record "$folder/room-north.rec" >"$folder/north.out" 2>&1 &
    room_py "$folder" "$1" >"$folder/south.told" 2>"$folder/south.err"
    same "$? $(cat "$folder/south.err")" \
        "1 room.py: the session failed: refused: $2" "door: $1"
    wait $!
    same "$? $(cat "$folder/north.out")" \
        "2 shuttle: room north: the other end was stopped" "door: $1: north"
    wait "$mediator"
    exec 3<&-
}

# A room that comes before its mediator can simply come again.
early() {
    local folder=$TMPDIR/early try
    mkdir -p "$folder"
    "$SHUTTLE" keys scenarios/first.yaml --out "$folder/keys" >"$folder/made"
    for try in 1 2; do
        timeout 20 "$SHUTTLE" join "$folder/keys/room-north" --at 127.0.0.1:1 \
            >"$folder/out" 2>&1
        same "$? $(cut -d: -f2,5,6 <"$folder/out")" \
            "2  room north: cannot connect: Connection refused" \
            "early: try $try"
    done
}

# With the live clock, time begins when the last room has come. The ten minutes
# of the round pass at a thousand times the wall's speed.
live() {
    local folder=$TMPDIR/live began
    mkdir -p "$folder"
    "$SHUTTLE" keys scenarios/first.yaml --clock live --out "$folder/keys" \
        >"$folder/made"
    echo '{"items": [{"move": "say", "at": 120000000, "text": "Now."}]}' \
        >"$folder/script.json"
    talk live "no agreement: the last round ended without one" --speed 1000 ||
        return
    began=$(sed -n 's/.*"time": \([0-9]*\), "kind": "WELCOME".*/\1/p' \
        "$folder/south.told")
    [ "$began" -lt 10000000 ]
    note $? "live: the talks begin at $began us"
    grep -q '"kind": "WAKE"' "$folder/south.told"
    note $? "live: the south is woken"
    judged live
}

first
package
drafts
live
early
door north 5
door west 3
summary
