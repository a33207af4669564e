#include "sim/report/verify.h"

#include "sim/report/verify_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MESSAGE_MAX 512u

void *verify_grow(struct verify *v, void *block, size_t count, size_t *capacity,
                  size_t size)
{
    size_t wanted = *capacity ? *capacity * 2 : 64;
    void *grown;

    if (count < *capacity)
        return block;
    grown = memory_grow(block, wanted, size);
    if (grown)
        *capacity = wanted;
    else
        v->memory = true;
    return grown;
}

struct verify_finding *verify_last(struct verify *v)
{
    static struct verify_finding none;

    if (v->out->finding_count == 0)
        return &none;
    return &v->out->findings[v->out->finding_count - 1];
}

static struct verify_finding *new_finding(struct verify *v)
{
    struct verify_result *r = v->out;
    size_t capacity = r->finding_capacity;
    struct verify_finding *grown =
        verify_grow(v, r->findings, r->finding_count, &capacity, sizeof *grown);

    if (!grown)
        return NULL;
    r->findings = grown;
    r->finding_capacity = (uint32_t)capacity;
    return &grown[r->finding_count++];
}

void verify_find(struct verify *v, enum verify_kind kind,
                 const struct verify_item *item,
                 const struct verify_telling *telling, const char *format, ...)
{
    struct verify_finding *f = new_finding(v);
    char message[MESSAGE_MAX];
    va_list args;

    v->out->count[kind]++;
    if (!f)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    *f = (struct verify_finding){.kind = kind,
                                 .room = FROM_NOBODY,
                                 .to = FROM_NOBODY,
                                 .handed = INSTANT_NEVER,
                                 .told = INSTANT_NEVER};
    f->message = arena_text(&v->out->arena, message, strlen(message));
    if (!f->message) {
        v->memory = true;
        f->message = "";
    }
    if (item) {
        f->room = item->room;
        f->item = item->number;
        f->handed = item->handed;
        f->said = item->item->text;
    }
    if (telling) {
        f->to = telling->room;
        f->told = telling->told;
        f->heard = telling->message->text;
    }
}

bool verify_found(const struct verify *v, enum verify_kind kind,
                  const struct verify_item *item, uint8_t to)
{
    for (uint32_t i = 0; i < v->out->finding_count; i++) {
        const struct verify_finding *f = &v->out->findings[i];

        if (f->kind == kind && f->room == item->room &&
            f->item == item->number && f->to == to)
            return true;
    }
    return false;
}

/* Read every record, and set the rooms where their heads say. */
static enum err read_journals(struct verify *v, const struct run_folder *f,
                              struct diag *diag)
{
    struct verify_result *r = v->out;
    const struct run_file *own =
        v->by ? run_folder_further(f, r->mediator) : &f->mediator;
    size_t i;

    for (i = 0; i < f->room_count; i++) {
        struct journal j = {0};

        verify_journal_read(v, &j, &f->room[i]);
        if (j.broken) {
            verify_journal_fini(&j);
            continue;
        }
        if (j.head.role != 1 || v->room[j.head.room].file) {
            verify_journal_fini(&j);
            return diag_set(diag, ERR_MISMATCH,
                            "%s/%s: is not the record of a room of its own",
                            f->path, f->room[i].name);
        }
        v->room[j.head.room] = j;
        r->name[j.head.room] = j.head.name;
        r->talk = j.head.talk;
        if (j.head.room >= r->room_count)
            r->room_count = (uint8_t)(j.head.room + 1);
    }
    if (own && own->name)
        verify_journal_read(v, &v->mediator, own);
    r->has_mediator = own && own->name;
    if (r->has_mediator && !v->mediator.broken && v->mediator.head.role != 0)
        return diag_set(diag, ERR_MISMATCH,
                        "%s/%s: is not the record of a mediator", f->path,
                        own->name);
    return ERR_OK;
}

/* How many rooms a room was told that the talks have; 0 when it was not. */
static uint8_t rooms_told(const struct journal *j)
{
    const struct lane *lane = &j->received[0];
    struct message m;

    for (size_t i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == MESSAGE_WELCOME &&
            message_decode(MESSAGE_WELCOME, lane->shot[i].frame.body, &m) ==
                ERR_OK)
            return m.as.welcome.rooms;
    return 0;
}

/* Every room of the talks has to have a record: what it handed over was told
 * to the others. */
static enum err all_there(const struct verify *v, const char *path,
                          struct diag *diag)
{
    size_t rooms = v->out->room_count;

    for (size_t i = 0; i < v->out->room_count; i++)
        if (v->room[i].file && rooms_told(&v->room[i]) > rooms)
            rooms = rooms_told(&v->room[i]);
    for (size_t i = 0; i < rooms; i++) {
        if (i < ROOMS_MAX && v->room[i].file)
            continue;
        if (v->scenario && i < v->scenario->room_count)
            return diag_set(diag, ERR_MISMATCH,
                            "%s: the record of room %s is missing", path,
                            v->scenario->rooms[i].id);
        return diag_set(diag, ERR_MISMATCH,
                        "%s: the record of room %zu of %zu is missing", path,
                        i + 1, rooms);
    }
    return ERR_OK;
}

static enum err same_talk(const struct verify *v, const char *path,
                          struct diag *diag)
{
    const struct journal *all[ROOMS_MAX + 1];
    size_t count = 0;
    size_t i;

    for (i = 0; i < v->out->room_count; i++)
        all[count++] = &v->room[i];
    if (v->out->has_mediator)
        all[count++] = &v->mediator;
    for (i = 0; i < count; i++) {
        if (all[i]->head.talk != v->out->talk)
            return diag_set(diag, ERR_MISMATCH,
                            "%s/%s: is the record of another talk", path,
                            all[i]->file);
        if (all[i]->head.semantics != SEMANTICS_VERSION)
            return diag_set(diag, ERR_VERSION,
                            "%s/%s: was made under semantics version %u, this "
                            "program knows %u",
                            path, all[i]->file, all[i]->head.semantics,
                            SEMANTICS_VERSION);
    }
    return ERR_OK;
}

/* What became of an item in a room, when no telling says it. */
static enum disposition fate_untold(const struct verify_item *item, size_t to)
{
    if (item->passage[to].disposed &&
        item->passage[to].disposition != DISPOSITION_NONE)
        return item->passage[to].disposition;
    if (item->sealed)
        return DISPOSITION_SEALED;
    return item->heard ? DISPOSITION_HEARD : DISPOSITION_HELD;
}

static enum disposition fate_told(uint8_t form)
{
    if (form == FORM_VERBATIM)
        return DISPOSITION_TOLD_VERBATIM;
    return form == FORM_GIST ? DISPOSITION_TOLD_GIST
                             : DISPOSITION_TOLD_OWN_IDEA;
}

static void count_fates(struct verify_result *r)
{
    uint32_t i;
    size_t to;

    for (i = 0; i < r->item_count; i++) {
        struct verify_item *item = &r->items[i];
        bool once = item->heard || item->sealed;

        r->unjudged += item->unjudged;
        for (to = 0; to < r->room_count; to++) {
            uint32_t t = item->passage[to].telling;
            enum disposition d;

            if (!(item->to >> to & 1))
                continue;
            d = t == VERIFY_NONE ? fate_untold(item, to)
                                 : fate_told(r->tellings[t].message->form);
            item->passage[to].disposition = d;
            if (d < 16 && !(once && t == VERIFY_NONE && to > 0 &&
                            item->to & ((1u << to) - 1)))
                r->fate[d]++;
        }
    }
}

static void judge(struct verify *v)
{
    verify_fill(v);
    if (v->memory)
        return;
    verify_link(v);
    verify_claims(v);
    verify_sessions(v);
    verify_passages(v);
    verify_pace(v);
    verify_faces(v);
    verify_leave(v);
    verify_consent(v);
    verify_agreement(v);
    verify_drafts(v);
    verify_exchange(v);
    count_fates(v->out);
}

enum err verify_run(const struct run_folder *folder,
                    const struct scenario *scenario, struct verify_result *out,
                    struct diag *diag)
{
    return verify_run_by(folder, scenario, 0, out, diag);
}

enum err verify_run_by(const struct run_folder *folder,
                       const struct scenario *scenario, uint8_t mediator,
                       struct verify_result *out, struct diag *diag)
{
    struct verify *v;
    enum err err;
    size_t i;

    *out = (struct verify_result){0};
    arena_init(&out->arena, 0);
    v = memory_new(1, sizeof *v);
    if (!v)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    v->scenario = scenario;
    v->out = out;
    v->by = mediator;
    v->reach = UINT16_MAX;
    if (scenario && scenario->mediator_count > 1) {
        out->mediator = scenario->mediators[mediator].id;
        v->reach = (uint16_t)mediator_rooms_of(scenario, mediator);
    }
    err = read_journals(v, folder, diag);
    /* With a changed byte in one of them, nothing else can be relied on. */
    if (!err && out->count[VERIFY_BROKEN] == 0) {
        err = all_there(v, folder->path, diag);
        if (!err)
            err = same_talk(v, folder->path, diag);
        if (!err)
            judge(v);
    }
    if (!err && v->memory)
        err = diag_set(diag, ERR_MEMORY, "out of memory");
    for (i = 0; i < ROOMS_MAX; i++)
        verify_journal_fini(&v->room[i]);
    verify_journal_fini(&v->mediator);
    memory_free(v);
    return err;
}

void verify_fini(struct verify_result *r)
{
    memory_free(r->items);
    memory_free(r->tellings);
    memory_free(r->findings);
    arena_fini(&r->arena);
    *r = (struct verify_result){0};
}

enum verify_verdict verify_verdict(const struct verify_result *r)
{
    size_t kind;

    for (kind = 0; kind < VERIFY_KINDS; kind++)
        if (kind != VERIFY_INTERRUPTED && r->count[kind] > 0)
            return VERIFY_FAILS;
    if (r->count[VERIFY_INTERRUPTED] > 0 || !r->has_mediator || r->unjudged > 0)
        return VERIFY_UNJUDGED;
    return VERIFY_HOLDS;
}
