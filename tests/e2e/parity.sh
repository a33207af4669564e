#!/bin/bash
# Parity: real processes and the virtual runtime leave byte-identical canonical
# records, whatever the scenario, the seed and the relay design; and both
# records hold when they are judged.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

# pair NAME SCENARIO OPTION...
pair() {
    local name=$1 file=$2 out=$TMPDIR/$1 log=$TMPDIR/$1.log real virtual
    shift 2
    mkdir -p "$out"
    timeout 20 "$SHUTTLE" run -q --out "$out/real" "$@" "$file" >"$log" 2>&1
    real=$?
    timeout 20 "$SHUTTLE" run -q --virtual --out "$out/virtual" "$@" "$file" \
        >>"$log" 2>&1
    virtual=$?
    # A table that cannot make what the mediator has to put forward is refused,
    # in one line, before anything is started.
    if [ $real -eq 2 ] && [ $virtual -eq 2 ]; then
        [ "$(grep -c "^shuttle: --table: .* does not make" "$log")" -eq 2 ] &&
            [ "$(wc -l <"$log")" -eq 2 ] && [ ! -e "$out/real" ]
        note $? "$name, refused: $(head -3 "$log")"
        return
    fi
    if [ $real -ne $virtual ] || [ $real -gt 1 ]; then
        note 1 "$name: exit statuses $real and $virtual ($(head -3 "$log"))"
        return
    fi
    timeout 20 "$SHUTTLE" verify "$out/real/latest" \
        --against "$out/virtual/latest" >"$log" 2>&1
    same $? "$(verdict "$name")" "$name: $(grep -v '  0$' "$log" | tail -5)"
    ! grep ': differs' "$log"
    note $? "$name: not the same in both runtimes"
    timeout 20 "$SHUTTLE" verify "$out/virtual/latest" >"$log" 2>&1
    same $? "$(verdict "$name")" \
        "$name, virtual: $(grep -v '  0$' "$log" | tail -3)"
    rm -rf "$out"
}

designs=(
    "--walk switchboard" "--walk shuttle,time=3m" "--carry verbatim"
    "--carry gist" "--hold forward" "--hold caveats" "--table nothing"
    "--table blind" "--walk shuttle,time=30m --carry gist --hold forward"
)
# A room that says so much at one instant that it is sent an ACK between.
{
    printf '%s\n' 'scenario: 1' 'title: "Many words"' \
        'rooms: { north: {}, south: {} }' 'mediators: { envoy: {} }' \
        'rounds:' '  - limit: 10m' '    north:'
    for ((n = 0; n < 100; n++)); do
        printf '      - { id: line_%d, say: "Word %d." }\n' "$n" "$n"
    done
    printf '%s\n' '  - limit: 10m' '    north:' \
        '      - { id: last, say: "The last word." }'
} >"$TMPDIR/many.yaml"
pair many "$TMPDIR/many.yaml"
pair one-text tests/scenarios/play/one-text.yaml
for file in scenarios/*.yaml; do
    stem=$(basename "$file" .yaml)
    for seed in 1 2 9223372036854775809; do
        pair "$stem-seed-$seed" "$file" --seed "$seed"
    done
    for design in "${designs[@]}"; do
        # shellcheck disable=SC2086 # a design is several words
        pair "$stem${design//[^a-z0-9=]/-}" "$file" $design
    done
done
summary
