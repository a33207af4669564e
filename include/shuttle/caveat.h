/*
 * Caveats: what the author of an item says may be done with it. They bind the
 * release function, whatever the relay design.
 */
#ifndef SHUTTLE_CAVEAT_H
#define SHUTTLE_CAVEAT_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/instant.h"

/* bit, name, key, meaning */
#define CAVEAT_TABLE(X)                                                        \
    X(0, VERBATIM, "verbatim", "told in exactly these words or not at all")    \
    X(1, GIST, "gist", "told only in other words, attributed")                 \
    X(2, AS_MEDIATOR_IDEA, "as_mediator_idea",                                 \
      "told only as the mediator's own idea, its author never named")          \
    X(3, HYPOTHETICAL, "hypothetical", "used only to test a what-if")          \
    X(4, IF_ASKED, "if_asked",                                                 \
      "told only to a room that asked about the same issue")                   \
    X(5, IF_THEY_MOVE_FIRST, "if_they_move_first",                             \
      "told only once its condition holds over what others handed over")       \
    X(6, SIMULTANEOUS, "simultaneous", "sealed until all have deposited")      \
    X(7, NOT_BEFORE, "not_before", "told at this time or later")               \
    X(8, EXPIRES, "expires", "never told at this time or later")               \
    X(9, FOR_JUDGEMENT, "for_judgement",                                       \
      "never told; may steer the mediator's own ideas and timing")             \
    X(10, MEDIATOR_ONLY, "mediator_only",                                      \
      "inert: told to no one, steers nothing, satisfies no condition")         \
    X(11, URGENT, "urgent", "taken and told before what is ordinary")          \
    X(12, ATTRIBUTED, "attributed",                                            \
      "a non-paper that may be told with its author's name")                   \
    X(13, VOID_IF_PUBLIC, "void_if_public", "void as soon as it has leaked")

enum caveat_bit {
#define X(bit, name, key, text) CAVEAT_##name = 1 << bit,
    CAVEAT_TABLE(X)
#undef X
};

/* Plain data. Times count from the start of the talks; they are read only when
 * their bit is set. */
struct caveats {
    uint16_t bits;
    struct instant not_before;
    struct instant expires;
    struct bytes condition; /* source of if_they_move_first; borrowed */
};

struct board;
struct condition;
struct condition_step;
struct diag;
struct item;
struct scenario;

enum caveat_verdict {
    CAVEAT_ALLOWS,
    CAVEAT_NOT_YET, /* judge again at until, or when something happens */
    CAVEAT_FORBIDS, /* for good */
};

struct caveat_judgement {
    enum caveat_verdict verdict;
    uint8_t rule;         /* enum rule */
    struct instant until; /* not yet: never when no time is known */
};

/* May this item be told to this room at the board's time? The judge of the
 * release function; members of the hold family may ask it too. */
struct caveat_judgement caveat_judge(const struct board *b,
                                     const struct item *item, uint8_t to);

/* The same for a sealed deposit while it is opened: all but `simultaneous`. */
struct caveat_judgement
caveat_judge_opened(const struct board *b, const struct item *item, uint8_t to);

/* Whether it is held for what other rooms have yet to do. When that has come
 * about, its author is not to notice. */
bool caveat_on_others(const struct caveat_judgement *j);

/* Parse the condition of if_they_move_first, as the mediator judges it, into
 * what condition_parse wants of its caller. */
enum err caveat_condition(const struct scenario *s, struct bytes source,
                          struct condition *out, struct condition_step *steps,
                          struct diag *diag) MUST_USE;

/* The form the caveats demand (enum form), or FORM_NONE when any will do. */
uint8_t caveat_form(uint16_t bits);

#endif
