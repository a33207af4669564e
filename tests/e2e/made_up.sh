#!/bin/bash
# Made-up talks under made-up relay designs: real processes and the virtual
# runtime leave the same canonical records, honest designs hold when they are
# judged, and what was recorded replays. Then what this once found.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
invent=$BUILD/tests/prog/invent
log=$TMPDIR/log

# both NAME FILE OPTION...: run it twice and compare.
both() {
    local name=$1 file=$2 real virtual
    shift 2
    rm -rf "$TMPDIR/real" "$TMPDIR/virtual"
    timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/real" "$@" "$file" \
        >"$log" 2>&1
    real=$?
    timeout 20 "$SHUTTLE" run -q --virtual --out "$TMPDIR/virtual" "$@" \
        "$file" >>"$log" 2>&1
    virtual=$?
    [ $real -eq $virtual ] && [ $real -le 1 ]
    note $? "$name, $*: exit statuses $real and $virtual: $(head -3 "$log")"
    timeout 20 "$SHUTTLE" verify "$TMPDIR/real/latest" \
        --against "$TMPDIR/virtual/latest" >"$log" 2>&1
    note $? "$name, $*: $(grep -v '  0$' "$log" | tail -5)"
    timeout 20 "$SHUTTLE" replay "$TMPDIR/real/latest" >"$log" 2>&1
    note $? "$name, $*, replayed: $(tail -3 "$log")"
}

played=0
for number in {1..46}; do
    design=$("$invent" "$number" "$TMPDIR/talks.yaml") || continue
    # shellcheck disable=SC2086 # a design is several words
    both "talks $number" "$TMPDIR/talks.yaml" $design
    played=$((played + 1))
done
[ $played -ge 30 ]
note $? "only $played of the made-up talks are valid"

# Words that are read back to a room after it confirmed a package take nothing
# from that: the agreement that follows is one, in every room.
both "read back" tests/e2e/lib/read_back.yaml
! grep -q . <("$SHUTTLE" run -q --out "$TMPDIR/again" \
    tests/e2e/lib/read_back.yaml 2>&1)
note $? "read back: a room did not part in peace"
summary
