#!/bin/bash
# shuttle traffic: a trace worked out by hand, a closed form, the same figures
# on any number of cores, the log of visits, and how the command ends.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

out=$TMPDIR/out
err=$TMPDIR/err
polling=scenarios/traffic-polling.yaml

ends() { # ends STATUS ARGUMENT...: run shuttle traffic so
    local wanted=$1 status=0
    shift
    timeout 60 "$SHUTTLE" traffic "$@" >"$out" 2>"$err" </dev/null || status=$?
    same "$status" "$wanted" "traffic $*: its status"
}

# By hand, in minutes. He rests with a and takes a.1 from 1 to 2, and then has
# something for b: he goes (2 to 4), tells a.1, takes b.1 (4 to 5), goes back (5 to
# 7), tells b.1, takes a.2 (7 to 8), which came at 1:30, and goes (8 to 10) to
# tell it.
cat >"$TMPDIR/trace.yaml" <<'END'
scenario: 1
title: "Trace"
rooms: { a: {}, b: {} }
mediators: { m: { relay: { walk: { as: shuttle, time: 2m, item: 1m } } } }
rounds: [{ a: [{ say: "x" }] }]
traffic:
  length: 20m
  replications: 1
  rooms: { a: { at: [1m, 1m30s] }, b: { at: [2m] } }
END
ends 0 "$TMPDIR/trace.yaml" --json --visits "$TMPDIR/visits"
python3 - "$out" <<'END' 2>"$err"
import json, sys
told = json.load(open(sys.argv[1]))
a, b = told["rooms"]
team = told["carriers_time"]
m = 60e6
wanted = [
    (a["wait"]["mean"], 2.75 * m), (a["taking"]["mean"], 3.75 * m),
    (a["telling"]["mean"], 2 * m), (a["whole"]["mean"], 5.75 * m),
    (a["whole"]["longest"], 8.5 * m), (a["counts"]["told"], 2),
    (b["wait"]["mean"], 2 * m), (b["taking"]["mean"], 3 * m),
    (b["telling"]["mean"], 2 * m), (b["whole"]["mean"], 5 * m),
    (a["tray"]["mean"], 7.5 / 20), (b["tray"]["mean"], 3 / 20),
    (a["hand"]["mean"], 4 / 20), (b["hand"]["mean"], 2 / 20),
    (a["counts"]["visits"], 2), (b["counts"]["visits"], 2),
    (a["cycle"]["mean"], 7 * m), (b["cycle"]["mean"], 6 * m),
    (team["walking"]["mean"], 6 / 20), (team["taking"]["mean"], 3 / 20),
    (team["neither"]["mean"], 11 / 20),
]
bad = [(n, got, want) for n, (got, want) in enumerate(wanted)
       if abs(got - want) > 1e-9 * max(1, abs(want))]
sys.exit("\n".join(map(str, bad)) or 0)
END
note $? "the trace worked out by hand: $(cat "$err")"
same "$(cat "$TMPDIR/visits")" "time_us,event,room,carrier,item
0,came,a,0,
60000000,handed,a,,a.1
90000000,handed,a,,a.2
120000000,taken,a,,a.1
120000000,left,a,0,
120000000,handed,b,,b.1
240000000,came,b,0,
240000000,told,b,,a.1
300000000,taken,b,,b.1
300000000,left,b,0,
420000000,came,a,0,
420000000,told,a,,b.1
480000000,taken,a,,a.2
480000000,left,a,0,
600000000,came,b,0,
600000000,told,b,,a.2" "the log of visits"

# One server, one item a minute: at 63 an hour the queue grows by 3 an hour,
# 300 in a hundred hours, and it is said; at 54, close to its limit, it is not.
cat >"$TMPDIR/single.yaml" <<'END'
scenario: 1
title: "One server"
rooms: { a: {}, b: {} }
mediators:
  m: { relay: { walk: { as: shuttle, time: 0, item: 1m, item_as: exponential, service: exhaustive } } }
rounds: [{ a: [{ say: "x" }] }]
traffic:
  warm_up: 20h
  length: 100h
  replications: 12
  rooms: { a: { every: 2m, mediator_only: true } }
END
ends 0 "$TMPDIR/single.yaml" --rate a=63/h
grown=$(sed -n 's/^  MORE IS HANDED OVER THAN TAKEN: \([0-9]*\) more .*/\1/p' "$out")
[ "${grown:-0}" -gt 200 ] && [ "$grown" -lt 400 ]
note $? "more handed over than taken: ${grown:-not said}, about 300"
ends 0 "$TMPDIR/single.yaml" --rate a=54/h
grep -q 'MORE IS HANDED OVER' "$out"
same $? 1 "nine tenths of what can be taken: the queue does not grow"

# By hand: 5 items on every hour, 10 minutes for each. What is measured ends half
# an hour after the last burst, when 3 of it are taken or nearly so: he took for
# 23 times 50 minutes and 30 more of a day's 1440. That 2 or 3 are left in the
# end is no growth: they would be gone before the next hour.
cat >"$TMPDIR/bursts.yaml" <<'END'
scenario: 1
title: "Bursts"
rooms: { a: {}, b: {} }
mediators: { m: { relay: { walk: { as: shuttle, time: 1m, item: 10m } } } }
rounds: [{ a: [{ say: "x" }] }]
traffic:
  warm_up: 30m
  length: 1d
  replications: 2
  rooms: { a: { every: 1h, as: even, burst: 5, mediator_only: true } }
END
ends 0 "$TMPDIR/bursts.yaml"
grep -q 'MORE IS' "$out"
same $? 1 "bursts that are taken before the next: the queue does not grow"
ends 0 "$TMPDIR/bursts.yaml" --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
told = json.load(open(sys.argv[1]))
a = told["rooms"][0]
minutes = 23 * 50 + 30
waits = 23 * sum(range(0, 50, 10)) + 0 + 10 + 20
assert abs(a["serving"]["mean"] - minutes / 1440) < 1e-12, a["serving"]
assert a["wait"]["count"] == 2 * (23 * 5 + 3), a["wait"]
assert abs(a["wait"]["mean"] - 60e6 * waits / (23 * 5 + 3)) < 1, a["wait"]
assert a["grows"] is False, a
neither = told["carriers_time"]["neither"]["mean"]
assert abs(neither - (1 - minutes / 1440)) < 1e-12, neither
END
note $? "bursts by hand: $(cat "$err")"

# A list has an end, and so has its queue.
sed 's/every: 1h, as: even, burst: 5/at: [1h, 1h, 1h, 1h, 1h, 1h, 1h, 1h]/
    s/length: 1d/length: 1h/' "$TMPDIR/bursts.yaml" >"$TMPDIR/list.yaml"
ends 0 "$TMPDIR/list.yaml"
grep -q 'MORE IS' "$out"
same $? 1 "a list: its queue does not grow for ever"

# Nobody comes where it is to be told, and it is said; so is what is refused
# when nothing is ever taken, and what is lost is not told.
cat >"$TMPDIR/never.yaml" <<'END'
scenario: 1
title: "Never told"
rooms: { a: {}, b: {}, c: {} }
mediators: { m: {} }
rounds: [{ a: [{ say: "x" }] }]
traffic:
  length: 100h
  replications: 2
  rooms: { a: { every: 1m, as: even, to: c }, b: { every: 1h } }
END
ends 0 "$TMPDIR/never.yaml" --walk shuttle,time=1m,route=a+b --length 10h
same "$(sed -n 's/^  MORE IS TAKEN THAN TOLD: \([0-9]*\) more .*/\1/p' "$out" |
    head -1)" 599 "told to nobody, all that came before the end"
ends 0 "$TMPDIR/never.yaml" --walk exchange --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
a, b, c = json.load(open(sys.argv[1]))["rooms"]
# c never has anything, and so nothing is exchanged. One in a minute, the last
# at the end: no more than 8192 / 3 wait, the others are refused.
assert a["counts"]["handed"] == 2 * 2730, a["counts"]
assert a["counts"]["refused"] == 2 * (5999 - 2730), a["counts"]
END
note $? "refused to the end: $(cat "$err")"
ends 0 "$TMPDIR/never.yaml" --hold losing --length 10h --json \
    --visits "$TMPDIR/visits"
python3 - "$out" <<'END' 2>"$err"
import json, sys
a, b, c = json.load(open(sys.argv[1]))["rooms"]
assert a["counts"]["taken"] > 0 and a["counts"]["told"] == 0, a["counts"]
assert a["telling"]["count"] == 0 and a["whole"]["count"] == 0, a
END
note $? "lost is not told: $(cat "$err")"
same "$(grep -c ,told, "$TMPDIR/visits")" 0 "lost, and told in the log"

# He never leaves before a's share of 8192 / 2 is full; all of it is then told at
# once, in each of two replications, and the others are refused.
sed 's/, mediator_only: true//' "$TMPDIR/single.yaml" >"$TMPDIR/flood.yaml"
ends 0 "$TMPDIR/flood.yaml" --rate a=90/h --replications 2 --length 200h --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
counts = json.load(open(sys.argv[1]))["rooms"][0]["counts"]
assert counts["told"] == 2 * 4096 and counts["refused"] > 0, counts
END
note $? "a flood: $(cat "$err")"

# Takagi 1988, symmetric gated polling: the wait is 3.5 minutes, the cycle 4.
ends 0 $polling --json --cores 2
python3 - "$out" <<'END' 2>"$err"
import json, sys
told = json.load(open(sys.argv[1]))
for room in told["rooms"]:
    for key, want in (("wait", 210e6), ("cycle", 240e6)):
        got = room[key]
        assert abs(got["mean"] - want) < 4 * got["error"], (key, got)
        assert got["error"] < 0.02 * want, (key, got)
    assert abs(room["tray"]["mean"] / room["tray_by_little"]["mean"] - 1) < 1e-3
walking = told["carriers_time"]["walking"]
assert abs(walking["mean"] - 0.5) < 4 * walking["error"], walking
END
note $? "two rooms, gated: $(cat "$err")"

# As many cores as one likes; the first replication is that of its seed alone.
for cores in 1 2 7; do
    ends 0 $polling --length 20h --replications 9 --cores $cores
    cp "$out" "$TMPDIR/cores$cores"
done
cmp -s "$TMPDIR/cores1" "$TMPDIR/cores2" &&
    cmp -s "$TMPDIR/cores2" "$TMPDIR/cores7"
note $? "other figures on another number of cores"
ends 0 $polling --length 20h --replications 1 --seed 4 --json
cp "$out" "$TMPDIR/one"
ends 0 $polling --length 20h --replications 1 --seed 5 --json
cmp -s "$out" "$TMPDIR/one"
note $((! $?)) "another seed gives the same figures"

# The command line over the file.
ends 0 $polling --length 50h --rate north=30/h --rate south=12h \
    --walk switchboard --json
python3 - "$out" <<'END' 2>"$err"
import json, sys
north, south = json.load(open(sys.argv[1]))["rooms"]
assert north["wait"]["longest"] == 0, north["wait"]
rate = north["rate_per_second"]["mean"] * 3600
assert abs(rate - 30) < 1, rate
assert south["counts"]["handed"] < 30 * 10, south["counts"]
END
note $? "--rate and --walk: $(cat "$err")"
ends 0 $polling --length 20m --rate north=5/s --replications 1
grep -q "WERE REFUSED" "$out"
note $? "more load than can be carried is not said"

# What is no load, and no rate.
cat >"$TMPDIR/none.yaml" <<'END'
scenario: 1
rooms: { a: {}, b: {} }
mediators: { m: {} }
rounds: [{ a: [{ say: "x" }] }]
END
ends 2 "$TMPDIR/none.yaml"
same "$(grep -c "no room has any load" "$err")" 1 "no load at all"
ends 0 "$TMPDIR/none.yaml" --rate a=1/s --length 1m --replications 2
for bad in a=1 a=0/h a=/h a=1/w c=1/h a=; do
    ends 2 "$TMPDIR/none.yaml" --rate $bad
done
ends 2 $polling --walk nowhere
ends 2 $polling --replications 0
ends 2 $polling --length 0
ends 2 $polling --visits "$TMPDIR/no/such"
ends 2 "$TMPDIR/missing.yaml"

# The seat of the load in an ordinary run: both runtimes, one record.
sed -e 's/rooms: { a: {}, b: {} }/rooms: { a: { seat: traffic }, b: {} }/' \
    -e 's/at: \[1m, 1m30s\]/every: 20s/' -e 's/- *{ a/{ limit: 30m, a/' \
    -e 's/rounds: \[{ a/rounds: [{ limit: 30m, a/' \
    "$TMPDIR/trace.yaml" >"$TMPDIR/seat.yaml"
timeout 60 "$SHUTTLE" run --out "$TMPDIR/real" --quiet "$TMPDIR/seat.yaml" \
    >"$out" 2>&1
note $? "run with the seat traffic: $(tail -1 "$out")"
timeout 60 "$SHUTTLE" run --virtual --out "$TMPDIR/virtual" --quiet \
    "$TMPDIR/seat.yaml" >"$out" 2>&1
note $? "run --virtual with the seat traffic: $(tail -1 "$out")"
timeout 60 "$SHUTTLE" verify "$TMPDIR/real/latest" --against \
    "$TMPDIR/virtual/latest" >"$out" 2>&1
note $? "the runtimes differ: $(tail -3 "$out")"

# Of several mediators, one is measured: as if there were no other.
ways() { # ways MEDIATORS
    cat <<END
scenario: 1
title: "Two ways"
rooms: { us: {}, iran: {}, eu: {${2-}} }
mediators: { $1 }
rounds: [{}]
traffic: { length: 10h, warm_up: 1h, replications: 3, rooms: { us: { every: 10m }, iran: { every: 15m } } }
END
}
oman='oman: { relay: { walk: { as: shuttle, time: 4m } } }'
swiss='swiss: { relay: { walk: { as: shuttle, time: 9m } } }'
ways "$oman" >"$TMPDIR/oman.yaml"
ways "$swiss" >"$TMPDIR/swiss.yaml"
ways "$oman, $swiss" >"$TMPDIR/both.yaml"
ways "$oman, $swiss" " channels: oman " >"$TMPDIR/some.yaml"
figures() { # figures OUT ARGUMENT...
    local to=$1
    shift
    timeout 60 "$SHUTTLE" traffic "$@" --json >"$to" 2>"$TMPDIR/err"
    note $? "traffic $*: $(head -1 "$TMPDIR/err")"
}
for one in oman swiss; do
    figures "$TMPDIR/alone" "$TMPDIR/$one.yaml"
    figures "$TMPDIR/via" "$TMPDIR/both.yaml" --via $one
    cmp -s "$TMPDIR/alone" "$TMPDIR/via"
    note $? "--via $one measures something else than $one alone"
    figures "$TMPDIR/$one" "$TMPDIR/both.yaml" --via $one
done
! cmp -s "$TMPDIR/oman" "$TMPDIR/swiss"
note $? "both ways are the same"
figures "$TMPDIR/via" "$TMPDIR/both.yaml"
cmp -s "$TMPDIR/oman" "$TMPDIR/via"
note $? "without --via it is not the first"
figures "$TMPDIR/alone" "$TMPDIR/swiss.yaml" --walk shuttle,time=4m
figures "$TMPDIR/via" "$TMPDIR/both.yaml" --via swiss --walk swiss:shuttle,time=4m
cmp -s "$TMPDIR/alone" "$TMPDIR/via"
note $? "a design of the one that is measured"
unknown="no mediator 'swis' (did you mean 'swiss'"
for bad in "swis|$unknown" "swiss|'eu' does not speak through swiss"; do
    timeout 60 "$SHUTTLE" traffic "$TMPDIR/some.yaml" --via "${bad%%|*}" \
        >"$TMPDIR/out" 2>"$TMPDIR/err"
    same $? 2 "traffic --via ${bad%%|*}: status"
    grep -q -- "${bad#*|}" "$TMPDIR/err"
    note $? "traffic --via ${bad%%|*}: $(head -1 "$TMPDIR/err")"
done
summary
