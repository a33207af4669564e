#!/bin/bash
# The language, played: each file of tests/scenarios/play says at its head what
# its records show. Real processes and the virtual runtime leave the same, and
# the records hold.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

for file in tests/scenarios/play/*.yaml; do
    out=$TMPDIR/$(basename "$file" .yaml)
    mkdir -p "$out/seen"
    timeout 20 "$SHUTTLE" run -q --out "$out/real" "$file" >"$out/log" 2>&1
    [ $? -le 1 ]
    note $? "$file, real: $(head -3 "$out/log")"
    timeout 20 "$SHUTTLE" run -q --virtual --out "$out/virtual" "$file" \
        >"$out/log" 2>&1
    [ $? -le 1 ]
    note $? "$file, virtual: $(head -3 "$out/log")"
    timeout 20 "$SHUTTLE" verify "$out/real/latest" \
        --against "$out/virtual/latest" >"$out/log" 2>&1
    note $? "$file, the same: $(grep -v '  0$' "$out/log" | tail -5)"
    timeout 20 "$SHUTTLE" verify "$out/virtual/latest" >"$out/log" 2>&1
    note $? "$file holds: $(grep -v '  0$' "$out/log" | tail -3)"
    timeout 20 "$SHUTTLE" replay "$out/real/latest" >"$out/log" 2>&1
    note $? "$file replays: $(tail -3 "$out/log")"
    timeout 20 "$SHUTTLE" check --play "$file" >"$out/log" 2>&1
    note $? "$file, its rehearsals: $(tail -3 "$out/log")"
    for record in "$out"/virtual/latest/*.rec; do
        timeout 20 "$SHUTTLE" record --json "$record" \
            >"$out/seen/$(basename "$record" .rec).json"
    done
    cp "$out/virtual/latest/outcome.json" "$out/seen/"
    python3 tests/e2e/lib/seen.py "$file" "$out/seen" >"$out/log" 2>&1
    note $? "$file, what is seen: $(cat "$out/log")"
done
summary
