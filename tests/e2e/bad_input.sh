#!/bin/bash
# Bad input and bad luck: each gets one clear line and the right exit status
# (2: could not run, 1: broke off), the records stay verifiable, no process and
# no half-written file is left behind.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
first=$PWD/scenarios/first.yaml
may=$PWD/scenarios/muscat-2024-05.yaml
err=$TMPDIR/err
cd "$TMPDIR" || exit 2

# refused WHAT LINES PATTERN COMMAND...: status 2, that many lines on standard
# error (0: any number), the pattern among them.
refused() {
    local what=$1 lines=$2 pattern=$3 status
    shift 3
    timeout -s KILL 20 "$@" >"$TMPDIR/out" 2>"$err" </dev/null
    status=$?
    same $status 2 "$what: exit status"
    grep -q "$pattern" "$err"
    note $? "$what: says $(head -c 300 "$err")"
    [ "$lines" -eq 0 ] || same "$(wc -l <"$err")" "$lines" "$what: lines"
}

# A run's folder is whole: no part left, outcome.json whole or absent, records
# complete or interrupted and never broken.
folder_is_sound() { # WHAT DIR
    local status
    same "$(find "$2" -name '.*.part' | wc -l)" 0 "$1: half-written files"
    [ ! -e "$2/outcome.json" ] || python3 -m json.tool "$2/outcome.json" \
        >/dev/null
    note $? "$1: outcome.json is whole"
    timeout 20 "$SHUTTLE" verify "$2" >"$TMPDIR/verdict" 2>&1
    status=$?
    if [ $status -eq 2 ]; then
        grep -q interrupted "$TMPDIR/verdict"
        note $? "$1: $(tail -2 "$TMPDIR/verdict")"
    else
        note $status "$1: $(tail -4 "$TMPDIR/verdict")"
    fi
}

# Wait until PID, which is no child of ours, has ended.
has_ended() {
    local n
    for ((n = 0; n < 100; n++)); do
        case $(cut -d' ' -f3 "/proc/$1/stat" 2>/dev/null) in
        '' | Z) return 0 ;;
        esac
        sleep 0.05
    done
    return 1
}

# start OPTION...: a run in the background; its launcher in $launcher.
start() {
    rm -rf runs
    env --default-signal=INT "$SHUTTLE" run -q --out runs "$@" "$may" \
        >"$TMPDIR/out" 2>"$err" </dev/null &
    launcher=$!
}

# Its children, once there are three that run the program: the mediator in
# $mediator, a room in $room.
find_children() {
    local n pid
    for ((n = 0; n < 200; n++)); do
        mapfile -t children < <(cat "/proc/$launcher/task"/*/children \
            2>/dev/null | tr ' ' '\n' | grep .)
        mediator='' room=''
        for pid in "${children[@]}"; do
            case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in
            *mediate*) mediator=$pid ;;
            *join*) room=$pid ;;
            esac
        done
        [ ${#children[@]} -eq 3 ] && [ -n "$mediator" ] && [ -n "$room" ] &&
            [ -s runs/latest/mediator.rec ] && return 0
        sleep 0.02
    done
    return 1
}

# finish WHAT STATUS: the run ends so, and leaves nobody behind.
finish() {
    local status pid
    ( sleep 20 && kill -9 $launcher ) 2>/dev/null &
    local guard=$!
    wait $launcher
    status=$?
    kill $guard 2>/dev/null
    wait $guard 2>/dev/null
    same $status "$2" "$1: exit status ($(head -c 300 "$err"))"
    for pid in "${children[@]}"; do
        has_ended "$pid"
        note $? "$1: process $pid was left behind"
    done
}

scenarios() {
    : >empty.yaml
    printf '\xff\xfe\x00\x01\x02binary' >binary.yaml
    head -c 3000000 /dev/zero | tr '\0' a >huge.yaml
    printf 'scenario: 1\nrooms: [' >broken.yaml
    mkdir folder.yaml
    for name in empty binary huge broken; do
        refused "$name scenario" 0 "^$name.yaml:[0-9]*:[0-9]*: error\[S" \
            "$SHUTTLE" run $name.yaml
    done
    refused "folder as scenario" 1 "folder.yaml" "$SHUTTLE" run folder.yaml
    refused "no scenario" 1 "No such file" "$SHUTTLE" run none.yaml
    [ ! -e runs ]
    note $? "a refused scenario leaves no run"
}

arguments() {
    refused "unknown room" 1 "no room 'nobody'" \
        "$SHUTTLE" run --seat nobody=script "$first"
    refused "unknown seat" 1 "no seat 'throne'" \
        "$SHUTTLE" run --seat north=throne "$first"
    refused "unknown member" 1 "no member 'fly'" \
        "$SHUTTLE" run --walk fly "$first"
    refused "unknown parameter" 1 "no parameter 'wings'" \
        "$SHUTTLE" run --walk shuttle,wings=2 "$first"
    refused "bad parameter" 1 "must be a duration" \
        "$SHUTTLE" run --walk shuttle,time=soon "$first"
    refused "bad seed" 1 "not a whole number" \
        "$SHUTTLE" run --seed -3 "$first"
    refused "a seed too large" 1 "not a whole number from 0 to" \
        "$SHUTTLE" run --seed 18446744073709551616 "$first"
    refused "a wait with more behind it" 0 "not 1 to 86400 seconds" \
        "$SHUTTLE" mediate --wait 10abc keys
    refused "unknown command" 0 "no command 'rnu'" "$SHUTTLE" rnu
    refused "virtual and live" 1 "no live clock" \
        "$SHUTTLE" run --virtual --speed 2 "$first"
}

folders() {
    : >file
    mkdir shut
    refused "out is a file" 1 "file" "$SHUTTLE" run --out file "$first"
    refused "out is under a file" 1 "file/x" "$SHUTTLE" run --out file/x "$first"
    refused "out cannot be made" 1 "/proc/none" \
        "$SHUTTLE" run --out /proc/none "$first"
    # 1 KiB blocks: the scenario does not fit, or the mediator's record.
    for blocks in 8 40; do
        for how in --virtual --quiet; do
            (
                trap '' XFSZ
                ulimit -f $blocks
                timeout 20 "$SHUTTLE" run --quiet $how --out full "$may" \
                    >"$TMPDIR/out" 2>"$TMPDIR/small"
            )
            same $? 2 "full at $blocks KiB, $how: exit status"
            grep -q "File too large" "$TMPDIR/small"
            note $? "full at $blocks KiB, $how: says $(cat "$TMPDIR/small")"
            same "$(wc -l <"$TMPDIR/small")" 1 "full at $blocks KiB, $how: lines"
        done
        [ -e full/latest ] && folder_is_sound "full at $blocks KiB" full/latest
    done
    unshare -rm true 2>/dev/null || return
    mkdir disk
    # shellcheck disable=SC2016 # the inner shell's
    unshare -rm sh -c 'mount -t tmpfs -o size=60k none disk &&
        timeout 20 "$1" run -q --out disk "$2" && exit 0
        status=$?
        cp -r disk/latest/. copied
        exit $status' sh "$SHUTTLE" "$may" 2>"$err" &
    mkdir copied
    wait $!
    note $(($? == 0)) "a full disk: exit status"
    grep -q "No space left" "$err"
    note $? "a full disk: says $(cat "$err")"
    folder_is_sound "a full disk" copied
}

killed() {
    start --speed 36000
    find_children
    note $? "a live run has three children"
    kill -9 "$room"
    finish "a room killed" 1
    grep -q "killed by signal 9" "$err"
    note $? "a room killed: says $(cat "$err")"
    folder_is_sound "a room killed" runs/latest

    start --speed 36000
    find_children
    kill -9 "$mediator"
    finish "the mediator killed" 1
    same "$(cat "$err")" "shuttle: mediator: killed by signal 9" \
        "the mediator killed"
    folder_is_sound "the mediator killed" runs/latest
    grep -q '"outcome": "interrupted"' runs/latest/outcome.json &&
        grep -q '"reason": "mediator: killed by signal 9"' \
            runs/latest/outcome.json
    note $? "the mediator killed: the outcome is interrupted"

    start --speed 36000
    find_children
    kill -9 $launcher
    finish "the launcher killed" 137 2>/dev/null
    folder_is_sound "the launcher killed" runs/latest

    start --speed 36000
    find_children
    kill -STOP "$room"
    kill -TERM $launcher
    finish "a room that hears nothing" 1
    folder_is_sound "a room that hears nothing" runs/latest
}

# Ctrl-C after that many milliseconds; the run may have ended before.
interrupted() { # MILLISECONDS OPTION...
    local ms=$1 status
    shift
    start "$@"
    sleep "$(printf '0.%03d' "$ms")"
    mapfile -t children < <(cat "/proc/$launcher/task"/*/children \
        2>/dev/null | tr ' ' '\n' | grep .)
    kill -INT $launcher 2>/dev/null
    wait $launcher
    status=$?
    # Before the program has begun, and after it has ended, it is not there to
    # say anything.
    case $status in
    0 | 130) same "$(wc -c <"$err")" 0 "Ctrl-C after $ms ms: silent" ;;
    1) grep -q '^shuttle: stopped; ' "$err" &&
        [ "$(wc -l <"$err")" -eq 1 ]
        note $? "Ctrl-C after $ms ms: says $(head -c 300 "$err")" ;;
    *) note 1 "Ctrl-C after $ms ms: exit status $status: $(cat "$err")" ;;
    esac
    for pid in "${children[@]}"; do
        has_ended "$pid"
        note $? "Ctrl-C after $ms ms: process $pid was left behind"
    done
    [ $status -eq 130 ] || [ ! -e runs/latest ] ||
        folder_is_sound "Ctrl-C after $ms ms" runs/latest
}

scenarios
arguments
folders
killed
for ms in 0 3 6 9 12 15 18 21 24 27 30 33 36 40 50; do
    interrupted $ms
done
for ms in 1 5 40 200; do
    interrupted $ms --speed 36000
done
for ms in 1 3 5; do
    interrupted $ms --virtual
done
summary
