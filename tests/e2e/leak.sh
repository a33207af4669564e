#!/bin/bash
# shuttle leak against closed forms: what a yes or no, a midpoint, a blind
# answer, noise, rounding and withholding tell of a secret that is any of its
# values alike. Then how the command ends.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

out=$TMPDIR/out
err=$TMPDIR/err

ends() { # ends STATUS ARGUMENT...: run shuttle leak so
    local wanted=$1 status=0
    shift
    timeout 60 "$SHUTTLE" leak "$@" >"$out" 2>"$err" </dev/null || status=$?
    same "$status" "$wanted" "leak $*: its status ($(head -c 300 "$err"))"
}

# game TABLE[LF EVENTS] LINES...: two rooms, one issue of eight prices.
game() {
    cat <<END
scenario: 1
title: "A secret"
rooms: { a: { title: "A" }, b: { title: "B" } }
mediators: { m: { title: "M", relay: { table: { as: ${1%%$'\n'*} } } } }
agenda:
  price: { title: "Price", options: [p0, p1, p2, p3, p4, p5, p6, p7] }
private:
  a: { no_deal: 8, values: { price: { p0: 0, p1: 2, p2: 4, p3: 6, p4: 8, p5: 10, p6: 12, p7: 14 } } }
  b: { no_deal: 8, values: { price: { p0: 14, p1: 12, p2: 10, p3: 8, p4: 6, p5: 4, p6: 2, p7: 0 } } }
END
    tail -n +2 <<<"$1"
    shift
    echo 'rounds:'
    echo '  - id: only'
    echo '    limit: 1h'
    printf '    %s\n' "$@"
}

# leaks NAME SECRET VALUES CONTENT WHOLE: bits with four decimals, of what is
# told and with sizes and times.
leaks() {
    local file=$TMPDIR/$1.yaml told
    timeout 60 "$SHUTTLE" leak "$file" --secret "$2" --to b --values "$3" \
        --json >"$out" 2>"$err"
    told=$(python3 - "$out" 2>>"$err" <<'END'
import json, sys
o = json.load(open(sys.argv[1]))
bits = [round(o[k]["microbits"] / 1e6, 4) for k in ("content", "sizes_and_times")]
print("%.4f %.4f%s" % (*bits, "" if o["exact"] else " sampled"))
END
    )
    same "$told" "$4 $5" "$1: bits of $2 ($(head -3 "$err"))"
}

# h(p), the entropy of a yes with probability p, was worked out with bc:
# h(6/16) = 0.9544, h(1/4) = 0.8113.

# Yes when 6 points are more than no deal: for 6 of 16 values.
game nothing \
    'b: [{ id: bid, offer: { price: p3 } }]' \
    'a:' \
    '  - { id: yes, re: bid, reply: accept, if: "value() > no_deal()" }' \
    '  - { id: no, re: bid, reply: reject, if: "value() <= no_deal()" }' \
    >"$TMPDIR/zone.yaml"
leaks zone a.no_deal 0..15 0.9544 0.9544

# The same under seal tells as much to a room that says yes, and nothing to one
# that says no.
blind() { # blind ANSWER
    game blind 'm: [{ id: paper, propose: { price: p3 }, answer_within: 20m }]' \
        'a:' \
        '  - { id: yes, re: paper, reply: accept, if: "value() > no_deal()" }' \
        '  - { id: no, re: paper, reply: reject, if: "value() <= no_deal()" }' \
        "b: [{ id: answer, re: paper, reply: $1 }]"
}
blind accept >"$TMPDIR/blind_yes.yaml"
leaks blind_yes a.no_deal 0..15 0.9544 0.9544
blind reject >"$TMPDIR/blind_no.yaml"
leaks blind_no a.no_deal 0..15 0.0000 0.0000

# The middle between a's price, any of eight, and the fourth: it is 1 or 5 for
# one price each, 2, 3 or 4 for two: 2/8 log 8 + 6/8 log 4 = 2.25.
choice() { # choice EXPRESSION-OF-x: what the mediator says for each price x
    local x
    echo 'm:'
    echo '  - choose:'
    for x in 0 1 2 3 4 5 6 7; do
        echo "      - { say: \"Something like $(($1)).\", if: \"offered(a, price) == 'p$x'\" }"
    done
    echo '    after: hint'
}
middle() { # middle EXPRESSION
    local lines
    mapfile -t lines < <(choice "$1")
    game words "${lines[@]}" \
        'a: [{ id: hint, confide: "Ours.", offer: { price: p0 }, caveat: for_judgement }]'
}
middle '(x + 3) / 2' >"$TMPDIR/middle.yaml"
leaks middle a.hint.price p0,p1,p2,p3,p4,p5,p6,p7 2.2500 2.2500
# Rounded to pairs: two bits of three. Told as it is: three. Always the same:
# nothing.
middle 'x / 2' >"$TMPDIR/rounded.yaml"
leaks rounded a.hint.price p0,p1,p2,p3,p4,p5,p6,p7 2.0000 2.0000
middle 'x' >"$TMPDIR/plain.yaml"
leaks plain a.hint.price p0,p1,p2,p3,p4,p5,p6,p7 3.0000 3.0000
middle '4' >"$TMPDIR/constant.yaml"
leaks constant a.hint.price p0,p1,p2,p3,p4,p5,p6,p7 0.0000 0.0000
# Withheld from everything.
sed 's/for_judgement/mediator_only/; s/after: hint/at: 10m/' "$TMPDIR/plain.yaml" >"$TMPDIR/inert.yaml"
leaks inert a.hint.price p0,p1,p2,p3,p4,p5,p6,p7 0.0000 0.0000

# Noise. One bit, turned round with probability 1/4: 1 - h(1/4) = 0.1887; lost
# with probability 1/4: 3/4.
noise=$'nothing\nevents: { noise: { at: 1m, chance: 25, to: [a], say: "Noise." } }'
game "$noise" \
    'a:' \
    '  - { id: soft, at: 2m, say: "Soft.", if: "(no_deal() < 8 and not happened(noise)) or (no_deal() >= 8 and happened(noise))" }' \
    '  - { id: hard, at: 2m, say: "Hard.", if: "(no_deal() >= 8 and not happened(noise)) or (no_deal() < 8 and happened(noise))" }' \
    >"$TMPDIR/noise.yaml"
leaks noise a.no_deal 0..15 0.1887 0.1887
game "$noise" \
    'a:' \
    '  - { id: soft, at: 2m, say: "Soft.", if: "no_deal() < 8 and not happened(noise)" }' \
    '  - { id: hard, at: 2m, say: "Hard.", if: "no_deal() >= 8 and not happened(noise)" }' \
    >"$TMPDIR/lost.yaml"
leaks lost a.no_deal 0..15 0.7500 0.7500

# Only in time: the same words a minute sooner or later.
game nothing \
    'a:' \
    '  - { id: soon, at: 2m, say: "Well.", if: "no_deal() < 8" }' \
    '  - { id: late, at: 3m, say: "Well.", if: "no_deal() >= 8" }' \
    >"$TMPDIR/time.yaml"
leaks time a.no_deal 0..15 0.0000 1.0000

# A room whose seat hands over a load does so here, too: it says so many times
# "x" as is drawn, and the ways of that cannot be counted; when nothing is drawn
# they can.
sed -e 's/rooms: {/rooms: { c: { seat: traffic },/' -e '$a\
traffic: { rooms: { c: { at: [10m], burst: 3, burst_as: geometric, to: b } } }' "$TMPDIR/time.yaml" \
    >"$TMPDIR/load.yaml"
sed 's/geometric/fixed/' "$TMPDIR/load.yaml" >"$TMPDIR/even.yaml"
leaks load a.no_deal 7,8 0.0000 "1.0000 sampled"
leaks even a.no_deal 7,8 0.0000 1.0000
same "$(grep -o '"bias": [1-9-]' "$out")" "" "nothing is sampled, without bias"
same "$(grep -A2 '"first"' "$out" | tr -d ' \n')" '"first":{"a":"7","b":"8",' \
    "the worlds by their values"

# Sampled, the noise is nearly what it is, and the bias is about that of 400
# runs with 2 x 2 kinds: 1 / (800 ln 2) = 0.0018.
"$SHUTTLE" leak "$TMPDIR/noise.yaml" --secret a.no_deal --values 7,8 --to b \
    --seeds 200 --json >"$out" 2>"$err"
python3 - "$out" <<'END' 2>"$err"
import json, sys
o = json.load(open(sys.argv[1]))
told, bias = o["content"]["microbits"], o["content"]["bias"]
if o["exact"] or not 100000 < told < 300000 or bias != 1803:
    sys.exit("exact %s, told %s, bias %s" % (o["exact"], told, bias))
END
note $? "sampled noise: $(cat "$err")"

# Two mediators: what m tells is the same in all worlds; by n it is one bit, and
# only where n speaks. Both number a's items from 1.
channels() { # channels CAVEAT
    cat <<END
scenario: 1
title: "A secret, by the second way"
rooms: { a: {}, b: {}, c: { channels: m } }
mediators: { m: {}, n: { relay: { walk: { as: shuttle, time: 4m } } } }
agenda: { price: { options: [low, high] } }
private: { a: { no_deal: 8, values: { price: { low: 0, high: 14 } } } }
rounds:
  - limit: 1h
    a:
      - { id: plain, say: "We are here." }
      - { id: soft, via: n, say: "Well.", if: "no_deal() < 8"$1 }
      - { id: hard, via: n, say: "Yes.", if: "no_deal() >= 8"$1 }
expect:
  - { never_learns: { c: [a.no_deal], b: [a.no_deal] } }
END
}
channels '' >"$TMPDIR/ways.yaml"
leaks ways a.no_deal 0..15 1.0000 1.0000
ends 1 "$TMPDIR/ways.yaml" --secret a.no_deal --to b --values 7,8
# shellcheck disable=SC2016 # the backquotes are some
grep -q '^The worlds 7 and 8 first differ in byte [0-9]* of frame [0-9]* at 0:04 by n: TOLD, which tells a 1 `soft`\.$' "$out"
note $? "the second way: $(tail -1 "$out")"
ends 1 "$TMPDIR/ways.yaml" --secret a.no_deal --to b --values 7,8 \
    --design "--walk n:switchboard --hold m:forward"
grep -q ' at 0:00 by n: TOLD' "$out"
note $? "the second way, without walking: $(tail -1 "$out")"
ends 0 "$TMPDIR/ways.yaml" --secret a.no_deal --to c --values 7,8
grep -q 'the same bytes at the same times' "$out"
note $? "who does not speak to n: $(tail -1 "$out")"
ends 1 "$TMPDIR/ways.yaml" --secret a.plain --to c
# shellcheck disable=SC2016 # the backquotes are some
grep -q ' at 0:00 by m: TOLD, which tells a 1 `plain`\.$' "$out"
note $? "the first way: $(tail -1 "$out")"
"$SHUTTLE" check --play "$TMPDIR/ways.yaml" >"$out" 2>&1
same $? 1 "never_learns, by the second way: status"
grep -q "expected b to learn nothing of 'a.no_deal', but 1.00 bits .* part at 0:04 with a TOLD by n that tells a 1 'soft'" "$out"
note $? "never_learns, by the second way: $(head -1 "$out")"
! grep -q 'expected c' "$out"
note $? "never_learns, in a room that n does not speak to"
# In the second mediator's time alone, while the first one tells the same.
sed '/id: soft/s/"Well."/"Yes."/; /id: soft/s/via: n/via: n, at: 1m/; /id: hard/s/via: n/via: n, at: 2m/' \
    "$TMPDIR/ways.yaml" >"$TMPDIR/later.yaml"
leaks later a.no_deal 0..15 0.0000 1.0000
# What n alone is told changes no byte, of either.
channels ', caveat: mediator_only' >"$TMPDIR/kept.yaml"
leaks kept a.no_deal 0..15 0.0000 0.0000
# The same words by one way or by the other: who tells them is a bit.
sed '/id: plain/d; s/id: soft, via: n/id: soft, via: m/; s/"Yes."/"Well."/; s/walk: { as: shuttle, time: 4m }/walk: switchboard/' \
    "$TMPDIR/ways.yaml" >"$TMPDIR/either.yaml"
leaks either a.no_deal 0..15 1.0000 1.0000
# Walking times drawn by the second mediator, in one round only, have no end of
# ways.
sed 's/  - limit: 1h/  - limit: 1h\n    relays: { n: { walk: { as: shuttle, time: 4m, time_as: exponential } } }/' \
    "$TMPDIR/kept.yaml" >"$TMPDIR/drawn.yaml"
leaks drawn a.no_deal 7,8 0.0000 "0.0000 sampled"

# As a rehearsal: held where not a bit comes, and else with where the worlds
# part.
for name in blind_no zone time; do
    printf 'expect:\n  - { never_learns: { b: [a.no_deal] } }\n' \
        >>"$TMPDIR/$name.yaml"
done
"$SHUTTLE" check --play "$TMPDIR/blind_no.yaml" >"$out" 2>&1
note $? "never_learns, where nothing is learnt: $(cat "$out")"
"$SHUTTLE" check --play "$TMPDIR/zone.yaml" >"$out" 2>&1
same $? 1 "never_learns, where a yes tells: status"
grep -q "failed\[never_learns\]: .*expected b to learn nothing of 'a.no_deal', but 0.95 bits of it come there: the worlds 5 and 6 part at 0:00 with a TOLD that tells a 1 'yes'" "$out"
note $? "never_learns, where a yes tells: $(head -1 "$out")"
"$SHUTTLE" check --play "$TMPDIR/time.yaml" >"$out" 2>&1
same $? 1 "never_learns, where the time tells: status"

# The worlds of all its secrets are not more than one rehearsal may have: 16
# values of each of 14 under 256 ways of chance are 57,344.
{
    printf '%s\n' 'scenario: 1' 'title: "Too many worlds"' \
        'rooms: { a: {}, b: {} }' 'mediators: { m: {} }' \
        'agenda:' '  price: { options: [o1, o2, o3, o4, o5, o6, o7] }' \
        '  place: { options: [p1, p2, p3, p4, p5, p6, p7] }' \
        'private:' '  a:' '    no_deal: 8' '    values:' \
        '      price: { o1: 1, o2: 2, o3: 3, o4: 4, o5: 5, o6: 6, o7: 7 }' \
        '      place: { p1: 1, p2: 2, p3: 3, p4: 4, p5: 5, p6: 6, p7: 7 }' \
        'events:'
    for n in 1 2 3 4 5 6 7 8; do
        printf '  e%d: { at: %dm, chance: 50, say: "News %d." }\n' $n $n $n
    done
    printf '%s\n' 'rounds: [{ limit: 1h }]' 'expect:'
    printf '  - { never_learns: { b: ['
    printf 'a.price.o%d, a.place.p%d, ' 1 1 2 2 3 3 4 4 5 5 6 6
    printf 'a.price.o7, a.place.p7] } }\n'
} >"$TMPDIR/worlds.yaml"
timeout 10 "$SHUTTLE" check --play "$TMPDIR/worlds.yaml" >"$out" 2>&1
same $? 2 "too many worlds: status"
same "$(grep -c 'never_learns takes 57344 runs, and a rehearsal at most 50000' "$out")" 1 "too many worlds: $(cat "$out")"

# The paired worlds name the item, its line and the byte.
ends 1 "$TMPDIR/time.yaml" --secret a.no_deal --values 7,8 --to b
ends 1 "$TMPDIR/plain.yaml" --secret a.hint.price --to b
grep -q '^The worlds p0 and p1 first differ in byte [0-9]* of frame [0-9]* at 0:00: TOLD, which tells the mediator.s item 1\.$' "$out"
note $? "the paired worlds: $(tail -1 "$out")"
may=scenarios/muscat-2024-05.yaml
ends 1 $may --secret us.us_who_counts --to iran
# shellcheck disable=SC2016 # the backquotes are some
grep -q 'TOLD, which tells us [0-9]* `us_who_counts`\.$' "$out"
note $? "a warning in other words: $(tail -1 "$out")"
# What the mediator alone is told changes no byte elsewhere: other words of the
# same length, with the switchboard even nothing said at all.
for line in us_stays iran_two_rounds; do
    room=${line%%_*} && to=iran && [ "$room" = us ] || to=us
    ends 0 $may --secret "$room.$line" --to "$to"
    grep -q 'the same bytes at the same times' "$out"
    note $? "$line: $(tail -1 "$out")"
    ends 0 $may --secret "$room.$line" --to "$to" --values said,unsaid \
        --design "--walk switchboard"
done
# As many cores as one likes.
"$SHUTTLE" leak $may --secret us.us_who_counts --to iran --json --cores 1 >"$out"
"$SHUTTLE" leak $may --secret us.us_who_counts --to iran --json --cores 5 |
    cmp -s - "$out"
note $? "on five cores something else came out than on one"

refused() { # refused PATTERN ARGUMENT...
    local pattern=$1
    shift
    ends 2 "$@"
    grep -q -- "$pattern" "$err"
    note $? "leak $*: no word of '$pattern' but: $(cat "$err")"
}
refused "no room 'usa' (did you mean 'us'" $may --secret usa.no_deal --to iran
refused "no room 'irna' (did you mean" $may --secret us.no_deal --to irna
refused "(did you mean 'us_warns'" $may --secret us.us_warn --to iran
refused "own secret" $may --secret us.no_deal --to us
refused "names no secret" $may --secret us --to iran
refused "are not values of" $may --secret us.no_deal --to iran --values some
refused "two values or more" $may --secret us.no_deal --to iran --values 3
refused "are not values of" $may --secret us.no_deal --to iran --values 9..1
refused "more than 200000 runs" $may --secret us.no_deal --to iran --seeds 20000
refused "name a secret" $may --to iran
# What to do is said by the way it takes: the words, or their length alone.
game nothing \
    'a: [{ id: word, say: "Yes.", gist: "He answered." }]' >"$TMPDIR/said.yaml"
ends 1 "$TMPDIR/said.yaml" --secret a.word --to b
grep -q '^It is said there. What keeps it: a caveat' "$out"
note $? "what keeps what is said: $(tail -3 "$out")"
game nothing \
    'a: [{ id: word, say: "Yes.", caveat: for_judgement }]' \
    >"$TMPDIR/kept.yaml"
ends 0 "$TMPDIR/kept.yaml" --secret a.word --to b
grep -q 'What keeps it' "$out"
same $? 1 "advice where nothing reaches the room: $(tail -3 "$out")"

# He takes two minutes for a confidence that he tells to nobody: b sees it in
# when he comes. Where he comes at fixed times, as is advised, b does not.
sed 's/table: { as: nothing }/walk: { as: shuttle, time: 4m, item: 2m }/
    s/^    a: .*/    a: [{ id: word, confide: "Yes." }, { id: open, say: "So." }]/' \
    "$TMPDIR/kept.yaml" >"$TMPDIR/timed.yaml"
ends 1 "$TMPDIR/timed.yaml" --secret a.word --values said,unsaid --to b
grep -q '^Nothing that is said there tells it' "$out"
note $? "what keeps what times tell: $(tail -4 "$out")"
ends 0 "$TMPDIR/timed.yaml" --secret a.word --values said,unsaid --to b \
    --design '--walk exchange,every=30m'
grep -q '^The room learns nothing. Who sees' "$out"
note $? "what an onlooker sees: $(tail -3 "$out")"

summary
