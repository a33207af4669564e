#!/bin/bash
# Through a translator (interpretation drift): both versions are told and kept, exact
# words are not touched, and where the program fails the original is told and
# the record says so.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
scenario=tests/e2e/lib/translate.yaml

timeout 30 "$SHUTTLE" run -q --virtual --out "$TMPDIR/runs" $scenario
same $? 0 "exit status of run"
run=$(readlink -f "$TMPDIR/runs/latest")
timeout 20 "$SHUTTLE" verify "$run" >"$TMPDIR/verify"
same $? 0 "exit status of verify: $(tail -3 "$TMPDIR/verify")"
room() { timeout 20 "$SHUTTLE" record "$run/$1.rec"; }
room room-west >"$TMPDIR/west"
room mediator >"$TMPDIR/mediator"
for record in west mediator; do
    for words in "Nacht Durchfahrt." "Night passage." "And dredging." \
        "Night is closed."; do
        grep -qF "$words" "$TMPDIR/$record"
        note $? "$record has '$words'"
    done
    ! grep -qF "geschlossen" "$TMPDIR/$record"
    note $? "exact words are not touched: $record"
done
grep -qF "the program of carry failed: no such word; 'verbatim' decides" \
    "$TMPDIR/mediator"
note $? "the failure is noted"
summary
