#!/bin/sh
# each.sh PROGRAM...: run one after another, with its name above what it prints.
# Exits 1 when one of them fails.
failed=0
[ $# -gt 0 ] || echo "nothing to run yet"
for program in "$@"; do
    echo "== $(basename "$program")"
    "$program" || failed=1
done
exit $failed
