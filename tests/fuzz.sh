#!/bin/bash
# fuzz.sh SECONDS: run every fuzzer of build/fuzz for that long, starting from
# its corpus, and print a line of figures for each. What it finds is added to
# build/fuzz/corpus/NAME (tests/fuzz/fuzz_NAME.c starts from
# tests/fuzz/corpus/NAME and may have a tests/fuzz/NAME.dict); an input that breaks it is left in build/fuzz/broken/.
set -u
cd "$(dirname "$0")/.." || exit 2
seconds=${1:-20}
jobs=${TEST_JOBS:-$(nproc)}

fuzz_one() {
    local program=$1 name=${1#fuzz_} code=0
    local found=build/fuzz/corpus/$name broken=build/fuzz/broken/$name
    local log=build/fuzz/$name.log own=tests/fuzz/corpus/$name options=()
    mkdir -p "$found" "$broken"
    [ -e "tests/fuzz/$name.dict" ] && options+=("-dict=tests/fuzz/$name.dict")
    [ -d "$own" ] || own=
    timeout $((seconds + 60)) "build/fuzz/tests/fuzz/$program" \
        -max_total_time="$seconds" -print_final_stats=1 -timeout=10 \
        -rss_limit_mb=1024 -artifact_prefix="$broken/" "${options[@]}" \
        "$found" ${own:+"$own"} >"$log" 2>&1 </dev/null || code=$?
    awk -v name="$name" -v code=$code '
        / cov: / {
            for (i = 1; i < NF; i++) {
                if ($i == "cov:") cov = $(i + 1)
                if ($i == "corp:") corpus = $(i + 1)
            }
        }
        /stat::number_of_executed_units/ { runs = $2 }
        /stat::average_exec_per_sec/ { rate = $2 }
        /stat::peak_rss_mb/ { rss = $2 }
        END {
            printf "  %-16s %10d runs %7d/s  %5d edges  corpus %-12s %4d MB  %s\n",
                name, runs, rate, cov, corpus, rss,
                code ? "BROKEN (status " code ")" : "held"
        }' "$log"
    if [ $code -ne 0 ]; then
        grep -v '^#' "$log" | tail -n 60
        return 1
    fi
}

if [ "${2:-}" = --one ]; then
    fuzz_one "$3"
    exit
fi
names=$(for f in tests/fuzz/*.c; do
    [ -e "$f" ] && basename "$f" .c
done)
[ -n "$names" ] || {
    echo "no fuzzers"
    exit 0
}
echo "$names" | xargs -P "$jobs" -I {} tests/fuzz.sh "$seconds" --one {}
