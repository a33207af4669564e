#!/bin/sh
# deps.sh GOAL: see to the Debian packages that a goal of the Makefile needs.
# Installs what is missing as root or through sudo and says what; where it can do
# neither, prints the one command to type and exits 2.
set -eu

build="gcc libc6-dev pkg-config libevent-dev libssl-dev libyaml-dev
       libjansson-dev libseccomp-dev libunistring-dev"
case "${1:-}" in
run) need=$build ;;
check) need="$build libcmocka-dev libgsl-dev clang python3 python3-jsonschema" ;;
bench) need="$build libcmocka-dev" ;;
fuzz) need="$build libcmocka-dev clang libclang-rt-14-dev" ;;
lint) need="$build libcmocka-dev libgsl-dev clang clang-format clang-tidy cppcheck
            mandoc shellcheck" ;;
*)
    echo "usage: deps.sh run|check|bench|fuzz|lint" >&2
    exit 2
    ;;
esac

# Not a Debian: the compiler will say what it misses.
command -v dpkg-query >/dev/null 2>&1 || exit 0

# dpkg-query fails when it does not know a package; what it prints is enough.
# shellcheck disable=SC2086 # the list is meant to be split
have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $need \
    2>/dev/null || true)
missing=
for package in $need; do
    case "
$have
" in
    *"
$package installed
"*) ;;
    *) missing="$missing $package" ;;
    esac
done
missing=${missing# }
[ -n "$missing" ] || exit 0

apt="apt-get install -y --no-install-recommends $missing"
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "These packages are missing, and installing them takes root. Type:" >&2
    if command -v sudo >/dev/null 2>&1; then
        echo "    sudo $apt" >&2
    else
        echo "    su -c '$apt'" >&2
    fi
    exit 2
fi

echo "Installing: $missing"
mkdir -p build
log=build/apt.log
# A fresh machine has no package lists yet.
# shellcheck disable=SC2086 # both are meant to be split
if ! $as_root env DEBIAN_FRONTEND=noninteractive $apt >"$log" 2>&1; then
    $as_root apt-get update >>"$log" 2>&1 || true
    if ! $as_root env DEBIAN_FRONTEND=noninteractive $apt >>"$log" 2>&1; then
        cat "$log" >&2
        echo "Installing failed. When that is mended, type:" >&2
        echo "    ${as_root:+sudo }$apt" >&2
        exit 2
    fi
fi
