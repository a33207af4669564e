#!/bin/bash
# The library: every file is free of mistakes, plays and holds; the two Muscat
# files end as their heads say, and the files' own figures are true. The values
# and totals expected here were computed apart from the program, from the table
# the teaching design was published with.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

play() { # play FILE: folder of the run in $run, what was shown in $shown
    shown=$TMPDIR/$(basename "$1" .yaml).txt
    timeout 20 "$SHUTTLE" run --virtual --out "$TMPDIR/runs" "$1" >"$shown" 2>&1
    note $? "$1 plays: $(tail -1 "$shown")"
    run=$(readlink -f "$TMPDIR/runs/latest")
}

of() { # of KEY: a number or a word of the outcome, by its name
    sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" \
        "$run/outcome.json" | tr '\n' ' '
}

for file in scenarios/*.yaml; do
    timeout 20 "$SHUTTLE" check "$file" >"$TMPDIR/check" 2>&1
    note $? "$file: $(head -3 "$TMPDIR/check")"
    play "$file"
    timeout 20 "$SHUTTLE" verify "$run" >"$TMPDIR/verify" 2>&1
    same $? "$(verdict "$file")" "$file: $(tail -1 "$TMPDIR/verify")"
done

play scenarios/muscat-2024-05.yaml
same "$(of outcome)" "agreed " "May 2024"
# Values after the leak: 17+21+12-1+3+8 and 4-2+13+25+10+8.
same "$(of value)" "60 58 " "May 2024, values"
same "$(of no_deal)" "51 52 " "May 2024, no deal"
same "$(of zone)" "250 " "May 2024, packages not below no deal"
same "$(of left_on_table)" "2 " "May 2024, left on the table"
same "$(of nash_product_best)" "88 " "May 2024, largest product of gains"
for kind in told_verbatim told_reworded told_own_idea withheld expired \
    withdrawn sealed heard; do
    [ "$(of $kind)" -ge 1 ]
    note $? "May 2024 shows something $kind"
done
# What a room tells the mediator alone is in no other room's record.
grep -qaF "We will not leave today" "$run/room-us.rec"
note $? "the US room knows what it said"
! grep -qaF "We will not leave today" "$run/room-iran.rec"
note $? "the Iran room knows nothing of it"

play scenarios/muscat-2024-01.yaml
same "$(of outcome)" "no_agreement " "January 2024"

# What one side keeps to itself is nowhere in the other side's record.
play scenarios/kissinger-1974.yaml
same "$(of outcome)" "agreed " "May 1974"
for word in "make a major effort" "The cabinet cannot agree"; do
    grep -qaF "$word" "$run/room-jerusalem.rec"
    note $? "Jerusalem knows what it said: $word"
    ! grep -qaF "$word" "$run/room-damascus.rec"
    note $? "Damascus knows nothing of it: $word"
done
play scenarios/algiers-1980-81.yaml
same "$(of ending)" "freed " "January 1981"
grep -qaF "agree on a ploy" "$run/room-washington.rec"
note $? "Washington knows of the ploy"
! grep -qaF "ploy" "$run/room-tehran.rec"
note $? "Tehran knows nothing of the ploy"
play scenarios/muscat-rome-2025.yaml
! grep -qaF "The answer of Iran's side" "$run/room-us.rec"
note $? "the answer of June 2025 reached nobody"

# The primer: its files come to what they say, without a doubt, and what their
# heads tell a reader to try can be typed as it stands there.
mkdir -p "$TMPDIR/reader" && ln -s "$PWD/scenarios" "$TMPDIR/reader/scenarios"
read_primer() { # read_primer FILE: in a folder that has the library in it
    local typed words command=
    while read -r typed; do
        case $typed in
        *=person*) continue ;;                        # a terminal
        --*) typed="$command $typed" ;;               # the same with ...
        shuttle\ run*\ scenarios/* | shuttle\ show*) command=$typed ;;
        esac
        read -r -a words <<<"$typed"
        (cd "$TMPDIR/reader" &&
            timeout 20 "$SHUTTLE" "${words[@]:1}" >out 2>&1 </dev/null)
        note $? "$1, to try: $typed: $(tail -2 "$TMPDIR/reader/out")"
        tried=$((tried + 1))
    done < <(sed -n -E 's/  *>.*//
        s/^# +(Try: +)?(shuttle [^ ]+( [^ `]+)+).*/\2/p
        s/^# +(the same with|and with) +(--[^ ,]+( [^ ,]+(,[^ ,]+)*)).*/\2/p' "$1")
}
primers=0
for file in scenarios/primer-[1-8]-*.yaml; do
    primers=$((primers + 1)) tried=0
    [[ $file == scenarios/primer-$primers-* ]]
    note $? "$file: the primer's file $primers"
    timeout 20 "$SHUTTLE" check --strict --play "$file" >"$TMPDIR/check" 2>&1
    note $? "$file: $(head -3 "$TMPDIR/check")"
    read_primer "$file"
    [ "$tried" -ge 2 ]
    note $? "$file: only $tried commands to try"
    grep -q "($(basename "$file"))" scenarios/README.md
    note $? "$file is not in scenarios/README.md"
done
same "$primers" 8 "files of the primer"
# Points of one package, by hand: 25+15 and 20+15, then 10+35 and 50+0.
play scenarios/primer-4-agreement.yaml
same "$(of value)" "40 35 " "primer 4, values"
play scenarios/primer-8-relay.yaml
same "$(of value)" "45 50 " "primer 8, values"

# The steps of the page for new authors, as they stand there.
awk -v dir="$TMPDIR" '
    /^```yaml$/ { n++; inside = 1; next }
    /^```$/ { inside = 0 }
    inside { print > (dir "/step" n) }' scenarios/README.md
{
    sed '/^rounds:/,$d; /^  miller:/d' "$TMPDIR/step1"
    cat "$TMPDIR/step2" "$TMPDIR/step3" "$TMPDIR/step4" "$TMPDIR/step5"
} >"$TMPDIR/well.yaml"
timeout 20 "$SHUTTLE" check --strict --play "$TMPDIR/well.yaml" \
    >"$TMPDIR/check" 2>&1
note $? "what scenarios/README.md expects: $(cat "$TMPDIR/check")"
timeout 20 "$SHUTTLE" check "$TMPDIR/step1" >/dev/null
note $? "the first step of scenarios/README.md"
play "$TMPDIR/well.yaml"
same "$(of outcome)" "agreed " "the last step of scenarios/README.md"
sed 's/caveat: { if_they.*/caveat: mediator_only }/' "$TMPDIR/well.yaml" \
    >"$TMPDIR/wrong.yaml"
timeout 20 "$SHUTTLE" check "$TMPDIR/wrong.yaml" 2>&1 | head -1 |
    sed 's/^.*wrong/well/' >"$TMPDIR/mistake"
grep -qxF -f "$TMPDIR/mistake" scenarios/README.md
note $? "the mistake of scenarios/README.md: $(cat "$TMPDIR/mistake")"
summary
