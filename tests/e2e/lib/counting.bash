# Counting for the end-to-end scripts; sourced at the top of each one. Runs at
# the top of the tree with a TMPDIR that the script may fill; by hand, without
# tests/run.sh, the default build is used.
# shellcheck shell=bash
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 2
: "${BUILD:=$PWD/build/default}"
: "${SHUTTLE:=$BUILD/shuttle}"
: "${SHUTTLE_VARIANTS:=}"
export BUILD SHUTTLE SHUTTLE_VARIANTS LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100
if [ -z "${TMPDIR:-}" ]; then
    TMPDIR=$(mktemp -d /tmp/shuttle-e2e.XXXXXX) || exit 2
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi
passed=0
failed=0

# note STATUS WHAT: 0 passed, anything else failed.
note() {
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $2"
    fi
}

# same GOT EXPECTED WHAT
same() {
    [ "$1" = "$2" ]
    note $? "$3: '$1', expected '$2'"
}

# The last line of a script; its status is the script's.
summary() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# What `shuttle verify` has to say of an honest run of a scenario of the library,
# by its name or a path: 1 of relay-2024, whose mediator tells two texts of one
# deal, which is what it is about.
verdict() {
    case $1 in
    *relay-2024*) echo 1 ;;
    *) echo 0 ;;
    esac
}
