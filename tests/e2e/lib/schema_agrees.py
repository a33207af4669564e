"""schema_agrees.py SCHEMA < LINES: whether the JSON Schema and the checker say
the same of the files that tests/prog/tree_json prints. A mistake of kind "text"
is one of the file as YAML, and no schema sees it. One of kind "shape" the schema
has to refuse; one of kind "meaning" only the whole file can tell, so the schema
accepts it. Prints a line for each file on which they differ, then the counts."""
import json
import sys

from jsonschema import Draft7Validator

# Codes of another kind than their table's, with the reason.
MEANING = {
    "S022": "whose line it is, no schema knows",
    "S025": "quotes are gone once a file is read",
}
# Files on which the schema says more, or less, than their codes say.
ACCEPTED = {
    "unknown-room-key.yaml": "any key of a round may be a room's id",
    "missing-re.yaml": "`re` is needed beside `reply` only",
    "no-deal.yaml": "`private` is needed for some conditions only",
    "handle.yaml": "a handle has the shape of a text",
    "words.yaml": "the schema does not say which moves are made today",
    "expect-design.yaml": "a design is one text",
    "table-none.yaml": "no schema looks for files",
    "table-column.yaml": "nor into them",
    "walk-nowhere.yaml": "which rooms a relay design names",
    "relay-hold-room.yaml": "likewise",
    "relay-carry-like.yaml": "what the parameters of a member may be together",
    "relay-carry-hide.yaml": "likewise",
    "relay-carry-moves.yaml": "likewise",
    "relay-carry-rate.yaml": "likewise",
    "free-long.yaml": "the words of a package are counted together",
}
REFUSED = {
    "brief-seed.yaml": "briefs have no schema",
    "misplaced-handles.yaml": "nor have the keys of briefs",
    "free-options.yaml": "the schema, too, knows that words have no options",
    "caveat-without.yaml": "a caveat that takes a value is no single word",
}


def kind(mistake):
    return "meaning" if mistake["code"] in MEANING else mistake["kind"]


def expected(file, mistakes):
    name = file.rsplit("/", 1)[-1]
    if name in ACCEPTED:
        return True
    if name in REFUSED:
        return False
    kinds = {kind(mistake) for mistake in mistakes}
    if "shape" in kinds:
        return False
    return None if "text" in kinds else True


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    passed = failed = 0
    codes = {}
    for line in sys.stdin:
        entry = json.loads(line)
        for mistake in entry["mistakes"]:
            codes[mistake["code"]] = kind(mistake)
        wanted = expected(entry["file"], entry["mistakes"])
        if wanted is None or entry["tree"] is None:
            continue
        errors = sorted(validator.iter_errors(entry["tree"]), key=str)
        if wanted == (not errors):
            passed += 1
            continue
        failed += 1
        print("failed: %s: the schema %s it, with %s: %s" % (
            entry["file"], "refuses" if errors else "accepts",
            " ".join(m["code"] for m in entry["mistakes"]) or "no mistakes",
            "; ".join("%s: %s" % ("/".join(map(str, e.absolute_path)),
                                  e.message[:200]) for e in errors)))
    for which in ("text", "shape", "meaning"):
        print("%s: %s" % (which, " ".join(sorted(
            code for code, of in codes.items() if of == which))))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
