#!/bin/bash
# The room in Python, written from PROTOCOL.md alone, agrees with the C program.
# Part 1: every worked frame of the page decodes, encodes and checks; and with a
# script it sends, byte for byte, what the page's room sends.
set -u
cd "$(dirname "$0")/../.." || exit 2
export PYTHONDONTWRITEBYTECODE=1
passed=0
failed=0
note() { # note STATUS WHAT
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $2"
    fi
}

out=$(timeout 60 python3 tests/room.py --vectors proto/PROTOCOL.md)
status=$?
echo "$out"
note $status "the worked frames of the page"

# A page with one digit of a transcript changed has to be found out.
page=$TMPDIR/page.md
awk '/"kind":"BYE"/ && !done { sub(/"transcript_sent":"./, "&0"); done = 1 }
    { print }' proto/PROTOCOL.md >"$page"
timeout 60 python3 tests/room.py --vectors "$page" >"$TMPDIR/out"
[ $? -eq 1 ]
note $? "a changed transcript is found out"

# Without a mediator, or without a key, it says so and exits with 2.
echo '{}' >"$TMPDIR/script.json"
timeout 20 python3 tests/room.py --connect 127.0.0.1:1 --key /nonexistent \
    --room us --script "$TMPDIR/script.json" 2>"$TMPDIR/err"
[ $? -eq 2 ] && [ "$(wc -l <"$TMPDIR/err")" -eq 1 ]
note $? "a missing key is one line and status 2"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
