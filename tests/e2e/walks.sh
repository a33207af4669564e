#!/bin/bash
# Every coming, going, taking and telling of shuttles under open load, beside an
# event simulation in another language that knows FORMAT.md alone.
exec python3 tests/e2e/lib/walk_trace.py "$SHUTTLE" "$TMPDIR"
