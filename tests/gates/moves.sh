#!/bin/bash
# tests/MOVES.md lists, for each move of the catalogue and each property below
# it, the tests that hold it: every row has one at least, every one named there
# is a test that runs, and none is left out. UPDATE_GOLDENS=1 writes it anew.
# shellcheck disable=SC2016 # backquotes of Markdown, not of the shell
set -u
cd "$(dirname "$0")/../.." || exit 2
page=tests/MOVES.md
made=$(mktemp) || exit 2
trap 'rm -f "$made"' EXIT

rows() {
    cat <<'END'
P1|Oral message, talking points
P2|Non-paper
P3|Aide-memoire, note verbale
P4|Question, request for clarification
P5|Offer
P6|Conditional offer
P7|Confidence
P8|Red line, warning
P9|Request for instructions
P10|Reply to a text
P11|Withdrawal of a message
P12|Suspension, walk-out
M1|Convening, ground rules
M2|Conveying verbatim
M3|Conveying the gist
M4|Hold, sequence
M5|Hypothetical probe
M6|The mediator's own idea
M7|Read-back
M8|Single negotiating text
M9|Bridging proposal
M10|Mediator's proposal, double blind
M11|Simultaneous exchange
M12|Press, reality test, deadline
M13|Pause, adjourn, close
C1|Delivery and receipt
C2|Delay, loss, duplicate, reorder
C3|Substantive alteration
C4|Interpretation drift
C5|Parallel channel
C6|Provenance query
C7|Leak
E1|Spoiler act
E2|Exogenous shock
E3|Change of authority
E4|Hard deadline
E5|Public posture
A1|Parallel letters, counterpart copies
A2|Mediator's declaration
A3|Announcement and read-out
A4|Side assurance
A5|Escrow deposit
A6|Certification
A7|Sequenced or simultaneous steps
A8|Compliance complaint, suspension
property 1|Non-interference
property 2|Traffic
property 3|Atomic simultaneous exchange
property 4|Double-blind
property 5|Fidelity
property 6|Draft identity
property 7|Conditions
property 8|Withdrawal and expiry
property 9|Read-back
property 10|Provenance
property 11|Certification
property 12|Record views
property 13|Existence
property 14|Parallel channels
END
}

# "a03" of A3, "property_02" of property 2.
prefix() {
    local letters=${1%%[0-9]*} number=${1##*[^0-9]}
    letters=${letters/ /_}
    printf '%s%02d' "${letters,,}" "$number"
}

# File and name of each test that a group of CMocka runs and that is of a row.
runs() {
    local f
    for f in tests/test_*.c; do
        tr -d ' \n' <"$f" |
            grep -oE 'cmocka_unit_test[a-z_]*\(([pmcea][0-9][0-9]|property_[0-9][0-9])_[a-z0-9_]*' |
            sed -E "s|^[a-z_]*\(|$f |"
    done
}

found=$(runs)
bad=0
passed=0
{
    echo '# The moves, and the test of each'
    echo
    echo 'One row for each of the forty-five moves and of the fourteen properties of a relay. Every test asserts what the own'
    echo 'room sees, what the other room sees and does not see, and what the record keeps; `make check` runs them all. The'
    echo 'page is written by `UPDATE_GOLDENS=1 tests/gates/moves.sh`, which fails when a row has no test.'
    echo
    echo '| row | move or property | tests | in |'
    echo '|---|---|---|---|'
} >"$made"
while IFS='|' read -r row title; do
    of=$(grep -E " $(prefix "$row")_" <<<"$found")
    if [ -z "$of" ]; then
        echo "no test of $row, $title: none begins with $(prefix "$row")_"
        bad=$((bad + 1))
        echo "| $row | $title | none | |" >>"$made"
        continue
    fi
    passed=$((passed + 1))
    names=$(sed 's/.* /`/; s/$/`/' <<<"$of" | paste -sd, | sed 's/,/, /g')
    files=$(cut -d' ' -f1 <<<"$of" | sort -u | sed 's|tests/||' | paste -sd, |
        sed 's/,/, /g')
    echo "| $row | $title | $names | $files |" >>"$made"
done < <(rows)

if [ -n "${UPDATE_GOLDENS:-}" ]; then
    cp "$made" "$page"
elif ! cmp -s "$made" "$page"; then
    echo "$page is behind the tests: UPDATE_GOLDENS=1 tests/gates/moves.sh"
    bad=$((bad + 1))
fi
echo "$passed passed, $bad failed"
[ $bad -eq 0 ]
