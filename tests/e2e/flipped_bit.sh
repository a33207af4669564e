#!/bin/bash
# One flipped bit anywhere in the records of a run is found and located: every
# bit of a small run by a program that judges in memory, and some bits of a long
# run by `shuttle verify` itself.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

flip() { # FILE BYTE BIT
    python3 - "$@" <<'END'
import sys
path, byte, bit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(path, "r+b") as f:
    f.seek(byte)
    old = f.read(1)[0]
    f.seek(byte)
    f.write(bytes([old ^ 1 << bit]))
END
}

timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/small" scenarios/first.yaml
note $? "a small run"
timeout 100 "$BUILD/tests/prog/flip_bits" "$TMPDIR/small/latest" \
    >"$TMPDIR/table"
note $? "every bit of a small run: $(tail -5 "$TMPDIR/table")"
cat "$TMPDIR/table"

timeout 20 "$SHUTTLE" run -q --out "$TMPDIR/long" scenarios/muscat-2024-05.yaml
note $? "a long run"
for record in "$TMPDIR"/long/latest/*.rec; do
    name=$(basename "$record")
    size=$(stat -c %s "$record")
    for part in 1 3 5 7 9; do
        at=$((size * part / 10))
        flip "$record" $at $((part % 8))
        timeout 20 "$SHUTTLE" verify "$TMPDIR/long/latest" >"$TMPDIR/out" 2>&1
        same $? 1 "byte $at of $name: exit status"
        said=$(sed -n "s/^ *broken entries: $name: offset \([0-9]*\).*/\1/p" \
            "$TMPDIR/out")
        [ -n "$said" ] && [ "$said" -le $at ] && [ $((said + 20000)) -gt $at ]
        note $? "byte $at of $name: located at '$said'"
        flip "$record" $at $((part % 8))
    done
done
timeout 20 "$SHUTTLE" verify "$TMPDIR/long/latest" >"$TMPDIR/out" 2>&1
note $? "with the bits flipped back: $(tail -1 "$TMPDIR/out")"
summary
