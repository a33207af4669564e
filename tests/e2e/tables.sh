#!/bin/bash
# Values from a table beside the scenario: a run's folder needs nothing else,
# rooms on machines apart get their own column alone, format leaves the name,
# and a file made to hurt is refused, soon and in bounded memory.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
mkdir "$TMPDIR/desk" && cd "$TMPDIR/desk" || exit 2

cat >talks.yaml <<'END'
scenario: 1
title: "A table"
rooms: { us: {}, iran: {} }
mediators: { oman: {} }
agenda:
  militias: { options: [continue, end] }
private:
  us: { no_deal: 11, values: "worth.csv" }
  iran: { no_deal: 12, values: "worth.csv" }
rounds:
  - limit: 40m
    us: [{ id: ask, offer: { militias: end } }]
    iran: [{ reply: accept, re: ask, if: "value() >= no_deal()" }]
expect:
  - { outcome: agreed, value: { us: "== 31", iran: "== 17" } }
END
printf 'issue,option,us,iran\r\nmilitias,continue,0,"10"\r\n"militias",end,31,17\r\n' \
    >worth.csv
cp talks.yaml talks.orig

# ends STATUS ARGUMENT...: shuttle, its output in out and err.
ends() {
    local wanted=$1
    shift
    timeout 20 "$SHUTTLE" "$@" >out 2>err </dev/null
    same $? "$wanted" "shuttle $*: $(head -c 300 out err): exit status"
}

ends 0 check --play talks.yaml
same "$(tail -1 out)" "talks.yaml: 1 rehearsal, 1 run, 0 failed" "the values"
ends 0 format talks.yaml
grep -q 'values: "worth.csv"' talks.yaml
note $? "format keeps the name"
ends 0 format --check talks.yaml

# The run's folder alone, the table changed afterwards.
ends 0 run --virtual --out runs talks.yaml
mv "$(readlink -f runs/latest)" "$TMPDIR/folder"
cmp -s worth.csv "$TMPDIR/folder/worth.csv"
note $? "the folder has a copy"
mkdir away && mv worth.csv away
ends 0 verify "$TMPDIR/folder"
[ ! -s err ]
note $? "verify: $(head -c 200 err)"
ends 0 check --play "$TMPDIR/folder/scenario.yaml"
ends 0 run --virtual --out runs "$TMPDIR/folder/scenario.yaml"
cp away/worth.csv .

# Each room's machine has its own column, the mediator's none.
ends 0 keys --out keys talks.yaml
worth() { # of a room: what the end of the militias is worth to it
    python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))["private"]
print(*[p["values"]["militias"]["end"] for p in r.values()])' \
        "keys/room-$1/brief.json"
}
same "$(worth us) $(worth iran)" "31 17" "each room's own column"
! grep -q '"values"\|worth' keys/mediator-oman/brief*
note $? "the mediator's brief"

# The other forms of a table.
printf 'issue,option,value\nmilitias,continue,0\nmilitias,end,31' >worth.csv
ends 0 check talks.yaml
printf '\xef\xbb\xbfoption,issue,us\n' >worth.csv
ends 1 check --json talks.yaml
grep -q '"file": "worth.csv", "line": 1, "column": 1, "code": "S039"' out
note $? "where, as JSON: $(head -c 400 out)"
mkdir sub && cp talks.yaml sub && echo x >sub/worth.csv
ends 1 check sub/talks.yaml
grep -q '^sub/worth.csv:1:1: error\[S039\]' out
note $? "where, in a folder: $(head -1 out)"

# hurts CODE WHAT: the table as it lies there is refused with that code, in a
# second of processor time and 64 MiB.
hurts() {
    timeout 10 python3 -c '
import resource, subprocess, sys
r = subprocess.run([sys.argv[1], "check", "talks.yaml"], stdout=open("out", "w"))
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print(r.returncode, u.ru_utime + u.ru_stime < 1, u.ru_maxrss < 65536)
' "$SHUTTLE" >verdict 2>&1
    same "$(cat verdict)" "1 True True" "$2"
    grep -q "error\[$1\]" out
    note $? "$2: $(head -c 200 out)"
    rm -rf worth.csv
}

rm worth.csv
mkfifo worth.csv
hurts S038 "a pipe"
mkdir worth.csv
hurts S038 "a folder"
ln -s away/worth.csv worth.csv
hurts S038 "a link"
ln -s /dev/zero worth.csv
hurts S038 "a link to a device"
truncate -s 8G worth.csv
hurts S013 "a huge file"
head -c 262144 /dev/zero | tr '\0' '\377' >worth.csv
hurts S001 "bytes"
head -c 262144 /dev/zero >worth.csv
hurts S002 "zeros"
head -c 262144 /dev/zero | tr '\0' 'a' >worth.csv
hurts S039 "one line without an end"
head -c 262144 /dev/zero | tr '\0' ',' >worth.csv
hurts S039 "commas"
head -c 262144 /dev/zero | tr '\0' '"' >worth.csv
hurts S039 "quotes"
{ printf 'issue,option,us,iran\n' && yes '"a","b","c","d"' | head -4095; } >worth.csv
hurts S042 "quoted fields"
{ printf 'issue,option,us,iran\n' && yes 'militia,cont,x,y' | head -9000; } >worth.csv
hurts S013 "too many lines"
{ printf 'issue,option,us,iran\n' && head -c 260000 /dev/zero | tr '\0' '\n'; } >worth.csv
hurts S013 "empty lines"
{ printf 'issue,option,us,iran,' && yes 'us,' | head -60000 | tr -d '\n'; } >worth.csv
hurts S039 "too many columns"
summary
