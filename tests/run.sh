#!/bin/bash
# run.sh PART...: run tests that are built, several at once, and end with one
# line, "N passed, N failed". Parts: default and asan (the test binaries of that
# variant), replays, gates, e2e; "all" is every one of them.
#
# Every test runs at the top of the tree with a TMPDIR of its own, which is
# removed afterwards, and with these variables:
#   BUILD    the variant's folder, absolute; helper programs of the tests are
#            $BUILD/tests/prog/NAME
#   SHUTTLE  the program, absolute
#   SHUTTLE_VARIANTS  the same program built in other ways, absolute, separated
#            by spaces (for e2e)
# A test binary prints CMocka's summary; a script ends with a line
# "N passed, N failed". A test that prints neither, or fails without counting a
# failure, counts as one failed test. What a failing test printed is shown whole.
#
# TEST_SECONDS limits one test (default 120), TEST_JOBS how many run at once.
set -u
cd "$(dirname "$0")/.." || exit 2
shopt -s nullglob
top=$PWD
limit=${TEST_SECONDS:-120}
results=${RESULTS:-$top/build/check}

# The counts in a log, as "passed failed skipped".
count() {
    awk '
        /^\[  PASSED  \] [0-9]+ test/ { p += $4; seen = 1 }
        /^\[  FAILED  \] [0-9]+ test/ { f += $4; seen = 1 }
        /^\[  SKIPPED \] [0-9]+ test/ { s += $4 }
        /^[0-9]+ passed, [0-9]+ failed/ { lp = $1; lf = $3; line = 1 }
        END {
            if (line) { p += lp; f += lf; seen = 1 }
            print p + 0, (seen ? f + 0 : -1), s + 0
        }' "$1"
}

# Run one test, "variant/path", and leave its counts beside its log.
run_one() {
    local id=$1 variant=${1%%/*} path=${1#*/} code=0 log start
    log=$results/${id//\//_}.log
    start=$(date +%s%N)
    export BUILD=$top/build/$variant
    export SHUTTLE=$BUILD/shuttle
    export ASAN_OPTIONS=allow_user_segv_handler=0
    export UBSAN_OPTIONS=print_stacktrace=1
    TMPDIR=$(mktemp -d /tmp/shuttle-check.XXXXXX) || exit 2
    export TMPDIR
    case $path in
    *.sh) set -- "$path" ;;
    *.replay)
        local name=${path##*/}
        name=${name#fuzz_}
        set -- "build/$variant/$path" "tests/fuzz/corpus/${name%.replay}"
        ;;
    *) set -- "build/$variant/$path" ;;
    esac
    # In the background, so that an interrupted run takes its tests with it;
    # bash has background jobs ignore SIGINT, and env undoes that.
    env --default-signal=INT,QUIT timeout -k 5 "$limit" "$@" \
        >"$log" 2>&1 </dev/null &
    local child=$!
    # shellcheck disable=SC2064 # this child and this folder
    trap "kill $child; rm -rf '$TMPDIR'; exit 130" INT TERM HUP
    wait $child || code=$?
    trap - INT TERM HUP
    rm -rf "$TMPDIR"

    local passed failed skipped ms
    read -r passed failed skipped < <(count "$log")
    ms=$((($(date +%s%N) - start) / 1000000))
    [ $code -eq 124 ] && echo "$id: stopped after $limit s" >>"$log"
    if [ "$failed" -lt 0 ]; then
        echo "$id: ended with status $code and without a summary" >>"$log"
        failed=1
    elif [ $code -ne 0 ] && [ "$failed" -eq 0 ]; then
        echo "$id: ended with status $code" >>"$log"
        failed=1
    fi
    echo "$passed $failed $skipped" >"${log%.log}.count"
    if [ "$failed" -eq 0 ]; then
        printf '  ok    %-44s %4d  %6d ms\n' "$id" "$passed" "$ms"
    else
        {
            printf '  FAIL  %-44s %4d failed\n' "$id" "$failed"
            sed 's/^/        /' "$log"
        } >"${log%.log}.shown"
        cat "${log%.log}.shown"
    fi
}

# The tests of a part, one id a line.
list() {
    local f
    case $1 in
    default | asan)
        for f in tests/test_*.c; do
            # Thousands of talks to find a mean: once is enough, unslowed.
            [[ $1 = asan && $f = tests/test_theory_* ]] && continue
            echo "$1/${f%.c}"
        done
        ;;
    replays)
        for f in tests/fuzz/*.c; do
            echo "asan/${f%.c}.replay"
        done
        ;;
    gates | e2e)
        for f in tests/"$1"/*.sh; do
            echo "default/$f"
        done
        ;;
    *)
        echo "run.sh: no part named $1" >&2
        exit 2
        ;;
    esac
}

if [ "${1:-}" = --one ]; then
    run_one "$2"
    exit 0
fi

[ "${1:-}" = all ] && set -- gates replays e2e asan default
rm -rf "$results"
mkdir -p "$results"
SHUTTLE_VARIANTS=
for variant in asan O0 clang; do
    [ -x "build/$variant/shuttle" ] &&
        SHUTTLE_VARIANTS="$SHUTTLE_VARIANTS $top/build/$variant/shuttle"
done
export SHUTTLE_VARIANTS RESULTS=$results
start=$SECONDS
for part in "$@"; do
    list "$part" || exit 2
done >"$results/list"
xargs -r -P "${TEST_JOBS:-$(nproc)}" -n 1 tests/run.sh --one <"$results/list"

# Failures once more at the end, where they are read, but by name only.
total=0
while read -r id; do
    total=$((total + 1))
    [ -e "$results/${id//\//_}.count" ] || echo "0 1 0" \
        >"$results/${id//\//_}.count"
    read -r _ failed _ <"$results/${id//\//_}.count"
    sed -n "s|^\[  SKIPPED \] \([a-z_0-9]*__.*\)|skipped: $id: \1|p" \
        "$results/${id//\//_}.log"
    [ "$failed" -eq 0 ] || echo "failed: $id (build/check/${id//\//_}.log)"
done <"$results/list"
echo "$total programs, $((SECONDS - start)) s"
[ $total -gt 0 ] || {
    echo "0 passed, 1 failed"
    exit 1
}
cat "$results"/*.count | awk '
    { p += $1; f += $2; s += $3 }
    END {
        if (s) print s " skipped"
        print p " passed, " f " failed"
        exit f > 0
    }'
