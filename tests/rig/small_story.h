/*
 * One small run told in full: three rooms, items under every caveat, a blind
 * proposal, a read-back and an agreement. The mediator is honest but for one
 * planted fault.
 */
#ifndef TESTS_RIG_SMALL_STORY_H
#define TESTS_RIG_SMALL_STORY_H

#include "tests/rig/small_run.h"

/* Items: us 1 plain, us 2 plain to iran and later, us 3 plain; iran 1
 * question. The rest is named where it is planted. */
enum plant {
    PLANT_NOTHING,
    PLANT_NOTHING_TOO,      /* honest: iran moves back, and it is not taken yet
                               when us 5 is told */
    PLANT_LOST_SAID_TOLD,   /* us 1: noted as told, never sent */
    PLANT_LOST_NO_END,      /* us 1: taken, no note of its end */
    PLANT_LOST_HELD,        /* us 1: held to the end without a reason */
    PLANT_LOST_EXPIRED,     /* us 1: said to have expired */
    PLANT_LOST_WITHDRAWN,   /* us 1: said to be withdrawn */
    PLANT_DUPLICATED,       /* us 1: told twice under its handle */
    PLANT_DUPLICATED_FRESH, /* us 1: told twice, fresh handle, no note */
    PLANT_REORDERED,        /* us 3 before us 2 */
    PLANT_MEDIATOR_ONLY,    /* iran 5 told to us */
    PLANT_FOR_JUDGEMENT,    /* iran 2 told to us */
    PLANT_ADDRESSEE,        /* us 3 told to qatar */
    PLANT_NOT_BEFORE,       /* iran 4 told at its hand-over */
    PLANT_EXPIRES,          /* us 7 told after its time */
    PLANT_IF_ASKED,         /* us 4, the question is about another issue */
    PLANT_IF_MOVED,         /* us 5 before iran has moved */
    PLANT_IF_TAKEN,         /* us 5 when iran's move was not yet taken */
    PLANT_SEALED,           /* us 8, an answer, told to iran */
    PLANT_EARLY_RESULT,     /* the result before it is due */
    PLANT_FALSE_RESULT,     /* a yes though iran said no */
    PLANT_WORDS,            /* words of iran 5 in the mediator's own mouth */
    PLANT_GIST_VERBATIM,    /* iran 3, gist wanted, told in its own words */
    PLANT_IDEA_NAMED,       /* us 6 told under its author's name */
    PLANT_VERBATIM_GIST,    /* us 3, verbatim wanted, told reworded */
    PLANT_OTHER_NAME,       /* us 1 told as qatar's */
    PLANT_OTHER_OPTION,     /* us 6 told with an option it does not name */
    PLANT_INVENTED,         /* told as iran's, who said nothing like it */
    PLANT_NO_NOTE,          /* the mediator's own, and no note why */
    PLANT_ALTERED_WORDS,    /* us 1, other words marked verbatim */
    PLANT_ALTERED_OPTION,   /* us 5, another option marked verbatim */
    PLANT_GIST_AS_VERBATIM, /* iran 3, its gist marked verbatim */
    PLANT_FORGED,           /* us 3 stands with other words at the mediator */
    PLANT_DENIED,           /* us 3 stands not at the mediator */
    PLANT_DENIED_TELLING,   /* us 1's telling stands not at the mediator */
    PLANT_UNCLOSED_ROOM,
    PLANT_UNCLOSED_MEDIATOR,
    PLANT_UNCONFIRMED,   /* iran never confirms */
    PLANT_OTHER_OUTCOME, /* qatar is told another package */
    PLANT_REACHED,       /* honest: what is agreed is carried out first */
    PLANT_UNDONE,        /* and then it is said that nothing was agreed */
};

#define STORY_SECRET "Our minister leaves on Friday."

/* Write the run; call small_fini. */
void small_story(struct small_run *r, enum plant plant);

#endif
