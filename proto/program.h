/*
 * What the members `program` of the four families share: the ask, the answer,
 * and the member that decides when the program fails.
 *
 * A failure is an answer that does not stand: one that is not what the family
 * may answer, or {"failed": "..."}, which is also what the runtime answers in
 * the place of a program that is late or gone. For that decision the default
 * decides; after PROGRAM_FAILURES_MAX of them, or one that is said to be
 * "final", it decides to the end.
 */
#ifndef SHUTTLE_PROGRAM_H
#define SHUTTLE_PROGRAM_H

#include "program_json.h"

#include "shuttle/relay.h"

/* Parameters of every program; the default differs. */
#define PROGRAM_PARAMS(fallback)                                               \
    {"run", PARAM_TEXT, NULL, NULL,                                            \
     "the program and its arguments, a list of words; a file beside the "      \
     "scenario is found there"},                                               \
        {"timeout", PARAM_DURATION, "2s", NULL,                                \
         "wall time it has for an answer"},                                    \
        {"default", PARAM_TEXT, fallback, NULL,                                \
         "member of the family that decides when the program fails"},          \
        {"outside", PARAM_WORD, "false", "false|true",                         \
         "run it outside the walls; the record says that they are open "       \
         "there"},                                                             \
    {                                                                          \
        "set.*", PARAM_TEXT, "", NULL, "settings that the program is told"     \
    }

/* What the state of such a member begins with. */
struct program_own {
    const struct member *fallback; /* borrowed */
    void *behind;                  /* its state, in the same block */
    uint32_t failures;
    bool given_up;
    uint32_t used;     /* the ask whose answer was used last */
    uint32_t happened; /* events so far, answers not counted */
    /* What it decided to wait for, by carrier; of the table the first. It is
     * not asked again before, unless something happens. */
    struct {
        bool set;
        uint32_t happened;
        struct instant until;
    } rest[CARRIERS_MAX];
};

/* The state of a member, and behind its own that of its default. */
struct program_state {
    struct program_own own;
    max_align_t behind[MEMBER_STATE_MAX / sizeof(max_align_t)];
};

/* The default that the parameters name. */
const struct member *program_default(enum family f,
                                     const struct param_spec *specs,
                                     const struct choice *c);
/* `fits` of such members: there is something to run, and a default that can
 * decide and has the parameters that it needs. */
enum err program_fits(enum family f, const struct param_spec *specs,
                      const struct choice *c, const struct scenario *s,
                      struct diag *diag) MUST_USE;
/* `adopt` of such members, whose default keeps its state at behind. */
void program_adopt(struct program_own *own, void *behind, enum family f,
                   const struct param_spec *specs, const struct choice *c,
                   const struct board *b);
/* `observe` of them all: what happened is counted, and the default told. */
void program_observe(void *state, const struct choice *c, const struct board *b,
                     const struct board_event *e);

/* The answer of this step is to an ask of this family and was not used yet; now
 * it is. */
bool program_answered(struct program_own *own, const struct board *b,
                      enum family f);
/* The same where the ask was about a crossing. */
bool program_answered_about(struct program_own *own, const struct board *b,
                            enum family f, const struct crossing *crossing);
bool program_rests(const struct program_own *own, const struct board *b,
                   uint8_t carrier);
void program_rest(struct program_own *own, uint8_t carrier,
                  struct instant until);
/* Whether the answer is a failure that the program or the runtime names;
 * noted in ask and counted in own. */
bool program_failed(struct program_own *own, enum family f,
                    const struct board *b, struct asking *ask);
/* It answered what the family does not know. */
void program_nonsense(struct program_own *own, enum family f, const char *what,
                      struct asking *ask);

/* Writes what is asked about; called twice, to measure and to write. */
typedef void program_writer(struct json *j, const struct board *b,
                            const void *about);
/* Put the ask. */
void program_ask(struct asking *ask, enum family f, const struct board *b,
                 program_writer *write, const void *about);

/* A text of the answer without its escapes, in the step's arena; none when it
 * is not there, is not a text or is longer than TEXT_MAX: then *ok is false
 * unless it is not there or null. */
struct bytes program_text(const struct board *b, const char *key,
                          struct asking *ask, bool *ok);
/* A time of the answer: `key` in microseconds of the talks; null or none is
 * never. */
struct instant program_time(const struct board *b, const char *key, bool *ok);

#endif
