/*
 * Every mistake the reader and the checker of scenarios can find, in one table.
 * A number is never given to another mistake once it was published.
 *
 * X(number, NAME, what it is, what to do about it)
 *
 * The longer explanations with an example stand in pages_*.c, which are
 * compiled against this table.
 */
#ifndef SCENARIO_MISTAKES_H
#define SCENARIO_MISTAKES_H

/* The text itself, before it is a tree of keys and values. */
#define MISTAKE_TEXT_TABLE(X)                                                  \
    X(1, BAD_UTF8, "not UTF-8 text", "save the file as UTF-8")                 \
    X(2, CONTROL, "a control character", "delete it")                          \
    X(3, TAB, "a tab", "indent with spaces")                                   \
    X(4, HIDDEN, "a hidden character",                                         \
      "delete it: readers would not see that it is there")                     \
    X(5, NO_BREAK_SPACE, "a no-break space outside quotes",                    \
      "replace it by a plain space")                                           \
    X(6, SYNTAX, "not well-formed YAML",                                       \
      "look at brackets, commas, colons and indentation here and above")       \
    X(7, UNCLOSED, "a quote that is never closed",                             \
      "close it; inside double quotes write \\\" for a quote")                 \
    X(8, ALIAS, "an anchor or an alias", "write the value out")                \
    X(9, TAG, "a tag", "delete it: every key has its one type")                \
    X(10, DIRECTIVE, "a directive", "delete the line that begins with %")      \
    X(11, SECOND_DOCUMENT, "a second document",                                \
      "one file holds one scenario: delete '---' and what follows")            \
    X(12, TOO_DEEP, "nested too deeply", "nothing in a scenario is so deep")   \
    X(13, TOO_LARGE, "larger than a scenario may be", "make it smaller")       \
    X(14, DUPLICATE_KEY, "a key that is there already", "keep one of the two") \
    X(15, KEY_FORM, "a key that is not a word",                                \
      "a key is one word or one quoted text")                                  \
    X(16, EMPTY, "no scenario in it", "see `shuttle explain S016`")            \
    X(17, BRIEF, "a brief where a scenario belongs",                           \
      "name the scenario that the brief was made from")                        \
    X(19, DUPLICATE_ROW, "a row or a column that is there already",            \
      "keep one of the two")

/* Keys and the form of their values. */
#define MISTAKE_FORM_TABLE(X)                                                  \
    X(20, UNKNOWN_KEY, "a key that is not known here",                         \
      "scenarios/FORMAT.md lists the keys of each place")                      \
    X(21, MISSING_KEY, "a key that must be there is not", "add it")            \
    X(22, MISPLACED_KEY, "a key that does not belong here",                    \
      "move it, or take it out")                                               \
    X(23, WRONG_SHAPE, "not the kind of value this key takes",                 \
      "scenarios/FORMAT.md shows what it takes")                               \
    X(24, NO_VALUE, "a key without a value",                                   \
      "give it a value, or take the key out")                                  \
    X(25, UNQUOTED, "words without quotes",                                    \
      "put them in double quotes: without, all after ' #' is lost")            \
    X(26, BAD_DURATION, "not a duration",                                      \
      "write it like 90s, 4m, 1h30m or 2d")                                    \
    X(27, BAD_NUMBER, "not a number that fits", "write a whole number")        \
    X(28, BAD_TRUTH, "neither true nor false", "write true or false")          \
    X(29, BAD_WORD, "not one of the words that may stand here",                \
      "choose one of them")                                                    \
    X(30, BAD_ID, "not an id",                                                 \
      "an id is a letter, a to z or A to Z, then letters, digits, '_' or "     \
      "'-'")                                                                   \
    X(31, TOO_LONG, "longer than it may be", "shorten it")                     \
    X(32, TOO_MANY, "more of them than there may be", "take some out")         \
    X(33, BAD_VERSION, "a version of the language that is not known",          \
      "write `scenario: 1`")                                                   \
    X(34, BAD_HANDLE, "not a handle",                                          \
      "a handle is '#' and 16 hexadecimal digits, and only a brief has any")   \
    X(35, BAD_RELAY, "not a relay design",                                     \
      "scenarios/FORMAT.md lists members and parameters")                      \
    X(36, BAD_SEEDS, "not seeds", "write 7, \"1..20\", or a list of these")    \
    X(37, BAD_BOUND, "not a comparison with a number",                         \
      "write it like \">= 55\"")                                               \
    X(38, NO_TABLE, "no file of values",                                       \
      "name a .csv file in the scenario's own folder, without any folder")     \
    X(39, TABLE_FORM, "not a table of values",                                 \
      "first a line issue,option,ROOM, then a line for each option")

/* Names that must mean something. */
#define MISTAKE_NAME_TABLE(X)                                                  \
    X(40, DUPLICATE_ID, "an id that is taken", "choose another")               \
    X(41, UNKNOWN_ROOM, "no such room", "name a room of `rooms`")              \
    X(42, UNKNOWN_ISSUE, "no such issue", "name an issue of `agenda`")         \
    X(43, UNKNOWN_OPTION, "no such option",                                    \
      "name an option of this issue as `agenda` lists them")                   \
    X(44, UNKNOWN_LINE, "no such line or event",                               \
      "name the id of a line or of an event")                                  \
    X(45, UNKNOWN_EVENT, "no such event", "name an event of `events`")         \
    X(46, UNKNOWN_ROUND, "no such round", "name the id of a round")            \
    X(47, UNKNOWN_ENDING, "no such ending", "name an ending of `endings`")     \
    X(48, UNKNOWN_FACT, "no such fact", "name a fact of `facts`")              \
    X(49, UNKNOWN_MEDIATOR, "no such mediator",                                \
      "name a mediator of `mediators`")

/* What is well written but cannot be played. */
#define MISTAKE_GAME_TABLE(X)                                                  \
    X(50, FEW_ROOMS, "fewer than two rooms", "add a room")                     \
    X(51, MEDIATORS, "no mediator, or too many of them",                       \
      "name one under `mediators`, or as many as four")                        \
    X(52, TWO_MOVES, "two moves in one line", "make two lines of it")          \
    X(53, NO_MOVE, "a line without a move",                                    \
      "add say, ask, offer, confide, reply or another move")                   \
    X(54, BESIDE, "two keys that do not go together", "take one of them out")  \
    X(55, CAVEATS_CLASH, "caveats that exclude each other", "keep one")        \
    X(56, CAVEAT_WITHOUT, "a caveat that lacks something",                     \
      "see `shuttle explain S056`")                                            \
    X(57, NOT_RECOGNISED, "something that will not be recognised there",       \
      "change its caveat, or wait for something else")                         \
    X(58, NOT_ADDRESSED, "something that is never told there",                 \
      "address it to this room too, or wait for something else")               \
    X(59, LATER, "something that only comes later",                            \
      "name a line of this round or of an earlier one")                        \
    X(60, CIRCULAR, "lines that wait for each other in a circle",              \
      "let one of them wait for nothing")                                      \
    X(61, NOT_ANSWERABLE, "something that cannot be answered so",              \
      "answer an offer, a proposal or a text of the other side")               \
    X(62, NOT_OWN, "somebody else's line", "only one's own is withdrawn")      \
    X(63, VALUES_MISSING, "an option without a value",                         \
      "every option of the agenda needs a value, be it 0")                     \
    X(64, NEVER_ALLOWED, "an offer this room may never make",                  \
      "offer another option, or change its authority")                         \
    X(65, NOT_ASKED, "an offer the capital was not asked about",               \
      "put a line with `instructions` for it before this one")                 \
    X(66, AUTHORITY_CLASH, "an option with two kinds of authority",            \
      "list it once: own, capital or never")                                   \
    X(67, BAD_CONDITION, "a condition that cannot be read",                    \
      "scenarios/FORMAT.md lists the functions")                               \
    X(68, NOT_ITS_BUSINESS, "a condition about what it cannot know",           \
      "say it in terms of what was handed over or told")                       \
    X(69, EVENT_WHEN, "an event without one clear time",                       \
      "give it either `at` or `when`")                                         \
    X(70, TO_ITSELF, "addressed to itself", "name other rooms")                \
    X(71, NEVER_DUE, "a time that cannot come", "change one of the two times") \
    X(72, NOT_MADE, "a line this mediator does not play",                      \
      "choose a table that does, in `relay`")                                  \
    X(73, EXPECTS_NOTHING, "a rehearsal that expects nothing",                 \
      "say what must come of it: outcome, happens, never ...")                 \
    X(74, NOT_LATER, "a round that does not come later",                       \
      "go to a round further down, or to `end`")                               \
    X(75, UNREACHED, "something the talks never come to",                      \
      "let a round lead to it, or take it out")                                \
    X(76, NOT_LEAKED, "something that cannot leak",                            \
      "name a line with words that a room hands over")                         \
    X(77, CHOICE_FACTS, "alternatives that carry different facts",             \
      "give the alternatives ids of their own, not the choice")                \
    X(78, NO_CHANNEL, "a way that is not there",                               \
      "go by a mediator that both rooms speak through")                        \
    X(79, NO_OPTIONS, "a free issue where options belong",                     \
      "leave it out here: words have no values and need no authority")

/* Warnings: what can be played, but hardly as its author means it. They are
 * looked for where they are asked for, once there are no mistakes. */
#define MISTAKE_DOUBT_TABLE(X)                                                 \
    X(80, NO_ZONE, "no package that all could accept",                         \
      "lower a `no_deal`, change values, or give more authority")              \
    X(81, ONE_ISSUE, "one issue that decides everything for a room",           \
      "make the other issues worth more, or this one less")                    \
    X(82, OPPOSED, "values that are purely opposed",                           \
      "let the rooms weigh the issues differently")                            \
    X(83, TOO_MANY_DEALS, "too many packages to look through",                 \
      "nothing need be done; the deal space was not looked at")                \
    X(84, ENDLESS, "a round that cannot end",                                  \
      "give it a `limit` or `ends_when`, or let the mediator park")            \
    X(85, SILENT, "a room that may have nothing to say in a round",            \
      "let a line of it wait for something else, or for nothing")              \
    X(86, TOO_LATE, "something that always comes too late",                    \
      "change one of the two times")                                           \
    X(87, SAID_OPENLY, "a confidence in words that are said openly",           \
      "reword one of them, or say it openly only later")                       \
    X(88, OFFERED_OPENLY, "a confided option that is offered openly",          \
      "offer it openly only later, or give it the caveat too")                 \
    X(89, LET_SLIP, "a confidence that the mediator lets slip",                \
      "leave the option out, or let a room hand it over otherwise")            \
    X(90, NAMES_OWNER, "an idea without an owner that names its owner",        \
      "reword its `gist`")                                                     \
    X(91, NOT_AGREED, "an implementation that no script comes to",             \
      "let a line accept a package in a round of the talks")                   \
    X(92, NO_WAY_OUT, "a step with no way out if it is late",                  \
      "give it `within`, or its round a `limit` or `ends_when`")               \
    X(93, NEVER_OPENED, "a sealed deposit that nothing opens",                 \
      "let the mediator put an `exchange`, or walk as one")                    \
    X(94, NEVER_HOLDS, "a caveat under which it is never told",                \
      "let a line of another room do what it waits for")                       \
    X(95, LEFT_OUT, "a room that a route leaves out",                          \
      "name every room in `route`, or leave `route` out")                      \
    X(96, TOO_MANY_WALK, "more carriers than rooms", "lower `carriers`")       \
    X(97, NO_ANSWER, "a wait for what nobody says",                            \
      "let a line come `after` what is told, or leave `wait` out")             \
    X(98, NEVER_ENOUGH, "items that may never be enough to set out with",      \
      "give it `until_time` as well")                                          \
    X(99, FAULTY, "a relay that is faulty on purpose",                         \
      "choose another member, unless it is to be found out")

/* More of what is well written but cannot be played. */
#define MISTAKE_MORE_TABLE(X)                                                  \
    X(100, OTHER_PHASE, "something of the other phase",                        \
      "only agreement leads to the implementation, and what is negotiated "    \
      "stands before it")                                                      \
    X(101, UNKNOWN_SECRET, "no such secret of another room",                   \
      "write ROOM.no_deal, ROOM.ISSUE.OPTION, ROOM.LINE or ROOM.LINE.ISSUE")   \
    X(102, NOT_GROUND, "nothing that this can rest on",                        \
      "name letters and deposits in `of`, a confidence that allows it in "     \
      "`based_on`")                                                            \
    X(103, BAD_LOAD, "traffic that cannot be",                                 \
      "give each room `every`, or rising times with `at`")

/* More warnings. */
#define MISTAKE_MORE_DOUBT_TABLE(X)                                            \
    X(104, NEVER_TRUE, "an `if` that cannot hold when it is judged",           \
      "write `when` to wait until it holds")

#define MISTAKE_TABLE(X)                                                       \
    MISTAKE_TEXT_TABLE(X)                                                      \
    MISTAKE_FORM_TABLE(X)                                                      \
    MISTAKE_NAME_TABLE(X)                                                      \
    MISTAKE_GAME_TABLE(X)                                                      \
    MISTAKE_DOUBT_TABLE(X)                                                     \
    MISTAKE_MORE_TABLE(X)                                                      \
    MISTAKE_MORE_DOUBT_TABLE(X)

enum mistake {
#define X(number, NAME, text, help) MISTAKE_##NAME = number,
    MISTAKE_TABLE(X)
#undef X
};

#endif
