#include "sim/scenario/pages.h"

#define PAGE(c, t, w, r)                                                       \
    {                                                                          \
        .code = MISTAKE_##c, .text = t, .wrong = w, .right = r                 \
    }

const struct page pages_game[] = {
    PAGE(DUPLICATE_ID,
         "An id names one thing. Lines and events share their ids over the "
         "whole file; rounds have theirs, and so have the options of an "
         "issue. The mediator is not named like a room.",
         "us:   [{ id: open, say: \"One.\" }]\n"
         "iran: [{ id: open, say: \"Two.\" }]",
         "us:   [{ id: open, say: \"One.\" }]\n"
         "iran: [{ id: reply, say: \"Two.\" }]"),
    PAGE(UNKNOWN_ROOM, "Only the ids listed under `rooms` are rooms.",
         "to: irann", "to: iran"),
    PAGE(UNKNOWN_ISSUE, "Only the ids listed under `agenda` are issues.",
         "offer: { militia: end }", "offer: { militias: end }"),
    PAGE(UNKNOWN_OPTION,
         "Each issue has its own options, and this is none of them.",
         "offer: { militias: stop }", "offer: { militias: end }"),
    PAGE(UNKNOWN_LINE,
         "`after`, `re` and `withdraw` name the id of a line; `after` may also "
         "name an event. A line has an id only where it was given one.",
         "after: oppen", "after: open"),
    PAGE(UNKNOWN_EVENT, "Only the ids listed under `events` are events.",
         "on: { leek: { no_deal: 50 } }", "on: { leak: { no_deal: 50 } }"),
    PAGE(UNKNOWN_ROUND,
         "The event falls in a round that does not exist. A round without an "
         "id is called round1, round2 and so on.",
         "round: thrid", "round: third"),

    PAGE(UNKNOWN_ENDING, "Only the ids listed under `endings` are endings.",
         "next: [{ ending: clam }]", "next: [{ ending: calm }]"),

    PAGE(UNKNOWN_FACT, "Only the ids listed under `facts` are facts.",
         "carries: [wavers]", "carries: [waivers]"),

    PAGE(UNKNOWN_MEDIATOR,
         "Only the ids listed under `mediators` are mediators.", "via: swis",
         "via: swiss"),

    PAGE(FEW_ROOMS, "Indirect talks need two parties or more.",
         "rooms: { us: {} }", "rooms: { us: {}, iran: {} }"),
    PAGE(MEDIATORS,
         "Everything goes through a mediator, so there must be one, and there "
         "may be as many as four. The first one convenes the talks: rounds, "
         "events and endings are its own.",
         "mediators: {}", "mediators: { oman: {}, swiss: {} }"),
    PAGE(TWO_MOVES,
         "A line is one move: one thing said, asked, offered, answered and so "
         "on. `say` may stand beside offer, reply, propose and withdraw, and "
         "`offer` beside confide, red_line, non_paper and aide_memoire.",
         "- { say: \"Here.\", ask: \"And you?\" }",
         "- { say: \"Here.\" }\n- { ask: \"And you?\" }"),
    PAGE(NO_MOVE,
         "A line hands something over or asks for instructions. This one only "
         "says when or to whom.",
         "- { id: open, at: 5m }", "- { id: open, at: 5m, say: \"Well.\" }"),
    PAGE(BESIDE, "The key means something, but not beside this move.",
         "- { withdraw: give, caveat: gist }", "- { withdraw: give }"),
    PAGE(CAVEATS_CLASH,
         "A thing is told in exactly its words, or only in others, or without "
         "its author's name; it cannot be two of these. What is never told "
         "(for_judgement, mediator_only) has no caveat about how it is told.",
         "caveat: [verbatim, gist]", "caveat: verbatim"),
    PAGE(CAVEAT_WITHOUT,
         "Some caveats need something more: if_they_move_first a condition, "
         "not_before and expires a time, if_asked an issue, which `about` or "
         "the offer beside it names. What may only be told in other words "
         "(gist, as_mediator_idea) needs these words: `gist` beside it, or an "
         "offer, or phrases to replace that the carrier `gist` was given.",
         "confide: \"We could pause.\"\ncaveat: as_mediator_idea",
         "confide: \"We could pause.\"\ncaveat: as_mediator_idea\n"
         "gist: \"A pause may be within reach.\""),
    PAGE(NOT_RECOGNISED,
         "This line waits for something of another party, or answers it, but "
         "the other's caveat keeps it from being known for what it is: it is "
         "told as the mediator's own idea, or under seal, or not at all.",
         "us:   [{ id: hint, say: \"...\", gist: \"...\", caveat: "
         "as_mediator_idea }]\n"
         "iran: [{ after: hint, say: \"...\" }]",
         "us:   [{ id: hint, say: \"...\", gist: \"...\", caveat: gist }]\n"
         "iran: [{ after: hint, say: \"...\" }]"),
    PAGE(NOT_ADDRESSED,
         "This line waits for something that is never told to its room: it is "
         "addressed to others, or it is told to no room at all.",
         "us:   [{ id: note, say: \"...\", to: qatar }]\n"
         "iran: [{ after: note, say: \"...\" }]",
         "us:   [{ id: note, say: \"...\", to: [qatar, iran] }]\n"
         "iran: [{ after: note, say: \"...\" }]"),
    PAGE(LATER,
         "A line belongs to its round and is dropped when the round is over, "
         "so it cannot wait for what a later round brings.",
         "rounds:\n"
         "  - us: [{ after: late, say: \"...\" }]\n"
         "  - iran: [{ id: late, say: \"...\" }]",
         "rounds:\n"
         "  - iran: [{ id: early, say: \"...\" }]\n"
         "  - us: [{ after: early, say: \"...\" }]"),
    PAGE(CIRCULAR,
         "Each of these lines waits for the next and the last for the first, "
         "so none is ever handed over.",
         "us:   [{ id: a, after: b, say: \"...\" }]\n"
         "iran: [{ id: b, after: a, say: \"...\" }]",
         "us:   [{ id: a, say: \"...\" }]\n"
         "iran: [{ id: b, after: a, say: \"...\" }]"),
    PAGE(NOT_ANSWERABLE,
         "Accept, reject, ad_referendum and confirm answer what names options "
         "(an offer, a proposal) or is a text (a non-paper, an aide-memoire, "
         "ground rules); `comment` answers any words of another party. Events "
         "and one's own lines are not answered.",
         "- { reply: accept, re: greeting }",
         "- { reply: accept, re: offer1 }"),
    PAGE(NOT_OWN, "A party can recall only what it handed over itself.",
         "us:   [{ id: ask, say: \"...\" }]\n"
         "iran: [{ withdraw: ask }]",
         "us:   [{ id: ask, say: \"...\" }, { withdraw: ask }]"),
    PAGE(
        VALUES_MISSING,
        "Whatever is agreed must have a worth for the room, so its values name "
        "every option of every issue. What it does not care about is worth 0.",
        "values: { militias: { continue: 0, end: 60 } }",
        "values: { militias: { continue: 0, pause: 35, end: 60 } }"),
    PAGE(NEVER_ALLOWED,
         "The room's authority rules this option out, before and after every "
         "event, and its script offers, accepts or asks for it. An option that "
         "no list names, of an issue that `own` names, is ruled out too.",
         "private: { us: { authority: { never: { relief: [funds] } } } }\n"
         "rounds:  [{ us: [{ offer: { relief: funds } }] }]",
         "private: { us: { authority: { never: { relief: [funds] } } } }\n"
         "rounds:  [{ us: [{ offer: { relief: waivers } }] }]"),
    PAGE(NOT_ASKED,
         "The room may settle this option only when its capital has agreed. A "
         "line with `instructions` must ask for it first; the answer takes the "
         "time that `latency` says.",
         "us:\n  - offer: { relief: funds }",
         "us:\n  - instructions: { relief: funds }\n"
         "  - offer: { relief: funds }"),
    PAGE(AUTHORITY_CLASH,
         "An option of an issue is the room's own to settle, or needs its "
         "capital, or is ruled out. It stands in one list only.",
         "own: { relief: [none, funds] }, capital: { relief: [funds] }",
         "own: { relief: [none] }, capital: { relief: [funds] }"),
    PAGE(BAD_CONDITION,
         "Conditions are short: functions compared with values, joined by and, "
         "or, not. Options stand in single quotes, and only like is compared "
         "with like.",
         "when: \"offered(iran, militias) >= pause\"",
         "when: \"offered(iran, militias) >= 'pause'\""),
    PAGE(NOT_ITS_BUSINESS,
         "A condition is judged by the process it is written for, over what "
         "that process may know. The mediator knows no room's values, and so "
         "a caveat, which the mediator judges, cannot look at them; a room "
         "does not know where the mediator was.",
         "oman: [{ propose: { relief: waivers }, when: \"value() > 40\" }]",
         "oman: [{ propose: { relief: waivers },\n"
         "         when: \"offered(iran, relief) >= 'waivers'\" }]"),
    PAGE(EVENT_WHEN,
         "An event happens at a time, or once a condition holds: it has either "
         "`at` or `when`, not both and not neither.",
         "leak: { say: \"...\" }", "leak: { say: \"...\", at: 10m }"),
    PAGE(TO_ITSELF,
         "`to` names the rooms a line is for; its own room cannot be one.",
         "us: [{ say: \"...\", to: us }]", "us: [{ say: \"...\", to: iran }]"),
    PAGE(NEVER_DUE,
         "Two times exclude each other: a line at a time when its round is "
         "over, dropped before it is due, or expired before it may be told.",
         "- limit: 40m\n  us: [{ at: 45m, say: \"...\" }]",
         "- limit: 40m\n  us: [{ at: 35m, say: \"...\" }]"),
    PAGE(NOT_MADE,
         "What the mediator puts forward is made by its table, the fourth part "
         "of its relay design, and the one chosen here does not make this. "
         "`nothing`, which is taken where no other is named, makes nothing.",
         "oman: { relay: { table: nothing } }",
         "oman: { relay: { table: blind } }"),
    PAGE(EXPECTS_NOTHING,
         "A rehearsal runs the scenario and compares what came of it. This "
         "one says how to run it, but not what must come of it.",
         "expect: [{ seeds: \"1..20\" }]",
         "expect: [{ seeds: \"1..20\", outcome: agreed }]"),
    PAGE(BAD_LOAD,
         "What a room hands over under open load comes again and again, one "
         "coming after another, or at times that are listed in their order; "
         "and what is for the mediator alone has no addressee.",
         "us: { every: 5m, at: [1m, 2m] }", "us: { every: 5m }"),
    PAGE(NOT_LATER,
         "The talks only go forward: `next` names rounds that come later in "
         "the file, so that they always come to an end.",
         "rounds:\n  - id: first\n  - { id: second, next: first }",
         "rounds:\n  - { id: first, next: second }\n  - id: second"),
    PAGE(UNREACHED,
         "No way leads there: every round before goes elsewhere for certain, "
         "or an entry of `next` that always holds stands before this one, or "
         "no round names this ending.",
         "next: [{ go: end }, { if: \"accepted(us)\", go: third }]",
         "next: [{ if: \"accepted(us)\", go: third }, { go: end }]"),
    PAGE(NOT_LEAKED,
         "What a room handed to the mediator may leak: not events, not what "
         "the mediator says itself, not answers under seal, not what is "
         "mediator_only, and nothing that is never handed over. Where the "
         "content is shared and the leak has "
         "no words of its own, the line must have some.",
         "rounds: [{ us: [{ id: ask, instructions: { relief: funds } }] }]\n"
         "leaks:  { paper: { of: ask, at: 5m } }",
         "rounds: [{ us: [{ id: hint, confide: \"Funds are possible.\",\n"
         "                  caveat: for_judgement }] }]\n"
         "leaks:  { paper: { of: hint, at: 5m } }"),
    PAGE(CHOICE_FACTS,
         "Whoever hears of a choice by its id cannot tell its alternatives "
         "apart, so they carry the same facts. Alternatives with ids of their "
         "own may carry what they like.",
         "- id: pick\n"
         "  choose: [{ say: \"...\", carries: [plan] }, { say: \"...\" }]",
         "- choose: [{ id: tell, say: \"...\", carries: [plan] },\n"
         "           { id: keep, say: \"...\" }]"),
    PAGE(NO_CHANNEL,
         "Each mediator is a channel of its own. What is handed to one of them "
         "is told by that one, to the rooms that speak through it, and is "
         "answered by it; no mediator knows what another one was given. The "
         "first mediator speaks to every room, keeps the rounds, tells the "
         "events and sets deadlines.",
         "rooms:  { us: {}, iran: { channels: [oman] } }\n"
         "rounds: [{ us: [{ id: ask, via: swiss, say: \"...\" }] }]",
         "rooms:  { us: {}, iran: { channels: [oman, swiss] } }\n"
         "rounds: [{ us: [{ id: ask, via: swiss, say: \"...\" }] }]"),
    PAGE(OTHER_PHASE,
         "Rounds with `phase: implementation` come once agreement is reached, "
         "and in no other way; the talks do not come back after it. What was "
         "agreed stands, so nothing is offered or proposed in them.",
         "- { id: last, next: [{ go: steps }] }\n"
         "- { id: steps, phase: implementation }",
         "- { id: last }\n"
         "- { id: steps, phase: implementation }"),
    PAGE(UNKNOWN_SECRET,
         "What a room must never learn is a secret of another one: what no "
         "deal or an option is worth to it, the words of a line, or the option "
         "a line names.",
         "never_learns: { iran: [us.nodeal] }",
         "never_learns: { iran: [us.no_deal] }"),
    PAGE(NOT_GROUND,
         "A declaration states what rooms have deposited with the mediator, "
         "and waits for all of it: `of` names lines that are told or could be. "
         "A probe may rest on another room's confidence, which `based_on` "
         "names, where that room lets it: with the caveat hypothetical or "
         "for_judgement. It is never put to the author.",
         "us: [{ id: hint, say: \"Perhaps.\" }]\n"
         "oman: [{ probe: { relief: funds }, to: iran, based_on: hint }]",
         "us: [{ id: hint, confide: \"Perhaps.\", caveat: hypothetical }]\n"
         "oman: [{ probe: { relief: funds }, to: iran, based_on: hint }]"),
    PAGE(NO_OPTIONS,
         "An issue with `free: true` is settled by words. It has no options, "
         "so there is nothing to value, to authorise or to ask the capital "
         "for: a room words it as it likes.",
         "values: { preamble: { long: 5 }, relief: { none: 0, funds: 9 } }",
         "values: { relief: { none: 0, funds: 9 } }"),
    {.text = NULL},
};
