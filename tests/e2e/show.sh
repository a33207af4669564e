#!/bin/bash
# shuttle show: the play to the letter, pages and pictures well formed, and how
# the command ends. UPDATE_GOLDENS=1 writes tests/goldens/play-*.txt anew.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

small=tests/scenarios/good/shown.yaml
out=$TMPDIR/out
err=$TMPDIR/err

ends() { # ends STATUS ARGUMENT...: run shuttle show so; prints in $out, $err
    local wanted=$1 status=0
    shift
    timeout 20 "$SHUTTLE" show "$@" >"$out" 2>"$err" </dev/null || status=$?
    same "$status" "$wanted" "show $*: its status"
}

says() { # says WORDS: the last command said so on standard error
    grep -qF -- "$1" "$err"
    note $? "said: $(head -1 "$err")"
}

for width in 60 120; do
    golden=tests/goldens/play-$width.txt
    ends 0 --width $width $small
    [ -z "${UPDATE_GOLDENS:-}" ] || cp "$out" "$golden"
    diff "$golden" "$out" >"$TMPDIR/diff" 2>&1
    note $? "$golden: $(head -10 "$TMPDIR/diff")"
    python3 - "$out" $width <<'END'
import sys, unicodedata
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    cells = sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
                else 2 if unicodedata.east_asian_width(c) in "WF" else 1
                for c in line)
    if cells > int(sys.argv[2]) or "\x1b" in line:
        sys.exit("%d cells: %s" % (cells, line))
END
    note $? "the play, $width columns: a line too wide or with escapes"
done

# Every line and event of a file is in its play, whatever the run came to; a
# seat for a person does not keep the play from being shown.
for file in scenarios/*.yaml tests/scenarios/good/*.yaml; do
    ends 0 "$file"
    "$SHUTTLE" show "$file" | cmp -s - "$out"
    note $? "$file: shown twice, shown otherwise"
    missing=$(grep -oE '(^|[{ ])id: [a-z_0-9]+' "$file" | sed 's/.*id: //' |
        sort -u | while read -r id; do
        grep -qE "\`$id\`|Round [0-9]+: $id" "$out" || echo "$id"
    done)
    rounds=$(grep -oE '^  - (\{ )?id: [a-z_0-9]+' "$file" | sed 's/.*id: //')
    missing=$(grep -vxF "${rounds:-no round}" <<<"$missing")
    same "$missing" "" "$file: what is not in its play"
    ends 0 --map "$file"
    python3 -c 'import sys, xml.etree.ElementTree as E; E.parse(sys.argv[1])' \
        "$out" 2>"$err"
    note $? "$file: the map is no XML: $(tail -1 "$err")"
    # shellcheck disable=SC2016 # the backquote is one
    for room in $("$SHUTTLE" show "$file" |
        sed -n '/^Rooms/,/^Between/s/^[^`]*  `\([a-z_]*\)`.*/\1/p'); do
        ends 0 --handout "$room" --html "$file"
        python3 - "$out" <<'END' 2>"$err"
import sys, html.parser, xml.etree.ElementTree as E
E.parse(sys.argv[1])
class Reader(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        names = [n for n, v in attrs]
        assert tag not in ("script", "iframe", "link", "img"), tag
        assert len(names) == len(set(names)), attrs
        assert not any(n.startswith("on") or n in ("src", "href")
                       for n in names), attrs
Reader().feed(open(sys.argv[1], encoding="utf-8").read())
END
        note $? "$file: the handout of $room: $(tail -1 "$err")"
    done
done

# What a capital answers is read before what is done on it, at the same time.
ends 0 --width 120 scenarios/primer-6-authority.yaml
same "$(grep -oE 'hears from its capital|whole. offer' "$out" | tr -d '`' | tr '\n' ' ')" \
    'hears from its capital whole offer ' "the capital's answer in the play"

ends 0 --handout hills --html $small
grep -q '<html lang="fa" dir="rtl">' "$out"
note $? "the handout of hills runs right to left"
ends 0 --handout coast $small
! grep -q 'مهم' "$out"
note $? "the handout of coast has nothing of hills"

ends 0 --deals --json $small --after rain,flood --package 'catch=all,water=open'
python3 - "$out" <<'END' >"$TMPDIR/json" 2>&1
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
print(d["packages"], d["zone"], d["efficient"], d["efficient_in_zone"],
      d["no_deal"]["hills"], d["asked"]["in_zone"], d["after"])
END
same "$(cat "$TMPDIR/json")" "6 1 4 1 50 False ['rain', 'flood']" "deals as JSON"
ends 0 --deals --svg $small
python3 -c 'import sys, xml.etree.ElementTree as E; E.parse(sys.argv[1])' "$out"
note $? "the picture of the deals is XML"
ends 0 --deals scenarios/first.yaml

# How it ends otherwise.
ends 1 tests/scenarios/bad/unknown-room.yaml
grep -q 'error\[S041\]' "$err"
note $? "mistakes of the file are named"
ends 2 tests/scenarios/none.yaml
ends 2
ends 2 $small $small
ends 2 --play --deals $small
ends 2 --html $small
ends 2 --svg $small
ends 2 --deals --svg --json $small
ends 2 --width 12 $small
ends 2 --map=nonsense $small
ends 2 --deals --svg scenarios/first.yaml
ends 2 --handout $small
says "--handout needs a room: --handout ROOM $small, where ROOM is coast or hills"
ends 2 --html --package $small --deals
says "'$small' was taken for the value that --package needs"
ends 2 --handout cost $small
same "$(cat "$err")" \
    "shuttle show: there is no room 'cost' (did you mean 'coast'?)" "a near name"
ends 2 --handout meadow $small
same "$(cat "$err")" \
    "shuttle show: there is no room 'meadow'; choose one of coast, hills" \
    "the rooms there are"
ends 0 --deals scenarios/primer-7-branches.yaml
grep -qF "What happens can change this: see --after storm" "$out"
note $? "the event that changes the deals is named"
ends 0 --deals --after storm scenarios/primer-7-branches.yaml
! grep -q "What happens can change" "$out"
note $? "nothing is left to change it"
ends 2 --deals --after rian $small
ends 2 --deals --package 'catch=som,water=open' $small
same "$(cat "$err")" \
    "shuttle show: --package: catch has no option 'som' (did you mean 'some'?)" \
    "a near option"
timeout 20 "$SHUTTLE" show $small >/dev/full 2>"$err"
same "$?" 2 "a full disk"

summary
