#!/bin/bash
# Outside programs, good and bad, in both runtimes: the talks end, by the stated
# default where the program fails, the record says so, the run replays without
# the program, and no process is left behind.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
top=$PWD
mark=bad-program-$$-$RANDOM
mkdir -p "$TMPDIR/play/lib" || exit 2
cp tests/e2e/lib/bad_program.py "$TMPDIR/play/lib/"
cd "$TMPDIR" || exit 2

# Processes that carry the mark; those that are just going are waited for.
left() {
    local found=
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        # The pattern is not in the command line of grep itself.
        found=$(grep -lsa -- "${mark%?}[${mark: -1}]" /proc/[0-9]*/cmdline)
        [ -z "$found" ] && return 0
        read -rt 0.1 <> <(:)
    done
    return 1
}

# play MODE EXTRA: both runtimes; leaves their folders in v and r.
play() {
    local mode=$1 how status
    sed "s/MODE/$mode, $mark/; s/timeout: 200ms/&${2:+, $2}/" \
        "$top/tests/e2e/programs.yaml" >play/programs.yaml
    if [ -n "${2:-}" ]; then
        sed -i "s/timeout: 200ms, \(.*\)/timeout: 200ms\n        \1/" \
            play/programs.yaml
    fi
    for how in v r; do
        rm -rf "$how"
        timeout -s KILL 60 "$SHUTTLE" run --quiet \
            "$([ $how = v ] && echo --virtual || echo --clock=simulated)" \
            --out "$how" play/programs.yaml >out 2>err </dev/null
        status=$?
        same $status 0 "$mode, $how: exit status: $(tail -2 err)"
        left
        note $? "$mode, $how: a process is left"
        "$SHUTTLE" verify "$how/latest" >verdict 2>&1
        note $? "$mode, $how: verify: $(tail -2 verdict)"
        "$SHUTTLE" replay "$how/latest" >replayed 2>&1
        note $? "$mode, $how: replay: $(cat replayed)"
        "$SHUTTLE" record "$how/latest/mediator.rec" >"$how.txt"
        same "$(grep -c 'RELEASED' "$how.txt")" 4 "$mode, $how: told"
        # A record is bounded, whatever it writes.
        [ "$(stat -c %s "$how/latest/mediator.rec")" -lt 200000 ]
        note $? "$mode, $how: the record is bounded"
    done
}

# says MODE PATTERN...: all are in both records.
says() {
    local mode=$1 how pattern
    shift
    for how in v r; do
        for pattern in "$@"; do
            grep -q -- "$pattern" "$how.txt"
            note $? "$mode, $how: the record says '$pattern'"
        done
    done
}

fails() { # MODE PATTERN: a failure, and who decides instead
    play "$1"
    says "$1" "$2" "'forward' decides"
}

fails never "no answer within 200 ms"
says never "'forward' decides from now on"
fails other_id "an answer to what was not asked"
fails nonsense "no JSON object"
fails bad_utf8 "no JSON object"
fails nul "no JSON object"
fails no_verdict "neither tell, withhold, nor hold"
says no_verdict "from now on"
fails long_line "a line that is too long"
fails endless_line "a line that is too long"
fails floods "it floods"
fails floods_at_once "its first line is not a program's"
fails dies_at_once "it ended with status 3"
fails dies "it ended with status 4"
fails killed "it ended with signal"
fails closes "it closed its output"
fails leaves_child "it ended with status 5"
fails half_line "no answer within 200 ms"
fails wrong_version "does not speak version 1"
fails no_hello "its first line is not a program's"
fails deaf "no answer within 200 ms"

# What is no failure.
play twice
says twice "was answered before"
same "$(cat v.txt r.txt | grep -c 'decides')" 0 "twice: the answer stands"
play hangs_at_end
says hangs_at_end "did not end by itself and was killed"
play noisy
says noisy "says more, which is not kept"
same "$(grep -c 'says: .*complaint' v.txt)" \
    "$(grep -a 'says: .*complaint' v.txt | grep -vc $'\x1b')" \
    "noisy: what it says is harmless"
play good
same "$(cat v.txt r.txt | grep -c 'decides')" 0 "good: it decides"

# Walls: nothing to read, nowhere to write, no socket.
play spies
says spies "found: \[\]" "inside walls: user="
play spies "outside: true"
says spies "outside: the wall is open there"
grep -q "found: \[.*programs.yaml" v.txt
note $? "spies: outside it reads what it likes"
rm -f /tmp/spied
play leaves_child "outside: true"
play hangs_at_end "outside: true"

# Never a first line: that limit is not the scenario's.
grep -q "PROGRAM_START_LIMIT_MS 10000u" "$top/include/shuttle/limits.h"
note $? "the limit that 'silent' waits for"

# With good programs both runtimes write the same.
for how in v r; do
    timeout -s KILL 60 "$SHUTTLE" run --quiet \
        "$([ $how = v ] && echo --virtual || echo --clock=simulated)" \
        --out "both-$how" "$top/scenarios/outside-programs.yaml" >out 2>&1
    note $? "outside-programs, $how: $(tail -1 out)"
    "$SHUTTLE" record "both-$how/latest/mediator.rec" | grep '^ ' >"$how.txt"
done
cmp -s v.txt r.txt
note $? "outside-programs: both runtimes write one canonical record"

# An interpreter of one's own, first in PATH, whose parts the walls close: what
# the system has is found, by name and through env.
version=$(/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
mkdir -p own/bin "own/lib/$version/lib-dynload"
cp -L /usr/bin/python3 own/bin/python3
: >"own/lib/$version/os.py"
for run in 'python3, "programs/patience.py"' '"programs/patience.py"'; do
    sed "s|run: .python3, \"programs/patience.py\"|run: [$run|" \
        "$top/scenarios/outside-programs.yaml" >own.yaml
    cp -r "$top/scenarios/programs" .
    PATH=$PWD/own/bin:$PATH timeout -s KILL 60 "$SHUTTLE" run --quiet \
        --virtual --out own-runs own.yaml >out 2>&1
    note $? "run: [$run]: $(tail -1 out)"
    "$SHUTTLE" record own-runs/latest/mediator.rec >own.txt
    same "$(grep -c "it is '" own.txt)" 2 "run: [$run]: both programs begin"
    same "$(grep -c "decides" own.txt)" 0 "run: [$run]: none fails"
done

# A design on the command line: words in quotes, and programs that fail.
cp "$top/scenarios/outside-programs.yaml" plain.yaml
timeout -s KILL 60 "$SHUTTLE" compare plain.yaml --seeds 1 --json \
    --design file --design "--carry verbatim --hold \
    'program,run=python3 programs/patience.py,set.wait=20'" \
    --design '--hold program,run=/bin/false' >out 2>err
note $? "compare with programs: $(tail -1 err)"
python3 - out <<'END' 2>err
import json, sys
rows = {r["key"]: [d["mean"] for d in r["designs"]]
        for r in json.load(open(sys.argv[1]))["rows"]}
# patience.py waits with the first of north's offers from 0 to 20 minutes, as
# the scenario's notes say; without it nothing waits.
assert rows["longest.north"] == [1200000000, 1200000000, 0], rows["longest.north"]
assert rows["gist"] == [1000, 0, 1000], rows["gist"]
assert rows["failed"] == [0, 0, 1000], rows["failed"]
assert rows["faults"] == [0, 0, 0], rows["faults"]
END
note $? "programs compared: $(tail -1 err)"
timeout -s KILL 60 "$SHUTTLE" traffic "$top/scenarios/traffic-polling.yaml" --length 1h --replications 1 \
    --hold 'program,run=python3 programs/patience.py' >out 2>err
grep -q 'is not one of' err
same $? 1 "traffic: a member with blanks: $(tail -1 err)"
# Programs lie beside the scenario for open load, too, and that one fails is
# said, since its default is measured then: once in each replication.
cp -r "$top/scenarios" beside
load=(beside/outside-programs.yaml --rate north=5m --length 10h --json
    --replications 2)
timeout -s KILL 60 "$SHUTTLE" traffic "${load[@]}" >out 2>err
note $? "traffic with programs: $(tail -1 err)"
same "$(grep -o '"program_failures": .*' out)" '"program_failures": 0,' \
    "traffic with programs"
timeout -s KILL 60 "$SHUTTLE" traffic "${load[@]}" \
    --hold program,run=/bin/false >out 2>err
same "$(grep -o '"program_failures": .*' out)" '"program_failures": 2,' \
    "traffic with a program that fails"
summary
