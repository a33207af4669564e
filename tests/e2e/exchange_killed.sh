#!/bin/bash
# The mediator is killed around the opening of two sealed deposits, at one
# moment after the other: by his own record both were let out, or neither; and
# no room has read the other's before his record says that both were.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
cd "$TMPDIR" || exit 2

cat >swap.yaml <<'END'
scenario: 1
title: "Two letters"
rooms: { us: {}, iran: {} }
mediators: { oman: { relay: { table: blind } } }
rounds:
  - limit: 1m
    us: [{ letter: "SECRET-OF-US", caveat: simultaneous }]
    iran: [{ letter: "SECRET-OF-IRAN", caveat: simultaneous }]
    oman: [{ exchange: "Deposit it with me.", answer_within: 500ms }]
END

# let_out FILE: letters that this record says were told
let_out() {
    "$SHUTTLE" record --json "$1" 2>/dev/null |
        grep -c "\"$2\".*\"TOLD\".*SECRET-OF"
}

rooms=()
before=0
after=0
for delay in 0.40 0.48 0.495 0.50 0.505 0.51 0.52 0.60; do
    rm -rf keys
    "$SHUTTLE" keys --clock live swap.yaml >/dev/null 2>log
    note $? "keys: $(cat log)"
    port=$((20000 + RANDOM % 10000))
    "$SHUTTLE" mediate --listen 127.0.0.1:$port --wait 5 keys/mediator-oman \
        >mediator.log 2>&1 &
    mediator=$!
    for room in us iran; do
        "$SHUTTLE" join --at 127.0.0.1:$port keys/room-$room \
            >$room.log 2>&1 &
        rooms[${#rooms[@]}]=$!
    done
    for _ in $(seq 100); do # until the deposits are taken
        [ "$("$SHUTTLE" record --json keys/mediator-oman/*.rec 2>/dev/null |
            grep -c '"DEPOSIT"')" = 2 ] && break
        sleep 0.01
    done
    sleep $delay
    kill -KILL $mediator
    wait $mediator 2>/dev/null
    for pid in "${rooms[@]}"; do wait "$pid" 2>/dev/null; done
    rooms=()
    out=$(let_out keys/mediator-oman/*.rec effect_send)
    us=$(let_out keys/room-us/*.rec input_message)
    iran=$(let_out keys/room-iran/*.rec input_message)
    [ "$out" = 0 ] || [ "$out" = 2 ]
    note $? "killed after $delay: $out of two let out"
    [ "$out" = 2 ] || [ "$us $iran" = "0 0" ]
    note $? "killed after $delay: read $us and $iran, and $out were let out"
    if [ "$out" = 2 ]; then after=$((after + 1)); else before=$((before + 1)); fi
done
[ $before -gt 0 ] && [ $after -gt 0 ]
note $? "all kills fell on one side: $before before, $after after"
summary
