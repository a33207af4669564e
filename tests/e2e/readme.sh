#!/bin/bash
# What README.md prints is so: its commands work, in their order and in an empty
# folder; its scenario and its picture of the talks are real; its links lead
# somewhere.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
top=$PWD

# The lines of every block of a kind.
blocks() { # KIND
    awk -v kind="$1" '
        /^```/ { inside = !inside; here = inside && $0 == "```" kind; next }
        here' README.md
}

mkdir "$TMPDIR/here" && cd "$TMPDIR/here" || exit 2
ln -s "$top/scenarios" scenarios
shuttle() { timeout 30 "$SHUTTLE" "$@"; }
# A line that ends in a backslash goes on.
# shellcheck disable=SC2162
while read line; do
    command=${line%% #*}
    case $command in
    shuttle\ mediate* | shuttle\ join* | *=person*) continue ;; # python_room.sh
    shuttle\ *) ;;
    *) continue ;;
    esac
    eval "$command" >"$TMPDIR/out" 2>&1
    note $? "$command: $(tail -n 3 "$TMPDIR/out")"
done < <(cd "$top" && blocks sh)
cd "$top" || exit 2

same "$(blocks yaml)" "$(cat scenarios/first.yaml)" "first.yaml"

COLUMNS=100 timeout 30 "$SHUTTLE" run --virtual --out "$TMPDIR/runs" \
    scenarios/muscat-2024-05.yaml >"$TMPDIR/talks"
blocks '' >"$TMPDIR/picture"
[ -s "$TMPDIR/picture" ] && python3 - "$TMPDIR" <<'EOF'
import sys
talks = open(sys.argv[1] + "/talks", encoding="utf-8").read()
picture = open(sys.argv[1] + "/picture", encoding="utf-8").read()
sys.exit(picture not in talks)
EOF
note $? "the picture is not a part of the talks"

for link in $(grep -oE '\]\([^)]*\)' README.md | tr -d '])('); do
    [ -e "$link" ]
    note $? "there is no $link"
done
while read -r folder; do
    [ -d "$folder" ]
    note $? "there is no $folder"
done < <(sed -n 's/^| .\([a-z/]*\/\). |.*/\1/p' README.md)
summary
