#include "tests/rig/invent.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char ids[] = "abcd";

struct author {
    struct invented *t;
    size_t used;
    uint64_t state;
    /* Lines that every room is told word for word, and what they are. */
    struct plain {
        uint16_t line;
        uint8_t room;
        uint8_t round;
        bool offer;
    } plain[64];
    unsigned plains;
    uint16_t said; /* texts: no two are alike */
    uint16_t put;  /* lines of the mediator, p1, p2, ... */
    /* Of each: the rooms that may answer it; 0 when nobody does. */
    uint8_t askable[8 * INVENT_ROUNDS];
};

static void add(struct author *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(struct author *a, const char *format, ...)
{
    va_list list;
    int size;

    va_start(list, format);
    size = vsnprintf(a->t->text + a->used, INVENT_TEXT - a->used, format, list);
    va_end(list);
    assert(size >= 0 && (size_t)size < INVENT_TEXT - a->used);
    a->used += (size_t)size;
}

static unsigned roll(struct author *a, unsigned n)
{
    return invent_below(&a->state, n);
}

static bool often(struct author *a, unsigned n)
{
    return invent_percent(&a->state, n);
}

static void add_package(struct author *a, const char *key)
{
    static const char *const price[] = {"low", "middle", "high"};
    static const char *const place[] = {"here", "there"};
    unsigned which = roll(a, 3);

    add(a, "%s: { ", key);
    if (which != 1)
        add(a, "price: %s%s", price[roll(a, 3)], which ? ", " : " ");
    if (which)
        add(a, "place: %s ", place[roll(a, 2)]);
    add(a, "}");
}

static void add_words(struct author *a)
{
    static const char *const words[] = {"We have to say this plainly",
                                        "Our government will not forget",
                                        "The road is long", "Let us be brief"};

    add(a, "\"%s, %u.\"", words[roll(a, 4)], ++a->said);
}

static void add_head(struct author *a)
{
    add(a, "scenario: 1\ntitle: \"Made up\"\nseed: %u\nrooms:\n",
        1 + roll(a, 1000));
    for (uint8_t r = 0; r < a->t->rooms; r++)
        add(a, "  %c: { title: \"Room %c\" }\n", ids[r], ids[r] - 32);
    add(a, "mediators: { m: { relay: { table: all } } }\nagenda:\n"
           "  price: { options: [low, middle, high] }\n"
           "  place: { options: [here, there] }\nprivate:\n");
    for (uint8_t r = 0; r < a->t->rooms; r++) {
        add(a, "  %c: { no_deal: %u, values: { price: { low: %u, middle: %u, ",
            ids[r], roll(a, 40), roll(a, 40), roll(a, 40));
        add(a, "high: %u }, place: { here: %u, there: %u } }", roll(a, 40),
            roll(a, 30), roll(a, 30));
        if (often(a, 15))
            add(a, ", consent: \"no\"");
        add(a, " }\n");
    }
}

static void add_events(struct author *a)
{
    unsigned count = roll(a, 3);

    if (count)
        add(a, "events:\n");
    for (unsigned n = 0; n < count; n++) {
        add(a, "  e%u: { at: %um, say: ", n + 1, 1 + roll(a, 120));
        add_words(a);
        if (often(a, 50))
            add(a, ", chance: %u", 1 + roll(a, 99));
        if (often(a, 30))
            add(a, ", to: %c", ids[roll(a, a->t->rooms)]);
        if (often(a, 20))
            add(a, ", extend: %um", roll(a, 30));
        add(a, " }\n");
    }
}

/* When it has its turn. */
static void add_cue(struct author *a, uint8_t round, uint8_t room)
{
    unsigned n = a->plains ? roll(a, a->plains) : 0;

    if (a->plains && room != a->plain[n].room && often(a, 20)) {
        add(a, ", after: l%u", a->plain[n].line);
        if (often(a, 30))
            add(a, ", delay: %us", roll(a, 900));
    } else if (often(a, 70)) {
        add(a, ", at: %um", roll(a, 50));
    }
    if (often(a, 10))
        add(a, ", if: \"elapsed() < %um\"", 10 + roll(a, 200));
    (void)round;
}

static void add_caveat(struct author *a, uint8_t room, bool words, bool issue)
{
    bool form = false, never = false, bare = false;

    if (words && often(a, 35)) {
        static const char *const forms[] = {"verbatim", "gist",
                                            "as_mediator_idea"};
        unsigned n = roll(a, 3);

        add(a, ", caveat: { %s: true", forms[n]);
        form = n > 0;
    } else if (often(a, 20)) {
        static const char *const kinds[] = {"mediator_only", "for_judgement",
                                            "hypothetical"};
        unsigned n = roll(a, 3);

        add(a, ", caveat: { %s: true", kinds[n]);
        never = true;
        form = n == 0;
        bare = n == 2;
    } else if (issue && often(a, 25)) {
        add(a, ", caveat: { if_asked: true");
    } else if (often(a, 15)) {
        add(a, ", caveat: { simultaneous: true");
    } else if (often(a, 35)) {
        add(a, ", caveat: { urgent: true");
    } else {
        return;
    }
    if (!never && often(a, 25))
        add(a, ", not_before: %um", 1 + roll(a, 20));
    if (!never && often(a, 25))
        add(a, ", expires: %um", 21 + roll(a, 60));
    if (!never && often(a, 15))
        add(a, ", if_they_move_first: \"asked(%c, place)\"",
            ids[(room + 1 + roll(a, a->t->rooms - 1u)) % a->t->rooms]);
    add(a, " }");
    if (!bare && (form || often(a, 30))) {
        add(a, ", gist: ");
        add_words(a);
    }
}

static void add_to(struct author *a, uint8_t room)
{
    uint8_t to = (uint8_t)roll(a, a->t->rooms);

    if (to != room && often(a, 20))
        add(a, ", to: %c", ids[to]);
}

static void add_reply(struct author *a)
{
    static const char *const replies[] = {"accept", "reject", "comment"};
    unsigned n = roll(a, 3);

    add(a, "reply: %s", replies[n]);
    if (n == 2 || often(a, 40)) {
        add(a, ", say: ");
        add_words(a);
    }
}

/* A line that everybody hears as it is. */
static void add_plain(struct author *a, uint8_t round, uint8_t room)
{
    struct plain *p = &a->plain[a->plains];
    bool offer = often(a, 50);

    add(a, "      - { id: l%u, ", ++a->t->lines);
    if (offer) {
        add_package(a, "offer");
    } else {
        add(a, "say: ");
        add_words(a);
    }
    if (a->plains < 64) {
        *p = (struct plain){a->t->lines, room, round, offer};
        a->plains++;
    }
    add_cue(a, round, room);
    add(a, " }\n");
}

static void add_answer(struct author *a, uint8_t round, uint8_t room)
{
    for (unsigned n = 0; n < a->plains; n++) {
        const struct plain *p = &a->plain[n];

        if (p->offer && p->room != room && p->round == round && often(a, 50)) {
            add(a, "      - { id: l%u, re: l%u, ", ++a->t->lines, p->line);
            add_reply(a);
            add(a, " }\n");
            return;
        }
    }
    add_plain(a, round, room);
}

static void add_free_line(struct author *a, uint8_t round, uint8_t room)
{
    static const char *const moves[] = {"say",          "say",      "ask",
                                        "confide",      "red_line", "non_paper",
                                        "aide_memoire", "letter",   "deposit",
                                        "read_out",     "assure",   "confide"};
    unsigned n = roll(a, sizeof(moves) / sizeof(moves[0]));
    bool issue = n == 2, words = n < 7;

    add(a, "      - { id: l%u, %s: ", ++a->t->lines, moves[n]);
    add_words(a);
    if (issue || (n == 0 && often(a, 50))) {
        add(a, ", about: %s", often(a, 50) ? "price" : "place");
        issue = true;
    } else if ((n >= 3 && n <= 6) && often(a, 50)) {
        add(a, ", ");
        add_package(a, "offer");
        issue = true;
    }
    if (n == 5 && often(a, 50))
        add(a, ", caveat: attributed");
    else if (n != 9 && n != 10)
        add_caveat(a, room, words, issue);
    add_to(a, room);
    add_cue(a, round, room);
    add(a, " }\n");
    if (often(a, 10))
        add(a, "      - { id: l%u, withdraw: l%u, at: %um }\n",
            a->t->lines + 1u, a->t->lines, roll(a, 50)),
            a->t->lines++;
}

static void add_room(struct author *a, uint8_t round, uint8_t room)
{
    unsigned count = 1 + roll(a, 4), gap = roll(a, count + 1);

    add(a, "    %c:\n", ids[room]);
    for (unsigned n = 0; n <= count; n++) {
        unsigned kind = roll(a, 10);

        if (n == gap)
            add(a, "@%u%u@\n", round, room);
        if (n == count)
            break;
        if (kind < 3)
            add_plain(a, round, room);
        else if (kind < 5)
            add_answer(a, round, room);
        else
            add_free_line(a, round, room);
    }
    if (often(a, 4))
        add(a, "      - { suspend: \"We leave for now.\", at: %um }\n",
            20 + roll(a, 40));
}

static void add_mediators_line(struct author *a)
{
    static const char *const moves[] = {"propose", "bridge",  "probe",
                                        "draft",   "say",     "exchange",
                                        "press",   "announce"};
    unsigned n = roll(a, 8);

    unsigned to = roll(a, a->t->rooms);

    a->askable[a->put] = (uint8_t)(n >= 4 ? 0u : n == 2 ? 1u << to : 0xffu);
    add(a, "      - { id: p%u, ", ++a->put);
    if (n < 4) {
        add_package(a, moves[n]);
        if (n == 2)
            add(a, ", to: %c", ids[to]);
        if (n == 3)
            add(a, ", say: \"A text, no. %u\"", a->put);
    } else {
        add(a, "%s: ", moves[n]);
        add_words(a);
    }
    if (n == 0 || n == 5)
        add(a, ", answer_within: %um", 5 + roll(a, 40));
    if (n == 7 && often(a, 50))
        add(a, ", limit: %um", roll(a, 60));
    add(a, ", at: %um", roll(a, 50));
    add(a, " }\n");
}

static void add_round(struct author *a, uint8_t round)
{
    unsigned count = roll(a, 3);
    uint16_t first = a->put;

    add(a, "  - id: r%u\n    limit: %uh\n", round + 1u, 1 + roll(a, 5));
    if (often(a, 40)) {
        static const char *const parts[] = {
            "walk: { as: shuttle, time: 2m, carriers: 2 }",
            "walk: switchboard",
            "walk: { as: capitals, home_time: 10m, time: 20m, stay: 5m }",
            "carry: gist",
            "carry: verbatim",
            "carry: { as: redact, hide: { a: \"government\" } }",
            "carry: { as: own_idea, moves: \"say offer\" }",
            "hold: { as: consent, within: 20m }",
            "hold: forward",
            "hold: caveats"};
        add(a, "    relay: { %s }\n", parts[roll(a, 10)]);
    }
    add(a, "    m:\n      - { say: \"Welcome.\" }\n@%u%u@\n", round,
        INVENT_MEDIATOR);
    for (unsigned n = 0; n < count; n++)
        add_mediators_line(a);
    for (uint8_t r = 0; r < a->t->rooms; r++) {
        add_room(a, round, r);
        for (uint16_t n = first; n < a->put; n++)
            if ((a->askable[n] >> r & 1) && often(a, 60)) {
                add(a, "      - { re: p%u, ", n + 1u);
                add_reply(a);
                add(a, " }\n");
            }
    }
}

void invent(struct invented *out, uint64_t number)
{
    struct author a = {.t = out, .state = number};

    out->rooms = (uint8_t)(2 + roll(&a, 3));
    out->rounds = (uint8_t)(1 + roll(&a, INVENT_ROUNDS));
    out->lines = 0;
    add_head(&a);
    add_events(&a);
    add(&a, "rounds:\n");
    for (uint8_t n = 0; n < out->rounds; n++)
        add_round(&a, n);
}

void invent_fill(struct invented *t, uint8_t round, uint8_t room,
                 const char *line)
{
    char mark[16], *at;
    size_t size = line ? strlen(line) : 0, mark_size, room_for;

    snprintf(mark, sizeof(mark), "@%u%u@\n", round, room);
    mark_size = strlen(mark);
    at = strstr(t->text, mark);
    assert(at);
    room_for = size ? size + sizeof("      - ") : 0;
    assert(strlen(t->text) + room_for < INVENT_TEXT);
    memmove(at + room_for, at + mark_size, strlen(at + mark_size) + 1);
    if (!size)
        return;
    memcpy(at, "      - ", 8);
    memcpy(at + 8, line, size);
    at[8 + size] = '\n';
}

void invent_close(struct invented *t)
{
    for (uint8_t n = 0; n < t->rounds; n++)
        for (uint8_t r = 0; r <= INVENT_MEDIATOR; r++) {
            char mark[16];

            snprintf(mark, sizeof(mark), "@%u%u@\n", n, r);
            if (strstr(t->text, mark))
                invent_fill(t, n, r, NULL);
        }
}
