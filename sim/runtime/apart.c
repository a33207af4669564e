#include "apart.h"

#include "briefs.h"
#include "system.h"

#include "shuttle/record.h"
#include "shuttle/seat.h"
#include "sim/report/run_folder.h"
#include "sim/scenario/scenario_file.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#define PATH_SIZE 4096u

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

static enum err make_one(struct authority *a, struct key_request *request,
                         const char *dir, struct bytes brief, struct diag *diag)
{
    struct identity id = {0};
    char path[PATH_SIZE], file[PATH_SIZE + 16];
    enum err e;

    (void)snprintf(path, sizeof(path), "%s/%s-%s", dir,
                   peer_role_name(request->role), request->name);
    e = keys_issue(a, request, &id, diag);
    if (!e)
        e = identity_save(&id, path, request->name, diag);
    identity_fini(&id);
    if (e)
        return e;
    (void)snprintf(file, sizeof(file), "%s/brief.json", path);
    return write_file(file, brief, diag);
}

enum err apart_make(const struct scenario *whole, const char *dir, bool live,
                    struct diag *diag)
{
    struct key_request request = {.role = PEER_MEDIATOR,
                                  .name = whole->mediators[0].id};
    struct authority *a;
    struct briefs briefs;
    enum err e = ERR_OK;

    if (whole->mediator_count > 1)
        e = diag_set(diag, ERR_STATE,
                     "talks with several mediators cannot be held on machines "
                     "apart: use `shuttle run`");
    if (!e)
        e = briefs_make(&briefs, whole, live, diag);
    if (e)
        return e;
    request.talk = briefs.talk;
    a = authority_new(briefs.talk, diag);
    if (!a)
        e = ERR_TLS;
    else if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        e = diag_set(diag, ERR_SYSTEM, "%s: cannot be made: %s", dir,
                     strerror(errno));
    if (!e)
        e = make_one(a, &request, dir, briefs_text(&briefs, -1), diag);
    request.role = PEER_ROOM;
    for (uint8_t r = 0; r < whole->room_count && !e; r++) {
        request.name = whole->rooms[r].id;
        e = make_one(a, &request, dir, briefs_text(&briefs, r), diag);
    }
    authority_free(a);
    briefs_fini(&briefs);
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

static enum err read_keys(struct apart *a, const char *dir, struct diag *diag)
{
    const struct scenario *s = a->brief;
    bool room = s->brief.role == BRIEF_ROOM;
    const char *name =
        room ? s->rooms[s->brief.self].id : s->mediators[s->brief.self].id;
    char path[PATH_SIZE];
    struct peer_name peer;
    enum err e;

    (void)snprintf(path, sizeof(path), "%s/%s.pem", dir, name);
    e = identity_load(&a->setup.identity, path, diag);
    if (!e)
        e = identity_name(&a->setup.identity, &peer, diag);
    if (e)
        return e;
    if (peer.talk != s->brief.talk)
        return diag_set(diag, ERR_MISMATCH,
                        "%s: this key is for another talk than the brief "
                        "beside it; make both with one `shuttle keys`",
                        path);
    if (strcmp(peer.name, name) != 0 ||
        peer.role != (room ? PEER_ROOM : PEER_MEDIATOR))
        return diag_set(diag, ERR_MISMATCH, "%s: this key is for the %s %s",
                        path, peer_role_name(peer.role), peer.name);
    return ERR_OK;
}

enum err apart_read(struct apart *a, const char *dir, enum brief_role role,
                    struct diag *diag)
{
    enum err e;

    memset(a, 0, sizeof(*a));
    arena_init(&a->arena, 0);
    e = read_brief(a, dir, role, diag);
    if (!e)
        e = read_keys(a, dir, diag);
    if (e)
        apart_fini(a);
    return e;
}

void apart_fini(struct apart *a)
{
    setup_fini(&a->setup);
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

/* The port at the end of an address, digits only; 0 when it is none. */
static uint16_t parse_port(const char *text)
{
    unsigned long number = 0;
    size_t digits = strspn(text, "0123456789");

    if (digits > 0 && digits <= 5 && text[digits] == '\0')
        number = strtoul(text, NULL, 10);
    return number <= 65535 ? (uint16_t)number : 0;
}

/* The host before the colon, without the brackets of an IPv6 address; false
 * when it is none. An IPv6 address without brackets is none, since its end and
 * the port could not be told apart. */
static bool parse_host(const char *text, size_t size, char *host,
                       size_t capacity)
{
    bool bracketed = size > 2 && text[0] == '[' && text[size - 1] == ']';

    if (bracketed) {
        text++;
        size -= 2;
    }
    if (size == 0 || size >= capacity ||
        (memchr(text, ':', size) != NULL) != bracketed)
        return false;
    memcpy(host, text, size);
    host[size] = '\0';
    return strpbrk(host, "[]") == NULL;
}

enum err apart_address(const char *text, char *address, size_t capacity,
                       uint16_t *port, struct diag *diag)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM};
    const char *colon = strrchr(text, ':');
    struct addrinfo *found = NULL;
    char host[256], service[16];
    int failed;

    if (!colon || !parse_host(text, (size_t)(colon - text), host, sizeof(host)))
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' is not HOST:PORT, such as 192.0.2.7:7443 or "
                        "[2001:db8::7]:7443",
                        text);
    *port = parse_port(colon + 1);
    if (*port == 0)
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' is not HOST:PORT: '%s' is not a port from 1 to "
                        "65535",
                        text, colon + 1);
    (void)snprintf(service, sizeof(service), "%u", *port);
    failed = getaddrinfo(host, service, &hints, &found);
    if (!failed)
        failed = getnameinfo(found->ai_addr, found->ai_addrlen, address,
                             (socklen_t)capacity, NULL, 0, NI_NUMERICHOST);
    if (found)
        freeaddrinfo(found);
    return failed ? diag_set(diag, ERR_SYSTEM, "%s: %s", host,
                             gai_strerror(failed))
                  : ERR_OK;
}
