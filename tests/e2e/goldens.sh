#!/bin/bash
# Goldens: what a run of each scenario of the library shows, wide and narrow,
# without colour, to the letter; and real processes show the same as the virtual
# runtime. UPDATE_GOLDENS=1 writes tests/goldens/run-*.txt anew.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"

# What differs from run to run: the folder, and what stood on this machine.
settled() {
    sed -e 's|^run folder: .*|run folder: runs/latest|' -e '/^walls/d' "$1"
}

compare() { # GOLDEN SHOWN WHAT
    if [ -n "${UPDATE_GOLDENS:-}" ]; then
        settled "$2" >"$1"
    fi
    settled "$2" | diff "$1" - >"$TMPDIR/diff" 2>&1
    note $? "$3: $(head -10 "$TMPDIR/diff")"
}

for file in scenarios/*.yaml; do
    stem=$(basename "$file" .yaml)
    for width in 60 120; do
        golden=tests/goldens/run-$stem-$width.txt
        COLUMNS=$width timeout 20 "$SHUTTLE" run --virtual \
            --out "$TMPDIR/runs" "$file" >"$TMPDIR/shown" 2>"$TMPDIR/err"
        note $? "$file, $width columns: exit status"
        compare "$golden" "$TMPDIR/shown" "$file, $width columns"
        same "$(wc -c <"$TMPDIR/err")" 0 "$file: said on standard error"
        COLUMNS=$width timeout 20 "$SHUTTLE" run --out "$TMPDIR/runs" "$file" \
            >"$TMPDIR/real" 2>&1
        settled "$TMPDIR/real" | diff <(settled "$TMPDIR/shown") - \
            >"$TMPDIR/diff"
        note $? "$file, $width columns, processes: $(head -5 "$TMPDIR/diff")"
        ! grep -q $'\x1b' "$TMPDIR/shown"
        note $? "$file, $width columns: no escape sequences"
        python3 - "$TMPDIR/shown" $width <<'END'
import sys, unicodedata
wide = 0
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    if line.startswith("run folder: "):
        continue
    cells = sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
                else 2 if unicodedata.east_asian_width(c) in "WF" else 1
                for c in line)
    if cells > int(sys.argv[2]):
        print("%d cells: %s" % (cells, line))
        wide += 1
sys.exit(wide > 0)
END
        note $? "$file: lines wider than $width columns"
    done
done
summary
