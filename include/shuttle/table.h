/* Family table: what does the mediator itself put forward? Asked after every
 * event. It reads the mediator's own lines in its brief and the board, and puts
 * forward nothing but those lines: most members are table_next_but with a
 * reason of their own to wait. `words` is the member to read first. */
#ifndef SHUTTLE_TABLE_H
#define SHUTTLE_TABLE_H

#include "shuttle/board.h"
#include "shuttle/relay.h"

enum table_act {
    TABLE_NOTHING, /* until `until`, or until something happens */
    TABLE_PUT,     /* put `line` forward now */
    TABLE_DROP, /* `line` will never be put: too late, or its `if` is false */
    TABLE_PENDING, /* a question was put: see struct asking in board.h */
};

struct table_decision {
    enum table_act act;
    struct instant until;
    const struct line *line; /* one of the current round's; of a choice one
                                stands for all when it is dropped */
    struct instant due; /* when its result leaves; never when it has none */
};

/* decide is as in hold.h; neither function is NULL. */
struct table {
    struct member member;
    /* True when the member can put a line of this move forward; `check` refuses
     * scenarios whose mediator has lines that its table cannot make. */
    bool (*makes)(enum move move);
    void (*decide)(void *state, const struct choice *params,
                   const struct board *b, struct asking *ask,
                   struct table_decision *out);
};

extern const struct table *const table_members[];

/* What every table but `nothing` puts forward: the mediator's plain words. */
bool table_speaks(enum move move);
/* And all that is open: plain words, deadlines, declarations, what-ifs and
 * bridging proposals. */
bool table_says(enum move move);

/* What is answered or deposited under seal, and has a result. */
bool table_seals(enum move move);

/* The next of the mediator's lines of this round whose time has come, judged
 * in order; shared by the members. A proposal waits until the result of the one
 * before it has left, a line that rests on others until they were taken. Sets
 * act, line and until. A line whose move the member does not make, which
 * `check` refuses and another design on the command line brings about, is never
 * put. */
typedef bool table_makes(enum move move);
void table_next(const struct board *b, table_makes *makes,
                struct table_decision *out);
/* The same, but the time of a line that the member holds back has not come; of
 * a choice its first alternative is asked about. */
typedef bool table_holds(const void *arg, const struct board *b,
                         const struct line *line);
void table_next_but(const struct board *b, table_makes *makes,
                    table_holds *holds, const void *arg,
                    struct table_decision *out);

#endif
