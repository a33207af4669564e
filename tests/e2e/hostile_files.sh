#!/bin/bash
# Scenarios made to hurt, given to every command that reads one: no crash, no
# hang, a second of processor time and 64 MiB at most.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
result=$(python3 tests/e2e/lib/hostile_files.py "$SHUTTLE" "$TMPDIR")
note $? "$result"
echo "$result"
read -r count _ < <(tail -n 1 <<<"$result")
[ "$count" -ge 290 ]
note $? "only $count were tried"
summary
