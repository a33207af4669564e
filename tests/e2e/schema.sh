#!/bin/bash
# `shuttle schema` is JSON Schema, draft-07, and says the same as the checker of
# every good and bad file, as far as the shape of values goes.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
schema=$TMPDIR/schema.json
# Debian's own, which has its jsonschema.
python=/usr/bin/python3
[ -x $python ] || python=python3

"$SHUTTLE" schema >"$schema"
note $? "schema: exit status"
"$SHUTTLE" schema | cmp -s - "$schema"
note $? "schema: not the same bytes twice"
"$SHUTTLE" schema more >"$TMPDIR/out" 2>&1
note $(($? != 2)) "schema with an argument: exit status"
"$SHUTTLE" schema >/dev/full 2>"$TMPDIR/err"
same $? 2 "schema, nowhere to write: exit status"
same "$(cat "$TMPDIR/err")" \
    "shuttle schema: cannot be written: No space left on device" \
    "schema, nowhere to write"

# agrees FILE...: the counts of the comparison, and its failures by name.
agrees() {
    "$BUILD/tests/prog/tree_json" "$@" |
        $python tests/e2e/lib/schema_agrees.py "$schema"
}

mapfile -t files < <(find scenarios tests/scenarios tests/e2e -name '*.yaml')
result=$(agrees "${files[@]}")
note $? "$result"
echo "$result"
read -r count _ < <(tail -n 1 <<<"$result")
[ "$count" -ge 100 ]
note $? "only $count files were compared"

# Hover help: every key of FORMAT.md's tables has its meaning in the schema.
missing=$($python - "$schema" <<'EOF'
import json, re, sys
schema = open(sys.argv[1], encoding="utf-8").read()
texts = set()
def walk(node):
    if isinstance(node, dict):
        for name, part in node.get("properties", {}).items():
            if isinstance(part, dict):
                texts.add((name, part.get("description", "")))
        for part in node.values():
            walk(part)
    elif isinstance(node, list):
        for part in node:
            walk(part)
walk(json.loads(schema))
table = None
for line in open("scenarios/FORMAT.md", encoding="utf-8"):
    found = re.match(r"<!-- table: (\w+) -->", line)
    table = found.group(1) if found else None if "end of table" in line else table
    row = re.match(r"\| `(\w+)`.*\| (.*?)(?: \(briefs only\))? \|$", line)
    if not row or "briefs only" in line:
        continue
    if table in (None, "brief", "functions", "members", "mistakes", "limits"):
        continue
    if row.groups() not in texts:
        print(table, *row.groups())
EOF
)
same "$missing" "" "keys without their help"
summary
