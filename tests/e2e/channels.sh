#!/bin/bash
# Talks with several mediators, as processes: what one was handed changes no
# byte of another's record; a room has a door for each of its mediators and no
# other; a mediator that is killed breaks the talks off, and that is said.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

two=tests/scenarios/play/two-mediators.yaml
three=tests/scenarios/play/three-mediators.yaml

# Canonical entries of a record, without the entry that has the brief's size.
entries() {
    timeout 20 "$SHUTTLE" record "$1" | grep -v '^~'
}

# Other words by the Swiss channel: the Omanis' record is the same.
run() {
    timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/$1" "$2" >"$TMPDIR/log" 2>&1
    note $? "$2 runs: $(head -3 "$TMPDIR/log")"
}
sed '/id: note/s/"We want our people back."/"A longer thing, for Swiss ears alone."/' \
    "$two" >"$TMPDIR/other.yaml"
! cmp -s "$two" "$TMPDIR/other.yaml"
note $? "the other world is another"
run one "$two"
run two "$TMPDIR/other.yaml"
for who in mediator mediator-swiss; do
    entries "$TMPDIR/one/latest/$who.rec" >"$TMPDIR/a"
    entries "$TMPDIR/two/latest/$who.rec" >"$TMPDIR/b"
    cmp -s "$TMPDIR/a" "$TMPDIR/b"
    same=$?
    if [ $who = mediator ]; then
        note $same "what the Swiss were told changes nothing at the Omanis'"
    else
        [ $same = 1 ]
        note $? "it does change what the Swiss have"
    fi
done
grep -q 'also by oman, us 1 there, told 0:04 later' \
    "$TMPDIR/one/latest/transcript.txt"
note $? "one message by two roads is linked"
! grep -q 'two roads' "$TMPDIR/two/latest/transcript.txt"
note $? "two messages are not"
python3 - "$TMPDIR/one/latest/outcome.json" <<'PY'
import json, sys
o = json.load(open(sys.argv[1]))
assert o["outcome"] == "agreed" and o["through"] == "swiss", o
assert o["package"] == {"prisoners": "release", "funds": "freed"}, o
assert o["items"]["handed_over"] == 7, o
(p,) = o["by_two_roads"]
assert (p["room"], p["to"]) == ("us", "iran"), p
assert p["first"] == {"mediator": "swiss", "item": 1, "told_us": 0}, p
assert p["also"]["told_us"] == 240000000, p
PY
note $? "outcome.json says through whom"

# A design for the second mediator alone: the Swiss walk, so that what they tell
# comes later, and the Omanis' record does not say so.
"$SHUTTLE" run -q --virtual --out "$TMPDIR/walks" "$two" \
    --walk swiss:shuttle,time=3m --hold oman:forward --walk switchboard \
    >"$TMPDIR/log" 2>&1
note $? "designs of two mediators: $(head -3 "$TMPDIR/log")"
told() { # told ROOM MEDIATOR-OF-IT: when it was first told something there
    "$SHUTTLE" record "$TMPDIR/walks/latest/room-$1.rec" |
        awk -v p="$2" '$3 == "input_message" && $4 == p && /"TOLD"/ { print int($2 / 60); exit }'
}
same "$(told iran 0) $(told iran 1)" "0 3" "when each told: the Omanis are there, the Swiss walk"
for bad in "swis:shuttle|no mediator 'swis' (did you mean 'swiss'" \
    "swiss:train|relay design of swiss: walk: there is no member 'train'" \
    ":shuttle|no mediator ''"; do
    "$SHUTTLE" run -q --virtual --out "$TMPDIR/no" "$two" --walk "${bad%%|*}" \
        >"$TMPDIR/log" 2>&1
    same $? 2 "--walk ${bad%%|*}: status"
    grep -q -- "${bad#*|}" "$TMPDIR/log"
    note $? "--walk ${bad%%|*}: $(head -3 "$TMPDIR/log")"
done

# One stream of what goes by all of them, in the order of time; processes show
# the same as the virtual runtime. The mediator is named whenever it is another.
for file in "$two" "$three"; do
    for width in 60 120; do
        for virtual in --virtual ""; do
            # shellcheck disable=SC2086
            COLUMNS=$width timeout 20 "$SHUTTLE" run $virtual \
                --out "$TMPDIR/shown$virtual" "$file" 2>&1 |
                grep -v '^run folder\|^walls' >"$TMPDIR/shown$virtual.txt"
        done
        cmp -s "$TMPDIR/shown.txt" "$TMPDIR/shown--virtual.txt"
        note $? "$file, $width columns: processes show something else"
    done
    cmp -s "$TMPDIR/shown/latest/transcript.txt" \
        "$TMPDIR/shown--virtual/latest/transcript.txt"
    note $? "$file: processes have another transcript"
done
same "$(grep -o '^  [0-9]:[0-9]*\|through [a-z]*\|══ [a-z ]*' \
    "$TMPDIR/shown.txt" | tr -s ' \n' ' ')" \
    " 0:00 through qatar through egypt 0:02 0:03 through qatar 0:04 through \
egypt 0:05 through us 0:06 through qatar 0:09 0:30 through egypt 0:32 2:00 \
through egypt 2:02 2:04 3:00 ══ no agreement " "what is shown when"
timeout 20 "$SHUTTLE" run --json --virtual --out "$TMPDIR/shown" "$three" |
    python3 -c '
import json, sys
at, last, seen = (0, ""), None, set()
order = ["qatar", "egypt", "us"]
for line in sys.stdin:
    o = json.loads(line)
    if "through" not in o or "chain" not in o:
        last = o
        continue
    seen.add(o["through"])
    if o["chain"] != "canonical" or o["time_us"] >= 10800000000:
        continue
    now = (o["time_us"], order.index(o["through"]))
    assert at[0] == 0 or now >= at, (at, now)
    at = now
assert seen == set(order), seen
assert last["outcome"] == "no_agreement", last' 2>"$TMPDIR/log"
note $? "as JSON: $(tail -1 "$TMPDIR/log")"

# A person chooses by whom it goes, and an answer goes back as it came.
typed() { # typed NAME LINES: a person in us types them, all at once
    printf '%b' "$2" | timeout 20 "$SHUTTLE" run --clock simulated --seed 1 \
        --seat us=person --out "$TMPDIR/$1" "$two" >"$TMPDIR/log" 2>"$TMPDIR/err"
    same "$?$(cat "$TMPDIR/err")" 0 "$1 at the terminal: its status, its errors"
}
typed words 'say via swiss "Hello."\nsay "And here."\nsay "x" via turkey\nwait\n'
for line in "Only the mediators come here: Omani officials (oman), Swiss" \
    "oman comes in" "your 1 by swiss: message" "your 1 by oman: message" \
    "your room has no mediator 'turkey'" \
    "your 1 by swiss: told where it was addressed"; do
    grep -qF "$line" "$TMPDIR/log"
    note $? "a person with two mediators: no '$line'"
done
same "$(grep -c 'You are in\|walked out: a party' "$TMPDIR/log")" 2 \
    "what every mediator says is shown once"
"$SHUTTLE" record "$TMPDIR/words/latest/mediator-swiss.rec" |
    grep input_message | grep -q '"text":"Hello."'
note $? "what goes by the Swiss is theirs"
for how in verify replay; do
    timeout 20 "$SHUTTLE" $how "$TMPDIR/words/latest" >"$TMPDIR/log" 2>&1
    note $? "a person with two mediators, $how: $(tail -2 "$TMPDIR/log")"
done
# A farewell that is there before all mediators are is not lost.
typed farewell 'leave "Good bye."\n'

# A record of a mediator that is changed is found; so is one that is gone.
cp -r "$TMPDIR/one/latest/." "$TMPDIR/bad"
rm "$TMPDIR/bad/mediator-swiss.rec"
timeout 20 "$SHUTTLE" verify "$TMPDIR/bad" >"$TMPDIR/log" 2>&1
[ $? = 2 ]
note $? "without a mediator's record nothing can be said for sure"

# The talks on a live clock, slow enough to look at: doors, and a killing.
sed 's/limit: 2h/limit: 40s/; s/at: 40m/at: 30s/; s/at: 10m/at: 1s/
     s/time: 4m/time: 1s/; /^expect/,$d' "$two" >"$TMPDIR/slow.yaml"
sed 's/limit: 2h/limit: 40s/; s/limit: 1h/limit: 40s/; s/at: 5m/at: 1s/
     s/at: 30m/at: 1s/; s/time: [23]m/time: 1s/; /^expect/,$d' \
    "$three" >"$TMPDIR/slow3.yaml"

# Children of a run that have these words on their command line.
children() {
    local child all
    read -r -a all <"/proc/$1/task/$1/children"
    for child in "${all[@]}"; do
        tr '\0' ' ' <"/proc/$child/cmdline" 2>/dev/null | grep -q "$2" &&
            echo "$child"
    done
}
# Wait until a run has so many mediators that have begun their records.
await() {
    local left=100
    while [ $((left--)) -gt 0 ]; do
        if [ "$(children "$1" mediate | wc -l)" = "$2" ] &&
            [ "$(find "$3" -name 'mediator*.rec' -size +2k | wc -l)" = "$2" ]
        then
            return 0
        fi
        sleep 0.1
    done
    return 1
}

"$SHUTTLE" run -q --clock=live --out "$TMPDIR/doors" "$TMPDIR/slow3.yaml" \
    >"$TMPDIR/log" 2>&1 &
run=$!
await $run 3 "$TMPDIR/doors"
note $? "three mediators are there"
doors=$(for child in $(children $run join); do
    # Listening sockets of the room's own network.
    awk 'NR > 1 && $4 == "0A"' "/proc/$child/net/tcp" | wc -l
done | sort | tr '\n' ' ')
[ "$doors" = "2 2 3 " ] || [ "$(id -u)" != 0 ]
note $? "each room has a door for each of its mediators: $doors"
kill -TERM $run
wait $run
[ $? = 1 ]
note $? "stopped: $(tail -1 "$TMPDIR/log")"
same "$(wc -l <"$TMPDIR/log")" 1 "stopped, in one line"
for who in mediator mediator-egypt mediator-us; do
    entries "$TMPDIR/doors/latest/$who.rec" | grep -q '"CONCLUDED","outcome":7'
    note $? "$who ended with the others"
done

"$SHUTTLE" run --clock=live --out "$TMPDIR/kill" "$TMPDIR/slow.yaml" \
    >"$TMPDIR/log" 2>&1 &
run=$!
await $run 2 "$TMPDIR/kill"
note $? "two mediators are there"
left=100
until grep -q 'through swiss' "$TMPDIR/log" || [ $((left--)) = 0 ]; do
    sleep 0.1
done
grep -q 'through oman' "$TMPDIR/log" && grep -q 'through swiss' "$TMPDIR/log"
note $? "both are shown while they talk"
second=$(children $run mediate | tail -1)
kill -KILL "$second"
wait $run
[ $? = 1 ]
note $? "the talks break off"
grep -q 'mediator swiss: killed by signal 9' "$TMPDIR/log"
note $? "and it is said who was lost: $(tail -3 "$TMPDIR/log")"
grep -q '"outcome": "broken_off"' "$TMPDIR/kill/latest/outcome.json" &&
    grep -q '"reason": "another mediator was lost' \
        "$TMPDIR/kill/latest/outcome.json"
note $? "outcome.json says so"
# A person at the simulated clock: a second mediator who is in the room before
# the first convenes does not keep the talks from beginning.
cat >"$TMPDIR/early.yaml" <<'END'
scenario: 1
rooms: { us: {}, iran: {} }
mediators: { oman: {}, swiss: { relay: { walk: { as: shuttle, time: 4m } } } }
rounds: [{ limit: 3h, iran: [{ say: "B." }] }]
END
printf 'say "A." via swiss\n' |
    timeout 20 "$SHUTTLE" run --seat us=person --clock simulated \
        --out "$TMPDIR/early" "$TMPDIR/early.yaml" >"$TMPDIR/seen" 2>&1
same $? 0 "a person, two mediators, the simulated clock: $(tail -3 "$TMPDIR/seen")"
grep -q 'Round 1' "$TMPDIR/seen"
note $? "the round begins"
summary
