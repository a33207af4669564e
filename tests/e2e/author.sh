#!/bin/bash
# The first ten minutes of a new author, as a transcript: a scenario to start
# from, mistakes and what is said of them, its form, how it reads, a run and the
# verdict. UPDATE_GOLDENS=1 writes tests/goldens/author.txt anew.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
top=$PWD
golden=$PWD/tests/goldens/author.txt
shown=$TMPDIR/author.txt
mkdir "$TMPDIR/desk" && cd "$TMPDIR/desk" || exit 2

# What differs from run to run: the folder, and the walls of this machine.
settled() {
    sed -E -e 's|[0-9]{8}-[0-9]{6}-well|TIME-well|' \
        -e '/^walls/d' -e 's/ +$//'
}

# types STATUS ARGUMENT...: a command as the author types it, into the
# transcript; of what is long, the beginning and the end.
types() {
    local wanted=$1 word typed='$ shuttle'
    shift
    for word; do
        case $word in
        *\ *) typed+=" \"$word\"" ;;
        *) typed+=" $word" ;;
        esac
    done
    echo "$typed" >>"$shown"
    timeout 60 "$SHUTTLE" "$@" >out 2>&1 </dev/null
    same $? "$wanted" "$typed: exit status"
    settled <out | awk -v most=36 '
        { line[NR] = $0 }
        END {
            for (n = 1; n <= NR; n++) {
                if (NR <= most || n <= most / 2 || n > NR - most / 2)
                    print line[n]
                else if (n == most / 2 + 1)
                    print "    [...]"
            }
        }' >>"$shown"
    echo >>"$shown"
}

# edits WHAT SED: the author changes the file.
edits() {
    cp well.yaml before.yaml
    sed -i -E "$2" well.yaml
    ! cmp -s before.yaml well.yaml
    note $? "$1: nothing was changed"
    {
        echo "# $1"
        diff before.yaml well.yaml | grep '^[<>]'
        echo
    } >>"$shown"
}

# What a new author does.
types 2 chek well.yaml
types 0 new --title "The well" --rooms hill,valley well.yaml
types 2 new well.yaml
types 0 check --strict well.yaml
types 0 run --virtual well.yaml

cp well.yaml good.yaml
edits "a key with two letters swapped" '0,/say:/s//sya:/'
edits "words without quotes" 's/say: "A little money would do\."/say: A little money would do/'
edits "a duration as one says it" 's/limit: 3h/limit: 3 hours/'
edits "a room that is not there" 's/offered\(valley/offered(vally/'
edits "a line that was renamed in one place" 's/id: deal/id: terms_offered/'
types 1 check well.yaml
types 0 explain S025
types 0 explain S044
cp good.yaml well.yaml

# From a word processor: dashes and quotes of typography, ids left out.
edits "a list with a dash of typography" '0,/^  - id: opening/s//  – id: opening/'
types 1 check well.yaml
cp good.yaml well.yaml
edits "quotation marks of typography" \
    's/say: "It costs us sleep and money\."/say: “It costs us sleep, and money.”/'
edits "a list without brackets" 's/options: \[nothing, little, much\]/options: nothing, little, much/'
edits "keys as others call them" 's/^  - id: terms/  - name: terms/; s/confide: /confidence: /'
edits "the mediator in the singular" 's/^mediators:/mediator:/'
types 1 check well.yaml
cp good.yaml well.yaml
edits "a quote that is not closed" 's/(say: "A little money would do\.)"/\1/'
types 1 check well.yaml
cp good.yaml well.yaml
edits "a sign in words without quotes" 's/say: "A little money would do\."/say: Offer #2: a little money/'
types 1 check well.yaml
cp good.yaml well.yaml

edits "a confidence that nobody else is to hear of" \
    's/caveat: \{ if_they_move.*/caveat: mediator_only/'
types 1 check well.yaml
cp good.yaml well.yaml

edits "written in haste" \
    's/^( *)- \{ id: step, say: "([^"]*)", offer: (.*) \}$/\1- {offer: \3,   say: '"'\2'"', id: step}   # in haste/'
types 1 format --check well.yaml
types 0 format well.yaml
types 0 format --check well.yaml
grep -n haste well.yaml >>"$shown"
echo >>"$shown"

types 0 show well.yaml
types 0 show --handout hill well.yaml
types 0 show --deals well.yaml
types 0 check --play well.yaml
edits "an offer that is not good enough" 's/no_deal: 30/no_deal: 40/'
types 1 check --play well.yaml
cp good.yaml well.yaml
types 0 show --map=text well.yaml
types 0 run --quiet well.yaml
types 0 verify runs/latest

if [ -n "${UPDATE_GOLDENS:-}" ]; then
    cp "$shown" "$golden"
fi
diff "$golden" "$shown" >"$TMPDIR/diff" 2>&1
note $? "the transcript: $(head -n 20 "$TMPDIR/diff")"

# Under every name and design, the first scenario is a good one.
n=0
for rooms in us,iran a,b envoy,mediator; do
    for design in "--walk switchboard" "--walk shuttle,time=12m" \
        "--carry gist" "--hold forward" "--table blind"; do
        n=$((n + 1))
        "$SHUTTLE" new --rooms $rooms --title "Nr. $n: \"so\"" n$n.yaml >out
        note $? "new, rooms $rooms"
        "$SHUTTLE" check --strict n$n.yaml >out && "$SHUTTLE" format --check n$n.yaml
        note $? "check and form, rooms $rooms"
        # shellcheck disable=SC2086 # an option and its value
        "$SHUTTLE" run --virtual -q --out runs $design n$n.yaml &&
            "$SHUTTLE" verify runs/latest >out
        note $? "run and verify, rooms $rooms, $design: $(tail -n 3 out)"
        grep -q '"outcome": "agreed"' runs/latest/outcome.json
        note $? "agreement, rooms $rooms, $design"
    done
done

# The page for new authors: its last file, and what it is to be done with it.
awk '/^```yaml$/ { n++; inside = 1; next }
    /^```$/ { inside = 0 }
    inside { print > ("step" n) }' "$top/scenarios/README.md"
{
    sed '/^rounds:/,$d; /^  miller:/d' step1
    cat step2 step3 step4
} >page.yaml
cp page.yaml well.yaml
while read -r line; do
    read -r -a words <<<"${line%% #*}"
    if [ "${words[2]:-}" = '>scenario.schema.json' ]; then
        "$SHUTTLE" schema >scenario.schema.json
    else
        timeout 60 "$SHUTTLE" "${words[@]:1}" >out 2>&1
    fi
    note $? "README: $line: $(tail -n 3 out)"
done < <(sed -n '/^### Minute 8/,/^### And then/s/^shuttle /&/p' \
    "$top/scenarios/README.md")
python3 -m json.tool scenario.schema.json >out 2>&1
note $? "README: the schema"
"$SHUTTLE" format --check well.yaml >out
note $? "README: formatted"

# Where no file can be.
"$SHUTTLE" new none/x.yaml 2>err
same $? 2 "no such folder: exit status"
same "$(cat err)" "shuttle new: none/x.yaml: No such file or directory" \
    "no such folder"
"$SHUTTLE" new --rooms us x.yaml 2>err
same $? 2 "one room: exit status"
same "$(cat err)" "shuttle new: 'us' is not two rooms, such as us,iran" \
    "one room"
[ ! -e x.yaml ]
note $? "refused, and written all the same"
summary
