#include "apart.h"

#include "briefs.h"
#include "system.h"

#include "shuttle/record.h"
#include "shuttle/seat.h"
#include "sim/report/run_folder.h"
#include "sim/scenario/scenario_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#define PATH_SIZE       4096u
#define CLOCK_NAME_SIZE (NAME_MAX_SIZE + 8u)

/* Of the key for the line to the first mediator: beside the other one's, which
 * has the name of the mediator itself. */
static void clock_name(const char *mediator, char out[CLOCK_NAME_SIZE])
{
    (void)snprintf(out, CLOCK_NAME_SIZE, "clock-%s", mediator);
}

static enum err write_file(const char *path, struct bytes bytes,
                           struct diag *diag)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int failed = fd < 0 ? errno : system_write(fd, bytes);

    if (fd >= 0 && close(fd) != 0 && !failed)
        failed = errno;
    if (!failed)
        return ERR_OK;
    return diag_set(diag, ERR_SYSTEM, "%s: cannot be written: %s%s", path,
                    strerror(failed),
                    failed == EEXIST ? "; choose an empty folder" : "");
}

/* What a scenario is made into. */
struct making {
    const struct scenario *whole;
    const struct sites *sites;
    const char *dir;
    struct briefs briefs;
    struct authority *authority;
};

/* One folder: who it is for, what it is, whose sites it has to know. */
struct folder_of {
    enum peer_role role;
    const char *name;
    int process;        /* as briefs.h counts them */
    unsigned mediators; /* bit per mediator */
};

static enum err make_key(const struct making *m, enum peer_role role,
                         const char *name, const char *path, const char *file,
                         struct diag *diag)
{
    struct key_request request = {
        .talk = m->briefs.talk, .role = role, .name = name};
    struct identity id = {0};
    enum err e = keys_issue(m->authority, &request, &id, diag);

    if (!e)
        e = identity_save(&id, path, file, diag);
    identity_fini(&id);
    return e;
}

static enum err make_one(const struct making *m, const struct folder_of *f,
                         struct diag *diag)
{
    char path[PATH_SIZE], file[PATH_SIZE + 16], clock[CLOCK_NAME_SIZE];
    struct buffer lines;
    enum err e;

    (void)snprintf(path, sizeof(path), "%s/%s-%s", m->dir,
                   peer_role_name(f->role), f->name);
    e = make_key(m, f->role, f->name, path, f->name, diag);
    clock_name(f->name, clock);
    if (!e && f->role == PEER_MEDIATOR && f->process >= 0)
        e = make_key(m, PEER_CLOCK, f->name, path, clock, diag);
    (void)snprintf(file, sizeof(file), "%s/brief.json", path);
    if (!e)
        e = write_file(file, briefs_text(&m->briefs, f->process), diag);
    if (e)
        return e;
    buffer_init(&lines);
    (void)snprintf(file, sizeof(file), "%s/mediators", path);
    if (sites_print(m->sites, f->mediators, m->briefs.talk, &lines))
        e = write_file(file, buffer_bytes(&lines), diag);
    else
        e = diag_set(diag, ERR_MEMORY, "out of memory");
    buffer_fini(&lines);
    return e;
}

static enum err make_all(const struct making *m, struct diag *diag)
{
    const struct scenario *s = m->whole;
    enum err e = ERR_OK;

    for (uint8_t n = 0; n < s->mediator_count && !e; n++)
        e = make_one(m,
                     &(struct folder_of){PEER_MEDIATOR, s->mediators[n].id,
                                         n ? s->room_count + n - 1 : -1,
                                         1u | 1u << n},
                     diag);
    for (uint8_t r = 0; r < s->room_count && !e; r++)
        e = make_one(m,
                     &(struct folder_of){PEER_ROOM, s->rooms[r].id, r,
                                         room_channels(s, r)},
                     diag);
    return e;
}

enum err apart_make(const struct scenario *whole, const struct sites *sites,
                    const char *dir, bool live, struct diag *diag)
{
    struct making m = {.whole = whole, .sites = sites, .dir = dir};
    enum err e = briefs_make(&m.briefs, whole, live, diag);

    if (e)
        return e;
    m.authority = authority_new(m.briefs.talk, diag);
    if (!m.authority)
        e = ERR_TLS;
    else if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        e = diag_set(diag, ERR_SYSTEM, "%s: cannot be made: %s", dir,
                     strerror(errno));
    if (!e)
        e = make_all(&m, diag);
    authority_free(m.authority);
    briefs_fini(&m.briefs);
    return e;
}

static enum err parse_brief(struct apart *a, const char *path,
                            struct bytes text, struct diag *diag)
{
    struct diags mistakes;
    enum err e;

    diags_init(&mistakes);
    e = scenario_read(text, path, &a->arena, &a->brief, &mistakes);
    if (e)
        (void)diag_set(diag, e, "%s: not a brief: %s", path,
                       mistakes.count ? mistakes.list[0].message : err_text(e));
    if (!e && a->brief->brief.role == BRIEF_WHOLE)
        e = diag_set(diag, ERR_MALFORMED,
                     "%s: this is a whole scenario: make briefs of it with "
                     "`shuttle keys`",
                     path);
    diags_fini(&mistakes);
    return e;
}

static enum err read_brief(struct apart *a, const char *dir,
                           enum brief_role role, struct diag *diag)
{
    char path[PATH_SIZE];
    struct run_file file = {0};
    enum err e;

    (void)snprintf(path, sizeof(path), "%s/brief.json", dir);
    e = run_file_read(&file, path, diag);
    if (!e) {
        a->setup.brief.data = (const uint8_t *)arena_text(
            &a->arena, file.bytes.data, file.bytes.size);
        a->setup.brief.size = file.bytes.size;
        e = a->setup.brief.data ? parse_brief(a, path, a->setup.brief, diag)
                                : diag_set(diag, ERR_MEMORY, "out of memory");
    }
    run_file_fini(&file);
    if (!e && a->brief->brief.role != role)
        e = diag_set(diag, ERR_MALFORMED, "%s: this brief is for a %s", path,
                     role == BRIEF_ROOM ? "mediator: see `shuttle mediate`"
                                        : "room: see `shuttle join`");
    return e;
}

/* A key of the folder, for this role of the brief's talk. */
static enum err read_key(const struct apart *a, const char *dir,
                         const char *file, const struct peer_name *wanted,
                         struct identity *out, struct diag *diag)
{
    char path[PATH_SIZE];
    struct peer_name peer;
    enum err e;

    (void)snprintf(path, sizeof(path), "%s/%s.pem", dir, file);
    e = identity_load(out, path, diag);
    if (!e)
        e = identity_name(out, &peer, diag);
    if (e)
        return e;
    if (peer.talk != a->brief->brief.talk)
        return diag_set(diag, ERR_MISMATCH,
                        "%s: this key is for another talk than the brief "
                        "beside it; make both with one `shuttle keys`",
                        path);
    if (strcmp(peer.name, wanted->name) != 0 || peer.role != wanted->role)
        return diag_set(diag, ERR_MISMATCH, "%s: this key is for the %s %s",
                        path, peer_role_name(peer.role), peer.name);
    return ERR_OK;
}

static enum err read_keys(struct apart *a, const char *dir, struct diag *diag)
{
    const struct scenario *s = a->brief;
    bool room = s->brief.role == BRIEF_ROOM;
    const char *name =
        room ? s->rooms[s->brief.self].id : s->mediators[s->brief.self].id;
    struct peer_name wanted = {.role = room ? PEER_ROOM : PEER_MEDIATOR};
    char clock[CLOCK_NAME_SIZE];
    enum err e;

    (void)snprintf(wanted.name, sizeof(wanted.name), "%s", name);
    e = read_key(a, dir, name, &wanted, &a->setup.identity, diag);
    if (e || room || s->brief.self == 0)
        return e;
    wanted.role = PEER_CLOCK;
    clock_name(name, clock);
    return read_key(a, dir, clock, &wanted, &a->clock, diag);
}

enum err apart_read(struct apart *a, const char *dir, enum brief_role role,
                    struct diag *diag)
{
    char path[PATH_SIZE];
    enum err e;

    memset(a, 0, sizeof(*a));
    arena_init(&a->arena, 0);
    e = read_brief(a, dir, role, diag);
    if (!e)
        e = read_keys(a, dir, diag);
    if (!e) {
        sites_init(&a->sites, a->brief);
        (void)snprintf(path, sizeof(path), "%s/mediators", dir);
        e = sites_load(&a->sites, path, a->brief->brief.talk, diag);
    }
    if (e)
        apart_fini(a);
    return e;
}

void apart_fini(struct apart *a)
{
    setup_fini(&a->setup);
    identity_fini(&a->clock);
    arena_fini(&a->arena);
}

enum err apart_seat(struct apart *a, const char *seat, struct diag *diag)
{
    struct buffer text;
    enum err e = ERR_OK;

    if (!seat_member(seat))
        return diag_set(diag, ERR_UNKNOWN,
                        "--seat: there is no seat '%s'; choose script or "
                        "person",
                        seat);
    a->brief->rooms[a->brief->brief.self].seat = seat;
    buffer_init(&text);
    if (!scenario_print(a->brief, &text))
        e = diag_set(diag, ERR_MEMORY, "out of memory");
    a->setup.brief.data =
        (const uint8_t *)arena_text(&a->arena, text.data, text.size);
    a->setup.brief.size = text.size;
    buffer_fini(&text);
    if (!e && !a->setup.brief.data)
        e = diag_set(diag, ERR_MEMORY, "out of memory");
    return e;
}

int apart_record(const char *dir, const char *name, const char *given,
                 char *path, size_t capacity, struct diag *diag)
{
    int fd;

    if (given)
        (void)snprintf(path, capacity, "%s", given);
    else
        (void)snprintf(path, capacity, "%s/%s", dir, name);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        (void)diag_set(diag, ERR_SYSTEM,
                       "%s: cannot make the record: %s; choose another with "
                       "--record",
                       path, strerror(errno));
    return fd;
}

void apart_record_unheard(const char *path)
{
    struct run_file file;
    struct record_reader r;
    struct record_entry entry;
    struct diag diag;
    bool heard = false;
    enum err e;

    if (run_file_read(&file, path, &diag))
        return;
    e = file.bytes.size ? record_open(&r, file.bytes, &diag) : ERR_MORE;
    while (!e) {
        e = record_next(&r, &entry, &diag);
        heard |= !e && entry.kind == RECORD_INPUT_MESSAGE;
    }
    if (e == ERR_MORE && !heard)
        (void)unlink(path);
    run_file_fini(&file);
}
