#!/bin/bash
# A mediator that does wrong is caught: for each kind of bug, planted in front of
# the product's own functions, the same talks are run and judged. `shuttle
# verify` has to exit with 1, count the right thing, and show the item with what
# was said and what was told. Without a bug the same program's run holds.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
planted=$BUILD/tests/prog/planted
scenario=tests/e2e/lib/planted.yaml

declare -A word=([lost]=lost [duplicated]=duplicated [reordered]=reordered
    [without_leave]="told without leave" [leaked]="leaked to the press" [transcript]="transcript mismatches"
    [altered]=altered
    [agreement]="agreements not confirmed"
    [drafts]="drafts that are not one text")

run() { # BUG: folder in $dir, figures in $json, text in $text
    dir=$TMPDIR/$1
    timeout 20 "$planted" "$1" -q --out "$dir" "$scenario" >"$TMPDIR/log" 2>&1
    [ $? -le 1 ]
    note $? "$1 runs: $(head -3 "$TMPDIR/log")"
    text=$(timeout 20 "$SHUTTLE" verify "$dir/latest" 2>&1)
    status=$?
    json=$(timeout 20 "$SHUTTLE" verify --json "$dir/latest" 2>/dev/null)
}

count() { # KEY
    grep -o "\"$1\":[0-9]*" <<<"$json" | head -1 | grep -o '[0-9]*$'
}

# caught BUG KEY SAID TOLD: an empty text need not be shown.
caught() {
    run "$1"
    same $status 1 "$1: exit status of verify"
    [ "$(count "$2")" -gt 0 ]
    note $? "$1: counts as $2: $(sed -n '/^must be 0/,$p' <<<"$text")"
    [ -z "$3" ] || grep -qF "said: $3" <<<"$text"
    note $? "$1: shows what was said"
    [ -z "$4" ] || grep -qF "told: $4" <<<"$text"
    note $? "$1: shows what was told"
    printf '  %-18s caught as %-14s %s\n' "$1" "$2" \
        "$(grep -m1 "^  ${word[$2]}: " <<<"$text" | cut -c1-120)"
    bugs=" $1$bugs"
}

honest() {
    run none
    same $status 0 "without a bug: exit status of verify"
    grep -qx 'The run holds.' <<<"$text"
    note $? "without a bug: $(tail -3 <<<"$text")"
    timeout 20 "$SHUTTLE" run -q --virtual --out "$TMPDIR/own" "$scenario"
    timeout 20 "$SHUTTLE" verify "$dir/latest" \
        --against "$TMPDIR/own/latest" >"$TMPDIR/out" 2>&1
    note $? "without a bug it is the product: $(tail -3 "$TMPDIR/out")"
}

bugs=' none '
honest

one="The first sentence, word for word."
harsh="Harsh words of the east."
soft="Softer words of the east."
inert="The heart of the east."
aside="For the west alone."
condition="Only if the west moves."
caught drop_item lost "$one" ""
caught drop_told lost "$one" ""
caught duplicate duplicated "$one" "$one"
caught reorder reordered "$one" "$one"
caught tell_inert without_leave "$inert" "$inert"
caught tell_unaddressed without_leave "$aside" "$aside"
caught tell_early without_leave "$condition" "$condition"
caught alter altered "$one" "${one/word/ward}"
caught mark_verbatim altered "$harsh" "$soft"
caught own_words without_leave "$harsh" "$harsh"
caught forge transcript "$one" "${one/The/the}"
caught deny transcript "$one" ""
caught leak_sealed without_leave "" ""
caught false_result agreement "" ""
caught false_deal agreement "" ""
caught two_texts drafts "[The well is shared.]" "The well is the east's."
caught false_draft drafts "[The well is shared.]" "The well is the east's."
# Where the author is asked first, and sealed letters are opened together.
scenario=tests/e2e/lib/planted_asked.yaml
honest
no="This one is refused."
plain="Plain words of the east."
soft="Softly put."
raw="Raw words of the east."
letter="The sealed letter of the west."
caught tell_refused without_leave "$no" "$no"
caught tell_unasked without_leave "$plain" "$plain"
caught tell_unanswered without_leave "$no" "$no"
caught tell_unread without_leave "Hard words of the east." "$soft"
caught tell_denied without_leave "Words of the east." "Denied words."
caught tell_unconfirmed altered "Hard words of the east." "Put otherwise."
caught tell_uncorrected altered "$raw" "Put in the first place."
caught open_in_one_room without_leave "$letter" "$letter"
# The rooms' own records are enough.
for bug in tell_refused tell_denied tell_unconfirmed tell_uncorrected \
    open_in_one_room; do
    run "$bug"
    rm "$dir"/latest/mediator*.rec
    timeout 20 "$SHUTTLE" verify "$dir/latest" >"$TMPDIR/out" 2>&1
    same $? 1 "$bug, by the rooms alone: $(tail -3 "$TMPDIR/out")"
done
run none
rm "$dir"/latest/mediator*.rec
timeout 20 "$SHUTTLE" verify "$dir/latest" >"$TMPDIR/out" 2>&1
same $? 2 "without a bug, by the rooms alone: $(tail -3 "$TMPDIR/out")"
for bug in $("$planted" list); do
    [[ $bugs == *" $bug "* ]]
    note $? "$bug is tried"
done
summary
