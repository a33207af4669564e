#include "tests/rig/moves_text.h"

#include "shuttle/frame.h"
#include "shuttle/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct scribe {
    FILE *out;
    const struct scenario *s;
    bool room; /* whose record it is */
};

static void put_seconds(struct scribe *w, struct instant at)
{
    if (at.us == INT64_MAX)
        fprintf(w->out, " never");
    else if (at.us % 1000000 == 0)
        fprintf(w->out, " %lld", (long long)(at.us / 1000000));
    else
        fprintf(w->out, " %lldus", (long long)at.us);
}

static void put_until(struct scribe *w, const char *word, struct instant at)
{
    if (at.us == INT64_MAX)
        return;
    fprintf(w->out, " %s", word);
    put_seconds(w, at);
}

static const char *room_name(const struct scribe *w, uint8_t room)
{
    if (room == FROM_NOBODY)
        return "nobody";
    if (room == FROM_MEDIATOR)
        return "mediator";
    if (room == FROM_WORLD)
        return "world";
    return room < w->s->room_count ? w->s->rooms[room].id : "?";
}

static void put_words(struct scribe *w, struct bytes text)
{
    if (text.size)
        fprintf(w->out, " \"%.*s\"", (int)text.size, (const char *)text.data);
}

static void put_package(struct scribe *w, const struct package *p)
{
    for (uint8_t i = 0; i < w->s->agenda.issue_count; i++) {
        const struct issue *issue = &w->s->agenda.issues[i];

        if (p->option[i] < issue->option_count)
            fprintf(w->out, " %s=%s", issue->id,
                    issue->options[p->option[i]].id);
        else if (p->option[i] != OPTION_NONE)
            fprintf(w->out, " %s=*", issue->id);
    }
}

static void put_about(struct scribe *w, uint8_t about)
{
    if (about)
        fprintf(w->out, " about %s", w->s->agenda.issues[about - 1].id);
}

static void put_caveats(struct scribe *w, const struct caveats *c)
{
#define X(bit, name, key, text)                                                \
    if (c->bits >> bit & 1)                                                    \
        fprintf(w->out, " " key);
    CAVEAT_TABLE(X)
#undef X
    if (c->bits & CAVEAT_NOT_BEFORE)
        put_until(w, "from", c->not_before);
    if (c->bits & CAVEAT_EXPIRES)
        put_until(w, "lapses", c->expires);
    if (c->condition.size)
        fprintf(w->out, " (%.*s)", (int)c->condition.size,
                (const char *)c->condition.data);
}

static void put_item(struct scribe *w, const struct message_item *i)
{
    fprintf(w->out, " %u %s", i->item, move_key(i->move));
    if (i->answer)
        fprintf(w->out, " %s", answer_key(i->answer));
    if (i->own)
        fprintf(w->out, " own %u", i->own);
    put_about(w, i->about);
    put_caveats(w, &i->caveats);
    put_package(w, &i->package);
    put_words(w, i->text);
    put_words(w, i->gist);
    put_words(w, i->gloss);
}

/* Its number, what is open, and the first of its digest. */
static void put_draft(struct scribe *w, const struct message_told *t)
{
    char digest[65];

    if (!t->draft && !t->brackets)
        return;
    digest_print(&t->digest, digest);
    fprintf(w->out, " %u", t->draft);
    for (uint8_t i = 0; i < w->s->agenda.issue_count; i++)
        if (t->brackets >> i & 1)
            fprintf(w->out, " [%s]", w->s->agenda.issues[i].id);
    fprintf(w->out, " #%.8s", digest);
}

static void put_told(struct scribe *w, const struct message_told *t)
{
    fprintf(w->out, " told %s by %s %s",
            t->move == MOVE_RESULT ? "result" : move_key(t->move),
            room_name(w, t->from), form_key(t->form));
    if (t->answer)
        fprintf(w->out, " %s", answer_key(t->answer));
    if (t->re)
        fprintf(w->out, " re %u", t->re);
    put_about(w, t->about);
    put_until(w, "due", t->due);
    put_draft(w, t);
    if (t->label.size)
        fprintf(w->out, " event %.*s", (int)t->label.size,
                (const char *)t->label.data);
    put_package(w, &t->package);
    put_words(w, t->text);
    put_words(w, t->gloss);
}

/* What is said on the wire. */
static void put_said(struct scribe *w, const struct message *m)
{
    static const char *const states[] = {"?", "began", "ended", "moved"};

    if (m->kind == MESSAGE_ITEM) {
        put_item(w, &m->as.item);
    } else if (m->kind == MESSAGE_TOLD) {
        put_told(w, &m->as.told);
    } else if (m->kind == MESSAGE_RECEIPT) {
        fprintf(w->out, " receipt %u %s", m->as.receipt.item,
                receipt_key(m->as.receipt.status));
    } else if (m->kind == MESSAGE_ROUND) {
        fprintf(w->out, " round %u %s", m->as.round.round,
                states[m->as.round.state & 3]);
        put_until(w, "until", m->as.round.limit);
    } else if (m->kind == MESSAGE_VISIT) {
        fprintf(w->out, " visit %s", m->as.visit.state == 1 ? "in" : "out");
    } else if (m->kind == MESSAGE_AGREED) {
        fprintf(w->out, " agreed");
        put_package(w, &m->as.agreed.package);
    } else if (m->kind == MESSAGE_OUTCOME) {
        fprintf(w->out, " outcome %s", outcome_key(m->as.outcome.outcome));
        put_package(w, &m->as.outcome.package);
    } else {
        fprintf(w->out, " %s", message_name(m->kind));
    }
}

static void put_name(struct scribe *w, const char *what, uint8_t room,
                     uint32_t item)
{
    fprintf(w->out, " %s %s %u", what, room_name(w, room), item);
}

static void put_fate(struct scribe *w, const struct message *m)
{
    static const char *const verdicts[] = {"?", "tell", "hold", "withhold"};

    if (m->kind == MESSAGE_TAKEN) {
        put_name(w, "taken", m->as.taken.room, m->as.taken.item);
    } else if (m->kind == MESSAGE_JUDGED) {
        const struct message_judged *j = &m->as.judged;
        put_name(w, "judged", j->room, j->item);
        fprintf(w->out, " to %s %s %s", room_name(w, j->to),
                verdicts[j->verdict & 3], rule_key(j->rule));
        put_until(w, "until", j->until);
        put_words(w, j->reason);
    } else if (m->kind == MESSAGE_RELEASED) {
        const struct message_released *r = &m->as.released;
        put_name(w, "released", r->room, r->item);
        fprintf(w->out, " to %s %s %s", room_name(w, r->to), form_key(r->form),
                rule_key(r->rule));
        put_words(w, r->reason);
    } else if (m->kind == MESSAGE_DISPOSED) {
        const struct message_disposed *d = &m->as.disposed;
        put_name(w, "disposed", d->room, d->item);
        fprintf(w->out, " to %s %s (%s)", room_name(w, d->to),
                disposition_text(d->disposition), rule_key(d->rule));
    }
}

/* Other notes, of a room or of the mediator. */
static void put_note(struct scribe *w, const struct message *m)
{
    if (m->kind == MESSAGE_PUT) {
        fprintf(w->out, " put %u %s %.*s", m->as.put.item,
                move_key(m->as.put.move), (int)m->as.put.id.size,
                (const char *)m->as.put.id.data);
        put_until(w, "due", m->as.put.due);
        put_package(w, &m->as.put.package);
    } else if (m->kind == MESSAGE_GROUND) {
        fprintf(w->out, " %u rests", m->as.ground.item);
        put_name(w, "on", m->as.ground.room, m->as.ground.number);
    } else if (m->kind == MESSAGE_SEALED) {
        fprintf(w->out, " sealed %u by %s", m->as.sealed.item,
                room_name(w, m->as.sealed.room));
    } else if (m->kind == MESSAGE_HAPPENED) {
        fprintf(w->out, " happened %.*s", (int)m->as.happened.event.size,
                (const char *)m->as.happened.event.data);
    } else if (m->kind == MESSAGE_CHANGED) {
        fprintf(w->out, " changed %s", room_name(w, m->as.changed.room));
        put_package(w, &m->as.changed.package);
    } else if (m->kind == MESSAGE_CONCLUDED) {
        fprintf(w->out, " concluded %s", outcome_key(m->as.concluded.outcome));
        put_package(w, &m->as.concluded.package);
        put_words(w, m->as.concluded.reason);
    } else if (m->kind == MESSAGE_REACHED) {
        fprintf(w->out, " reached");
        put_package(w, &m->as.reached.package);
    } else if (m->kind == MESSAGE_LINE) {
        fprintf(w->out, " line %.*s %u item %u", (int)m->as.line.id.size,
                (const char *)m->as.line.id.data, m->as.line.state,
                m->as.line.item);
    } else if (m->kind == MESSAGE_CAPITAL) {
        fprintf(w->out, " capital %s",
                m->as.capital.state == 1 ? "asked" : "answered");
        put_package(w, &m->as.capital.package);
        put_until(w, "until", m->as.capital.due);
    } else if (m->kind == MESSAGE_FAULT) {
        put_name(w, "fault", m->as.fault.room, m->as.fault.item);
        put_words(w, m->as.fault.reason);
    } else {
        char json[4096];
        if (message_json(m, json, sizeof(json)) != SIZE_MAX)
            fprintf(w->out, " %s", json);
    }
}

static bool is_fate(const struct message *m)
{
    return m->kind == MESSAGE_TAKEN || m->kind == MESSAGE_JUDGED ||
           m->kind == MESSAGE_RELEASED || m->kind == MESSAGE_DISPOSED;
}

static void put_frame(struct scribe *w, const struct record_entry *e)
{
    struct frame f;
    struct message m;
    size_t used;
    bool came = e->kind == RECORD_INPUT_MESSAGE;

    assert_int_equal(frame_decode(e->body, &f, &used), ERR_OK);
    assert_int_equal(message_decode(f.kind, f.body, &m), ERR_OK);
    if (m.kind == MESSAGE_WAIT || m.kind == MESSAGE_ACK ||
        m.kind == MESSAGE_BYE)
        return;
    put_seconds(w, e->time);
    if (!w->room)
        fprintf(w->out, " %s %s", came ? "got" : "to",
                room_name(w, (uint8_t)e->peer));
    else if (!came)
        fprintf(w->out, " hands");
    put_said(w, &m);
    fprintf(w->out, "\n");
}

char *moves_text_of(const struct scenario *s, struct bytes record)
{
    struct record_reader r;
    struct record_entry e;
    struct message m;
    char *text = NULL;
    size_t size;
    struct scribe w = {.out = open_memstream(&text, &size), .s = s};
    enum err err;

    assert_non_null(w.out);
    assert_int_equal(record_open(&r, record, NULL), ERR_OK);
    w.room = r.head.role == 1;
    while ((err = record_next(&r, &e, NULL)) == ERR_OK) {
        if (e.kind == RECORD_INPUT_MESSAGE || e.kind == RECORD_EFFECT_SEND)
            put_frame(&w, &e);
        if (e.kind != RECORD_EFFECT_RECORD)
            continue;
        assert_int_equal(message_decode(e.id, e.body, &m), ERR_OK);
        put_seconds(&w, e.time);
        if (is_fate(&m))
            put_fate(&w, &m);
        else
            put_note(&w, &m);
        fprintf(w.out, "\n");
    }
    assert_int_equal(err, ERR_MORE);
    assert_true(r.closed);
    fclose(w.out);
    return text;
}
