#!/bin/bash
# The manual page and the completion know every command, option, member and
# parameter that the program knows, and no others.
# shellcheck source=/dev/null
. "$(dirname "$0")/lib/counting.bash"
. sim/shuttle.bash-completion
manual=sim/shuttle.1

lines() { tr -s ' ,' '\n' | grep . | sort -u; }

# complete_words WORD...: what the last word can become, one a line.
complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _shuttle
    printf '%s\n' "${COMPREPLY[@]}" | lines
}

# What the program says.
commands() { "$SHUTTLE" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | lines; }
options() {
    "$SHUTTLE" "$1" --help | grep -E '^  +-' |
        grep -oE '^ +-[a-z?], --[a-z-]+|^ +--[a-z-]+' |
        grep -vE -- '--(help|usage)' | lines
}
members() {
    "$SHUTTLE" run "--$1" nosuch scenarios/first.yaml 2>&1 |
        sed -n 's/.*choose one of //p' | lines
}
parameters() {
    "$SHUTTLE" run "--$1" "$2,nosuch=1" scenarios/first.yaml 2>&1 |
        sed -n 's/.*it knows //p' | sed 's/\*//g' | lines
}

# What the manual page says: the entries of one command, of one family.
manual_commands() {
    sed -n '/^\.Sh DESCRIPTION/,/^\.Sh RELAY/s/^\.It Cm \([a-z]*\).*/\1/p' \
        $manual | lines
}
manual_options() {
    awk -v command="$1" '
        /^\.Sh/ { described = /DESCRIPTION/; here = 0 }
        described && /^\.It Cm/ { here = $3 == command }
        here && /^\.It Fl/ {
            sub(/^\.It /, "")
            gsub(/Fl -/, "Fl --")
            for (n = 1; n <= NF; n++) {
                if ($n ~ /^(Ar|Cm)$/) break
                if ($n ~ /^-/) print ($n ~ /^--/ ? "" : "-") $n
                else if (length($n) == 1 && $n != ",") print "-" $n
                else if ($n !~ /^(Fl|,)$/) print "?" $0
            }
        }' $manual | lines
}
manual_family() {
    sed -n "s/^\.It Cm $1 \([a-z_]*\)\$/\1/p" $manual | lines
}
manual_member() {
    awk -v name="$1 $2" '
        /^\.(It|El)/ { here = $0 == ".It Cm " name }
        here && /^\.Cm/ { print $2 }' $manual | lines
}

same "$(manual_commands)" "$(commands)" "commands of the manual page"
same "$(complete_words shuttle '' | grep -vE '^(-.*|help)$')" "$(commands)" \
    "commands completed"
same "$(complete_words shuttle help '')" "$(commands)" "commands after help"
for command in $(commands); do
    same "$(manual_options "$command")" "$(options "$command")" \
        "options of $command in the manual page"
    same "$(complete_words shuttle "$command" - | grep -v -- --help)" \
        "$(options "$command" | grep -- --)" "options of $command completed"
    synopsis=$(sed -n "/^\.Sh SYN/,/^\.Sh DESC/{/^\.Cm $command\$/,/^\.Nm/p}" \
        $manual |
        grep -oE 'Fl -?[a-z-]+' | sed 's/Fl /-/' | lines)
    for option in $synopsis; do
        options "$command" | grep -qxe "$option"
        note $? "synopsis of $command: $option"
    done
done
for family in walk carry hold table; do
    [ -n "$(members $family)" ]
    note $? "members of $family"
    same "$(manual_family $family)" "$(members $family)" \
        "members of $family in the manual page"
    same "$(complete_words shuttle run --$family '')" "$(members $family)" \
        "members of $family completed"
    for member in $(members $family); do
        for parameter in $(parameters $family "$member"); do
            manual_member $family "$member" | grep -qxF "$parameter"
            note $? "$family $member: $parameter in the manual page"
        done
        same "$(complete_words shuttle run --$family "$member," |
            sed 's/=$//; /,/!s/^/,/' | lines | sed "/^$member\$/d")" \
            "$(parameters $family "$member")" \
            "parameters of $family $member completed"
    done
done

same "$(complete_words shuttle ver)" verify "ver"
same "$(complete_words shuttle run --walk = sw)" switchboard "--walk=sw"
same "$(complete_words shuttle run --walk swiss : sw)" switchboard "--walk swiss:sw"
same "$(complete_words shuttle run --walk = swiss : sw)" switchboard "--walk=swiss:sw"
same "$(complete_words shuttle run --hold swiss :)" "$(members hold)" "--hold swiss:"
same "$(complete_words shuttle run --seat us = p)" person "--seat us=p"
same "$(complete_words shuttle run --seat u)" "" "--seat u"
same "$(complete_words shuttle join --seat '')" "$(printf 'person\nscript')" \
    "join --seat"
same "$(complete_words shuttle run --walls s)" strict "--walls s"
same "$(complete_words shuttle keys --clock l)" live "--clock l"
same "$(complete_words "$SHUTTLE" explain S01)" \
    "$("$SHUTTLE" explain | grep -o '^S01[0-9]' | lines)" "explain S01"
same "$(complete_words shuttle run scenarios/f)" scenarios/first.yaml "run f"
same "$(complete_words shuttle run --speed '')" "" "--speed"

if command -v mandoc >"$TMPDIR/which"; then
    said=$(mandoc -T lint -W warning $manual)
    note $? "$said"
fi
summary
