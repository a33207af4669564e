#!/bin/bash
# Replay: a run, simulated or live, real or virtual, does the same again from
# its record, to the byte; a record of another program's doing does not.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

again() { # WHAT DIR STATUS
    timeout 20 "$SHUTTLE" replay "$2" >"$TMPDIR/out" 2>&1
    same $? "$3" "$1: $(tail -3 "$TMPDIR/out")"
}

for file in scenarios/*.yaml; do
    stem=$(basename "$file" .yaml)
    for how in --virtual --walls=auto --speed=400000; do
        # Live: a thousand hours in ten seconds is enough; a run may be stopped.
        timeout -s INT 8 "$SHUTTLE" run -q --out "$TMPDIR/runs" "$how" "$file" \
            2>"$TMPDIR/err"
        status=$?
        [ $status -le 1 ] || [ $status -eq 124 ]
        note $? "$stem $how: $(cat "$TMPDIR/err")"
        again "$stem $how" "$TMPDIR/runs/latest" 0
        timeout 20 "$SHUTTLE" verify "$TMPDIR/runs/latest" >"$TMPDIR/out" 2>&1
        same $? "$(verdict "$stem")" "$stem $how holds: $(tail -2 "$TMPDIR/out")"
    done
done

# A person's run: what was typed is in the record.
printf 'say "Good morning."\nwait 1m\nleave "Good bye."\n' |
    timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/person" --seat north=person \
        --speed 600 scenarios/first.yaml >"$TMPDIR/shown" 2>&1
note $? "a person at the terminal: $(tail -3 "$TMPDIR/shown")"
again "a person at the terminal" "$TMPDIR/person/latest" 0
timeout 20 "$SHUTTLE" verify "$TMPDIR/person/latest" >"$TMPDIR/out" 2>&1
note $? "a person at the terminal: $(tail -2 "$TMPDIR/out")"

# What is typed may come from a file, or be nothing at all.
printf 'say "Good morning."\nleave "Good bye."\n' >"$TMPDIR/typed"
for typed in "$TMPDIR/typed" /dev/null; do
    timeout 20 "$SHUTTLE" run --out "$TMPDIR/typed-run" --seat north=person \
        --speed 600 scenarios/first.yaml <"$typed" >"$TMPDIR/shown" 2>&1
    note $? "typed from $typed: $(tail -3 "$TMPDIR/shown")"
    grep -q "walked out" "$TMPDIR/shown"
    note $? "typed from $typed: the end of it is a farewell"
    again "typed from $typed" "$TMPDIR/typed-run/latest" 0
done

# A mediator with a bug of its own does not do the same again.
timeout 20 "$BUILD/tests/prog/planted" drop_told -q --out "$TMPDIR/bad" \
    tests/e2e/lib/planted.yaml
again "another program's mediator" "$TMPDIR/bad/latest" 1
again "nothing" "$TMPDIR/none" 2
summary
