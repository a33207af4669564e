/* The mediator's own state, shared by the files it is made of:
 *   mediator.c  inputs, the order of things at one instant, the end
 *   mediator_share.c  what others see of it, and what it is told of other
 *               mediators
 *   items.c     handing over, taking, disposing
 *   hearing.c   what is meant for the mediator himself
 *   deposit.c   what is known by taking, and what a withdrawal takes back
 *   reading.c   reading back to the author what is to be told
 *   telling.c   judging and telling
 *   consent.c   questions to authors
 *   meeting.c   times of exchange
 *   exchange.c  sealed deposits, opened together or not at all
 *   accord.c    proposals, sealed answers, read-back, agreement
 *   drafting.c  the drafts of a single text
 *   course.c    rounds, what the mediator puts forward, carriers
 *   provenance.c  whose words these are, when a room asks
 *   world.c     events of the world, leaks
 *   marks.c     the lines that items come from
 *   design.c    the members of the relay design, and their exchange
 *   report.c    what outside programs are told
 *   release.c   the one way out
 */
#ifndef SHUTTLE_MEDIATOR_STATE_H
#define SHUTTLE_MEDIATOR_STATE_H

#include "shuttle/carry.h"
#include "shuttle/chance.h"
#include "shuttle/hold.h"
#include "shuttle/mediator.h"
#include "shuttle/table.h"
#include "shuttle/walk.h"

/* What the items that are not kept any more left of a room's position. */
struct standing {
    struct position position;
    uint32_t by[ISSUES_MAX]; /* number of the item that named the option */
    uint32_t asked;          /* bit per issue */
    bool complained;
};

struct pending_receipt {
    uint32_t item;
    uint8_t status;
};

struct mediator_room {
    struct session session;
    struct chance handles;    /* stream of this room's handles */
    uint32_t last_item;       /* number of the last item it handed over */
    uint32_t live;            /* its items that count in its share */
    uint32_t freed;           /* those that will not, from the next visit on */
    uint32_t past;            /* its items in mediator.past_count */
    uint32_t newest_position; /* number of its last item that moved it */
    struct instant wait_until;
    bool hello;                       /* its HELLO was read */
    bool gone;                        /* its session ended */
    struct pending_receipt *receipts; /* owned; for the next visit */
    size_t receipt_count;
    size_t receipt_capacity;
    struct standing *forgotten; /* owned; NULL while all items are kept */
    uint8_t sealed; /* enum answer; read only by the proposal's result */
    bool confirmed; /* the read-back */
};

/* A package on its way to agreement. */
struct accord {
    bool open;          /* it is being read back */
    uint8_t author;     /* whose offer it was, or FROM_MEDIATOR */
    uint32_t number;    /* the author's number of it */
    uint32_t read_back; /* the mediator's number of the read-back */
    uint32_t accepted;  /* bit per room */
    struct package package;
    struct nonce nonce;
    struct digest digest;
};

/* A line that may leak, once it was taken. */
struct leak {
    bool taken;
    uint8_t *words; /* owned: text and gloss */
    struct bytes text;
    struct bytes gloss;
};

struct carrying {
    struct item *item;   /* that he is taking, or NULL */
    struct instant done; /* then he has it */
    uint32_t ask;        /* open ask of walk; 0 none */
};

struct mediator {
    const struct scenario *brief; /* borrowed */
    struct board board;
    struct mediator_room *rooms; /* owned, board.room_count of them */
    /* The design in force: borrowed from the brief or of mediator_switch. */
    const struct choice *design[FAMILY_COUNT];
    const struct walk *walk;
    const struct carry *carry;
    const struct hold *hold;
    const struct table *table;
    void *state[FAMILY_COUNT]; /* owned; NULL where a member has none */
    uint16_t listeners;        /* bit per family that a program decides in */
    struct carrying carrying[CARRIERS_MAX];
    uint32_t table_ask;
    uint32_t asks; /* ids given out */
    uint32_t vain; /* visits since anything was handed over, told or put */
    uint32_t own_number; /* of the mediator's own items */
    uint64_t nonces;     /* given out */
    struct item *newest;
    uint32_t in_hand;  /* live items that are taken */
    uint32_t spent;    /* of these, those that are finished with */
    struct item *past; /* disposed of, oldest first; bounded */
    struct item *past_newest;
    uint32_t past_count; /* those that may be forgotten */
    uint32_t past_own;   /* of these, no room's */
    struct accord accord;
    uint8_t *accord_words; /* owned: of the package read back last */
    struct instant round_due;
    struct instant round_next;   /* when the next round begins */
    int round_to;                /* which one: its index, or GO_END */
    const struct ending *ending; /* reached; NULL none; borrowed */
    struct ending closing;       /* made of a line that closes the talks */
    uint64_t passed;             /* bit per event that chance decided against */
    struct leak *leaks;          /* owned, by event; NULL when none leaks */
    struct instant due;          /* gathered while running */
    struct instant armed;
    uint8_t *scratch; /* owned, TEXT_MAX; made when first needed */
    uint16_t reach;   /* bit per room that speaks through this mediator */
    bool elsewhere;   /* the talks ended through another mediator */
    bool ticking;     /* this step is a deadline: all that rooms said at this
                         instant was taken before it */
    bool begun;
    bool concluded;
    bool finished;
    enum outcome outcome;
    struct effects *out;       /* of the step in progress */
    mediator_watcher *watcher; /* NULL: nobody measures */
    void *watcher_arg;
};

/* Functions that return bool say whether anything was done. */

/* An ask that a member may fill. */
static inline void mediator_asking(const struct mediator *m, struct asking *ask)
{
    *ask = (struct asking){.next = m->asks, .arena = &m->out->arena};
}

/* mediator.c */
/* A member of this family has decided: note what failed, put the question it
 * asked. */
void mediator_asked(struct mediator *m, enum family f,
                    const struct asking *ask);
void mediator_note(struct mediator *m, const struct message *note);
void mediator_fault(struct mediator *m, uint8_t room, uint32_t item,
                    const char *reason);
/* Tell all four members what happened. */
void mediator_tell_members(struct mediator *m, const struct board_event *e);
void mediator_conclude(struct mediator *m, enum outcome outcome,
                       const struct package *agreed, const char *reason);
/* mediator_share.c: INPUT_KEEPER. */
void mediator_on_keeper(struct mediator *m, uint32_t id, struct bytes body);
static inline void mediator_due(struct mediator *m, struct instant at)
{
    m->due = instant_min(m->due, at);
}
static inline void mediator_stir(struct mediator *m)
{
    m->board.stir++;
}

/* Do everything that can be done at this instant, and arm for the next. */
void mediator_settle(struct mediator *m);
/* Whether this one keeps the rounds, the world and the endings. */
static inline bool mediator_convenes(const struct mediator *m)
{
    return m->brief->brief.self == 0;
}

/* report.c */
/* Tell the programs of the design in force what happened. */
void report_event(struct mediator *m, const struct board_event *e);
/* The first line to the program of this family, if it is one. */
void report_hello(struct mediator *m, enum family f);

/* design.c */
/* Find the member a choice names and give it fresh state; one of walk adopts
 * when its carriers are placed. */
enum err design_seat(struct mediator *m, enum family f,
                     const struct choice *choice);
/* Put the carriers of the walk in force where they begin, and let it adopt. */
void design_place(struct mediator *m);
/* The member of a family in force. */
const struct member *design_member(const struct mediator *m, enum family f);
/* From one round to another: exchange the members that differ. */
void design_round(struct mediator *m, int before, int now);

/* items.c */
void items_hand(struct mediator *m, uint8_t room, const struct message_item *i);
/* A carrier begins to take what is next in a room's tray: nobody else will.
 * NULL when there is nothing. */
struct item *items_claim(struct mediator *m, uint8_t room, uint8_t carrier);
void items_take(struct mediator *m, struct item *item, uint8_t carrier);
/* All that lies in a room's tray, where the mediator is in every room. */
void items_take_tray(struct mediator *m, uint8_t room);
/* What is in anyone's hand or being taken is everybody's, or nobody's. */
void items_share(struct mediator *m);
/* Taken, and disposed of for every room. */
bool items_is_done(const struct mediator *m, const struct item *item);
/* Move what is finished with to the past, where it can still be answered; when
 * there is too much of it, something is forgotten. */
void items_sweep(struct mediator *m);
void items_receipt(struct mediator *m, uint8_t room, uint32_t item,
                   enum receipt status);
void items_flush_receipts(struct mediator *m, uint8_t room);
void items_dispose(struct mediator *m, struct item *item, uint8_t to,
                   enum disposition how, enum rule rule);
void items_dispose_all(struct mediator *m, struct item *item,
                       enum disposition how, enum rule rule);
/* The author of a conditional item or of an idea is told neither that it was
 * told nor that it never was: that would say what the others handed over. What
 * the mediator itself puts forward has no author to tell. */
bool items_receipted(const struct item *item);
/* Note what became of everything that was never told. */
void items_close(struct mediator *m);
void items_free(struct mediator *m);
/* Make an item with room for the texts of the message; NULL texts are none. */
struct item *items_new(struct mediator *m, const struct message_item *i);
void items_append(struct mediator *m, struct item *item);
/* In a list, the item with this author's number, or NULL. */
struct item *items_find(struct item *list, uint8_t room, uint32_t number);
/* Told, in whatever form; or so it is said. */
bool items_is_told(const struct passage *p);
/* The item that was told in this room under this handle, or NULL. */
struct item *items_told(const struct mediator *m, uint8_t room,
                        uint64_t handle);

/* hearing.c */
/* What is meant for the mediator goes no further. */
void hearing_take(struct mediator *m, struct item *item);

/* deposit.c */
/* What the mediator learns by taking an item. */
void deposit_take(struct mediator *m, struct item *item);
/* A recall that was taken. */
void deposit_withdraw(struct mediator *m, const struct item *recall);
/* An item of the past is about to be freed: what it stands for stays. */
void deposit_forget(struct mediator *m, const struct item *item);

/* A deposit was opened: it stands for what it would have stood for openly. */
void deposit_open(struct mediator *m, struct item *item);

/* exchange.c */
bool exchange_is_deposit(const struct item *item);
/* A deposit was taken: give its author the digest. */
void exchange_deposit(struct mediator *m, struct item *item);
/* The exchange that this item announces is open. */
void exchange_put(struct mediator *m, const struct item *item);
/* Open the deposits of all, or nothing, when the time has come. */
bool exchange_step(struct mediator *m);

/* At a time of exchange: what was taken of all is opened. */
void exchange_meet(struct mediator *m);

/* meeting.c */
/* With a walk of exchanges: come in everywhere when the time has come. */
bool meeting_step(struct mediator *m);
/* All that can be done is done: leave again. */
void meeting_part(struct mediator *m);

/* telling.c */
bool telling_judge(struct mediator *m);
/* TEXT_MAX bytes for a member's words. */
uint8_t *telling_scratch(struct mediator *m);
bool telling_deliver(struct mediator *m);

/* consent.c */
/* Ask the author whether it may be told, once. */
void consent_ask(struct mediator *m, struct item *item);
/* An item of the mediator that asks so. */
bool consent_is_question(const struct item *item);
/* What he answered. */
void consent_answer(struct mediator *m, const struct item *reply,
                    const struct item *question);
/* His other words take the place of those he gave first; who gives words to be
 * told in does not insist on the old ones. */
void consent_reword(struct item *item, struct bytes words);

/* provenance.c */
/* A room asks whose something that it was told is. */
void provenance_answer(struct mediator *m, const struct item *question);

/* reading.c */
/* Whether the item has to wait for its author to confirm its wording; the first
 * time it is put to him. */
bool reading_waits(struct mediator *m, struct item *item, uint8_t to);
bool reading_is(const struct item *item);
void reading_answer(struct mediator *m, const struct item *reply,
                    const struct item *read);

/* accord.c */
/* Something of the mediator's own, to be told wherever it is addressed; and the
 * note that it was put. */
struct item *accord_own(struct mediator *m, const struct message_item *i);
void accord_note_put(struct mediator *m, const struct item *item,
                     const char *id);
bool accord_step(struct mediator *m);
/* What was not told of a proposal or an exchange never will be. */
void accord_expire(struct mediator *m, uint32_t number);
/* The open proposal, if there is one, has no result. */
void accord_drop_proposal(struct mediator *m);
void accord_put(struct mediator *m, const struct line *line,
                struct instant due);
/* A reply to the open proposal is sealed here and goes no further. */
bool accord_sealed(struct mediator *m, uint8_t room,
                   const struct message_item *i, const struct item *re);
void accord_reply(struct mediator *m, const struct item *reply);
/* A reply was withdrawn before anyone was told of it. */
void accord_unreply(struct mediator *m, const struct item *reply);

/* drafting.c */
/* A draft is put: it is the current one, and the one before it is told nowhere
 * any more. */
void drafting_put(struct mediator *m, struct item *item,
                  const struct line *line);
/* A reply to a draft was taken. False when another draft has taken its place:
 * the reply counts for nothing then. */
bool drafting_reply(struct mediator *m, const struct item *reply,
                    const struct item *draft);

/* course.c */
bool course_rounds(struct mediator *m);
bool course_table(struct mediator *m);
bool course_walk(struct mediator *m);
/* All rooms have said hello: admit them and send the carriers to work. */
void course_begin(struct mediator *m);
/* Another mediator convenes: how it says the rounds stand. */
void course_convened(struct mediator *m, const struct message_round *round);
/* Note that a carrier, or CARRIER_NONE for all of them, comes into a room or
 * leaves it, and say so there. */
void course_visit(struct mediator *m, uint8_t carrier, uint8_t room,
                  enum visit_state state);
/* A carrier comes into the room where it stands. */
void course_arrive(struct mediator *m, uint8_t carrier);
/* The talks can go on no further as they are: the next round, or the end. */
void course_stalled(struct mediator *m);
/* All agree: to the implementation, or to the end where none is scripted. */
void course_agreed(struct mediator *m);
/* To be asked before the walk, while m->due has all else that is due. */
bool course_in_vain(const struct mediator *m);
/* Move the limit of the running round, if it has one, and tell the rooms. */
void course_extend(struct mediator *m, int64_t us);

/* marks.c */
/* The handles of rooms' lines that the mediator's own lines wait for. */
bool marks_gather(struct mediator *m);
/* An item was taken: lines wait for it no longer, and its facts are known. */
void marks_take(struct mediator *m, struct item *item);
/* It was withdrawn: nothing rests on it any more. */
void marks_withdraw(struct mediator *m, const struct item *item);

/* world.c */
bool world_init(struct mediator *m);
void world_fini(struct mediator *m);
bool world_step(struct mediator *m);
/* The mediator has taken it: now it can leak. */
void world_taken(struct mediator *m, const struct item *item);

/* release.c: the one way out. */
bool release_item(struct mediator *m, struct item *item, uint8_t to,
                  const struct carry_decision *words);
/* A deposit that an exchange opens, which was judged: wherever carriers are. */
void release_deposit(struct mediator *m, struct item *item, uint8_t to,
                     const struct message_told *words);
void release_own(struct mediator *m, struct item *item, uint8_t to);
void release_news(struct mediator *m, const char *event, struct bytes text,
                  struct bytes gloss, uint8_t to);
void release_leak(struct mediator *m, const struct item *item);
void release_result(struct mediator *m, uint32_t item, bool yes, uint8_t to);
void release_ending(struct mediator *m, uint32_t item,
                    const struct ending *ending, uint8_t to);
void release_service(struct mediator *m, uint8_t to,
                     const struct message *service);
void release_agreed(struct mediator *m, uint8_t to);
void release_outcome(struct mediator *m, uint8_t to);
void release_bye(struct mediator *m, uint8_t to, enum reason reason);

#endif
