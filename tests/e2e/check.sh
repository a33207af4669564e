#!/bin/bash
# shuttle check and shuttle explain: what they print and how they end.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

bad=tests/scenarios/bad
out=$TMPDIR/out

ends() { # ends STATUS ARGUMENT...: run shuttle so, what it prints in $out
    local wanted=$1 status=0
    shift
    timeout 20 "$SHUTTLE" "$@" >"$out" 2>"$TMPDIR/err" </dev/null || status=$?
    same "$status" "$wanted" "shuttle $*: its status"
}

ends 0 check scenarios/first.yaml
same "$(cat "$out")" "scenarios/first.yaml: no mistakes" "a good file"

ends 1 check $bad/unknown-room.yaml
same "$(cat "$out")" "$bad/unknown-room.yaml:15:29: error[S041]: there is no room 'irann' (did you mean 'iran'?)
          - { say: \"Well.\", to: irann }
                                ^
    help: name a room of \`rooms\`
$bad/unknown-room.yaml: 1 mistake" "a mistake"

# One file that cannot be read does not keep the others from being checked.
ends 2 check $bad/none.yaml $bad/unknown-room.yaml scenarios/first.yaml
same "$(grep -c 'error\[S041\]' "$out") $(grep -c 'no mistakes' "$out")" "1 1" \
    "the other files"
same "$(tail -n 1 "$out")" "3 files: 1 mistake" "the count of all files"
same "$(cat "$TMPDIR/err")" \
    "shuttle check: $bad/none.yaml: No such file or directory" "the reason"
ends 2 check
ends 2 check --nonsense

ends 1 check --json $bad/several.yaml $bad/rtl.yaml $bad/bad-utf8.yaml
python3 - "$out" <<'EOF' >"$TMPDIR/json" 2>&1
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
print(d["files"], d["count"], len(d["mistakes"]))
m = d["mistakes"][-1]
print(m["file"], m["line"], m["code"], m["name"], bool(m["message"]), bool(m["help"]))
EOF
same "$(cat "$TMPDIR/json")" "3 10 10
$bad/bad-utf8.yaml 15 S001 BAD_UTF8 True True" "as JSON"
ends 0 check --json scenarios/first.yaml
same "$(cat "$out")" '{"files": 1, "count": 0, "warnings": 0, "mistakes": []}' \
    "no mistakes as JSON"

# Warnings: accepted, but not with --strict.
ends 0 check $bad/doubt-owner.yaml
same "$(head -1 "$out"; tail -1 "$out")" "$bad/doubt-owner.yaml:12:65: \
warning[S090]: it is told as the mediator's own idea, and names us
$bad/doubt-owner.yaml: no mistakes, 2 warnings" "warnings"
ends 1 check --strict $bad/doubt-owner.yaml
same "$(tail -n 1 "$out")" "$bad/doubt-owner.yaml: 2 mistakes" "strict, counted"
ends 1 check $bad/doubt-owner.yaml $bad/several.yaml
same "$(tail -n 2 "$out")" "$bad/several.yaml: 8 mistakes
2 files: 8 mistakes, 2 warnings" "mistakes and warnings counted"
ends 1 check --strict $bad/doubt-owner.yaml
same "$(grep -c 'error\[S090\]' "$out") $(grep -c 'no mistakes' "$out")" "2 0" \
    "warnings as mistakes"
ends 0 check --strict scenarios/first.yaml
ends 0 check --json $bad/doubt-owner.yaml
same "$(grep -c '"code": "S090", "name": "NAMES_OWNER", "warning": true' "$out") \
$(head -1 "$out" | cut -c1-40)" '2 {"files": 1, "count": 0, "warnings": 2, ' \
    "warnings as JSON"
ends 1 check -s --json $bad/doubt-owner.yaml
same "$(grep -c 'warning"' "$out") $(head -1 "$out" | cut -c1-40)" \
    '0 {"files": 1, "count": 2, "warnings": 0, ' "strict, as JSON"

# Rehearsals: those that hold, and planted ones that do not.
ends 0 check --play scenarios/first.yaml
same "$(cat "$out")" "scenarios/first.yaml: 1 rehearsal, 1 run, 0 failed" \
    "a rehearsal that holds"
{
    sed '/^expect/d' scenarios/first.yaml
    echo 'expect:'
    echo '  - { seeds: [7, "1..2"], never: [answer] }'
    echo '  - { design: "--walk shuttle,time=1h", happens: [answer] }'
} >"$TMPDIR/wrong.yaml"
ends 1 check -p "$TMPDIR/wrong.yaml" $bad/unknown-room.yaml
told="'answer' was told in north, verbatim, at 0"
same "$(sed "s|^$TMPDIR/||" "$out" | head -3)" \
    "wrong.yaml:10:35: failed[never]: seeds 7, 1, 2: expected 'answer' never, but $told
wrong.yaml:11:51: failed[happens]: seed 1, --walk shuttle,time=1h: expected \
'answer', but 'answer' never had its turn before the talks ended at 10m
wrong.yaml: 2 rehearsals, 4 runs, 4 failed" "rehearsals that fail"
same "$(grep -c 'error\[S041\]' "$out")" 1 "the other file"
ends 1 check --json --play "$TMPDIR/wrong.yaml" scenarios/first.yaml
python3 - "$out" <<'EOF' >"$TMPDIR/json" 2>&1
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
print(d["count"], d["rehearsals"], d["runs"], d["failed"], len(d["failures"]))
f = d["failures"][3]
print(f["line"], f["column"], f["seed"], f["failed"], f["design"])
EOF
same "$(cat "$TMPDIR/json")" "0 3 5 4 4
11 51 1 happens --walk shuttle,time=1h" "rehearsals as JSON"
sed 's/--walk shuttle/--walk camel/' "$TMPDIR/wrong.yaml" >"$TMPDIR/camel.yaml"
ends 1 check --play "$TMPDIR/camel.yaml"
grep -q "camel.yaml:11:15: error.S035.: .*camel" "$out"
note $? "a design that is none: $(cat "$out")"

# One agreement missed is told once, with its seeds, and not again for what
# hangs on it; a program reads all of it, seed by seed.
cat >"$TMPDIR/missed.yaml" <<'EOF'
scenario: 1
rooms: { us: {}, iran: {} }
mediators: { oman: {} }
agenda: { relief: { options: [none, funds] } }
private: { us: { no_deal: 5, values: { relief: { none: 0, funds: 9 } } } }
events: { rain: { at: 1m, say: "Rain.", chance: 50 } }
rounds:
  - { limit: 10m, us: [{ say: "Well." }] }
expect:
  - seeds: "1..9"
    outcome: agreed
    package: { relief: funds }
    value: { us: ">= 9" }
    happens: [rain]
EOF
ends 1 check --play --json "$TMPDIR/missed.yaml"
dry=$(python3 - "$out" <<'EOF'
import json, sys
seeds = {}
for f in json.load(open(sys.argv[1], encoding="utf-8"))["failures"]:
    seeds.setdefault(f["failed"], []).append(f["seed"])
for what in ("outcome", "package", "value"):
    assert seeds[what] == list(range(1, 10)), what
parts = []
for seed in seeds["happens"]:
    if parts and parts[-1][1] == seed - 1:
        parts[-1][1] = seed
    else:
        parts.append([seed, seed])
print(", ".join(str(a) if a == b else f"{a}, {b}" if b == a + 1 else
                f"{a} to {b}" for a, b in parts))
EOF
)
ends 1 check --play "$TMPDIR/missed.yaml"
same "$(grep -o 'failed.*: expected' "$out")" \
    "failed[outcome]: seeds 1 to 9: expected
failed[happens]: seeds $dry: expected" "one missed agreement"

# A member of a family that is none, but nearly.
ends 1 check $bad/relay-member.yaml
grep -qF "no member 'shuttel' (did you mean 'shuttle'?); choose one of" "$out"
note $? "a near member: $(head -1 "$out")"

# Every code has a page; all of them are listed without a code.
ends 0 explain
codes=$(cut -c1-4 "$out")
for code in $codes; do
    ends 0 explain "$code"
done
mkdir "$TMPDIR/pages"
same "$(python3 tests/e2e/lib/pages.py "$SHUTTLE" "$TMPDIR/pages" 2>&1)" "" \
    "the examples of the pages"
ends 0 explain s14
same "$(head -1 "$out")" "S014: a key that is there already" "a page"
same "$(tail -n 1 "$out")" "What to do: keep one of the two." "its last line"
ends 2 explain S999
ends 2 explain nonsense

summary
