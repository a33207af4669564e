#!/bin/bash
# Determinism: however the program was built (optimized or not, gcc or clang,
# with sanitizers), the same scenario and seed leave the same canonical record.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

# run_with PROGRAM NAME FILE SEED: print the run's folder.
run_with() {
    timeout 30 "$1" run -q --virtual --seed "$4" --out "$TMPDIR/$2" "$3" \
        >"$TMPDIR/$2.log" 2>&1
    local status=$?
    if [ $status -gt 1 ]; then
        note 1 "$2: $3: exit status $status: $(head -3 "$TMPDIR/$2.log")"
        return 1
    fi
    readlink -f "$TMPDIR/$2/latest"
}

# A variant that was built from other sources says nothing.
programs=()
for program in $SHUTTLE_VARIANTS; do
    if [ -z "$(find include proto sim -name '*.[ch]' -newer "$program")" ]; then
        programs+=("$program")
    else
        echo "left out, older than the sources: $program"
    fi
done
[ ${#programs[@]} -gt 0 ] || echo "no other variant is built: comparing" \
    "the program with itself"
programs+=("$SHUTTLE")
for file in scenarios/*.yaml; do
    for seed in 1 77; do
        one=$(run_with "$SHUTTLE" first "$file" $seed) || continue
        for program in "${programs[@]}"; do
            variant=$(basename "$(dirname "$program")")
            other=$(run_with "$program" "$variant" "$file" $seed) || continue
            timeout 30 "$SHUTTLE" verify "$one" --against "$other" \
                >"$TMPDIR/out" 2>&1
            same $? "$(verdict "$file")" \
                "$file, seed $seed, $variant: $(tail -3 "$TMPDIR/out")"
            ! grep ': differs' "$TMPDIR/out"
            note $? "$file, seed $seed, $variant: not the same"
        done
    done
done
summary
