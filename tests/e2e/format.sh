#!/bin/bash
# `shuttle format`: in place or through, --check, what it leaves alone, and what
# it says when it cannot.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
good=$PWD/tests/scenarios/good
bad=$PWD/tests/scenarios/bad
library=$PWD/scenarios
cd "$TMPDIR" || exit 2

# says STATUS OUTPUT WHAT COMMAND...: exit status and both outputs.
says() {
    local status=$1 output=$2 what=$3 got
    shift 3
    got=$("$@" 2>&1 </dev/null)
    same $? "$status" "$what: exit status"
    same "$got" "$output" "$what"
}

cp -r "$library"/*.csv "$library"/programs .
# Every scenario: the same outcome before and after, and no second change.
for file in "$library"/*.yaml "$good"/*.yaml; do
    name=$(basename "$file")
    "$SHUTTLE" format - <"$file" >"$name"
    note $? "$name: formatted"
    "$SHUTTLE" check "$name" >checked
    note $? "$name: checked"
    says 0 '' "$name: a second time" "$SHUTTLE" format --check "$name"
    same "$(grep -c '#' "$name")" "$(grep -c '#' "$file")" \
        "$name: lines with a comment"
done
for name in first muscat-2024-05; do
    for file in "$library/$name.yaml" "$name.yaml"; do
        "$SHUTTLE" run --virtual -q --out "runs-$name" "$file"
        note $? "$file: played"
        cp "runs-$name/latest/mediator.rec" "$(basename "$file").$(
            [ "$file" = "$name.yaml" ] && echo after || echo before)"
    done
    cmp -s "$name.yaml.before" "$name.yaml.after"
    note $? "$name: another record after formatting"
done

# In place.
printf 'rooms: {a: , b: }\nscenario: 1 # one\nmediators: {m: }\nrounds: [{}]\n' \
    >loose.yaml
cp loose.yaml kept.yaml
chmod 640 loose.yaml
ln -s loose.yaml link.yaml
says 1 "$(printf 'loose.yaml\nlink.yaml')" "check" \
    "$SHUTTLE" format --check loose.yaml first.yaml link.yaml
cmp -s loose.yaml kept.yaml
note $? "--check changed a file"
says 0 '' "in place" "$SHUTTLE" format link.yaml first.yaml
same "$(cat loose.yaml)" "$(printf '%s\n' 'scenario: 1 # one' \
    'rooms: { a: {}, b: {} }' 'mediators: { m: {} }' 'rounds: [{}]')" "in place"
[ -L link.yaml ]
note $? "a link is a file now"
same "$(stat -c %a loose.yaml)" 640 "mode"
same "$(find . -name '*.part')" '' "half-written files"
touch -d @1 first.yaml
says 0 '' "nothing to do" "$SHUTTLE" format first.yaml
same "$(stat -c %Y first.yaml)" 1 "a file that need not change was written"
same "$("$SHUTTLE" format - <kept.yaml)" "$(cat loose.yaml)" "through"

# Left alone.
cp "$bad/unquoted.yaml" unquoted.yaml
"$SHUTTLE" format unquoted.yaml >out 2>err
same $? 1 "mistakes of form: exit status"
grep -q '^unquoted.yaml:[0-9]*:[0-9]*: error\[S025\]' err
note $? "mistakes of form: says $(cat err)"
same "$(tail -n 1 err)" "unquoted.yaml: left as it is" "mistakes of form"
cmp -s unquoted.yaml "$bad/unquoted.yaml"
note $? "a file with mistakes of form was changed"
same "$("$SHUTTLE" format - <unquoted.yaml 2>err)" '' "nothing comes through"
cp "$bad/unknown-line.yaml" .
says 0 '' "other mistakes" "$SHUTTLE" format unknown-line.yaml

# Cannot.
says 2 "shuttle format: none.yaml: No such file or directory" "no file" \
    "$SHUTTLE" format none.yaml
echo '{ "scenario": 1 }' >kept.json
says 2 "shuttle format: kept.json: the usual form is not JSON; to change over, \
type \`shuttle format - <FILE.json >FILE.yaml\`" "JSON" \
    "$SHUTTLE" format kept.json
same "$(cat kept.json)" '{ "scenario": 1 }' "JSON is left alone"
says 2 "shuttle format: .: Is a directory" "a folder" "$SHUTTLE" format .
"$SHUTTLE" format >out 2>err
same $? 2 "no file named: exit status"
: >loose.yaml.part
cp kept.yaml loose.yaml
full() { # full COMMAND...: run it where no file can grow
    (trap '' XFSZ && ulimit -f 0 && exec "$@")
}
says 2 "shuttle format: loose.yaml: File too large" "a full disk" \
    full "$SHUTTLE" format loose.yaml
cmp -s kept.yaml loose.yaml
note $? "changed although it could not be"
same "$(echo loose.yaml*)" "loose.yaml loose.yaml.part" "a full disk: left"
says 0 '' "a part left by another" "$SHUTTLE" format loose.yaml
same "$(sed -n 1p loose.yaml)" "scenario: 1 # one" "a part left by another"
"$SHUTTLE" format - <kept.yaml >/dev/full 2>err
same $? 2 "nowhere to write: exit status"
same "$(cat err)" "shuttle format: -: No space left on device" \
    "nowhere to write"
head -c 2000000 /dev/zero | tr '\0' '#' >huge.yaml
"$SHUTTLE" format huge.yaml >out 2>err
same $? 1 "too large: exit status"
grep -q 'S013' err
note $? "too large: says $(cat err)"
summary
