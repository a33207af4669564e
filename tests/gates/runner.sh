#!/bin/bash
# The runner and the package check themselves: run.sh counts what passes, fails,
# crashes, hangs and says nothing; deps.sh installs as root, through sudo, or not
# at all and then names the command. Nothing is installed here: dpkg-query,
# apt-get, sudo and id are stand-ins.
set -u
cd "$(dirname "$0")/../.." || exit 2
dir=$(mktemp -d "${TMPDIR:-/tmp}/runner.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

judge() { # NAME RESULT
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $1"
        sed 's/^/    /' "$dir/out"
    fi
}

script() { # PATH, text on standard input
    mkdir -p "$(dirname "$1")"
    { echo '#!/bin/sh' && cat; } >"$1"
    chmod +x "$1"
}

# A tree of its own for the runner.
tree=$dir/tree
mkdir -p "$tree/tests/e2e"
cp tests/run.sh "$tree/tests/run.sh"
runs() { # EXPECTED-STATUS EXPECTED-LAST-LINE
    local code=0
    # The runner's own settings must not leak into the one under test.
    env -u RESULTS TEST_SECONDS=1 "$tree/tests/run.sh" e2e \
        >"$dir/out" 2>&1 || code=$?
    [ $code -eq "$1" ] && [ "$(tail -n 1 "$dir/out")" = "$2" ]
}

runs 1 '0 passed, 1 failed'
judge "no test at all is a failure" $?
echo 'echo "3 passed, 0 failed"' | script "$tree/tests/e2e/good.sh"
runs 0 '3 passed, 0 failed'
judge "a good script" $?
printf 'echo "[  PASSED  ] 5 test(s)."\necho "[  SKIPPED ] 2 test(s)"' |
    script "$tree/tests/e2e/cmocka.sh"
runs 0 '8 passed, 0 failed' && grep -qx '2 skipped' "$dir/out"
judge "CMocka's summary" $?
printf 'echo "[  PASSED  ] 4 test(s)."\necho "[  FAILED  ] 2 test(s)"\nexit 2' |
    script "$tree/tests/e2e/broken.sh"
runs 1 '12 passed, 2 failed' && grep -q 'failed: .*broken.sh' "$dir/out"
judge "CMocka's failures" $?
echo 'echo "1 passed, 0 failed"; exit 1' | script "$tree/tests/e2e/broken.sh"
runs 1 '9 passed, 1 failed'
judge "a bad status without a failure" $?
echo 'echo precious words; kill -SEGV $$' | script "$tree/tests/e2e/broken.sh"
runs 1 '8 passed, 1 failed' && grep -q 'precious words' "$dir/out"
judge "a crash, shown whole" $?
echo 'exit 0' | script "$tree/tests/e2e/broken.sh"
runs 1 '8 passed, 1 failed'
judge "silence" $?
echo 'exec sleep 60' | script "$tree/tests/e2e/broken.sh"
runs 1 '8 passed, 1 failed' && grep -q 'stopped after 1 s' "$dir/out"
judge "a hang" $?

# Stand-ins for a Debian machine; each writes what it was asked to do.
bin=$dir/bin
script "$bin/dpkg-query" <<'S'
for p in "$@"; do
    case $p in
    -* | *{*) ;;
    libyaml-dev | libseccomp-dev) echo "$p not-installed" ;;
    *) echo "$p installed" ;;
    esac
done
[ -z "${ALL_THERE:-}" ] || printf '%s\n' \
    'libyaml-dev installed' 'libseccomp-dev installed'
S
script "$bin/apt-get" <<'S'
echo "apt-get $*" >>"$ASKED"
[ "$1" != install ] || [ -z "${NO_LISTS:-}" ] || grep -q update "$ASKED"
S
# shellcheck disable=SC2016 # expanded by the stand-in
echo 'echo "$FAKE_UID"' | script "$bin/id"
export ASKED=$dir/asked
install='apt-get install -y --no-install-recommends libyaml-dev libseccomp-dev'
deps() { # EXPECTED-STATUS UID
    : >"$ASKED"
    local code=0
    FAKE_UID=$2 PATH=$bin:/usr/bin:/bin tests/deps.sh run \
        >"$dir/out" 2>&1 || code=$?
    [ $code -eq "$1" ]
}

ALL_THERE=1 deps 0 1000 && [ ! -s "$dir/out" ] && [ ! -s "$ASKED" ]
judge "nothing missing: silence" $?
deps 0 0 && grep -qx "$install" "$ASKED" &&
    grep -qx 'Installing: libyaml-dev libseccomp-dev' "$dir/out"
judge "root installs and says what" $?
NO_LISTS=1 deps 0 0 && [ "$(grep -c . "$ASKED")" -eq 3 ]
judge "a fresh machine fetches the lists first" $?
# shellcheck disable=SC2016 # expanded by the stand-in
echo '[ -z "${ASK_PASSWORD:-}" ] || exit 1
shift; echo "sudo $*" >>"$ASKED"; exec "$@"' | script "$bin/sudo"
deps 0 1000 && grep -qx "$install" "$ASKED" && grep -q '^sudo .*apt-get' "$ASKED"
judge "sudo without a password installs" $?
ASK_PASSWORD=1 deps 2 1000 && [ ! -s "$ASKED" ] && grep -q "    sudo $install" \
    "$dir/out"
judge "sudo with a password: the command to type" $?

for goal in run check bench lint fuzz; do
    env -u MAKEFLAGS -u MAKELEVEL make -n "$goal" 2>/dev/null |
        head -n 1 >"$dir/out"
    grep -qx "tests/deps.sh $goal" "$dir/out"
    judge "make $goal begins with its packages" $?
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
