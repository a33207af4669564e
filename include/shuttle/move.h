/* The moves a party or the mediator makes: what kind of thing an item is. The
 * numbers are part of the protocol. */
#ifndef SHUTTLE_MOVE_H
#define SHUTTLE_MOVE_H

#include <stdbool.h>
#include <stdint.h>

/* number, name, key in a scenario file ("" when no line makes it), meaning */
#define MOVE_TABLE(X)                                                          \
    X(1, SAY, "say", "an oral message")                                        \
    X(2, NON_PAPER, "non_paper", "an unsigned, disownable text")               \
    X(3, AIDE_MEMOIRE, "aide_memoire", "an attributed formal position")        \
    X(4, QUESTION, "ask", "a question or a request for clarification")         \
    X(5, OFFER, "offer", "one option for some or all issues")                  \
    X(6, CONFIDENCE, "confide", "something told to the mediator")              \
    X(7, RED_LINE, "red_line", "what will not be accepted, or consequences")   \
    X(8, REPLY, "reply", "an answer to a text, an offer or a proposal")        \
    X(9, WITHDRAWAL, "withdraw", "an item recalled before it was told")        \
    X(10, SUSPENSION, "suspend", "the party leaves the round")                 \
    X(11, WALK_OUT, "walk_out", "the party leaves the talks")                  \
    X(12, LETTER, "letter", "a letter deposited with the mediator")            \
    X(13, DEPOSIT, "deposit", "a thing of value placed with a third party")    \
    X(14, STEP, "step", "a step that was agreed, taken")                       \
    X(15, COMPLAINT, "complain", "a breach alleged")                           \
    X(16, READ_OUT, "read_out", "a party's own account for the public")        \
    X(17, ASSURANCE, "assure", "a secret undertaking")                         \
    X(32, GROUND_RULES, "ground_rules", "format, scope and press rule")        \
    X(33, PROBE, "probe", "an option tested without an owner")                 \
    X(34, READ_BACK, "read_back", "an understanding read back to its owner")   \
    X(35, DRAFT, "draft", "a numbered draft of a single text")                 \
    X(36, BRIDGE, "bridge", "the mediator's compromise, open to amendment")    \
    X(37, BLIND_PROPOSAL, "propose", "take or leave, answers sealed")          \
    X(38, RESULT, "", "what came of a blind proposal or an exchange")          \
    X(39, PRESS, "press", "costs argued, a time named")                        \
    X(40, PAUSE, "pause", "a session paused with an agreed formula")           \
    X(41, CLOSE, "close", "the talks closed with a formula")                   \
    X(42, DEADLINE, "deadline", "a time set at which the round ends")          \
    X(43, DECLARATION, "declare", "commitments stated by the mediator")        \
    X(44, CERTIFICATE, "certify", "a condition certified as met")              \
    X(45, EXCHANGE, "exchange", "deposits opened together or not at all")      \
    X(46, ANNOUNCEMENT, "announce", "words agreed for the public")             \
    X(64, NEWS, "news", "an event of the world")

enum move {
    MOVE_NONE = 0,
#define X(number, name, key, text) MOVE_##name = number,
    MOVE_TABLE(X)
#undef X
};

/* What a REPLY, a RESULT or a request answers. */
#define ANSWER_TABLE(X)                                                        \
    X(1, ACCEPT, "accept")                                                     \
    X(2, REJECT, "reject")                                                     \
    X(3, AD_REFERENDUM, "ad_referendum")                                       \
    X(4, COMMENT, "comment")                                                   \
    X(5, CONFIRM, "confirm")

enum answer {
    ANSWER_NONE = 0,
#define X(number, name, key) ANSWER_##name = number,
    ANSWER_TABLE(X)
#undef X
};

/* In whose words a thing was told. */
#define FORM_TABLE(X)                                                          \
    X(1, VERBATIM, "verbatim", "the author's exact words, attributed")         \
    X(2, GIST, "gist", "the author's substance in other words, attributed")    \
    X(3, OWN_IDEA, "own_idea", "as the mediator's own idea, no owner named")   \
    X(4, MEDIATOR, "mediator", "what the mediator itself puts forward")        \
    X(5, NEWS, "news", "an event of the world, marked as news")                \
    X(6, SERVICE, "service", "receipts, visits, rounds: no party's words")

enum form {
    FORM_NONE = 0,
#define X(number, name, key, text) FORM_##name = number,
    FORM_TABLE(X)
#undef X
};

/* Do the options that such an item names become a position of its author? A
 * question and a warning name options without offering them. */
bool move_takes_position(enum move move);

/* Names for people and files, never NULL: "unknown" for a foreign number. */
const char *move_key(uint32_t move);
const char *move_name(uint32_t move); /* "a question or a request ..." */
const char *answer_key(uint32_t answer);
const char *form_key(uint32_t form);

#endif
