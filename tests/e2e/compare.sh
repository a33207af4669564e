#!/bin/bash
# shuttle compare: figures worked out by hand, the same on any number of cores,
# the picture beside the table, and how the command ends.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

out=$TMPDIR/out
err=$TMPDIR/err
walked=scenarios/primer-2-walking.yaml

ends() { # ends STATUS ARGUMENT...: run shuttle compare so
    local wanted=$1 status=0
    shift
    timeout 60 "$SHUTTLE" compare "$@" >"$out" 2>"$err" </dev/null || status=$?
    same "$status" "$wanted" "compare $*: its status"
}

# The envoy of the second primer, step by step, in minutes. He sits 5 and takes
# 10 for each item: hail 0 to 15; 20 on the way, told at 35. back 35 to 50, told
# at 70. more 12 to 85, calm 70 to 95, both told at 115. hours 115 to 130, told
# at 150; nothing more until the limit at 180. He walked 4 x 20 of 180.
ends 0 $walked --design file --design "--walk switchboard" --seeds 3 --items \
    --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
rows = {r["key"]: [d["mean"] for d in r["designs"]]
        for r in json.load(open(sys.argv[1]))["rows"]}
minute = 60_000_000
wanted = {
    "length": [180 * minute, 180 * minute],
    "no_agreement": [1000, 1000],
    "taking.north": [(15 + 73 + 25) * minute // 3, 0],
    "taking.south": [(15 + 15) * minute // 2, 0],
    "telling.north": [(20 + 30 + 20) * minute // 3, 0],
    "telling.south": [20 * minute, 0],
    "longest.north": [73 * minute, 0],
    # hail 35, back (of south) 35, more 103, calm 45, hours 35.
    "half.north": [45 * minute, 0],
    "nine_in_ten.north": [103 * minute, 0],
    "half.south": [35 * minute, 0],
    # North waits 61 in the mean, south 35: 96^2 / (2 (61^2 + 35^2)).
    "fairness": [931, 1000],
    "crossings": [5000, 6000],
    "walks": [4000, 0],
    "visits.north": [3000, 0],
    "visits.south": [2000, 0],
    "walking": [444, None],
    "verbatim": [5000, 6000],
    "item.more.taking": [73 * minute, 0],
    "item.more.telling": [30 * minute, 0],
    # Dropped when the envoy walks, said when he is everywhere.  So six cross.
    "item.haste.told": [0, 1000],
    "item.calm.told": [1000, 1000],
    "item.haste.taking": [None, 0],
}
bad = [(k, rows.get(k), v) for k, v in wanted.items() if rows.get(k) != v]
sys.exit("\n".join(map(str, bad)) or 0)
END
note $? "the envoy worked out by hand: $(cat "$err")"

# Two mediators, whose items have numbers of their own. In minutes: the Omani
# takes a at 0 and tells it at 4, and stays. The Swiss takes b from 0 to 2 and
# tells it at 12; d, the answer, 12 to 14, told at 24; c, handed over at 20, 24
# to 26, told at 36. They walked 4 and 30 of 60 each.
cat >"$TMPDIR/ways.yaml" <<'END'
scenario: 1
title: "Two ways"
rooms: { north: {}, south: {} }
mediators:
  oman: { relay: { walk: { as: shuttle, time: 4m } } }
  swiss: { relay: { walk: { as: shuttle, time: 10m, item: 2m, service: exhaustive } } }
rounds:
  - limit: 1h
    north:
      - { id: a, say: "We say so." }
      - { id: b, via: swiss, say: "We say so." }
      - { id: c, via: swiss, at: 20m, say: "And again." }
    south:
      - { id: d, re: b, reply: comment, say: "So you do." }
END
ends 0 "$TMPDIR/ways.yaml" --design file --design "--walk swiss:switchboard" \
    --seeds 2 --items --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
rows = {r["key"]: [d["mean"] for d in r["designs"]]
        for r in json.load(open(sys.argv[1]))["rows"]}
minute = 60_000_000
wanted = {
    "length": [60 * minute, 60 * minute],
    "crossings": [4000, 4000],
    "crossings.oman": [1000, 1000],
    "crossings.swiss": [3000, 3000],
    "walks": [4000, 1000],
    "walks.oman": [1000, 1000],
    "walks.swiss": [3000, 0],
    "visits.north": [3000, 1000],
    "visits.south": [3000, 1000],
    "visits.oman": [2000, 2000],
    "visits.swiss": [4000, 0],
    "taking.north": [(0 + 2 + 6) * minute // 3, 0],
    "taking.south": [2 * minute, 0],
    "taking.oman": [0, 0],
    "taking.swiss": [(2 + 2 + 6) * minute // 3, 0],
    "telling.north": [(4 + 10 + 10) * minute // 3, 4 * minute // 3],
    "telling.south": [10 * minute, 0],
    "telling.oman": [4 * minute, 4 * minute],
    "telling.swiss": [10 * minute, 0],
    # North waits 8/3 + 8, south 12: (68/3)^2 / (2 ((32/3)^2 + 12^2)).
    "fairness": [996, 500],
    "walking": [(4 + 30) * 1000 // 120, 4 * 1000 // 60],
    "item.a.taking": [0, 0],
    "item.a.telling": [4 * minute, 4 * minute],
    "item.b.taking": [2 * minute, 0],
    "item.b.telling": [10 * minute, 0],
    "item.c.taking": [6 * minute, 0],
    "item.d.taking": [2 * minute, 0],
    "item.d.told": [1000, 1000],
}
bad = [(k, rows.get(k), v) for k, v in wanted.items() if rows.get(k) != v]
sys.exit("\n".join(map(str, bad)) or 0)
END
note $? "two mediators worked out by hand: $(cat "$err")"
ends 0 "$TMPDIR/ways.yaml" --seeds 1
grep -q '^ *by swiss: crossings ' "$out"
note $? "no row for the second mediator"
ends 0 $walked --seeds 1
! grep -q '^ *by [a-z]*: ' "$out"
note $? "rows by mediator where there is one"

# As many cores as one likes.
designs=(--design file --design "--walk switchboard" --design
    "--walk shuttle,time=1h --hold forward --carry verbatim" --seeds 20..49)
may=scenarios/muscat-2024-05.yaml
ends 0 $may "${designs[@]}" --cores 1 --items --json
cp "$out" "$TMPDIR/one"
for cores in 2 7; do
    ends 0 $may "${designs[@]}" --cores $cores --items --json
    cmp -s "$out" "$TMPDIR/one"
    note $? "on $cores cores something else came out than on one"
done

# The table is the text of the picture, and both say the same.
ends 0 $may "${designs[@]}" --picture "$TMPDIR/picture.svg"
python3 - "$out" "$TMPDIR/picture.svg" <<'END' 2>"$err"
import sys, xml.etree.ElementTree as E
svg = E.parse(sys.argv[2]).getroot()
text = open(sys.argv[1], encoding="utf-8").read()
ns = "{http://www.w3.org/2000/svg}"
if svg.find(ns + "desc").text.strip() != text.strip():
    sys.exit("the table is not the picture's text")
width = float(svg.get("width"))
for bar in svg.iter(ns + "rect"):
    if bar.get("x") and float(bar.get("x")) + float(bar.get("width")) > width:
        sys.exit("a bar leaves the picture")
titles = [t.text for t in svg.iter(ns + "title")]
if not any(t.startswith("B, us: taken to told: ") for t in titles):
    sys.exit("no bar for the second design's waits")
END
note $? "the picture: $(cat "$err")"

ends 0 $walked --seeds 2
grep -q "^  B  --walk switchboard" "$out"
note $? "without --design: no switchboard to compare with"

# A design of many words is broken into lines, and none of it is lost.
long="--walk shuttle,time=30m,times.north-south=33m,service=limited,limit=1"
long+=",carriers=2,route=on_call,time_as=uniform,time_spread=30 --carry"
long+=" gist,replace.have_to=should,read_back=true,non_papers=attributed"
long+=" --hold consent"
ends 0 $walked --seeds 2 --design "$long" --picture "$TMPDIR/long.svg"
python3 - "$TMPDIR/long.svg" "$long" <<'END' 2>"$err"
import sys, xml.etree.ElementTree as E
lines = [t.text for t in E.parse(sys.argv[1]).getroot().iter(
    "{http://www.w3.org/2000/svg}text")]
if max(map(len, lines)) > 120:
    sys.exit("a line runs out of the picture")
if sys.argv[2].replace(" ", "") not in "".join(lines).replace(" ", ""):
    sys.exit("words of the design are missing")
END
note $? "long words in the picture: $(cat "$err")"

# What the mediator's own record is silent about counts as a breach: a press
# that has the words, and the lines that it has are named. Half of all lost.
gaza=scenarios/gaza-2024-25.yaml
ends 0 $gaza --seeds 2 --items --json --design file --design "--carry leaking" \
    --design "--hold losing"
python3 - "$out" <<'END' 2>"$err"
import json, sys
rows = {r["key"]: [d["mean"] for d in r["designs"]]
        for r in json.load(open(sys.argv[1]))["rows"]}
wanted = {"breached": [0, 2000, 0], "honoured": [1000, 0, 1000],
          "found.leaked": [0, 6000, 0],
          "item.israel_trap.breached": [0, 1000, 0]}
bad = [(k, rows.get(k), v) for k, v in wanted.items() if rows.get(k) != v]
sys.exit("\n".join(map(str, bad)) or rows["found.lost"][2] == 0)
END
note $? "bad carriers: $(cat "$err")"

# A design that does not fit is left out and named, the others are compared, and
# a script can tell: status 1. Letters are given to those that run.
misfits=(--design "--table nothing" --design file --design "--table probe"
    --design "--walk program,run=gone.py" --design "--walk switchboard")
left="does not fit, left out:"
cat >"$TMPDIR/wanted" <<END
shuttle compare: --design "--table nothing" $left --table: 'nothing' does not make the mediator's line 'rules'
shuttle compare: --design "--table probe" $left --table: 'probe' does not make the mediator's line 'paper'
shuttle compare: --design "--walk program,run=gone.py" $left walk: 'run': there is no program 'gone.py', neither in PATH nor beside the scenario
END
ends 1 $may "${misfits[@]}" --seeds 2 --picture "$TMPDIR/misfits.svg"
same "$(grep -v '^runs' "$err")" "$(cat "$TMPDIR/wanted")" "who does not fit"
same "$(sed -n '4,8s/  does not fit:.*//;4,8p' "$out")" \
    "$(printf '%s\n' "  A  as the file has it" "  B  --walk switchboard" \
        "  -  --table nothing" "  -  --table probe" \
        "  -  --walk program,run=gone.py")" "the table's designs"
grep -q "<text[^>]*>-  --table probe  does not fit: " "$TMPDIR/misfits.svg"
note $? "the picture does not name what was left out"
grep -v 'does not fit' "$out" >"$TMPDIR/with"
ends 0 $may --design file --design "--walk switchboard" --seeds 2
cmp -s "$out" "$TMPDIR/with"
note $? "designs left out change the others' figures"
ends 1 $may "${misfits[@]}" --seeds 2 --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
whole = json.load(open(sys.argv[1]))
wanted = [{"design": "--table " + t, "does_not_fit": "--table: '%s' does not "
           "make the mediator's line '%s'" % (t, l)}
          for t, l in (("nothing", "rules"), ("probe", "paper"))]
if whole["misfits"][:2] != wanted or len(whole["misfits"]) != 3:
    sys.exit(str(whole["misfits"]))
if whole["designs"] != [None, "--walk switchboard"]:
    sys.exit(str(whole["designs"]))
if any(len(r["designs"]) != 2 for r in whole["rows"]):
    sys.exit("cells of a design that was left out")
END
note $? "designs left out, as JSON: $(cat "$err")"

# A picture is whole, or the one before stays: here the disk is full.
mkdir "$TMPDIR/drawn"
ends 0 $walked --seeds 2 --picture "$TMPDIR/drawn/one.svg"
cp "$TMPDIR/drawn/one.svg" "$TMPDIR/kept.svg"
(
    trap '' XFSZ
    ulimit -f 8
    exec "$SHUTTLE" compare $may --seeds 2 --items --cores 1 \
        --picture "$TMPDIR/drawn/one.svg" >/dev/null 2>"$err"
)
same $? 2 "a full disk: its status"
same "$(cat "$err")" "shuttle compare: $TMPDIR/drawn/one.svg: cannot be \
written: File too large" "a full disk"
cmp -s "$TMPDIR/kept.svg" "$TMPDIR/drawn/one.svg"
note $? "a full disk: the picture before is gone"
same "$(ls -A "$TMPDIR/drawn")" one.svg "a full disk: what is left"
same "$("$SHUTTLE" compare $walked --seeds 2 --picture /dev/stdout |
    grep -c '^<svg')" 1 "a picture for a pipe"

# Every mistake in one line, status 2, nothing written.
refused() { # refused PATTERN ARGUMENT...
    local pattern=$1
    shift
    ends 2 "$@"
    grep -q -- "$pattern" "$err"
    note $? "compare $*: no word of '$pattern' but: $(cat "$err")"
    same "$(cat "$out")" "" "compare $*: what it printed"
}
refused "there is no member 'train'" $walked --design "--walk train"
refused "no mediator 'swis' (did you mean 'swiss'" "$TMPDIR/ways.yaml" \
    --design "--walk swis:shuttle"
refused "no design fits" $may --design "--table nothing"
for word in "there is no member 'train'" "$left"; do
    refused "$word" $may --design "--table nothing" --design file \
        --design "--walk train"
done
refused "neither a number of runs" $walked --seeds 9..3
refused "neither a number of runs" $walked --seeds 0
refused "not a number from 1" $walked --cores 0
refused "No such file" nowhere.yaml
refused "cannot be written" $walked --seeds 2 --picture "$TMPDIR/no/where.svg"
refused "which scenario" --seeds 2
[ ! -e "$TMPDIR/no" ]
note $? "a folder was made for a picture"
summary
