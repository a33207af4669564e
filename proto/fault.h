/* What members that do wrong on purpose share. Each does as another member of
 * its family does, and then, at a rate, what it is named for. Whether it does
 * so to an item depends on the item alone, so that it makes no difference how
 * often it is asked. */
#ifndef PROTO_FAULT_H
#define PROTO_FAULT_H

#include "carry_words.h"

#include "shuttle/hold.h"

#include <stddef.h>

#define FAULT_PARAMS(usual)                                                    \
    {"like", PARAM_TEXT, usual, NULL,                                          \
     "member of the family that it passes for"},                               \
        {"rate", PARAM_NUMBER, "100", NULL,                                    \
         "of a hundred items, to how many it does wrong"},                     \
    {                                                                          \
        "seed", PARAM_NUMBER, "0", NULL, "another choice of items"             \
    }

/* A carry passes the declared rewordings on. */
#define FAULT_CARRY_PARAMS FAULT_PARAMS("verbatim"), CARRY_REPLACE

/* The state of a faulty member: that of the one it passes for. */
struct fault {
    const struct member *inner;
    max_align_t behind[MEMBER_STATE_MAX / sizeof(max_align_t)];
};

/* Whether chance has it that this item is treated wrongly on its way to this
 * room; to is ROOMS_MAX where the room makes no difference. */
bool fault_hits(const struct choice *c, const struct param_spec *specs,
                const struct board *b, enum family f, const struct item *item,
                uint8_t to);

/* What the contract of the two families asks for; state is a struct fault. It
 * fits when the rate is a percentage, and what it passes for an honest member
 * that decides without asking. */
void fault_carry_adopt(void *state, const struct choice *c,
                       const struct board *b);
void fault_observe(void *state, const struct choice *c, const struct board *b,
                   const struct board_event *e);
enum err fault_carry_fits(const struct choice *c, const struct scenario *s,
                          struct diag *diag) MUST_USE;
/* Decide as the member that it passes for. */
void fault_carry_as(struct fault *own, const struct choice *c,
                    const struct board *b, const struct crossing *crossing,
                    struct asking *ask, struct carry_decision *out);
void fault_hold_adopt(void *state, const struct choice *c,
                      const struct board *b);
enum err fault_hold_fits(const struct choice *c, const struct scenario *s,
                         struct diag *diag) MUST_USE;
void fault_hold_as(struct fault *own, const struct choice *c,
                   const struct board *b, const struct crossing *crossing,
                   struct asking *ask, struct hold_decision *out);

/* Hold it back without a word of why, until then; or until so long after it was
 * handed over, if that is to come. */
void fault_hold_back(struct hold_decision *out, struct instant until);
void fault_hold_late(struct hold_decision *out, const struct board *b,
                     const struct item *item, int64_t by_us);

/* Words after the text, in scratch, which has TEXT_MAX bytes; the text as it is
 * when there is no room for them. */
struct bytes fault_add(struct bytes text, const char *words, uint8_t *scratch);
/* These words behind those it is told in, if there are any. */
void fault_say(struct carry_decision *out, const char *words);
/* The same options, but that the first that can be is another; NULL when none
 * can. */
const struct package *fault_other(const struct package *p,
                                  const struct agenda *a, struct arena *arena);

#endif
