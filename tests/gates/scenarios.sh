#!/bin/bash
# Every file of the scenario library passes `shuttle check`.
set -u
cd "$(dirname "$0")/../.." || exit 2
shuttle=${SHUTTLE:-build/default/shuttle}
passed=0
failed=0
if [ -x "$shuttle" ]; then
    for file in scenarios/*.yaml; do
        [ -e "$file" ] || continue
        if "$shuttle" check "$file"; then
            passed=$((passed + 1))
        else
            echo "$file was refused"
            failed=$((failed + 1))
        fi
    done
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
