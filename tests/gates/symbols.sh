#!/bin/bash
# The symbol gate: what the pure part links against is either defined in the
# pure part itself or stands in symbols.allow. So a stray time(), write(),
# malloc() or setlocale() breaks the build. Doubles are refused too.
# "symbols.sh OBJECT..." judges those objects instead, for the test of this gate.
#
# PURE_SIM names the files of sim/ that are pure besides proto/.
set -u
gates=$(cd "$(dirname "$0")" && pwd)
cd "$gates/../.." || exit 2
build=${BUILD:-build/default}

sources=()
objects=("$@")
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2206 # the list is meant to be split
    sources=(proto/*.c ${PURE_SIM:-})
    for source in "${sources[@]}"; do
        objects+=("$build/${source%.c}.o")
    done
fi

# An allowed symbol stands alone on its line, or before the objects that may use
# it. A symbol between slashes is a pattern for the whole name.
refused=$(
    {
        sed -e 's/#.*//' -e '/^ *$/d' -e 's/^/allow /' "$gates/symbols.allow"
        nm -g --defined-only -P "${objects[@]}" | awk '
            /:$/ { next }
            { print "defined", $1 }'
        for object in "${objects[@]}"; do
            nm -u -P "$object" | sed "s|^|$(basename "$object") |"
        done | awk '{ print "uses", $1, $2 }'
    } | awk '
        $1 == "allow" {
            name = $2
            users = ""
            for (i = 3; i <= NF; i++)
                users = users " " $i
            if (name ~ /^\/.*\/$/)
                patterns["^" substr(name, 2, length(name) - 2) "$"] = users " "
            else
                names[name] = users " "
        }
        $1 == "defined" { defined[$2] = 1 }
        function fits(users, object) {
            return users == " " || index(users, " " object " ")
        }
        $1 == "uses" {
            if ($3 in defined)
                next
            if ($3 in names && fits(names[$3], $2))
                next
            for (p in patterns) {
                if ($3 ~ p && fits(patterns[p], $2))
                    next
            }
            print $2 ": " $3 " is not for the pure part"
        }'
)
[ -z "$refused" ] || printf '%s\n' "$refused"
failed=$(printf '%s' "$refused" | grep -c 'is not for')

# Comments and strings taken out, a float or a double is a decision in waiting.
for source in "${sources[@]}"; do
    if sed -e 's/"[^"]*"//g' "$source" |
        ${CC:-gcc} -fpreprocessed -dD -E -P -x c - 2>/dev/null |
        grep -nwE 'float|double|setlocale'; then
        echo "$source: no floating point and no locale in the pure part"
        failed=$((failed + 1))
    fi
done
passed=$((${#objects[@]} + ${#sources[@]} - failed))
[ $passed -ge 0 ] || passed=0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
