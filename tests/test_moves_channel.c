/* What channels do, C1 to C7 of the table of moves: what the sender's room sees
 * of it, what the addressee's room does, and what the record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void c01_delivery__has_a_receipt_and_a_time_at_each_hop(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ walk: { as: shuttle, time: 4m, item: 1m, "
        "idle: walk } }") "    us: [{ say: \"Good evening.\" }]\n");

    (void)state;
    moves_has(m, "us", " 0 hands 1 say \"Good evening.\"\n");
    moves_has(m, "us", " 60 receipt 1 taken\n");
    moves_has(m, "us", " 540 receipt 1 told\n");
    moves_has(m, "iran", " 300 told say by us verbatim \"Good evening.\"\n");
    moves_counts(m, "iran", "told", 1);
    moves_has(m, "oman", " 0 got us 1 say");
    moves_has(m, "oman", " 60 taken us 1\n");
    moves_has(m, "oman",
              "\"WALKED\",\"carrier\":0,\"from\":0,\"to\":1,"
              "\"arrives\":300000000}");
    moves_has(m, "oman", " 300 released us 1 to iran verbatim plain");
    moves_has(m, "oman", " 300 disposed us 1 to iran told verbatim");
    moves_free(m);
}

static void c02_slow_carrier__is_late_in_both_rooms(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ walk: { as: shuttle, time: %s, idle: walk } "
                               "}") "    us: [{ say: \"One.\" }, { at: 1m, "
                                    "say: \"Two.\" }]\n";
    struct moves *m = moves_play(play, "4m");
    struct moves *slow = moves_play(play, "18m");

    (void)state;
    moves_has(m, "us", " 480 receipt 1 told\n");
    moves_has(m, "iran", " 240 told say by us verbatim \"One.\"\n");
    moves_has(slow, "us", " 2160 receipt 1 told\n");
    moves_has(slow, "iran", " 1080 told say by us verbatim \"One.\"\n");
    moves_lacks(slow, "iran", "Two.");
    moves_has(slow, "oman", " 0 got us 1 say \"One.\"\n");
    moves_has(slow, "oman", " 60 got us 2 say \"Two.\"\n");
    moves_has(slow, "oman",
              " 2400 disposed us 2 to iran held when the talks "
              "ended");
    moves_free(slow);
    moves_free(m);
}

/* Faults of the transport: each shows in receipts, in what is heard, and in the
 * numbers and fates that the record keeps. */
static void c02_faults__lose_repeat_delay_and_reorder(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ hold: %s }") "    us: [{ say: \"One.\" }, { "
                                               "at: 1m, say: \"Two.\" }]\n";
    struct moves *lost = moves_play(play, "losing");
    struct moves *twice = moves_play(play, "duplicating");
    struct moves *late = moves_play(play, "{ as: delaying, by: 10m }");
    struct moves *mixed = moves_play(play, "{ as: reordering, by: 10m }");

    (void)state;
    moves_lacks(lost, "iran", "told");
    moves_has(lost, "oman", " 0 got us 1 say \"One.\"\n");
    moves_lacks(lost, "oman", "released us 1");
    moves_counts(twice, "iran", "told say by us verbatim \"One.\"\n", 2);
    moves_counts(twice, "oman", "released us 1 to iran", 2);
    moves_lacks(late, "iran", " 0 told say");
    moves_has(late, "iran", " 600 told say by us verbatim \"One.\"\n");
    moves_has(late, "us", " 600 receipt 1 told\n");
    moves_has(late, "oman", " 600 released us 1 to iran");
    moves_before(mixed, "iran", "\"Two.\"", "\"One.\"");
    moves_before(mixed, "oman", "got us 1 say", "got us 2 say");
    moves_before(mixed, "oman", "released us 2 to iran", "released us 1");
    moves_free(mixed);
    moves_free(late);
    moves_free(twice);
    moves_free(lost);
}

/* The author sees nothing of it; the record has both texts. */
static void c03_alteration__shows_when_texts_are_compared(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ carry: %s }") "    us: [{ say: \"They have "
                                                "to stop all of it now.\", "
                                                "caveat: verbatim }]\n";
    struct moves *m = moves_play(play, "altering");
    struct moves *honest = moves_play(play, "verbatim");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 told\n");
    moves_alike(m, honest, "us");
    moves_differ(m, honest, "iran");
    moves_has(m, "oman",
              " 0 got us 1 say verbatim "
              "\"They have to stop all of it now.\"\n");
    moves_has(m, "oman", " 0 released us 1 to iran verbatim verbatim");
    moves_lacks(m, "oman",
                " 0 to iran told say by us verbatim "
                "\"They have to stop all of it now.\"\n");
    moves_free(honest);
    moves_free(m);
}

/* Each language has its version, and the record both; what the interpreter made
 * of it the author does not see. */
static void c04_interpretation__drifts_for_the_addressee_alone(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ say: \"We will study it.\", gloss: \"%s\" }]\n";
    struct moves *m = moves_play(play, "Nous y reflechirons.");
    struct moves *drift = moves_play(play, "Nous acceptons. Bien");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 told\n");
    moves_alike(m, drift, "us");
    moves_has(drift, "iran",
              " 0 told say by us verbatim "
              "\"We will study it.\" "
              "\"Nous acceptons. Bien\"\n");
    moves_differ(m, drift, "iran");
    moves_has(drift, "oman",
              " 0 got us 1 say \"We will study it.\" "
              "\"Nous acceptons. Bien\"\n");
    moves_has(drift, "oman",
              " 0 to iran told say by us verbatim "
              "\"We will study it.\" "
              "\"Nous acceptons. Bien\"\n");
    moves_free(drift);
    moves_free(m);
}

/* The same message by another mediator is another message to each of them. */
static void c05_parallel_channel__gives_two_versions(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\nrooms: { us: {}, iran: {} }\n"
        "mediators: { oman: {}, swiss: { relay: { carry: gist } } }\n"
        "rounds:\n"
        "  - id: first\n"
        "    limit: 40m\n"
        "    us:\n"
        "      - { id: note, say: \"%s\" }\n"
        "      - { id: paper, via: swiss, say: \"Free our people!\", "
        "gist: \"They ask for their people.\" }\n";
    struct moves *m = moves_play(play, "Free our people!");
    struct moves *other = moves_play(play, "Keep the people.");

    (void)state;
    moves_has(m, "us", "hands 1 say \"Free our people!\"");
    moves_counts(m, "us", "receipt 1 taken\n", 2);
    moves_has(m, "us", "receipt 1 told\n");
    moves_has(m, "us", "receipt 1 told_gist\n");
    moves_has(m, "iran", "told say by us verbatim \"Free our people!\"\n");
    moves_has(m, "iran",
              "told say by us gist \"They ask for their people.\"\n");
    moves_has(m, "oman", "got us 1 say \"Free our people!\"\n");
    moves_lacks(m, "oman", "They ask");
    moves_has(m, "swiss", "got us 1 say \"Free our people!\" \"They ask");
    moves_has(other, "swiss", "got us 1 say \"Free our people!\"");
    moves_lacks(other, "swiss", "Keep");
    moves_free(other);
    moves_free(m);
}

/* Each channel counts for itself: what was asked about its first item is
 * answered as that line says, not as the first line by the other mediator. */
static void c05_parallel_channel__consent_is_to_its_own_line(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\nrooms: { us: {}, iran: {} }\n"
        "mediators:\n"
        "  oman: { relay: { carry: { as: gist, read_back: true } } }\n"
        "  swiss: { relay: { hold: consent } }\n"
        "rounds:\n"
        "  - limit: 40m\n"
        "    us:\n"
        "      - { say: \"One.\", gist: \"A.\", consent: %s }\n"
        "      - { via: swiss, say: \"Two.\", consent: %s }\n";
    struct moves *first = moves_play(play, "\"yes\"", "\"no\"");
    struct moves *second = moves_play(play, "\"no\"", "\"yes\"");

    (void)state;
    moves_has(first, "iran", "told say by us gist \"A.\"\n");
    moves_lacks(first, "iran", "Two.");
    moves_lacks(second, "iran", "\"A.\"");
    moves_has(second, "iran", "told say by us verbatim \"Two.\"\n");
    moves_free(second);
    moves_free(first);
}

/* Whether another room asked, and his words went to it, the author does not
 * see, be he asked first or his words read back to him. */
static void c06_provenance__of_what_let_it_go_is_nowhere(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "agenda:\n"
        "  militias: { options: [continue, pause, end] }\n"
        "  relief: { options: [none, waivers, funds] }\n" MOVES_ROUND(
            "{ %s }") "    us:\n"
                      "      - { say: \"Soon!\", gist: \"Later.\", about: "
                      "relief, to: iran,\n"
                      "          caveat: if_asked }\n"
                      "    iran: [{ at: 9m, ask: \"When?\", about: %s, to: "
                      "qatar }]\n";
    static const char *const designs[] = {
        "hold: consent", "carry: { as: gist, read_back: true }"};

    (void)state;
    for (unsigned n = 0; n < 2; n++) {
        struct moves *m = moves_play(play, designs[n], "relief");
        struct moves *other = moves_play(play, designs[n], "militias");

        moves_has(m, "iran", " 540 told say by us ");
        moves_lacks(other, "iran", "told say by us");
        moves_same(m, other, "us");
        moves_free(other);
        moves_free(m);
    }
}

/* Who is asked may decline; the chain of custody stands in the record. */
static void c06_provenance__is_asked_and_answered_or_declined(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n" MOVES_ROUND(
            "{ table: words }") "    %s: [{ id: paper, non_paper: \"A "
                                "freeze.\", to: iran }]\n"
                                "    iran: [{ id: query, after: paper, caveat: "
                                "for_judgement, "
                                "ask: \"Whose words are these?\" }]\n"
                                "    oman: [{ after: query, to: iran, say: "
                                "\"%s\" }]\n";
    struct moves *m = moves_play(play, "us", "I may not say.");
    struct moves *other = moves_play(play, "qatar", "I may not say.");
    struct moves *told = moves_play(play, "us", "The US room's.");

    (void)state;
    moves_has(m, "iran",
              " 0 hands 1 ask for_judgement "
              "\"Whose words are these?\"\n");
    moves_has(m, "iran",
              " 0 told say by mediator mediator "
              "\"I may not say.\"\n");
    moves_same(m, other, "iran");
    moves_has(told, "iran", "\"The US room's.\"\n");
    moves_lacks(m, "us", "Whose words");
    moves_has(m, "oman",
              " 0 got iran 1 ask for_judgement "
              "\"Whose words are these?\"\n");
    moves_before(m, "oman", " 0 got us 1 non_paper", " 0 taken us 1\n");
    moves_before(m, "oman", " 0 taken us 1\n", " 0 released us 1 to iran");
    moves_free(told);
    moves_free(other);
    moves_free(m);
}

static void c07_leak__is_the_same_news_in_both_rooms(void **state)
{
    static const char play[] =
        MOVES_HEAD "leaks:\n"
                   "  hint:  { of: plan, at: 10m, say: \"There is a plan.\" }\n"
                   "  paper: { of: plan, at: 20m, share: content, chance: %s "
                   "}\n" MOVES_ROUND(
                       "{}") "    us: [{ id: plan, confide: \"%s would do.\", "
                             "caveat: for_judgement }]\n";
    struct moves *m = moves_play(play, "100", "Waivers");
    struct moves *held = moves_play(play, "1", "Waivers");
    struct moves *other = moves_play(play, "1", "No more");
    static const char hint[] = " 600 told news by world news event hint "
                               "\"There is a plan.\"\n";
    static const char paper[] = " 1200 told news by world news event paper "
                                "\"Waivers would do.\"\n";

    (void)state;
    moves_counts(m, "us", hint, 1);
    moves_counts(m, "iran", hint, 1);
    moves_counts(m, "us", paper, 1);
    moves_counts(m, "iran", paper, 1);
    moves_lacks(held, "iran", "would do");
    moves_same(held, other, "iran");
    moves_has(m, "oman", " 600 happened hint\n");
    moves_has(m, "oman", " 1200 happened paper\n");
    moves_has(m, "oman", " 1200 released world 0 to iran news world");
    moves_free(other);
    moves_free(held);
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c01_delivery__has_a_receipt_and_a_time_at_each_hop),
        cmocka_unit_test(c02_slow_carrier__is_late_in_both_rooms),
        cmocka_unit_test(c02_faults__lose_repeat_delay_and_reorder),
        cmocka_unit_test(c03_alteration__shows_when_texts_are_compared),
        cmocka_unit_test(c04_interpretation__drifts_for_the_addressee_alone),
        cmocka_unit_test(c05_parallel_channel__gives_two_versions),
        cmocka_unit_test(c05_parallel_channel__consent_is_to_its_own_line),
        cmocka_unit_test(c06_provenance__is_asked_and_answered_or_declined),
        cmocka_unit_test(c06_provenance__of_what_let_it_go_is_nowhere),
        cmocka_unit_test(c07_leak__is_the_same_news_in_both_rooms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
