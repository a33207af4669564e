#!/bin/bash
# One way out: of the pure part only release.o (the mediator's) and room.o (a
# room's own end) may seal a frame or send one. "door.sh OBJECT..." judges those
# objects instead, for the test of this gate.
set -u
gates=$(cd "$(dirname "$0")" && pwd)
cd "$gates/../.." || exit 2
build=${BUILD:-build/default}

objects=("$@")
if [ $# -eq 0 ]; then
    for source in proto/*.c; do
        objects+=("$build/${source%.c}.o")
    done
fi

passed=0
failed=0
for object in "${objects[@]}"; do
    name=$(basename "$object")
    used=$(nm -u -P "$object" | awk '
        $1 == "effects_send" || $1 ~ /^session_seal/ { print $1 }')
    case $name in
    release.o | room.o)
        # The doors have to be where they are looked for.
        [ -n "$used" ] || [ $# -gt 0 ] || {
            echo "$name: nothing is sent here any more"
            failed=$((failed + 1))
            continue
        }
        ;;
    *)
        [ -z "$used" ] || {
            for symbol in $used; do
                echo "$name: $symbol is for release and for rooms alone"
            done
            failed=$((failed + 1))
            continue
        }
        ;;
    esac
    passed=$((passed + 1))
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
