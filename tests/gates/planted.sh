#!/bin/bash
# The gates themselves: each fault planted here has to be refused by its gate,
# by name, and a clean file has to pass. Needs no built program.
set -u
cd "$(dirname "$0")/../.." || exit 2
cc=${CC:-gcc}
dir=$(mktemp -d "${TMPDIR:-/tmp}/planted.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

judge() { # NAME CONDITION-RESULT
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not caught, or caught wrongly: $1"
    fi
}

compile() { # NAME TEXT
    printf '%s\n' "$2" >"$dir/$1.c"
    "$cc" -std=c17 -O2 -D_POSIX_C_SOURCE=200809L -c "$dir/$1.c" \
        -o "$dir/$1.o" || exit 2
}

refuses_symbol() { # NAME SYMBOL TEXT
    compile "$1" "$3"
    local out code=0
    out=$(tests/gates/symbols.sh "$dir/$1.o") || code=$?
    [ $code -eq 1 ] && grep -q "^$1.o: $2 is not for the pure part" <<<"$out"
    judge "$1" $?
}

refuses_symbol time time \
    '#include <time.h>
time_t f(void); time_t f(void) { return time(NULL); }'
refuses_symbol write write \
    '#include <unistd.h>
long f(void); long f(void) { return write(1, "x", 1); }'
refuses_symbol heap malloc \
    '#include <stdlib.h>
void *f(void); void *f(void) { return malloc(8); }'
refuses_symbol print puts \
    '#include <stdio.h>
int f(void); int f(void) { return puts("x"); }'
refuses_symbol chance random \
    '#include <stdlib.h>
long random(void); long f(void); long f(void) { return random(); }'
refuses_symbol frame SHA256_Init \
    'int SHA256_Init(void *c);
int f(void *c); int f(void *c) { return SHA256_Init(c); }'

compile clean '#include <string.h>
int g(const char *s); size_t f(const char *s);
int g(const char *s) { return strcmp(s, "x"); }
size_t f(const char *s) { return strlen(s) + (size_t)g(s); }'
compile caller 'int g(const char *s); int h(void);
int h(void) { return g("y"); }'
tests/gates/symbols.sh "$dir/clean.o" >/dev/null
judge "a clean object passes" $?
tests/gates/symbols.sh "$dir/clean.o" "$dir/caller.o" >/dev/null
judge "a symbol of another pure object passes" $?
tests/gates/symbols.sh "$dir/caller.o" >/dev/null
judge "the same symbol from nowhere" $(($? != 1))

refuses_door() { # NAME SYMBOL
    compile "$1" "int $2(int a); int f(int a); int f(int a) { return $2(a); }"
    local out code=0
    out=$(tests/gates/door.sh "$dir/$1.o") || code=$?
    [ $code -eq 1 ] && grep -q "^$1.o: $2 is for release" <<<"$out"
    judge "door $1 $2" $?
}

refuses_door telling effects_send
refuses_door course session_seal
refuses_door mediator session_seal_bye
compile release 'int effects_send(int a); int f(int a);
int f(int a) { return effects_send(a); }'
tests/gates/door.sh "$dir/release.o" >/dev/null
judge "release may send" $?

refuses_header() { # NAME TEXT
    mkdir -p "$dir/include"
    printf '%s\n' "$2" >"$dir/include/$1.h"
    local code=0
    tests/gates/headers.sh "$dir/include/$1.h" >"$dir/out" 2>&1 || code=$?
    [ $code -eq 1 ] && grep -q "$1.h does not compile alone" "$dir/out"
    judge "header $1" $?
}

refuses_header lacks_stdint 'uint32_t f(void);'
refuses_header unguarded 'struct once { int a; };'
printf '#ifndef X_H\n#define X_H\nint f(int a);\n#endif\n' >"$dir/clean.h"
tests/gates/headers.sh "$dir/clean.h" >/dev/null
judge "a clean header passes" $?

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
