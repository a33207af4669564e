#include "sim/scenario/pages.h"

#define PAGE(c, t, w, r)                                                       \
    {                                                                          \
        .code = MISTAKE_##c, .text = t, .wrong = w, .right = r                 \
    }

const struct page pages_form[] = {
    PAGE(BAD_UTF8,
         "Scenario files are UTF-8. The place is that of the first byte that "
         "is not. Files saved as Latin-1, Windows-1256 or UTF-16 look like "
         "this; most editors can save them again as UTF-8.",
         "", "title: \"Café\"   # saved as UTF-8"),
    PAGE(CONTROL,
         "Control characters do not show, and terminals act on some of them. "
         "They may not stand in a scenario, nor be written by escapes; a line "
         "end in a text is written \\n.",
         "say: \"One.\\x07 Two.\"", "say: \"One.\\n Two.\""),
    PAGE(TAB,
         "YAML forbids tabs in indentation, and elsewhere they only look like "
         "spaces. Set the editor to indent with spaces. In a text, between "
         "double quotes, \\t writes one.",
         "rooms:\n\\tus: {}\n\\tiran: {}", "rooms:\n  us: {}\n  iran: {}"),
    PAGE(HIDDEN,
         "Direction marks, zero-width spaces and their kin do not show, and "
         "with them a line can look other than it is. They often come along "
         "when text is pasted. The joiners U+200C and U+200D, which Persian "
         "and other scripts need, are allowed.",
         "us: {}      # U+202E before the name", "us: {}"),
    PAGE(NO_BREAK_SPACE,
         "A no-break space looks like a space but is none: YAML takes it for a "
         "part of the word it touches. Inside quotes it is allowed.",
         "limit:<U+00A0>40m", "limit: 40m"),
    PAGE(SYNTAX,
         "The file is not YAML, and nothing after this place was looked at. "
         "The cause often stands earlier: a bracket that is not closed, a "
         "colon without a space after it, lines of one map indented "
         "differently.",
         "rooms: { us: {}, iran: {}", "rooms: { us: {}, iran: {} }"),
    PAGE(UNCLOSED,
         "The quote that begins here has no end, so all that follows became "
         "part of the text. A double quote inside double quotes is written "
         "\\\", a single quote inside single quotes ''.",
         "title: \"Muscat", "title: \"Muscat\""),
    PAGE(ALIAS,
         "Anchors (&) and aliases (*) let one place of a YAML file stand for "
         "another. A scenario is read by people from top to bottom, so values "
         "are written out.",
         "us: &room { people: 2 }\niran: *room",
         "us: { people: 2 }\niran: { people: 2 }"),
    PAGE(TAG,
         "Tags (!) give a YAML value a type. In a scenario every key has one "
         "type already.",
         "seed: !!int 412", "seed: 412"),
    PAGE(DIRECTIVE,
         "Lines that begin with % at the top of a YAML file change how it is "
         "read. Scenarios are all read the same way.",
         "%YAML 1.1\n---\nscenario: 1", "scenario: 1"),
    PAGE(SECOND_DOCUMENT,
         "YAML files can hold several documents, divided by '---'. One file "
         "holds one scenario.",
         "scenario: 1\n...\n---\nscenario: 1", "scenario: 1\n..."),
    PAGE(TOO_DEEP,
         "Brackets or indentations stand within each other more often than "
         "any scenario needs. A bracket too many is the usual cause.",
         "rooms: [[[[[[[[[[[[[[[[[[ us ]]]]]]]]]]]]]]]]]]",
         "rooms: { us: {}, iran: {} }"),
    PAGE(TOO_LARGE,
         "A scenario has at most a megabyte and some tens of thousands of "
         "keys and values. If yours is larger, divide it into several.",
         "", ""),
    PAGE(DUPLICATE_KEY,
         "The same key stands twice in one map. Most YAML programs silently "
         "take the last one; here it is a mistake.",
         "us: { people: 2, people: 3 }", "us: { people: 3 }"),
    PAGE(KEY_FORM, "What stands before a colon is one word or one quoted text.",
         "[us, iran]: {}", "us: {}\niran: {}"),
    PAGE(EMPTY,
         "Every scenario begins with the version of the language. A file "
         "without it is empty, or is something else.",
         "title: \"Muscat\"", "scenario: 1\ntitle: \"Muscat\""),
    PAGE(BRIEF,
         "A brief is the part of a scenario that one process is given. The "
         "program makes briefs, and they are played by `shuttle join` and "
         "`shuttle mediate`; a whole run needs the scenario.",
         "brief: { role: room, self: us, ... }",
         "scenario: 1\nrooms: { us: {}, iran: {} }"),

    PAGE(UNKNOWN_KEY,
         "The key has no meaning in this map. Perhaps it is misspelt, or it "
         "is indented too far or too little and so fell into another map.",
         "rounds:\n  - limt: 40m", "rounds:\n  - limit: 40m"),
    PAGE(MISSING_KEY, "A key that this map cannot do without is not there.",
         "militias: { title: \"Attacks\" }",
         "militias: { title: \"Attacks\", options: [continue, pause, end] }"),
    PAGE(MISPLACED_KEY,
         "The language has this key, but not for whoever it was given to: some "
         "moves are for rooms, some for the mediator, and a few keys are for "
         "the briefs that the program writes.",
         "us:\n  - propose: { militias: pause }",
         "oman:\n  - propose: { militias: pause }"),
    PAGE(WRONG_SHAPE,
         "The key takes a list and was given a map, or the like. A list is "
         "[a, b] or lines that begin with '-'; a map is { a: b } or lines "
         "with colons.",
         "rounds: { id: first }", "rounds:\n  - id: first"),
    PAGE(NO_VALUE,
         "The key stands there with nothing after the colon, or with an empty "
         "list or text where something is needed.",
         "title:", "title: \"Muscat\""),
    PAGE(
        UNQUOTED,
        "YAML cuts a text without quotes at ' #' and stumbles over ': '. Texts "
        "of several words therefore stand in double quotes, in single "
        "quotes, or in a block after '|' or '>'.",
        "say: We want a proposal # in writing",
        "say: \"We want a proposal # in writing\""),
    PAGE(
        BAD_DURATION,
        "A duration is a number with a unit, or several from long to short: d "
        "days, h hours, m minutes, s seconds, ms milliseconds. Only 0 needs no "
        "unit.",
        "limit: 40", "limit: 40m"),
    PAGE(BAD_NUMBER,
         "Numbers are whole, without quotes, thousands marks or a decimal "
         "point, and within the bounds that the message names.",
         "no_deal: 40.5", "no_deal: 40"),
    PAGE(BAD_TRUTH, "This key takes true or false, without quotes.",
         "unordered: yes", "unordered: true"),
    PAGE(BAD_WORD, "This key takes one of a few words; the message names them.",
         "at_limit: stop", "at_limit: end"),
    PAGE(BAD_ID,
         "Ids name rooms, issues, options, events, rounds and lines. An id "
         "begins with a letter of the Latin alphabet and goes on with "
         "letters, digits, '_' and '-'. Words that mean something in a "
         "condition, and for rooms the keys of a round, are taken. Titles may "
         "be in any language.",
         "rooms: { اول: {}, iran: {} }",
         "rooms: { first: { title: \"اول\" }, iran: {} }"),
    PAGE(TOO_LONG,
         "Ids, texts and conditions have a longest size, which the message "
         "names. Nothing is ever cut silently.",
         "", ""),
    PAGE(TOO_MANY,
         "There is a largest number of rooms, issues, options, rounds, lines "
         "and events, so that memory stays bounded. The message names it.",
         "", ""),
    PAGE(BAD_VERSION,
         "The number after `scenario` is the version of the language. This "
         "program knows version 1.",
         "scenario: 2", "scenario: 1"),
    PAGE(BAD_HANDLE,
         "In a brief, what other parties say is named by handles, since their "
         "ids may not be known. In a scenario lines are named by their ids.",
         "after: \"#00000000000000a1\"", "after: ask"),
    PAGE(BAD_RELAY,
         "The relay design names one member of each of the four families walk, "
         "carry, hold and table, with parameters that this member knows.",
         "walk: { as: shuttel, time: 4m }", "walk: { as: shuttle, time: 4m }"),
    PAGE(BAD_SEEDS,
         "A rehearsal is run once for each of its seeds: one number, a range "
         "in quotes with the lower end first, or a list of both; not more "
         "than some thousand in all.",
         "seeds: 1-20", "seeds: \"1..20\""),
    PAGE(BAD_BOUND,
         "What the end is worth to a room is compared with a whole number by "
         "one of == != < <= > >=, in quotes.",
         "value: { us: 55 }", "value: { us: \">= 55\" }"),
    PAGE(DUPLICATE_ROW,
         "A table of values has one line for each option of each issue, and "
         "one column for a room. A second would contradict the first or say "
         "it again.",
         "issue,option,us\n"
         "militias,continue,0\n"
         "militias,end,60\n"
         "militias,end,55",
         "issue,option,us\n"
         "militias,continue,0\n"
         "militias,end,60"),
    PAGE(NO_TABLE,
         "The values of a room may stand in a file of comma-separated values. "
         "It lies in the scenario's own folder and is named without a folder, "
         "in letters, digits, '_', '-' and '.', with .csv at the end. It must "
         "be a regular file: no link, folder or pipe.",
         "values: \"../tables/values.csv\"", "values: \"values.csv\""),
    PAGE(TABLE_FORM,
         "The first line of a table of values names its columns: issue, "
         "option, and then the rooms it is for, or the one word value. Each "
         "further line has an option of an issue and its worth, in as many "
         "fields. Fields are separated by commas; one that holds a comma or a "
         "quote stands in double quotes, with the quotes in it doubled.",
         "militias,continue,0\n"
         "militias,end,60",
         "issue,option,us\n"
         "militias,continue,0\n"
         "militias,end,60"),
    {.text = NULL},
};
