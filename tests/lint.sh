#!/bin/bash
# lint.sh [PART...]: judge the sources without running them. Parts: sizes,
# format, shell, manual, analyzer, cppcheck, tidy; all of them when none is
# named. Exits 1 when one of them finds something. FILES narrows the C parts to
# the files it names. lint.sh --format lays the C sources out instead.
#
# shellcheck disable=SC2317 # the parts are called by name
set -u
cd "$(dirname "$0")/.." || exit 2
jobs=${TEST_JOBS:-$(nproc)}
format=(--dry-run -Werror)
[ "${1:-}" = --format ] && format=(-i) && set -- format

mapfile -t sources < <(find proto sim tests -name '*.c' 2>/dev/null | sort)
mapfile -t headers < <(find include proto sim tests -name '*.h' \
    2>/dev/null | sort)
if [ -n "${FILES:-}" ]; then
    # shellcheck disable=SC2206 # the list is meant to be split
    sources=(${FILES})
    headers=()
fi
flags=(-std=c17 -D_POSIX_C_SOURCE=200809L -Iinclude -I.)
# shellcheck disable=SC2207 # flags are meant to be split
flags+=($(pkg-config --cflags libevent_core openssl yaml-0.1 jansson libseccomp))

# The files that touch the machine have the GNU names too, as in the Makefile.
gnu_or_not() {
    case $1 in
    sim/net/*) echo -D_GNU_SOURCE ;;
    *) echo -DSHUTTLE_NO_GNU ;;
    esac
}

check_sizes() {
    local found
    found=$(wc -l "${sources[@]}" "${headers[@]}" |
        awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, over 500" }')
    [ -z "$found" ] || {
        echo "$found"
        return 1
    }
}

check_format() {
    # X-macro tables are laid out by hand.
    printf '%s\n' "${sources[@]}" "${headers[@]}" | grep -v '_table\.h$' |
        xargs -P "$jobs" -n 16 clang-format "${format[@]}"
}

check_shell() {
    local scripts
    mapfile -t scripts < <(find tests sim scenarios .ci -name '*.sh' 2>/dev/null)
    scripts+=(.ci/run sim/shuttle.bash-completion)
    shellcheck "${scripts[@]}"
}

check_manual() {
    [ -e sim/shuttle.1 ] || return 0
    mandoc -T lint -W warning sim/shuttle.1 sim/shuttle-program.7
}

# gcc's own analyzer, over the product. Left out, for what 12.2 says of it:
#   sim/net/spawn_child.c  descriptors "uninitialized" that a count guards
not_analyzed='^sim/net/spawn_child\.c$'
if [ "${1:-}" = --analyze ]; then
    exec gcc "${flags[@]}" "$(gnu_or_not "$2")" -O1 -fanalyzer -Werror \
        -c "$2" -o /dev/null
fi

check_analyzer() {
    printf '%s\n' "${sources[@]}" | grep -E '^(proto|sim)/' |
        grep -vE "$not_analyzed" |
        xargs -r -P "$jobs" -I {} tests/lint.sh --analyze {}
}

check_cppcheck() {
    mkdir -p build/lint/cppcheck
    # Not by its exit status: what it finds across files does not count there.
    local found
    found=$(cppcheck --quiet --std=c11 -j "$jobs" \
        --enable=warning,performance,portability --inline-suppr \
        --suppressions-list=.cppcheck --template=gcc \
        --cppcheck-build-dir=build/lint/cppcheck \
        -D_POSIX_C_SOURCE=200809L -Iinclude -I. \
        "${sources[@]}" 2>&1)
    [ -z "$found" ] || {
        echo "$found"
        return 1
    }
}

# One file with clang-tidy. What it says of headers outside the tree is not ours.
if [ "${1:-}" = --tidy ]; then
    out=$(clang-tidy --quiet "$2" -- "${flags[@]}" "$(gnu_or_not "$2")" \
        2>/dev/null) || {
        printf '%s\n' "$out"
        exit 1
    }
    exit 0
fi

check_tidy() {
    printf '%s\n' "${sources[@]}" |
        xargs -P "$jobs" -I {} tests/lint.sh --tidy {}
}

[ $# -gt 0 ] || set -- sizes format shell manual analyzer cppcheck tidy
failed=0
for part in "$@"; do
    start=$SECONDS
    if "check_$part"; then
        printf '  ok    %-10s %4d s\n' "$part" $((SECONDS - start))
    else
        printf '  FAIL  %-10s %4d s\n' "$part" $((SECONDS - start))
        failed=1
    fi
done
exit $failed
