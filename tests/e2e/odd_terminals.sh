#!/bin/bash
# Odd surroundings: output that is read no further or cannot be written, closed
# descriptors, an empty environment, a folder that is not one's own, a terminal
# that knows nothing. The records are complete in every case.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
may=$PWD/scenarios/muscat-2024-05.yaml
cd "$TMPDIR" || exit 2

holds() { # WHAT
    timeout 20 "$SHUTTLE" verify runs/latest >verdict 2>&1
    note $? "$1: $(tail -2 verdict)"
    rm -rf runs
}

for how in --virtual --walls=auto; do
    timeout 20 "$SHUTTLE" run $how "$may" 2>err | head -1 >out
    same "${PIPESTATUS[0]} $(wc -c <err)" "0 0" "$how to head: status, errors"
    holds "$how to head"
    timeout 20 "$SHUTTLE" run $how "$may" >/dev/full 2>err
    note $? "$how to a full device: $(cat err)"
    holds "$how to a full device"
    timeout 20 "$SHUTTLE" run $how "$may" <&- >&-
    note $? "$how without input and output"
    holds "$how without input and output"
    timeout 20 "$SHUTTLE" run $how "$may" <&- >&- 2>&-
    note $? "$how without any standard descriptor"
    holds "$how without any standard descriptor"
    env -i "$SHUTTLE" run -q $how "$may" >out 2>&1
    same "$? $(wc -c <out)" "0 0" "$how in an empty environment"
    holds "$how in an empty environment"
done

timeout 20 "$SHUTTLE" run -q "$may"
for command in "verify runs/latest" "record runs/latest/mediator.rec" \
    "verify --json runs/latest"; do
    # shellcheck disable=SC2086 # a command is several words
    timeout 20 "$SHUTTLE" $command >/dev/full 2>err
    same "$? $(wc -l <err)" "2 1" "$command to a full device: $(cat err)"
done
holds "a plain run"

# What programs read: each line is one object, the last one the outcome.
each_line() {
    python3 -c 'import json, sys
for line in sys.stdin:
    last = json.loads(line)
assert sys.argv[1] in last, last' "$1"
}
timeout 20 "$SHUTTLE" run --json "$may" | each_line outcome
note $? "run --json"
timeout 20 "$SHUTTLE" verify --json --against runs/latest runs/latest |
    each_line same
note $? "verify --json"
timeout 20 "$SHUTTLE" record --json runs/latest/mediator.rec | each_line chain
note $? "record --json"
holds "run --json"

# Colour only where somebody looks who can see it.
for term in dumb xterm; do
    TERM=$term NO_COLOR='' timeout 20 script -qec \
        "stty cols 60; '$SHUTTLE' run --virtual '$may'" /dev/null \
        </dev/null >shown 2>&1
    note $? "a terminal of type $term: $(tail -1 shown)"
    same "$(($(grep -c $'\x1b' shown) > 0))" "$([ $term = xterm ]; echo $((!$?)))" \
        "a terminal of type $term: colour"
    grep -q '^us  *US room' shown
    note $? "a terminal of type $term is 60 columns wide"
done
TERM=xterm NO_COLOR=1 timeout 20 script -qec "'$SHUTTLE' run --virtual '$may'" \
    /dev/null </dev/null >shown 2>&1
same "$(grep -c $'\x1b' shown)" 0 "NO_COLOR on a terminal"
rm -rf runs

# A current folder where nothing can be made.
mkdir shut
chmod 555 shut
drop=()
[ "$(id -u)" -ne 0 ] || drop=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if "${drop[@]}" test -x "$SHUTTLE" -a -r "$may"; then
    (
        cd shut || exit 9
        timeout 20 "${drop[@]}" "$SHUTTLE" run -q "$may" 2>../err
    )
    same "$? $(wc -l <err)" "2 1" "a shut folder: $(cat err)"
    grep -q "choose another with --out" err
    note $? "a shut folder: says $(cat err)"
fi

# Help for everything, on standard output and without a fault.
"$SHUTTLE" help >commands
note $? "help"
mapfile -t commands < <(sed -n 's/^  \([a-z]*\)  .*/\1/p' commands)
for command in "${commands[@]}"; do
    "$SHUTTLE" "$command" --help >out 2>err
    same "$? $(wc -c <err)" "0 0" "$command --help"
    grep -q "^Usage: shuttle $command" out
    note $? "$command --help: $(head -1 out)"
    "$SHUTTLE" help "$command" >again
    cmp -s out again
    note $? "help $command"
    "$SHUTTLE" "$command" --no-such-thing >out 2>err
    same $? 2 "$command --no-such-thing"
    grep -q "no-such-thing" err
    note $? "$command --no-such-thing: $(cat err)"
done
same "$("$SHUTTLE" --version | grep -c '^shuttle [0-9]')" 1 "--version"
summary
