/* Warnings. */
#include "sim/scenario/pages.h"

#define PAGE(c, t, w, r)                                                       \
    {                                                                          \
        .code = MISTAKE_##c, .text = t, .wrong = w, .right = r                 \
    }

const struct page pages_doubt[] = {
    PAGE(NO_ZONE,
         "Rooms accept what is worth no less to them than no deal, and only "
         "what they may settle. Nothing on this agenda is that for all of "
         "them, neither now nor after any of the events, so that these talks "
         "can only fail. If that is what they are to show, leave it so.",
         "us:   { no_deal: 40, values: { relief: { none: 30, funds: 0 } } }\n"
         "iran: { no_deal: 20, values: { relief: { none: 0, funds: 30 } } }",
         "us:   { no_deal: 20, values: { relief: { none: 30, funds: 20 } } }\n"
         "iran: { no_deal: 20, values: { relief: { none: 0, funds: 30 } } }"),
    PAGE(ONE_ISSUE,
         "For this room each option of the issue is either enough by itself or "
         "not to be made up for, whatever comes with it. The other issues are "
         "then on the table, but there is nothing to trade in them.",
         "no_deal: 50\n"
         "values: { militias: { continue: 0, end: 60 },\n"
         "          relief: { none: 5, funds: 0 } }",
         "no_deal: 50\n"
         "values: { militias: { continue: 0, end: 45 },\n"
         "          relief: { none: 40, funds: 0 } }"),
    PAGE(OPPOSED,
         "Whatever is better for one of the two rooms is worse for the other, "
         "or no better: there is nothing to find out about each other, only a "
         "sum to be divided. Rooms that weigh the issues differently, or can "
         "live with different options, have something to gain from talks.",
         "us:   { values: { militias: { continue: 0, end: 10 } } }\n"
         "iran: { values: { militias: { continue: 10, end: 0 } } }",
         "us:   { values: { militias: { continue: 0, pause: 8, end: 10 } } }\n"
         "iran: { values: { militias: { continue: 5, pause: 8, end: 0 } } }"),
    PAGE(TOO_MANY_DEALS,
         "The packages are looked through one by one, up to a million of them. "
         "Here there are more, and nothing simpler has shown that some could "
         "be accepted by all, or be better for both rooms than others.",
         "", ""),
    PAGE(ENDLESS,
         "A round without a limit is over when every room waits and nothing is "
         "due. With `idle: walk` the mediator is always on his way somewhere, "
         "so that this comes only after a thousand visits in which nothing "
         "happened.",
         "mediators: { oman: { relay: { walk: { as: shuttle, idle: walk } } } "
         "}\n"
         "rounds: [{ us: [{ say: \"...\" }] }]",
         "mediators: { oman: { relay: { walk: { as: shuttle, idle: walk } } } "
         "}\n"
         "rounds: [{ limit: 3h, us: [{ say: \"...\" }] }]"),
    PAGE(
        NEVER_OPENED,
        "What is `simultaneous` is sealed until an exchange opens the deposits "
        "of all rooms together. Neither a line of the mediator does, nor does "
        "he walk as `exchange`, so nobody ever hears it.",
        "us: [{ letter: \"...\", caveat: simultaneous }]",
        "us:   [{ letter: \"...\", caveat: simultaneous }]\n"
        "iran: [{ letter: \"...\", caveat: simultaneous }]\n"
        "oman: [{ exchange: \"Deposit it with me.\", answer_within: 1h }]"),
    PAGE(NEVER_HOLDS,
         "It is told only to a room that asks about its issue, or once its "
         "condition holds over what others hand over. All rooms are played by "
         "scripts, and none of their lines asks or offers what it takes.",
         "us:   [{ offer: { relief: waivers },\n"
         "         caveat: { if_they_move_first: \"offered(iran, militias) == "
         "'end'\" } }]\n"
         "iran: [{ offer: { militias: pause } }]",
         "us:   [{ offer: { relief: waivers },\n"
         "         caveat: { if_they_move_first: \"offered(iran, militias) >= "
         "'pause'\" } }]\n"
         "iran: [{ offer: { militias: pause } }]"),
    PAGE(LEFT_OUT,
         "A list given as `route` is the way he goes, round and round. A room "
         "that is not on it is never visited: what it hands over lies there, "
         "and what is for it is never told.",
         "walk: { as: shuttle, route: [us, iran] } # and gaza?",
         "walk: { as: shuttle, route: [us, iran, us, gaza] }"),
    PAGE(TOO_MANY_WALK,
         "Each carrier of a team walks by himself and carries what he took. "
         "More of them than rooms stand in each other's way; it is allowed, "
         "for those who want to see how much it helps.",
         "rooms: { us: {}, iran: {} }\n"
         "mediators: { oman: { relay: { walk: { as: shuttle, carriers: 4 } } } "
         "}",
         "rooms: { us: {}, iran: {} }\n"
         "mediators: { oman: { relay: { walk: { as: shuttle, carriers: 2 } } } "
         "}"),
    PAGE(
        NO_ANSWER,
        "With `wait` he stays where he told something until the room has "
        "handed something over or the time is over. Scripts answer only by "
        "lines that come `after` something, reply to it, or have a `when`; "
        "here none does, so that he waits the whole time every time.",
        "mediators: { oman: { relay: { walk: { as: shuttle, wait: 20m } } } }\n"
        "rounds: [{ us: [{ id: ask, say: \"...\" }], iran: [{ say: \"...\" }] "
        "}]",
        "mediators: { oman: { relay: { walk: { as: shuttle, wait: 20m } } } }\n"
        "rounds: [{ us:   [{ id: ask, say: \"...\" }],\n"
        "           iran: [{ after: ask, say: \"...\" }] }]"),
    PAGE(NEVER_ENOUGH,
         "With `until_items` alone he does not set out before so many items "
         "wait or are in his hand. Where fewer are handed over the last of "
         "them are never told.",
         "walk: { as: shuttle, until_items: 3 }",
         "walk: { as: shuttle, until_items: 3, until_time: 30m }"),
    PAGE(SILENT,
         "All lines of the room in this round wait, directly or through "
         "others, for one thing that may come late or never: its caveat may "
         "not be met, or its own condition may not hold. The room then sits "
         "silent through the round. Give it a line that does not wait for it: "
         "one at a time, or one that says what is missing.",
         "iran: [{ id: well, after: give, say: \"...\" },\n"
         "       { after: well, say: \"...\" }]",
         "iran: [{ id: well, after: give, say: \"...\" },\n"
         "       { after: well, say: \"...\" },\n"
         "       { at: 30m, say: \"We have heard nothing.\" }]"),
    PAGE(
        TOO_LATE,
        "The times exclude each other: a line is dropped before what it waits "
        "for can come, or has expired when it is handed over; or the answers "
        "to "
        "a proposal are only opened once the talks are over, whatever they "
        "are. They are opened when `answer_within` has passed, by default half "
        "an hour.",
        "us:   [{ id: ask, at: 20m, say: \"...\" }]\n"
        "iran: [{ after: ask, within: 15m, say: \"...\" }]",
        "us:   [{ id: ask, at: 20m, say: \"...\" }]\n"
        "iran: [{ after: ask, within: 35m, say: \"...\" }]"),
    PAGE(SAID_OPENLY,
         "A room confides something to the mediator, and says it to the other "
         "room in the same words, or in those of its `gist` or `gloss`, before "
         "the confidence can have had any effect. Whoever hears the one knows "
         "the other.",
         "us: [{ confide: \"We can wait.\", caveat: mediator_only },\n"
         "     { say: \"We can wait.\" }]",
         "us: [{ confide: \"We can wait.\", caveat: mediator_only },\n"
         "     { say: \"We are in no hurry to leave.\" }]"),
    PAGE(OFFERED_OPENLY,
         "A room confides an option under a caveat, and names the same option "
         "openly, in an offer or by its title, before the confidence can have "
         "had any effect. The other room then knows it without a release.",
         "us: [{ confide: \"...\", offer: { relief: waivers } },\n"
         "     { say: \"...\", offer: { relief: waivers } }]",
         "us: [{ id: give, confide: \"...\", offer: { relief: waivers } },\n"
         "     { after: bridge, offer: { relief: waivers } }]"),
    PAGE(LET_SLIP,
         "What is mediator_only steers nothing. Here the mediator puts forward "
         "an option that it knows from such a confidence alone, so that "
         "whoever hears it may guess where it comes from. for_judgement lets a "
         "mediator make use of what it is told.",
         "us:   [{ confide: \"...\", offer: { relief: waivers } }]\n"
         "oman: [{ propose: { relief: waivers } }]",
         "us:   [{ confide: \"...\", offer: { relief: waivers },\n"
         "         caveat: for_judgement }]\n"
         "oman: [{ propose: { relief: waivers } }]"),
    PAGE(NAMES_OWNER,
         "as_mediator_idea lets the mediator tell something as a thought of "
         "its own, in the words of `gist`. These words name the room it comes "
         "from.",
         "caveat: as_mediator_idea\n"
         "gist: \"The US room could live with letters.\"",
         "caveat: as_mediator_idea\n"
         "gist: \"A thought of mine: letters, one from each of you.\""),
    PAGE(
        FAULTY,
        "Some members of `carry` and `hold` do wrong: they alter, lose, repeat "
        "or leak what they are given. They are there to be found out by "
        "`shuttle verify`, which needs no more than the rooms' own records.",
        "relay: { carry: { as: altering, rate: 20 } }",
        "relay: { carry: verbatim }"),
    PAGE(NOT_AGREED,
         "The implementation begins once every room has accepted one package. "
         "All rooms are played by scripts, and no line of the talks accepts "
         "anything, so it never comes.",
         "iran: [{ id: no, re: offer, reply: reject }]",
         "iran: [{ id: yes, re: offer, reply: accept }]"),
    PAGE(NO_WAY_OUT,
         "A step waits for its certificate, or for another's step, which may "
         "come late or not at all. Where neither the step has a time nor its "
         "round, nothing ever says that it is too late.",
         "- { id: go, re: funded, step: \"...\" }",
         "- { id: go, re: funded, within: 2d, step: \"...\" }"),
    PAGE(
        NEVER_TRUE,
        "`if` is judged once, when its line has its turn, and the line is "
        "dropped where it does not hold. A line that waits for nothing has "
        "its turn when its round begins; at the beginning of the talks "
        "nothing has been offered, asked or told, and nothing has happened. "
        "`when` waits until the condition holds; `after` and `at` bring the "
        "turn later.",
        "us: [{ if: \"offered(iran, militias) >= 'pause'\", say: \"...\" }]",
        "us: [{ when: \"offered(iran, militias) >= 'pause'\", say: \"...\" }]"),
    {.text = NULL},
};
