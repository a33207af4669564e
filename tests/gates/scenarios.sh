#!/bin/bash
# Every file of the scenario library passes `shuttle check`, is in its one form
# (`shuttle format --check`), and its rehearsals hold. scenarios.sh FOLDER: of
# another folder.
set -u
cd "$(dirname "$0")/../.." || exit 2
shuttle=${SHUTTLE:-build/default/shuttle}
passed=0
failed=0
rehearsals=0
runs=0

note() { # note STATUS WHAT
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$2"
    fi
}

if [ -x "$shuttle" ]; then
    for file in "${1:-scenarios}"/*.yaml; do
        [ -e "$file" ] || continue
        "$shuttle" check "$file"
        note $? "$file was refused"
        "$shuttle" format --check "$file"
        note $? "$file is not as \`shuttle format\` writes it"
        out=$("$shuttle" check --play "$file")
        note $? "$file does not play as it says"
        echo "$out"
        last=${out##*$'\n'}
        [[ $last =~ ([0-9]+)\ rehearsals?,\ ([0-9]+)\ runs?,\ 0\ failed ]] &&
            [ "${BASH_REMATCH[1]}" -gt 0 ]
        note $? "$file has no rehearsal that holds"
        rehearsals=$((rehearsals + ${BASH_REMATCH[1]:-0}))
        runs=$((runs + ${BASH_REMATCH[2]:-0}))
    done
fi
echo "library: $rehearsals rehearsals, $runs runs"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
