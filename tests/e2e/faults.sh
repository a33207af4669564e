#!/bin/bash
# Carriers that do wrong on purpose are found out from the rooms' own records:
# always when they do so to everything, and with every seed when they do so to
# one thing in five. Honest ones never are, over the whole library and under
# several designs, with the mediator's record and without.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
scenario=tests/e2e/lib/faults.yaml
seeds='1 2 3 4 5'

# judged FILE WORD...: run it virtually, take the mediator's record away and
# judge; the figures in $json, the status in $status.
judged() {
    local file=$1
    shift
    rm -rf "$TMPDIR/runs"
    timeout 20 "$SHUTTLE" run -q --virtual --out "$TMPDIR/runs" "$@" "$file" \
        >"$TMPDIR/log" 2>&1
    [ $? -le 1 ]
    note $? "$* $file runs: $(head -1 "$TMPDIR/log")"
    rm -f "$TMPDIR"/runs/latest/mediator*.rec
    json=$(timeout 20 "$SHUTTLE" verify --json "$TMPDIR/runs/latest" 2>&1)
    status=$?
}

count() { # KEY
    grep -o "\"$1\":[0-9]*" <<<"$json" | head -1 | grep -o '[0-9]*$'
}

# found KEY FAMILY MEMBER PARAMETERS
found() {
    local seed
    judged $scenario "--$2" "$3${4:-}"
    same $status 1 "$3: exit status of verify"
    [ "$(count "$1")" -gt 0 ]
    note $? "$3: counted as $1: $json"
    printf '  %-14s %-10s %4s at 100' "$3${4:-}" "$1" "$(count "$1")"
    for seed in $seeds; do
        judged $scenario "--$2" "$3,rate=20,seed=$seed${4:-}"
        same $status 1 "$3, one in five, seed $seed: exit status of verify"
        [ "$(count "${5:-$1}")" -gt 0 ]
        note $? "$3, one in five, seed $seed: counted as ${5:-$1}: $json"
        printf ' %3s' "$(count "${5:-$1}")"
    done
    echo ' at 20'
}

found altered carry altering
found altered carry embellishing
found without_leave carry embellishing ,like=gist
found two_faced carry two_faced
found leaked carry leaking
found lost hold losing
found lost hold losing ,claims=nothing
found delayed hold delaying
found reordered hold reordering
found duplicated hold duplicating
# With one in five it is late, but no chance can be ruled out.
found favoured hold favouring ,room=west delayed

# In the mediator's own record the faulty member is named.
timeout 20 "$SHUTTLE" run -q --virtual --out "$TMPDIR/named" --hold losing \
    $scenario
timeout 20 "$SHUTTLE" record "$TMPDIR/named/latest/mediator.rec" 2>/dev/null |
    grep -q 'SWITCHED.*losing'
note $? "the mediator's record names the faulty member"
timeout 20 "$SHUTTLE" run --virtual --out "$TMPDIR/named" --hold losing \
    $scenario 2>&1 | grep -q "^relay: hold 'losing' is faulty on purpose"
note $? "and so does the run"

# Two texts of one deal, May 2024: who said yes to what is in the rooms' records.
judged scenarios/relay-2024.yaml
same $status 1 "May 2024: exit status of verify"
[ "$(count two_faced)" -gt 0 ] || [ "$(count drafts)" -gt 0 ]
note $? "May 2024 is found out: $json"

# What a command line gives over the file's design is kept in the run's folder,
# and is the design that the rooms' records are judged by: another order, other
# words. In a run of the same without it, the same would be found.
cat >"$TMPDIR/things.yaml" <<'END'
scenario: 1
title: "Two things to say"
rooms: { north: {}, south: {} }
mediators: { envoy: {} }
rounds:
  - limit: 1h
    north:
      - { id: one, caveat: gist, say: "First.", gist: "One of the things." }
      - { id: two, say: "Then the other." }
END
# Nor may words stand in the news that nothing forbids to tell: there was no
# such event.
sed -e 's/ caveat: gist,//' -e 's/, gist: .* }/ }/' "$TMPDIR/things.yaml" \
    >"$TMPDIR/open.yaml"
judged "$TMPDIR/open.yaml" --carry leaking
same "$status $(count leaked)" "1 1" "open words in the news: $json"
for design in "--hold sequence,order=two one" \
    "--carry redact,hide.mine=the things" \
    "--carry redact,hide.mine='the \"things\""; do
    judged "$TMPDIR/things.yaml" "${design%% *}" "${design#* }"
    same $status 2 "$design: exit status without the mediator's record"
    same "$(count reordered) $(count altered)" "0 0" "$design: false alarms"
done
same "$(cat "$TMPDIR/runs/latest/design.txt")" \
    "--carry \"redact,hide.mine='the \"'\"'\"things\"'\"'" "the design kept"
judged "$TMPDIR/things.yaml" --hold "sequence,order=two one"
rm "$TMPDIR/runs/latest/design.txt"
timeout 20 "$SHUTTLE" verify "$TMPDIR/runs/latest" | grep -q '^The run does not'
note $? "without the design told in another order is no fault"
echo '--hold nonsense' >"$TMPDIR/runs/latest/design.txt"
timeout 20 "$SHUTTLE" verify "$TMPDIR/runs/latest" 2>&1 >/dev/null |
    grep -q "the run's design.txt: .*there is no member 'nonsense'"
note $? "a design.txt that is none is named"
judged "$TMPDIR/things.yaml"
[ ! -e "$TMPDIR/runs/latest/design.txt" ]
note $? "a design is kept though none was given"

# What makes a thing wait is not forgotten about it: once that is over, and where
# the talks end with it, it has to be told. Each of these is told by an honest
# mediator who is everywhere, and found lost where one loses it.
talks() { # LINE-OF-NORTH LINES-OF-SOUTH [LINES-OF-NORTH-IN-ROUND-2]
    cat <<END
scenario: 1
title: "One thing to be told"
rooms: { north: {}, south: {} }
mediators: { envoy: { relay: { walk: switchboard, table: words } } }
agenda: { price: { options: [low, high] } }
rounds:
  - id: one
    limit: 1h
    north: [ $1 ]
    south: [ $2 ]
END
    [ $# -lt 3 ] || printf '  - id: two\n    limit: 1h\n    north: [ %s ]\n' "$3"
}

waited() { # NAME LINE...
    talks "${@:2}" >"$TMPDIR/waited.yaml"
    judged "$TMPDIR/waited.yaml"
    same "$status $(count lost) $(count delayed)" "2 0 0" "$1, honest: $json"
    judged "$TMPDIR/waited.yaml" --hold losing,claims=nothing
    same "$status $(count lost)" "1 ${lost:-1}" "$1, lost: $json"
    judged "$TMPDIR/waited.yaml" --hold delaying,by=50m
    same "$status $(count delayed)" "1 ${late:-1}" "$1, late: $json"
}

waited letter '{ at: 1m, letter: "A letter to the south." }' ''
waited step '{ at: 1m, step: "The first step is taken." }' ''
waited "account" '{ at: 1m, read_out: "An account for the public." }' ''
waited leaving '{ at: 1m, suspend: "We leave the round." }' ''
waited "open confidence" \
    '{ at: 1m, confide: "They may hear it.", caveat: verbatim }' ''
waited "not before" '{ say: "Not at once.", caveat: { not_before: 5m } }' ''
waited expires '{ say: "Soon.", caveat: { expires: 59m } }' ''
waited urgent '{ at: 1m, say: "At once.", caveat: { urgent: true } }' ''
waited void '{ at: 1m, say: "A secret.", caveat: { void_if_public: true } }' ''
lost=2 late=2 waited "if asked" \
    '{ say: "Low.", about: price, caveat: { if_asked: true } }' \
    '{ at: 3m, ask: "Which price?", about: price }'
lost=3 late=1 waited "while away" '{ at: 3m, say: "Are you there?" }' \
    '{ at: 1m, suspend: "We leave the round." }' '{ at: 30m, say: "And now?" }'
# A round in which authors are asked first excuses nothing of another one.
talks '{ at: 1m, say: "May you say this?" }' '' '{ at: 1m, say: "And this." }' |
    sed 's/^  - id: one/&\n    relay: { hold: consent }/' >"$TMPDIR/waited.yaml"
judged "$TMPDIR/waited.yaml"
same "$status $(count lost)" "2 0" "after a round of asking, honest: $json"
sed 's/^  - id: two/&\n    relay: { hold: { as: losing, claims: nothing } }/' \
    "$TMPDIR/waited.yaml" >"$TMPDIR/lost.yaml"
judged "$TMPDIR/lost.yaml"
same "$status $(count lost)" "1 1" "after a round of asking, lost: $json"
# Nobody hears it before the round is over, or not before it is too late.
for line in '{ at: 3m, say: "Are you there?" }' \
    '{ say: "Low.", about: price, caveat: { if_asked: true } }' \
    '{ say: "Late.", caveat: { not_before: 1h } }'; do
    talks "$line" '{ at: 1m, suspend: "We leave." }' >"$TMPDIR/waited.yaml"
    judged "$TMPDIR/waited.yaml"
    same "$status $(count lost)" "2 0" "$line has nobody to hear it: $json"
done
# The talks end at the very moment that it is handed over.
for end in '{ at: 1m, walk_out: "We leave." }' '{ at: 1m, say: "More." }'; do
    talks '{ at: 1m, say: "One thing." }' "$end" >"$TMPDIR/waited.yaml"
    sed -i 's/    limit: 1h//' "$TMPDIR/waited.yaml"
    judged "$TMPDIR/waited.yaml"
    same "$status $(count lost)" "2 0" "ends with it: $json"
    judged "$TMPDIR/waited.yaml" --hold losing,claims=nothing
    [ "$status" -eq 1 ] && [ "$(count lost)" -gt 0 ]
    note $? "lost though it came before the end: $json"
done

# Told as an idea in words of the mediator's, nothing in the rooms' records says
# whose it was; that its author was told so is no lie.
talks '{ at: 1m, say: "We could wait." }' '' >"$TMPDIR/waited.yaml"
judged "$TMPDIR/waited.yaml" --carry \
    "own_idea,moves=say,replace.We could=One might"
same "$status $(count lost)" "2 0" "an idea in other words: $json"

# A line of the mediator is the same wherever it is told; two lines need not be.
cat >"$TMPDIR/lines.yaml" <<'END'
scenario: 1
title: "Two lines for two rooms, and one for both"
rooms: { north: {}, south: {} }
mediators: { envoy: { relay: { walk: switchboard, table: words } } }
rounds:
  - limit: 1h
    envoy:
      - { at: 1m, to: north, say: "To the north." }
      - { at: 1m, to: south, say: "To the south." }
      - { at: 2m, MOVE: "To both." }
END
for move in say press announce certify ground_rules pause; do
    sed "s/MOVE/$move/" "$TMPDIR/lines.yaml" >"$TMPDIR/line.yaml"
    judged "$TMPDIR/line.yaml"
    same "$status $(count two_faced)" "2 0" "$move, honest: $json"
    judged "$TMPDIR/line.yaml" --carry two_faced
    same "$status $(count two_faced)" "1 1" "$move, two faces: $json"
    # The first of the two has left the round.
    sed 's/^    envoy:/    north: [ { suspend: "We leave." } ]\n&/' \
        "$TMPDIR/line.yaml" >"$TMPDIR/one.yaml"
    judged "$TMPDIR/one.yaml"
    same "$status $(count altered)" "2 0" "$move to one, honest: $json"
    judged "$TMPDIR/one.yaml" --carry two_faced
    same "$status $(count altered)" "1 1" "$move, one hears the other: $json"
done

designs=('' '--walk switchboard' '--walk shuttle,time=7m,service=limited,limit=1'
    '--walk shuttle,time=7m,carriers=2'
    '--carry own_idea' '--carry redact' '--hold forward'
    '--carry gist,read_back=true' '--hold consent' '--walk exchange'
    '--walk capitals')
for file in $scenario scenarios/*.yaml; do
    [ "$file" = scenarios/relay-2024.yaml ] && continue
    for design in "${designs[@]}"; do
        # A design that the file has lines against is refused.
        # shellcheck disable=SC2086
        timeout 20 "$SHUTTLE" run -q --virtual --out "$TMPDIR/honest" $design \
            "$file" >/dev/null 2>&1
        [ $? -le 1 ] || continue
        run=$(readlink -f "$TMPDIR/honest/latest")
        timeout 20 "$SHUTTLE" verify "$run" >"$TMPDIR/verify" 2>&1
        same $? 0 "$file $design: $(grep -v ' 0$' "$TMPDIR/verify" | tail -5)"
        rm -f "$run"/mediator*.rec
        timeout 20 "$SHUTTLE" verify "$run" >"$TMPDIR/verify" 2>&1
        [ $? -ne 1 ]
        note $? "$file $design, rooms: $(grep -v ' 0$' "$TMPDIR/verify" | tail)"
    done
done
summary
