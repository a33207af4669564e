#!/bin/bash
# The header gate: every header compiles alone, with all warnings, and twice in
# a row; contracts and the pure part name no operating system, no libevent and
# no TLS. "headers.sh FILE..." judges those files instead, for the test of this
# gate.
set -u
cd "$(dirname "$0")/../.." || exit 2
cc=${CC:-gcc}
flags=(-std=c17 -D_POSIX_C_SOURCE=200809L -Iinclude -I. -Wall -Wextra
    -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes
    -Wundef -Werror -fsyntax-only)

# What a contract or a pure file may include, apart from shuttle/ itself.
allowed='"shuttle/|"proto/|<(assert|errno|inttypes|limits|stdalign|stdarg)\.h>'
allowed+='|<(stdatomic|stdbool|stddef|stdint|stdio|stdlib|string)\.h>'
allowed+='|<openssl/sha\.h>|"[a-z0-9_]+\.h"'

if [ "${1:-}" = --one ]; then
    header=$2
    extra=()
    case $header in
    sim/net/*) extra+=(-D_GNU_SOURCE) ;;
    # A table is included with its macros defined; empty ones will do.
    *_table.h) extra+=('-DKIND(...)=' '-DFIELD(...)=' '-DEND(...)=') ;;
    esac
    name=${header#include/}
    # shellcheck disable=SC2046 # flags are meant to be split
    if ! printf '#include "%s"\n#include "%s"\nextern int unit;\n' \
        "$name" "$name" |
        "$cc" "${flags[@]}" "${extra[@]}" $(pkg-config --cflags \
            libevent_core openssl yaml-0.1 jansson libseccomp) -x c -; then
        echo "$header does not compile alone"
        exit 1
    fi
    case $header in
    include/*)
        if grep -nE '^ *# *include' "$header" | grep -vE "$allowed" ||
            grep -n 'openssl/' "$header"; then
            echo "$header: a contract may not include this"
            exit 1
        fi
        ;;
    esac
    exit 0
fi

if [ $# -eq 0 ]; then
    mapfile -t headers < <(find include proto sim tests -name '*.h' 2>/dev/null | sort)
else
    headers=("$@")
fi
bad=$(printf '%s\n' "${headers[@]}" |
    xargs -P "$(nproc)" -I {} "$0" --one {} 2>&1)
failed=$(printf '%s\n' "$bad" | grep -cE 'compile alone$|include this$')

# The pure part knows nothing of the machine's part either.
for file in $([ $# -eq 0 ] && ls proto/*.[ch]); do
    if grep -nE '^ *# *include' "$file" | grep -vE "$allowed"; then
        echo "$file: the pure part may not include this"
        failed=$((failed + 1))
    fi
done
[ -z "$bad" ] || printf '%s\n' "$bad"
echo "$((${#headers[@]} - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
