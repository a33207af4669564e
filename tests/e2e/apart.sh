#!/bin/bash
# Talks with several mediators on machines apart: `keys`, a `mediate` for each
# mediator and a `join` for each room leave the records of `shuttle run`, byte for
# byte; and whoever is not there, is someone else or dies is named.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
export PYTHONDONTWRITEBYTECODE=1
two=tests/scenarios/play/two-mediators.yaml
three=tests/scenarios/play/three-mediators.yaml

# mediators FILE: their ids, in the order of the scenario.
mediators() {
    rm -rf "$TMPDIR/ids"
    timeout 20 "$SHUTTLE" keys --out "$TMPDIR/ids" "$1" |
        sed -n 's,.*/mediator-,,p'
}

# heard FILE WORDS PROCESS: wait until a log says so; 1 when it does not.
heard() {
    local n
    for ((n = 0; n < 500; n++)); do
        grep -q "$2" "$1" 2>/dev/null && return 0
        kill -0 "$3" 2>/dev/null || break
        sleep 0.02
    done
    grep -q "$2" "$1"
}

# begin NAME FILE OPTION...: keys with the mediators at free ports, the options
# being those of `keys`; and the first mediator started. Leaves $keys, $first, its
# process in $keeper, the others in $others, $port of the first; logs are
# $TMPDIR/NAME/ID.log. What `mediate` is given stands in $mediate.
mediate=(-q --wait 20)
begin() {
    local name=$1 file=$2 try at ids n
    shift 2
    mapfile -t ids < <(mediators "$file")
    first=${ids[0]}
    others=("${ids[@]:1}")
    keys=$TMPDIR/$name/keys
    for try in 1 2 3 4 5; do
        rm -rf "${TMPDIR:?}/$name"
        mkdir "$TMPDIR/$name"
        port=$((20000 + (RANDOM + 7 * try) % 12000))
        at=()
        for ((n = 0; n < ${#ids[@]}; n++)); do
            at+=(--at "${ids[n]}=127.0.0.1:$((port + n))")
        done
        timeout 20 "$SHUTTLE" keys "$@" "${at[@]}" --out "$keys" "$file" \
            >"$TMPDIR/$name/made" 2>&1 || break
        start "$name" "$first"
        keeper=$process
        heard "$TMPDIR/$name/$first.log" "listening on port" "$keeper" &&
            return 0
        wait "$keeper"
    done
    note 1 "$name: keys and mediate: $(cat "$TMPDIR/$name"/{made,*.log})"
    return 1
}

# start NAME MEDIATOR: in the background, as $process.
start() {
    "$SHUTTLE" mediate "${mediate[@]}" "$TMPDIR/$1/keys/mediator-$2" \
        >"$TMPDIR/$1/$2.out" 2>"$TMPDIR/$1/$2.log" </dev/null &
    process=$!
}

# start_others NAME, start_rooms NAME: their processes in $mediating, $joining.
start_others() {
    local id
    mediating=()
    for id in "${others[@]}"; do
        start "$1" "$id"
        mediating+=("$process")
        heard "$TMPDIR/$1/$id.log" "listening on port" "$process"
        note $? "$1: $id listens: $(cat "$TMPDIR/$1/$id.log")"
    done
}
start_rooms() {
    local room
    joining=()
    for room in "$TMPDIR/$1/keys"/room-*; do
        timeout 30 "$SHUTTLE" join "$room" >"$TMPDIR/$1/${room##*/}.log" 2>&1 \
            </dev/null &
        joining+=($!)
    done
}

# ended STATUS WHAT PROCESS...
ended() {
    local status=$1 what=$2 pid
    shift 2
    for pid in "$@"; do
        wait "$pid" 2>/dev/null
        same $? "$status" "$what: status"
    done
}

# said NAME WHO WORDS: one line of its log has these words.
said() {
    same "$(grep -c -- "$3" "$TMPDIR/$1/$2.log")" 1 \
        "$1: '$3' in the log of $2: $(cat "$TMPDIR/$1/$2.log")"
}

gather() { # NAME FILE
    mkdir "$TMPDIR/$1/records"
    cp "$TMPDIR/$1/keys"/*/*.rec "$TMPDIR/$1/records"
    cp "$2" "$TMPDIR/$1/records/scenario.yaml"
}

# whole NAME FILE: the talks apart, the talks by `run`, and the comparison.
whole() {
    local name=$1 file=$2 count out=$TMPDIR/$1/out
    begin "$name" "$file" --file-seed || return
    start_others "$name"
    start_rooms "$name"
    ended 0 "$name: rooms" "${joining[@]}"
    ended 0 "$name: mediators" "$keeper" "${mediating[@]}"
    gather "$name" "$file"
    timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/$name/run" "$file" >"$out" 2>&1
    note $? "$name: run: $(head -3 "$out")"
    timeout 20 "$SHUTTLE" verify "$TMPDIR/$name/records" \
        --against "$TMPDIR/$name/run/latest" >"$out" 2>&1
    same $? "$(verdict "$name")" "$name: verify: $(grep -v '  0$' "$out")"
    count=$(find "$keys" -maxdepth 1 -type d -name '*-*' | wc -l)
    same "$(grep -c 'canonical entries, identical$' "$out")" "$count" \
        "$name: records that are the same"
    timeout 20 "$SHUTTLE" replay "$TMPDIR/$name/records" >"$out" 2>&1
    note $? "$name: replay: $(tail -3 "$out")"
}

whole two "$two"
whole three "$three"
whole relays tests/scenarios/play/relays.yaml
whole april-2024 scenarios/april-2024.yaml

# Each folder says where its holder has to go, and no more.
places() { sed 's,.*/,,; s,:[0-9]*$,,' "$TMPDIR/three/keys/$1/mediators" | xargs; }
same "$(places room-israel)" \
    "qatar 127.0.0.1 egypt 127.0.0.1 us 127.0.0.1" "places of a room"
same "$(places room-families)" "qatar 127.0.0.1 us 127.0.0.1" \
    "places of a room that has no Egyptian"
same "$(places mediator-us)" "qatar 127.0.0.1 us 127.0.0.1" \
    "places of a mediator"
same "$(places mediator-qatar)" "qatar 127.0.0.1" "places of the first"
same "$(find "$TMPDIR/three/keys" -name 'clock-*' | sed 's,.*/,,' | sort | xargs)" \
    "clock-egypt.pem clock-us.pem" "keys for the line to the clock"

# On the command line, and nobody's folder says so.
begin elsewhere "$two" --at swiss=192.0.2.7:1 && {
    same "$(grep -c ' 127.0.0.1:' "$keys/room-us/mediators")" 2 "the last word"
    sed -i 's/127.0.0.1:[0-9]*$/192.0.2.7:1/' "$keys"/*/mediators
    mediate+=(--listen "127.0.0.1:$((port + 1))" --at "127.0.0.1:$port")
    start_others elsewhere
    mediate=("${mediate[@]:0:3}")
    for room in us iran; do
        timeout 30 "$SHUTTLE" join --at "oman=127.0.0.1:$port" \
            --at "swiss=127.0.0.1:$((port + 1))" "$keys/room-$room" \
            >"$TMPDIR/elsewhere/$room.log" 2>&1 &
        joining+=($!)
    done
    ended 0 "elsewhere" "$keeper" "${mediating[@]}" "${joining[@]: -2}"
}

# What cannot be understood is one line and status 2.
refused() { # WORDS ARGUMENT...
    local words=$1
    shift
    timeout 20 "$SHUTTLE" "$@" >"$TMPDIR/log" 2>&1
    same "$? $(wc -l <"$TMPDIR/log")" "2 1" "$*: $(cat "$TMPDIR/log")"
    grep -q -- "$words" "$TMPDIR/log"
    note $? "$*: expected '$words': $(cat "$TMPDIR/log")"
}
keys=$TMPDIR/two/keys
rm "$keys"/*/*.rec
refused "which of the mediators is at h:1? --at oman=h:1" \
    join --at h:1 "$keys/room-us"
refused "there is no mediator 'omen'" join --at omen=h:1 "$keys/room-us"
refused "'h' is not HOST:PORT" keys --at swiss=h --out "$TMPDIR/no" "$two"
refused "this is the first mediator" mediate --at h:1 "$keys/mediator-oman"
refused "these are the talks of .*: their mediators are a process each" \
    mediate "$keys"/mediator-*
cp -r "$keys/room-us" "$TMPDIR/odd"
echo "oman 127.0.0.1:1" >"$TMPDIR/odd/mediators"
refused "odd/mediators: a line is 'shuttle:TALK/mediator/ID HOST:PORT'" \
    join "$TMPDIR/odd"
cp "$TMPDIR/three/keys/room-hamas/mediators" "$TMPDIR/odd"
refused "odd/mediators: these mediators are of another talk" join "$TMPDIR/odd"
rm "$TMPDIR/odd/mediators"
refused "where does mediator oman listen? --at oman=HOST:PORT" \
    join "$TMPDIR/odd"
cp -r "$keys/mediator-swiss" "$TMPDIR/mixed"
cp "$TMPDIR/elsewhere/keys/mediator-swiss/clock-swiss.pem" "$TMPDIR/mixed"
refused "clock-swiss.pem: this key is for another talk" mediate "$TMPDIR/mixed"
cp "$keys/mediator-swiss/swiss.pem" "$TMPDIR/mixed/clock-swiss.pem"
refused "clock-swiss.pem: this key is for the mediator swiss" \
    mediate "$TMPDIR/mixed"

# The keeper is not there: nothing is left that would be in the way.
for try in 1 2; do
    timeout 20 "$SHUTTLE" mediate -q --at 127.0.0.1:1 \
        --listen "127.0.0.1:$((port + 9))" "$keys/mediator-swiss" \
        >"$TMPDIR/log" 2>&1
    same $? 2 "no keeper, try $try: status"
    same "$(tail -1 "$TMPDIR/log")" \
        "shuttle: mediator swiss: mediator oman: not reached: 127.0.0.1:1: cannot connect: Connection refused" \
        "no keeper, try $try"
done

# A mediator never comes: the rooms wait, and the keeper not for ever.
mediate=(-q --wait 2)
begin late "$two" && {
    timeout 20 "$SHUTTLE" join "$keys/room-us" >"$TMPDIR/late/room.log" 2>&1
    same $? 2 "late: room: status"
    said late room "^shuttle: room us: mediator swiss: .*: Connection refused$"
    ended 2 "late: keeper" "$keeper"
    said late oman "^shuttle: mediator: mediator swiss: lost: it did not come$"
    same "$(find "$keys" -name '*.rec')" "" "late: records in the way"
}
mediate=(-q --wait 20)

# Keys of another talk, and of this one for something else.
begin strange "$two" && {
    timeout 20 "$SHUTTLE" keys --at "oman=127.0.0.1:$port" \
        --at "swiss=127.0.0.1:$((port + 9))" --out "$TMPDIR/strange/other" \
        "$two" >"$TMPDIR/out"
    timeout 20 "$SHUTTLE" mediate -q "$TMPDIR/strange/other/mediator-swiss" \
        2>"$TMPDIR/strange/swiss.log"
    same $? 2 "strange: status"
    said strange swiss \
        "^shuttle: mediator swiss: mediator oman: not reached: .*another authority"
    start_others strange
    come() { # PORT KEY
        timeout 20 python3 tests/e2e/lib/clock_line.py "127.0.0.1:$1" "$2" \
            nothing >"$TMPDIR/out" 2>&1
    }
    come "$port" "$TMPDIR/strange/other/mediator-swiss/clock-swiss.pem"
    come "$port" "$keys/mediator-swiss/swiss.pem"
    come $((port + 1)) "$keys/mediator-swiss/clock-swiss.pem"
    come "$port" "$keys/mediator-swiss/clock-swiss.pem"
    # What the others may not do changes nothing.
    start_rooms strange
    ended 0 "strange" "$keeper" "${mediating[@]}" "${joining[@]}"
    said strange oman "refused at the door: .*/clock/swiss: .*another authority"
    said strange oman "refused at the door: .*/mediator/swiss: .*another role"
    said strange oman "mediator swiss: refused: the mediator is already here"
    said strange swiss "refused at the door: .*/clock/swiss: .*another role"
}

# Who holds the right key and breaks the protocol ends the talks, and nothing
# worse.
while IFS=$'\t' read -r case reason; do
    begin "line-$case" "$two" || continue
    timeout 20 python3 tests/e2e/lib/clock_line.py "127.0.0.1:$port" \
        "$keys/mediator-swiss/clock-swiss.pem" "$case" >"$TMPDIR/out" 2>&1
    note $? "line-$case: $(cat "$TMPDIR/out")"
    ended 1 "line-$case: keeper" "$keeper"
    said "line-$case" oman "mediator: mediator swiss: lost: .*$reason"
done < <(python3 tests/e2e/lib/clock_line.py list)

# So does a keeper who does: the other mediator says who and why.
keeping() { # CASE REASON
    local name=keeper-$1 clock=simulated
    [ "$1" != never ] || clock=live
    begin "$name" "$two" --clock "$clock" || return
    kill -KILL "$keeper" # only the keys are wanted, and the free port
    wait "$keeper" 2>/dev/null
    timeout 20 python3 tests/e2e/lib/clock_line.py "127.0.0.1:$port" \
        "$keys/mediator-oman/oman.pem" "$1" >"$TMPDIR/$name/python" 2>&1 &
    keeper=$!
    heard "$TMPDIR/$name/python" listening "$keeper"
    note $? "$name: $(cat "$TMPDIR/$name/python")"
    start "$name" swiss
    ended 2 "$name" "$process"
    said "$name" swiss "mediator swiss: mediator oman: lost: .*$2"
    wait "$keeper"
}
while IFS=$'\t' read -r case reason; do
    keeping "$case" "$reason"
done < <(python3 tests/e2e/lib/clock_line.py keeper)

# Live talks, slow enough to look at: until the end, and not so far.
sed 's/limit: 2h/limit: 40s/; s/at: 40m/at: 30s/; s/at: 10m/at: 1s/
     s/time: 4m/time: 1s/; /^expect/,$d' "$two" >"$TMPDIR/slow.yaml"
live() { # NAME: all come, and the Swiss are told that the round began
    begin "$1" "$TMPDIR/slow.yaml" --clock live || return 1
    start_others "$1"
    start_rooms "$1"
    local n
    for ((n = 0; n < 500; n++)); do
        "$SHUTTLE" record "$keys/mediator-swiss/mediator-swiss.rec" 2>&1 |
            grep -q '"ROUND"' && return 0
        sleep 0.02
    done
    note 1 "$1: the talks do not begin: $(cat "$TMPDIR/$1"/*.log)"
    return 1
}
live dies && {
    kill -KILL "$keeper"
    wait "$keeper" 2>/dev/null
    ended 2 "the keeper dies: mediator" "${mediating[@]}"
    ended 2 "the keeper dies: rooms" "${joining[@]}"
    said dies swiss "mediator oman: lost: .*ended without a goodbye"
    for room in us iran; do
        said dies room-$room \
            "^shuttle: room $room: mediator oman: .*ended without a goodbye"
    done
    "$SHUTTLE" record "$keys/mediator-swiss/mediator-swiss.rec" |
        grep -q '"CONCLUDED","outcome":5'
    note $? "the keeper dies: the other mediator's record"
}
live killed && {
    kill -KILL "${mediating[0]}"
    wait "${mediating[0]}" 2>/dev/null
    ended 1 "another dies: keeper" "$keeper"
    said killed oman "mediator swiss: lost: .*ended without a goodbye"
    wait "${joining[@]}"
}
live stopped && {
    kill -TERM "${mediating[0]}"
    ended 1 "stopped: mediators" "${mediating[0]}" "$keeper"
    ended 0 "stopped: rooms" "${joining[@]}"
    gather stopped "$TMPDIR/slow.yaml"
    timeout 20 "$SHUTTLE" verify "$TMPDIR/stopped/records" >"$TMPDIR/out" 2>&1
    note $? "stopped: verify: $(tail -3 "$TMPDIR/out")"
}
mediate=(-q --wait 20 --speed 20)
live ends && {
    ended 0 "live" "$keeper" "${mediating[@]}" "${joining[@]}"
    gather ends "$TMPDIR/slow.yaml"
    timeout 20 "$SHUTTLE" verify "$TMPDIR/ends/records" >"$TMPDIR/out" 2>&1
    note $? "live: verify: $(tail -3 "$TMPDIR/out")"
}

# The keeper is stopped while it waits for the other: it waits no longer.
mediate=(-q)
begin waits "$two" && {
    kill -TERM "$keeper"
    ended 1 "stopped while it waits" "$keeper"
}
summary
