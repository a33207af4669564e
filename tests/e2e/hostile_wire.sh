#!/bin/bash
# A hostile peer on the wire: a room with a real key that breaks the protocol.
# The mediator ends its session and logs the reason; the other room, which plays
# by the rules, learns only that the talks broke off, and its record holds.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
export PYTHONDONTWRITEBYTECODE=1
hostile=tests/e2e/lib/hostile_wire.py
keys=$TMPDIR/keys
timeout 20 "$SHUTTLE" keys --out "$keys" scenarios/first.yaml >"$TMPDIR/out"
note $? "keys"
timeout 20 "$SHUTTLE" keys --out "$TMPDIR/other" scenarios/first.yaml >"$TMPDIR/out"
note $? "keys of another talk"

# mediate NAME FOLDER OPTION...: a mediator in the background, on $port.
mediate() {
    local name=$1 folder=$2 try n
    shift 2
    for try in 1 2 3 4 5; do
        port=$((20000 + (RANDOM + try) % 12000))
        : >"$TMPDIR/$name/log"
        timeout -s KILL 30 "$SHUTTLE" mediate "$folder/mediator-envoy" -q \
            --listen "127.0.0.1:$port" --record "$TMPDIR/$name/mediator.rec" \
            "$@" 2>"$TMPDIR/$name/log" >"$TMPDIR/$name/out" </dev/null &
        mediator=$!
        for ((n = 0; n < 200; n++)); do
            grep -q "listening on port" "$TMPDIR/$name/log" && return
            kill -0 "$mediator" 2>/dev/null || break
            sleep 0.02
        done
        wait "$mediator"
        rm -f "$TMPDIR/$name/mediator.rec"
    done
}

# join NAME: the honest room in the background.
join() {
    timeout -s KILL 30 "$SHUTTLE" join "$keys/room-south" \
        --at "127.0.0.1:$port" --record "$TMPDIR/$1/room-south.rec" \
        >"$TMPDIR/$1/south" 2>&1 </dev/null &
    honest=$!
}

attack() { # CASE REASON
    local dir=$TMPDIR/$1 status
    mkdir "$dir"
    mediate "$1" "$keys" --wait 10
    join "$1"
    timeout 20 python3 "$hostile" "127.0.0.1:$port" \
        "$keys/room-north/north.pem" "$1" >"$dir/hostile" 2>&1
    note $? "$1: the hostile room saw $(tail -1 "$dir/hostile")"
    wait "$mediator"
    status=$?
    same $status 1 "$1: exit status of the mediator ($(tail -2 "$dir/log"))"
    grep "room north: \(refused\|lost\): .*$2" "$dir/log" >/dev/null
    note $? "$1: expected '$2' in the log: $(cat "$dir/log")"
    wait "$honest"
    status=$?
    # Talks that never began could not be run.
    [ $status -eq 0 ] || { [ $status -eq 2 ] &&
        [ "$(cat "$dir/south")" = \
            "shuttle: room south: the other end was stopped" ]; }
    note $? "$1: exit status of the other room: $status: $(cat "$dir/south")"
    # What it knows: that the talks broke off, with the goodbye's reason.
    "$SHUTTLE" record "$dir/room-south.rec" >"$dir/entries" 2>&1
    note $? "$1: the other room's record: $(tail -1 "$dir/entries")"
    ! grep -q "north\|hostile\|${2:-never said}" <(grep -v '^~' "$dir/entries" |
        grep input_message)
    note $? "$1: the other room learns the reason"
    "$SHUTTLE" record "$dir/mediator.rec" >"$dir/entries" 2>&1
    note $? "$1: the mediator's record: $(tail -1 "$dir/entries")"
}

# Those that do as they please with time run beside the others.
attack half "the peer did not come" >"$TMPDIR/half.log" 2>&1 &
slow=$!
while IFS=$'\t' read -r case reason; do
    [ "$case" = half ] || attack "$case" "$reason"
done < <(python3 "$hostile" list)

# A key of another talk, at this talk's door; another room's key is no room.
mkdir "$TMPDIR/door"
mediate door "$keys" --wait 3
timeout 20 "$SHUTTLE" join "$TMPDIR/other/room-north" \
    --at "127.0.0.1:$port" >"$TMPDIR/door/north" 2>&1 </dev/null
same $? 2 "a key of another talk: exit status"
same "$(wc -l <"$TMPDIR/door/north")" 1 "a key of another talk: lines"
grep -q "refused at the door" "$TMPDIR/door/log"
note $? "a key of another talk: $(cat "$TMPDIR/door/log")"
cp -r "$keys/room-north" "$TMPDIR/mixed"
cp "$TMPDIR/other/room-north/north.pem" "$TMPDIR/mixed/"
timeout 20 "$SHUTTLE" join "$TMPDIR/mixed" --at "127.0.0.1:$port" \
    2>"$TMPDIR/err"
same $? 2 "a key beside another talk's brief: exit status"
grep -q "another talk" "$TMPDIR/err"
note $? "a key beside another talk's brief: $(cat "$TMPDIR/err")"
rm "$TMPDIR/mixed/north.pem"
timeout 20 "$SHUTTLE" join "$TMPDIR/mixed" --at "127.0.0.1:$port" \
    2>"$TMPDIR/err"
same $? 2 "a missing key: exit status"
same "$(grep -c north.pem "$TMPDIR/err")" 1 "a missing key: named"
# And the port is taken.
timeout 20 "$SHUTTLE" mediate "$keys/mediator-envoy" -q \
    --listen "127.0.0.1:$port" --record "$TMPDIR/taken.rec" 2>"$TMPDIR/err"
same $? 2 "a port that is taken: exit status"
grep -q "$port.*in use" "$TMPDIR/err"
note $? "a port that is taken: $(cat "$TMPDIR/err")"
[ ! -e "$TMPDIR/taken.rec" ]
note $? "a port that is taken: the record is in the way of another try"
# Nobody comes, and the mediator does not wait for ever.
wait "$mediator"
same $? 1 "nobody came: exit status"
same "$(grep -c "it did not come" "$TMPDIR/door/log")" 2 "nobody came: log"

# Whoever knocks and knocks fills neither log nor record: 64 refusals and one
# line that there were more.
mkdir "$TMPDIR/knock"
mediate knock "$keys" --wait 3
for ((n = 0; n < 80; n++)); do
    printf 'GET / HTTP/1.0\r\n\r\n' 2>/dev/null >"/dev/tcp/127.0.0.1/$port"
done
wait "$mediator"
same $? 1 "knocking: exit status"
same "$(grep -c "refused at the door" "$TMPDIR/knock/log")" 64 "knocking: log"
same "$(grep -c "more came and went" "$TMPDIR/knock/log")" 1 "knocking: more"
"$SHUTTLE" record "$TMPDIR/knock/mediator.rec" >"$TMPDIR/knock/entries" 2>&1
same "$(grep -c "refused at the door" "$TMPDIR/knock/entries")" 64 \
    "knocking: record"

# A room that comes twice is refused, and the first one plays on.
mkdir "$TMPDIR/twice"
mediate twice "$keys" --wait 10
join twice
first=$honest
for ((n = 0; n < 100; n++)); do
    [ -s "$TMPDIR/twice/room-south.rec" ] && break
    sleep 0.02
done
mkdir "$TMPDIR/twice/again"
timeout 20 "$SHUTTLE" join "$keys/room-south" --at "127.0.0.1:$port" \
    --record "$TMPDIR/twice/again/room-south.rec" 2>"$TMPDIR/err" </dev/null
same $? 2 "a room that comes twice: exit status"
same "$(wc -l <"$TMPDIR/err")" 1 "a room that comes twice: $(cat "$TMPDIR/err")"
timeout 20 "$SHUTTLE" join "$keys/room-north" --at "127.0.0.1:$port" \
    --record "$TMPDIR/twice/room-north.rec" 2>"$TMPDIR/err" </dev/null
same $? 0 "the other room: $(cat "$TMPDIR/err")"
wait "$first"
same $? 0 "the room that came first: $(cat "$TMPDIR/twice/south")"
wait "$mediator"
same $? 0 "the mediator of a room that came twice"
grep -q "room south: refused: the room is already here" "$TMPDIR/twice/log"
note $? "a room that comes twice: $(cat "$TMPDIR/twice/log")"
timeout 20 "$SHUTTLE" verify "$TMPDIR/twice" >"$TMPDIR/out" 2>&1
note $? "talks on machines apart: $(tail -3 "$TMPDIR/out")"

# A room that goes before the other has come ends the talks, too.
mkdir "$TMPDIR/early"
mediate early "$keys"
env --default-signal=INT "$SHUTTLE" join "$keys/room-south" \
    --at "127.0.0.1:$port" --record "$TMPDIR/early/room-south.rec" \
    >"$TMPDIR/early/south" 2>&1 </dev/null &
honest=$!
for ((n = 0; n < 100; n++)); do
    [ -s "$TMPDIR/early/room-south.rec" ] && break
    sleep 0.02
done
sleep 0.1
kill -INT "$honest"
wait "$honest"
same "$? $(cat "$TMPDIR/early/south")" \
    "1 shuttle: stopped; the mediator takes this room for lost" \
    "a room that is stopped"
wait "$mediator"
same $? 1 "the mediator of a room that went early"
grep -q "room south: lost" "$TMPDIR/early/log"
note $? "a room that went early: $(cat "$TMPDIR/early/log")"

# Stopped while it waits, the mediator closes its record.
mkdir "$TMPDIR/stopped"
mediate stopped "$keys"
join stopped
for ((n = 0; n < 100; n++)); do
    [ -s "$TMPDIR/stopped/room-south.rec" ] && break
    sleep 0.02
done
kill -TERM "$(tr -d ' ' <"/proc/$mediator/task/$mediator/children")"
wait "$mediator"
same $? 1 "a mediator that is stopped"
wait "$honest"
same $? 2 "the room of a mediator that is stopped"
timeout 20 "$SHUTTLE" record "$TMPDIR/stopped/mediator.rec" >"$TMPDIR/out" 2>&1
note $? "a mediator that is stopped: $(tail -1 "$TMPDIR/out")"

wait "$slow"
cat "$TMPDIR/half.log"
same "$(grep -c "" "$TMPDIR/half.log")" 0 "half a frame and then nothing"
summary
