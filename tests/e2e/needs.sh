#!/bin/bash
# A scenario with moves that no mediator makes yet is refused by whatever would
# run it, in one and the same line, and leaves nothing behind; the gate over the
# library counts it apart.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
gate=$PWD/tests/gates/scenarios.sh
mkdir "$TMPDIR/desk" && cd "$TMPDIR/desk" || exit 2

cat >needy.yaml <<'END'
scenario: 1
needs: [exchange]
rooms: { us: {}, iran: {} }
mediators: { oman: { relay: { table: words } } }
agenda: { relief: { options: [none, waivers] } }
rounds:
  - limit: 10m
    oman:
      - { probe: { relief: waivers }, to: us, say: "What if?" }
      - { exchange: "Now." }
END
# The same without them, to have a folder of keys.
sed -e '/^needs/d' -e 's/exchange:/say:/' needy.yaml >plain.yaml

# refuses NAME ARGUMENT...: status 2 and the one line about that file.
refuses() {
    local name=$1
    shift
    timeout 20 "$SHUTTLE" "$@" >out 2>err </dev/null
    same $? 2 "shuttle $*: exit status"
    same "$(cat out err | sed 's/^shuttle: mediator:/shuttle:/')" \
        "shuttle: $name needs what no mediator can do yet: exchange" \
        "shuttle $*"
}

refuses needy.yaml run needy.yaml
refuses needy.yaml run --virtual needy.yaml
refuses needy.yaml run --seat us=person needy.yaml
refuses needy.yaml keys needy.yaml
[ ! -e runs ] && [ ! -e keys ]
note $? "something was left behind: $(ls)"

# Folders of keys made otherwise: a brief with such lines, a whole scenario.
"$SHUTTLE" keys plain.yaml >/dev/null
note $? "keys of a plain one"
brief=keys/mediator-oman/brief.json
cp $brief brief.json
python3 - $brief <<'END'
import json, sys
b = json.load(open(sys.argv[1], encoding="utf-8"))
b["rounds"][0]["oman"] += [{"exchange": "Now."}]
json.dump(b, open(sys.argv[1], "w", encoding="utf-8"))
END
refuses $brief mediate --wait 5 keys/mediator-oman
cp needy.yaml $brief
refuses $brief mediate --wait 5 keys/mediator-oman
cp needy.yaml keys/room-us/brief.json
refuses keys/room-us/brief.json join --at 127.0.0.1:7443 keys/room-us
cp plain.yaml $brief
timeout 20 "$SHUTTLE" mediate --wait 5 keys/mediator-oman >out 2>err </dev/null
same "$? $(cat err)" "2 shuttle: mediator: $brief: this is a whole scenario: \
make briefs of it with \`shuttle keys\`" "a whole scenario for a brief"
[ "$(find keys -name '*.rec')" = "" ]
note $? "a record was begun"

# The gate: one file that plays, one that needs more; then one that does not
# play as it says, one whose `needs` hides a mistake, one that is not in form.
judged() { # what the gate says of the library: its status, its last line
    timeout 60 "$gate" "$TMPDIR/desk/library" >out 2>&1
    echo "$? $(tail -1 out)"
}
mkdir library
cp needy.yaml library
printf 'expect:\n  - { outcome: no_agreement }\n' |
    cat plain.yaml - >library/plain.yaml
"$SHUTTLE" format library/*.yaml
same "$(judged)" "0 7 passed, 0 failed" "the gate"
grep -q '^library: 1 rehearsals, 1 runs; 1 files need more$' out
note $? "the gate's counts: $(tail -2 out)"
printf 'expect:\n  - { outcome: agreed }\n' |
    cat plain.yaml - >library/untrue.yaml
"$SHUTTLE" format library/untrue.yaml
same "$(judged)" "1 9 passed, 2 failed" "a file that plays otherwise"
rm library/untrue.yaml
sed 's/probe: { relief: waivers }/probe: { relief: all }/' library/needy.yaml \
    >library/wrong.yaml
same "$(judged)" "1 8 passed, 3 failed" "a mistake in a needy file"
rm library/wrong.yaml
sed -i 's/relief: waivers/relief:   waivers/' library/needy.yaml
same "$(judged)" "1 6 passed, 1 failed" "a file that is not in form"
summary
