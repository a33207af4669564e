#include "sim/scenario/schema.h"

#include "shuttle/scenario.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* One key: where, name, type, flags, further members, help. */
#define KEY(w, n, t, f, ...)                                                   \
    {                                                                          \
        .where = IN_##w, .name = n, .type = TYPE_##t, .flags = (f),            \
        .since = "1", __VA_ARGS__                                              \
    }
#define AT(s, member)   .offset = offsetof(struct s, member)
#define WITH(s, member) .second = offsetof(struct s, member)
#define ELSE(value)     .fallback = (value)
#define HELP(words)     .help = words
/* A move whose value is its words. */
#define MOVE(n, f, m, words)                                                   \
    KEY(LINE, n, MOVE_TEXT, f, AT(line, text), ELSE(MOVE_##m), HELP(words))
#define CAVEAT(n, m, words)                                                    \
    KEY(CAVEAT, n, CAVEAT_FLAG, 0, AT(line, caveat_bits), ELSE(CAVEAT_##m),    \
        HELP(words))

const struct key schema[] = {
    KEY(FILE, "scenario", VERSION, KEY_REQUIRED,
        HELP("version of the language")),
    KEY(FILE, "title", TEXT, 0, AT(scenario, title),
        HELP("what the talks are called")),
    KEY(FILE, "seed", SEED, KEY_WHOLE, AT(scenario, seed), ELSE(1),
        HELP("all chance of a run comes from it; default 1")),
    KEY(FILE, "brief", MAP_BRIEF, KEY_BRIEF, AT(scenario, brief),
        HELP("whose brief this is; written by the program")),
    KEY(FILE, "rooms", MAP_ROOMS, KEY_REQUIRED, AT(scenario, rooms),
        HELP("the rooms, in the order in which they are listed")),
    KEY(FILE, "mediators", MAP_MEDIATORS, KEY_REQUIRED, AT(scenario, mediators),
        HELP("who goes between them; the first convenes the talks")),
    KEY(FILE, "agenda", MAP_AGENDA, 0, AT(scenario, agenda),
        HELP("what is talked about")),
    KEY(FILE, "facts", MAP_FACTS, 0, AT(scenario, facts),
        HELP("pieces of knowledge that lines and events carry")),
    KEY(FILE, "hears", HEARS, KEY_BRIEF, AT(scenario, bearings),
        HELP("which facts others' lines carry; written by the program")),
    KEY(FILE, "private", MAP_PRIVATE, KEY_LATE, AT(scenario, rooms),
        HELP("what only one room may know")),
    KEY(FILE, "events", MAP_EVENTS, 0, AT(scenario, events),
        HELP("what the world does meanwhile")),
    KEY(FILE, "leaks", MAP_LEAKS, 0, AT(scenario, events),
        HELP("what becomes public of things said in confidence")),
    KEY(FILE, "endings", MAP_ENDINGS, 0, AT(scenario, endings),
        HELP("how the talks may end, by name")),
    KEY(FILE, "rounds", LIST_ROUNDS, KEY_REQUIRED, AT(scenario, rounds),
        HELP("the script, round by round")),
    KEY(FILE, "expect", LIST_EXPECTS, KEY_WHOLE, AT(scenario, expects),
        HELP("rehearsals: what runs of this file must show")),
    KEY(FILE, "traffic", MAP_TRAFFIC, 0, AT(scenario, traffic),
        HELP("open load on the relay design, for `shuttle traffic`")),
    KEY(FILE, "sources", TEXTS, KEY_WHOLE,
        HELP("where the facts come from; for the file's readers")),
    KEY(FILE, "notes", TEXTS, KEY_WHOLE,
        HELP("anything else; for the file's readers")),
    KEY(FILE, "debrief", TEXTS, KEY_WHOLE,
        HELP("questions for afterwards; for the file's readers")),

    KEY(BRIEF, "role", WORD, KEY_REQUIRED, AT(brief, role),
        .words = "room|mediator", HELP("of the process")),
    KEY(BRIEF, "self", SELF, KEY_REQUIRED, AT(brief, self),
        HELP("the room or mediator it is for")),
    KEY(BRIEF, "talk", HEX64, KEY_REQUIRED, AT(brief, talk),
        HELP("id of the talk")),
    KEY(BRIEF, "key", KEY256, KEY_REQUIRED, AT(brief, key),
        HELP("key of its streams of chance")),
    KEY(BRIEF, "clock", WORD, KEY_REQUIRED, .words = "simulated|live",
        AT(brief, live), HELP("which clock the talks run on")),

    KEY(ROOM, "title", TEXT, 0, AT(room_entry, title),
        HELP("its name for people; default its id")),
    KEY(ROOM, "language", ID, 0, AT(room_entry, language),
        HELP("language code of what is said there; default en")),
    KEY(ROOM, "people", COUNT, 0, AT(room_entry, people), ELSE(1),
        HELP("how many sit there; default 1")),
    KEY(ROOM, "seat", WORD, 0, .words = "script|person|traffic",
        AT(room_entry, seat),
        HELP("who plays it when nothing else is asked for; default script")),
    KEY(ROOM, "channels", CHANNELS, 0, AT(room_entry, channels),
        HELP("the mediators it speaks through, the first of all among them; "
             "default all")),

    KEY(MEDIATOR, "title", TEXT, 0, AT(mediator_entry, title),
        HELP("its name for people; default its id")),
    KEY(MEDIATOR, "relay", MAP_RELAY, 0, AT(mediator_entry, relay),
        HELP("how it carries what it is given")),

    KEY(RELAY, "walk", CHOICE, 0, AT(relay, walk),
        HELP("where it is, and when; default switchboard")),
    KEY(RELAY, "carry", CHOICE, 0, AT(relay, carry),
        HELP("in whose words it tells; default verbatim")),
    KEY(RELAY, "hold", CHOICE, 0, AT(relay, hold),
        HELP("when it may tell; default caveats")),
    KEY(RELAY, "table", CHOICE, 0, AT(relay, table),
        HELP("what it puts forward itself; default nothing")),

    KEY(ISSUE, "title", TEXT, 0, AT(issue, title), HELP("its name for people")),
    KEY(ISSUE, "options", OPTIONS, 0, AT(issue, options),
        HELP("what may be settled, in their order; every issue has them that "
             "is not `free`")),
    KEY(ISSUE, "unordered", TRUTH, 0, AT(issue, unordered),
        HELP("the options have no order; default false")),
    KEY(ISSUE, "free", TRUTH, 0, AT(issue, free),
        HELP("settled by words, and without options; default false")),

    KEY(OWN, "brief", TEXT, 0, AT(own, brief),
        HELP("confidential instructions to the room")),
    KEY(OWN, "no_deal", POINTS, 0, AT(own, values.no_deal),
        HELP("what no agreement is worth; default 0")),
    KEY(OWN, "values", VALUE_TABLE, 0, AT(own, values), WITH(own, has_values),
        HELP("what each option is worth: every option of every issue that has "
             "any; or the name of a table beside the scenario, "
             "\"values.csv\"")),
    KEY(OWN, "authority", MAP_AUTHORITY, 0, AT(own, authority),
        WITH(own, has_authority),
        HELP("what the room may settle; without it, everything")),
    KEY(OWN, "trust", TRUST, 0, AT(own, trust), ELSE(TRUST_START),
        HELP("its trust at the start, which only its own lines look at; "
             "default 50")),
    KEY(OWN, "consent", TEXT, 0, AT(own, consent),
        HELP(
            "what its script answers a mediator that asks before telling "
            "(`hold: consent`), or reads its words back (`read_back`): yes, or "
            "no; default yes")),
    KEY(OWN, "on", MAP_SHIFTS, 0, AT(own, shifts),
        HELP("what events change for this room")),

    KEY(AUTHORITY, "own", SETS, 0, AT(authority, own),
        HELP("options it may settle by itself; an issue not named: all that "
             "`capital` and `never` do not list")),
    KEY(AUTHORITY, "capital", SETS, 0, AT(authority, capital),
        HELP("options its capital has to agree to first")),
    KEY(AUTHORITY, "never", SETS, 0, AT(authority, never),
        HELP("options it may never settle; so is what no list names of an "
             "issue that `own` names")),
    KEY(AUTHORITY, "latency", DURATION, 0, AT(authority, latency_us), ELSE(0),
        HELP("how long its capital takes to answer; default 0")),

    KEY(SHIFT, "no_deal", POINTS, 0, AT(shift, no_deal),
        WITH(shift, has_no_deal),
        HELP("what no agreement is worth from then on")),
    KEY(SHIFT, "values", VALUES, 0, AT(shift, delta),
        HELP("added to the values; options not named stay as they are")),
    KEY(SHIFT, "authority", MAP_AUTHORITY, 0, AT(shift, authority),
        WITH(shift, has_authority), HELP("authority from then on")),

    KEY(SHIFT, "trust", POINTS, 0, AT(shift, trust),
        HELP("added to its trust, which stays between 0 and 100")),

    KEY(EVENT, "title", TEXT, KEY_WHOLE, AT(event, title),
        HELP("for the file's readers; never told")),
    KEY(EVENT, "round", ROUND, 0, AT(event, round), ELSE(-1),
        HELP("the round it falls in; without it, `at` counts from the start "
             "of the talks")),
    KEY(EVENT, "at", DURATION, 0, AT(event, at_us), ELSE(-1),
        HELP("when it happens")),
    KEY(EVENT, "when", CONDITION, 0, AT(event, when_text), WITH(event, when),
        HELP("it happens once this holds")),
    KEY(EVENT, "chance", PERCENT, 0, AT(event, chance),
        HELP("percent, drawn once when it is due; default certain")),
    KEY(EVENT, "to", ROOMS, 0, AT(event, to),
        HELP("which rooms hear of it; default all")),

    KEY(EVENT, "say", TEXT, 0, AT(event, text),
        HELP("what is heard of it, as news")),
    KEY(EVENT, "gloss", TEXT, 0, AT(event, gloss),
        HELP("the same in the talks' other language")),
    KEY(EVENT, "carries", FACTS, 0, AT(event, carries),
        HELP("the facts that whoever hears of it then knows")),
    KEY(EVENT, "extend", SPAN, 0, AT(event, extend_us),
        HELP("added to the limit of the round that runs")),

    KEY(LEAK, "title", TEXT, KEY_WHOLE, AT(event, title),
        HELP("for the file's readers; never told")),
    KEY(LEAK, "of", REF, KEY_REQUIRED, AT(event, of),
        HELP("the room's line that leaks, not before the mediator has it")),
    KEY(LEAK, "share", WORD, 0, .words = "existence|content", AT(event, share),
        HELP("what becomes known of it; default existence")),
    KEY(LEAK, "round", ROUND, 0, AT(event, round), ELSE(-1),
        HELP("as for an event")),
    KEY(LEAK, "at", DURATION, 0, AT(event, at_us), ELSE(-1),
        HELP("as for an event; without `at` and `when`, at once")),
    KEY(LEAK, "when", CONDITION, 0, AT(event, when_text), WITH(event, when),
        HELP("as for an event")),
    KEY(LEAK, "chance", PERCENT, 0, AT(event, chance), HELP("as for an event")),
    KEY(LEAK, "to", ROOMS, 0, AT(event, to),
        HELP("which rooms hear of it; default all")),
    KEY(LEAK, "say", TEXT, 0, AT(event, text),
        HELP("what is heard of it, as news; without it, the words of the line "
             "where its content is shared")),
    KEY(LEAK, "gloss", TEXT, 0, AT(event, gloss),
        HELP("the same in the talks' other language")),
    KEY(LEAK, "carries", FACTS, 0, AT(event, carries),
        HELP("the facts that whoever hears of it then knows; where its content "
             "is "
             "shared, those of the line too")),
    KEY(LEAK, "extend", SPAN, 0, AT(event, extend_us), HELP("as for an event")),

    KEY(ENDING, "title", TEXT, KEY_WHOLE, AT(ending, title),
        HELP("for the file's readers; never told")),
    KEY(ENDING, "text", TEXT, 0, AT(ending, text),
        HELP("the mediator's closing words, told to all rooms")),
    KEY(ENDING, "gloss", TEXT, 0, AT(ending, gloss),
        HELP("the same in the talks' other language")),

    KEY(ROUND, "id", ID, 0, AT(round, id),
        HELP("default round1, round2 and so on")),
    KEY(ROUND, "title", TEXT, 0, AT(round, title), HELP("its name for people")),
    KEY(ROUND, "pause", DURATION, 0, AT(round, pause_us), ELSE(0),
        HELP("time between the end of the round before and this one; "
             "default 0")),
    KEY(ROUND, "limit", DURATION, 0, AT(round, limit_us), ELSE(-1),
        HELP("how long it may last; without it, until all wait")),
    KEY(ROUND, "at_limit", WORD, 0, .words = "next|end", AT(round, at_limit),
        HELP("what comes at its limit: the next round, or the end of the "
             "talks; default next")),
    KEY(ROUND, "phase", WORD, 0, .words = "talks|implementation",
        AT(round, phase),
        HELP("`implementation`: it comes only once agreement is reached, "
             "instead of the end; default talks")),
    KEY(ROUND, "ends_when", CONDITION, 0, AT(round, ends_text),
        WITH(round, ends_when),
        HELP("it is over as soon as this holds; the mediator's condition")),
    KEY(ROUND, "relay", MAP_RELAY, 0, AT(round, relay),
        HELP("what is different in the relay design while this round lasts")),
    KEY(ROUND, "next", NEXT, 0, AT(round, next),
        HELP("where the talks go when it is over; default the round after")),

    KEY(BRANCH, "if", CONDITION, 0, AT(branch, if_text), WITH(branch, only_if),
        HELP("judged by the mediator when the round is over; without it, "
             "always")),
    KEY(BRANCH, "go", GO, 0, AT(branch, go),
        HELP("the round that follows, or `end`")),
    KEY(BRANCH, "ending", ENDING, 0, AT(branch, ending),
        HELP("the ending that is reached; the talks end")),

    KEY(LINE, "id", ID, 0, AT(line, id),
        HELP("by which other lines name it; unique in the file")),
    KEY(LINE, "after", REF, 0, AT(line, after),
        HELP("once something of that line was told here, or that event "
             "happened")),
    KEY(LINE, "delay", DURATION, 0, AT(line, delay_us), ELSE(-1),
        HELP("and so long after what `after` names")),
    KEY(LINE, "at", DURATION, 0, AT(line, at_us), ELSE(-1),
        HELP("at this time of the round")),
    KEY(LINE, "within", DURATION, 0, AT(line, within_us), ELSE(-1),
        HELP("not later in the round than this: then it is dropped")),
    KEY(LINE, "when", CONDITION, 0, AT(line, when_text), WITH(line, when),
        HELP("not before this holds")),
    KEY(LINE, "if", CONDITION, 0, AT(line, if_text), WITH(line, only_if),
        HELP("dropped if this does not hold when its time has come")),
    KEY(LINE, "to", ROOMS, 0, AT(line, to),
        HELP("whom it is for; default all other rooms")),
    KEY(LINE, "via", VIA, KEY_ROOM, AT(line, via), ELSE(VIA_DEFAULT),
        HELP("the mediator it is handed to; default the room's first, and for "
             "a reply or a withdrawal the one that what it names went by")),
    KEY(LINE, "about", ISSUE, 0, AT(line, about),
        HELP("the issue a question or a text is about")),
    KEY(LINE, "re", REF, KEY_ROOM, AT(line, re), HELP("what it answers")),
    KEY(LINE, "reply", MOVE_REPLY, KEY_ROOM, AT(line, answer), ELSE(MOVE_REPLY),
        HELP("an answer to what `re` names")),
    MOVE("say", 0, SAY,
         "a message; beside offer, reply, propose, withdraw or instructions: "
         "its words"),
    MOVE("ask", KEY_ROOM, QUESTION, "a question or a request to clarify"),
    MOVE("confide", KEY_ROOM, CONFIDENCE,
         "something told to the mediator; without a caveat, mediator_only"),
    MOVE("red_line", KEY_ROOM, RED_LINE,
         "what will not be accepted, or consequences"),
    MOVE("non_paper", KEY_ROOM, NON_PAPER, "an unsigned, disownable text"),
    MOVE("aide_memoire", KEY_ROOM, AIDE_MEMOIRE,
         "an attributed formal position"),
    MOVE("suspend", KEY_ROOM, SUSPENSION, "the party leaves the round"),
    MOVE("walk_out", KEY_ROOM, WALK_OUT, "the party leaves the talks"),
    MOVE("letter", KEY_ROOM, LETTER,
         "a letter deposited with the mediator; verbatim, as the three below"),
    MOVE("deposit", KEY_ROOM, DEPOSIT,
         "a thing of value placed with a third party"),
    MOVE("step", KEY_ROOM, STEP, "a step that was agreed, taken"),
    MOVE("complain", KEY_ROOM, COMPLAINT, "a breach alleged"),
    MOVE("read_out", KEY_ROOM, READ_OUT, "its own account for the public"),
    MOVE("assure", KEY_ROOM, ASSURANCE,
         "a secret undertaking; told only where `to` says, verbatim"),
    MOVE("ground_rules", KEY_MEDIATOR, GROUND_RULES,
         "format, scope and press rule"),
    MOVE("press", KEY_MEDIATOR, PRESS, "costs argued, a time named"),
    MOVE("pause", KEY_MEDIATOR, PAUSE,
         "the session is paused with these words"),
    MOVE("deadline", KEY_MEDIATOR, DEADLINE,
         "the round will end when `limit` has passed"),
    MOVE("declare", KEY_MEDIATOR, DECLARATION,
         "commitments, on the basis of what was said to it"),
    MOVE("certify", KEY_MEDIATOR, CERTIFICATE, "a condition is met"),
    MOVE("announce", KEY_MEDIATOR, ANNOUNCEMENT,
         "words agreed for the public, told at once and public after `limit`"),
    MOVE("close", KEY_MEDIATOR, CLOSE, "the talks end with these words"),
    MOVE("exchange", KEY_MEDIATOR, EXCHANGE,
         "what the rooms deposited under seal is opened together, or not at "
         "all, when `answer_within` has passed"),
    KEY(LINE, "offer", MOVE_OFFER, KEY_ROOM, AT(line, package),
        ELSE(MOVE_OFFER),
        HELP("an offer; beside confide, a text or a red line: what it is "
             "about")),
    KEY(LINE, "propose", MOVE_OFFER, KEY_MEDIATOR, AT(line, package),
        ELSE(MOVE_BLIND_PROPOSAL),
        HELP("the mediator's proposal, take it or leave it; answers are "
             "sealed")),
    KEY(LINE, "probe", MOVE_OFFER, KEY_MEDIATOR, AT(line, package),
        ELSE(MOVE_PROBE),
        HELP("a what-if without an owner, to the room that `to` names; a yes "
             "to it binds nobody")),
    KEY(LINE, "bridge", MOVE_OFFER, KEY_MEDIATOR, AT(line, package),
        ELSE(MOVE_BRIDGE),
        HELP("the mediator's compromise; once every room accepts a whole one, "
             "it is read back")),
    KEY(LINE, "draft", MOVE_DRAFT, KEY_MEDIATOR, AT(line, package),
        ELSE(MOVE_DRAFT),
        HELP("a numbered draft of a single text: what it settles")),
    KEY(LINE, "withdraw", MOVE_WITHDRAW, KEY_ROOM, AT(line, re),
        ELSE(MOVE_WITHDRAWAL),
        HELP("recalls an own line that was not told yet")),
    KEY(LINE, "instructions", PACKAGE, KEY_ROOM, AT(line, request),
        HELP("asks the capital for leave to settle this; alone or beside a "
             "move")),
    KEY(LINE, "caveat", CAVEAT, KEY_ROOM, AT(line, caveat_bits),
        HELP("what may be done with it")),
    KEY(LINE, "gist", TEXT, KEY_ROOM, AT(line, gist),
        HELP("the author's own rewording, for a mediator that tells gists")),
    KEY(LINE, "gloss", TEXT, 0, AT(line, gloss),
        HELP("the same in the talks' other language")),
    KEY(LINE, "consent", TEXT, KEY_ROOM, AT(line, consent),
        HELP("the answer to a mediator that asks before telling it, or reads "
             "it back: yes, no, or the words to tell it in; default the room's "
             "own")),
    KEY(LINE, "carries", FACTS, 0, AT(line, carries),
        HELP("the facts that whoever hands it over or is told of it knows")),
    KEY(LINE, "brackets", ISSUES, KEY_MEDIATOR, AT(line, brackets),
        HELP("of a draft: the issues still open")),
    KEY(LINE, "of", GROUNDS, KEY_MEDIATOR, AT(line, grounds),
        ELSE(MOVE_DECLARATION),
        HELP("of a declaration: what it states is deposited; it waits until "
             "all of it was taken")),
    KEY(LINE, "based_on", GROUNDS, KEY_MEDIATOR, AT(line, grounds),
        ELSE(MOVE_PROBE),
        HELP("of a probe: the confidence of another room that it rests on; the "
             "record says so, and no room is told")),
    KEY(LINE, "answer_within", DURATION, KEY_MEDIATOR, AT(line, answer_us),
        ELSE(-1),
        HELP("when the answers to a proposal are due, or an exchange is")),
    KEY(LINE, "limit", DURATION, KEY_MEDIATOR, AT(line, limit_us), ELSE(-1),
        HELP("of a deadline: how long the round still lasts; of a pause: after "
             "what time they meet again; of an announcement: how long it is "
             "under embargo")),
    KEY(LINE, "trust", POINTS, KEY_ROOM, AT(line, trust),
        HELP("added to the own trust when the line is played")),
    KEY(LINE, "choose", CHOOSE, 0,
        HELP("several lines, of which one is played, see below")),
    KEY(LINE, "handles", HANDLES, KEY_BRIEF, AT(line, handles),
        HELP("under which others know it; written by the program")),

    KEY(CHOOSE, "id", ID, 0, AT(line, choice),
        HELP("stands for whichever alternative is played; without it, each "
             "alternative may have its own")),
    KEY(CHOOSE, "after", REF, 0, AT(line, after), HELP("as for a line")),
    KEY(CHOOSE, "delay", DURATION, 0, AT(line, delay_us), ELSE(-1),
        HELP("as for a line")),
    KEY(CHOOSE, "at", DURATION, 0, AT(line, at_us), ELSE(-1),
        HELP("as for a line")),
    KEY(CHOOSE, "within", DURATION, 0, AT(line, within_us), ELSE(-1),
        HELP("as for a line")),
    KEY(CHOOSE, "when", CONDITION, 0, AT(line, when_text), WITH(line, when),
        HELP("as for a line")),
    KEY(CHOOSE, "choose", CHOOSE, KEY_REQUIRED,
        HELP("lines without the keys above; the first whose `if` holds is "
             "played")),

    CAVEAT("verbatim", VERBATIM, "in exactly these words or not at all"),
    CAVEAT("gist", GIST, "only in other words, attributed"),
    CAVEAT("as_mediator_idea", AS_MEDIATOR_IDEA,
           "only as the mediator's own idea, its author never named"),
    CAVEAT("hypothetical", HYPOTHETICAL, "only to test a what-if"),
    CAVEAT("if_asked", IF_ASKED,
           "only to a room that asked about the same issue"),
    KEY(CAVEAT, "if_they_move_first", CAVEAT_CONDITION, 0,
        AT(line, caveat_condition), ELSE(CAVEAT_IF_THEY_MOVE_FIRST),
        HELP("only once this holds over what others handed over")),
    CAVEAT("simultaneous", SIMULTANEOUS,
           "sealed until an exchange opens the deposits of all, word for word"),
    KEY(CAVEAT, "not_before", CAVEAT_TIME, 0, AT(line, not_before_us),
        ELSE(CAVEAT_NOT_BEFORE), HELP("at this time of the round or later")),
    KEY(CAVEAT, "expires", CAVEAT_TIME, 0, AT(line, expires_us),
        ELSE(CAVEAT_EXPIRES), HELP("never at this time of the round or later")),
    CAVEAT("for_judgement", FOR_JUDGEMENT,
           "never told; may steer the mediator's own ideas and timing"),
    CAVEAT("mediator_only", MEDIATOR_ONLY,
           "told to no one, steers nothing, satisfies no condition"),
    CAVEAT("urgent", URGENT, "taken and told before what is ordinary"),
    CAVEAT("attributed", ATTRIBUTED,
           "a non-paper that may be told with its author's name"),
    CAVEAT("void_if_public", VOID_IF_PUBLIC, "void as soon as it has leaked"),

    KEY(EXPECT, "seeds", SEEDS, 0, AT(expect, seeds),
        HELP("run with these; default the file's own seed")),
    KEY(EXPECT, "design", TEXT, 0, AT(expect, design),
        HELP("run with these words on the command line")),
    KEY(EXPECT, "outcome", OUTCOME, 0, AT(expect, outcome),
        HELP("how the talks end")),
    KEY(EXPECT, "implementation", WORD, 0,
        .words = "implemented|suspended|unfinished", AT(expect, implementation),
        HELP("how what was agreed is carried out: every step taken, halted "
             "by a complaint or by leaving, or neither")),
    KEY(EXPECT, "ending", ENDING, 0, AT(expect, ending),
        HELP("the ending that is reached")),
    KEY(EXPECT, "package", PACKAGE, 0, AT(expect, package),
        HELP("what is agreed, at least in these issues")),
    KEY(EXPECT, "value", BOUNDS, 0, AT(expect, value),
        HELP("what the end is worth to a room")),
    KEY(EXPECT, "happens", REFS, 0, AT(expect, happens),
        HELP("lines that are told somewhere, events that happen")),
    KEY(EXPECT, "never", REFS, 0, AT(expect, never),
        HELP("lines that are told nowhere, events that do not happen")),
    KEY(EXPECT, "before", PAIRS, 0, AT(expect, before),
        HELP("both happen, and the first of each pair first")),
    KEY(EXPECT, "told", TOLD, 0, AT(expect, told),
        HELP("lines that are told in a room, and in what form")),
    KEY(EXPECT, "knows", ROOM_FACTS, 0, AT(expect, knows),
        HELP("what a room knows in the end")),
    KEY(EXPECT, "never_knows", ROOM_FACTS, 0, AT(expect, never_knows),
        HELP("what a room does not know even then")),
    KEY(EXPECT, "never_learns", ROOM_SECRETS, 0, AT(expect, never_learns),
        HELP("what not a bit of reaches a room, in words, sizes or times: "
             "ROOM.no_deal, ROOM.ISSUE.OPTION, ROOM.LINE or ROOM.LINE.ISSUE")),

    KEY(TRAFFIC, "rooms", MAP_LOADS, KEY_REQUIRED, AT(traffic, load),
        HELP("what each of them hands over")),
    KEY(TRAFFIC, "warm_up", DURATION, KEY_WHOLE, AT(traffic, warm_up_us),
        HELP("of what happens before then nothing is measured; default 0")),
    KEY(TRAFFIC, "length", DURATION, KEY_WHOLE, AT(traffic, length_us),
        ELSE(INT64_C(86400000000)),
        HELP("what is measured, after the warm-up; default 1d")),
    KEY(TRAFFIC, "replications", COUNT, KEY_WHOLE, AT(traffic, replications),
        ELSE(30), HELP("independent runs; default 30")),

    KEY(LOAD, "every", DURATION, 0, AT(load, every_us),
        HELP("mean time between two comings")),
    KEY(LOAD, "as", WORD, 0, .words = "poisson|even", AT(load, even),
        HELP("poisson: memoryless; even: always `every`; default poisson")),
    KEY(LOAD, "at", TIMES, 0, AT(load, at_us), WITH(load, at_count),
        HELP("in place of `every`: when, from the start of the talks")),
    KEY(LOAD, "burst", COUNT, 0, AT(load, burst), ELSE(1),
        HELP("items at each coming, or their mean; default 1")),
    KEY(LOAD, "burst_as", WORD, 0, .words = "fixed|geometric",
        AT(load, geometric),
        HELP("geometric: 1, 2 and so on, with the mean `burst`; default "
             "fixed")),
    KEY(LOAD, "size", COUNT, 0, AT(load, size), ELSE(64),
        HELP("bytes of an item's words, up to 16384; default 64")),
    KEY(LOAD, "to", ROOMS, 0, AT(load, to),
        HELP("whom they are for; default all other rooms")),
    KEY(LOAD, "urgent", PERCENT, 0, AT(load, urgent),
        HELP("percent of the items that are urgent, drawn one by one; default "
             "none")),
    KEY(LOAD, "mediator_only", TRUTH, 0, AT(load, mediator_only),
        HELP("taken, and told to nobody; default false")),
};

const size_t schema_size = sizeof(schema) / sizeof(schema[0]);

const struct key *schema_of(enum where where, size_t *count)
{
    size_t first = 0;
    while (first < schema_size && schema[first].where != where)
        first++;
    size_t end = first;
    while (end < schema_size && schema[end].where == where)
        end++;
    *count = end - first;
    assert(*count > 0 && *count <= SCHEMA_KEYS_MAX);
    return &schema[first];
}

const struct key *schema_find(enum where where, const char *name)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].name[0] == name[0] && strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

static const char *const where_texts[] = {
#define X(NAME, text, heading) text,
    WHERE_TABLE(X)
#undef X
};
static const char *const where_headings[] = {
#define X(NAME, text, heading) heading,
    WHERE_TABLE(X)
#undef X
};
static const char *const type_texts[] = {
#define X(NAME, text) text,
    TYPE_TABLE(X)
#undef X
};

const char *where_text(enum where where)
{
    return where_texts[where];
}

const char *where_heading(enum where where)
{
    return where_headings[where];
}

const char *type_text(enum key_type type)
{
    return type_texts[type];
}
