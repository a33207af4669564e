/*
 * The virtual runtime's throughput: items of 64 bytes handed over, taken,
 * released and told on one core, through the whole codec and both sessions of
 * each room, the mediator recorded in digest mode, with the simulated clock.
 * The rooms are sessions that say what real ones would and decide nothing: at
 * each instant one hands BATCH items over, then each says WAIT.
 *
 * Usage: virtual [thousands of items]
 */
#include "sim/runtime/process.h"
#include "tests/rig/bench.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 64u
#define BATCH     100u
#define STEP_US   1000
#define RUNS      5

struct talks {
    struct process mediator;
    struct session room[2];
    uint64_t told;
    uint32_t items;
};

static void arrive(struct talks *t, uint8_t room, const struct message *m)
{
    static uint8_t frame[FRAME_SIZE_MAX];
    struct session *s = &t->room[room];
    size_t size = session_seal(s, s->time, m, frame, sizeof(frame));
    struct frame f;
    struct message ack;

    if (!size || keeper_arrive(t->mediator.keeper, room,
                               (struct bytes){frame, size}) != REASON_NONE)
        bench_die("the mediator refused a frame");
    size = session_ack(process_session(&t->mediator, room), s->time, frame,
                       sizeof(frame));
    if (size && session_open(s, (struct bytes){frame, size}, &f, &ack))
        bench_die("a room refused an acknowledgement");
}

static void wait(struct talks *t, uint8_t room, struct instant until)
{
    struct message m = {.kind = MESSAGE_WAIT};

    m.as.wait.until = until;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].number = t->room[room].taken;
    arrive(t, room, &m);
}

/* Run the mediator until it waits for a room, which reads what it was sent. */
static void settle(struct talks *t)
{
    bool given = true;

    while (given) {
        const struct effects *effects = &t->mediator.effects;

        if (process_turn(&t->mediator, INSTANT_ZERO, &given) != ERR_OK ||
            t->mediator.finished)
            bench_die("the talks ended");
        for (size_t n = 0; given && n < effects->count; n++) {
            const struct effect *e = &effects->list[n];
            struct session *s = &t->room[e->peer];
            struct frame f;
            struct message m;
            if (e->kind != EFFECT_SEND)
                continue;
            if (session_open(s, e->bytes, &f, &m) != REASON_NONE)
                bench_die("a room refused a frame");
            session_take(s, f.number);
            t->told += m.kind == MESSAGE_TOLD;
        }
    }
}

static void begin(struct talks *t, struct briefs *briefs)
{
    struct process_plan plan = {.brief = briefs_text(briefs, -1),
                                .mode = RECORD_DIGEST};
    struct message hello = {.kind = MESSAGE_HELLO};
    struct diag d = {0};

    memset(t, 0, sizeof(*t));
    if (process_init(&t->mediator, &plan, &d) != ERR_OK)
        bench_die(d.message);
    for (uint8_t r = 0; r < 2; r++) {
        if (session_init(&t->room[r], SESSION_ROOM, briefs->talk, 0) != ERR_OK)
            bench_die("no memory");
        hello.as.hello.version_low = hello.as.hello.version_high =
            FRAME_VERSION;
        hello.as.hello.semantics = SEMANTICS_VERSION;
        hello.as.hello.room = bytes_of(r ? "b" : "a");
        arrive(t, r, &hello);
    }
    settle(t);
}

static void end(struct talks *t)
{
    process_fini(&t->mediator);
    session_fini(&t->room[0]);
    session_fini(&t->room[1]);
}

static void hand_over(struct talks *t)
{
    static uint8_t words[TEXT_SIZE];
    struct message m = {.kind = MESSAGE_ITEM};

    memset(words, 'w', sizeof(words));
    m.as.item.move = MOVE_SAY;
    m.as.item.text = (struct bytes){words, sizeof(words)};
    package_clear(&m.as.item.package);
    for (unsigned n = 0; n < BATCH; n++) {
        m.as.item.item = ++t->items;
        arrive(t, 0, &m);
    }
}

/* Items a second of the processor's time. */
static double run(struct briefs *briefs, uint64_t count)
{
    struct talks t;
    double start;

    begin(&t, briefs);
    start = bench_cpu_us();
    while (t.told < count) {
        uint64_t before = t.told;
        hand_over(&t);
        wait(&t, 0, instant_after(t.room[0].time, STEP_US));
        wait(&t, 1, INSTANT_NEVER);
        settle(&t);
        wait(&t, 0, instant_after(t.room[0].time, STEP_US));
        wait(&t, 1, INSTANT_NEVER);
        settle(&t);
        if (t.told != before + BATCH)
            bench_die("something was not told");
    }
    start = bench_cpu_us() - start;
    end(&t);
    return (double)count * 1e6 / start;
}

int main(int argc, char **argv)
{
    uint64_t thousands = argc > 1 ? strtoul(argv[1], NULL, 10) : 200;
    struct briefs briefs;
    double rate[RUNS];

    bench_briefs(&briefs, 1, false);
    for (int n = 0; n < RUNS; n++)
        rate[n] = run(&briefs, thousands * 1000);
    printf("Virtual runtime, items of 64 bytes, digest mode; median of %d\n",
           RUNS);
    bench_line("items a second", bench_median(rate, RUNS), "/s", 500000, true);
    return 0;
}
