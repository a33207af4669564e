#include "sites.h"

#include "sim/net/peer.h"
#include "sim/report/run_folder.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

void sites_init(struct sites *p, const struct scenario *s)
{
    memset(p, 0, sizeof(*p));
    p->count = s->mediator_count;
    for (uint8_t m = 0; m < p->count; m++)
        p->of[m].id = s->mediators[m].id;
}

void sites_default(struct sites *p)
{
    for (uint8_t m = 0; m < p->count; m++)
        (void)snprintf(p->of[m].at, sizeof(p->of[m].at), "127.0.0.1:%u",
                       SITE_PORT + m);
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
    for (const char *c = host; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == '[' || *c == ']')
            return false;
    return true;
}

static enum err parse(const char *text, char *host, size_t capacity,
                      uint16_t *port, struct diag *diag)
{
    const char *colon = strrchr(text, ':');

    if (!colon || !parse_host(text, (size_t)(colon - text), host, capacity))
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
    return ERR_OK;
}

enum err site_set(struct site *p, const char *text, struct diag *diag)
{
    char host[SITE_SIZE - 16];
    uint16_t port;
    enum err e = parse(text, host, sizeof(host), &port, diag);

    if (!e)
        (void)snprintf(p->at, sizeof(p->at), "%s", text);
    return e;
}

static struct site *find(struct sites *p, const char *id, size_t size)
{
    for (uint8_t m = 0; m < p->count; m++)
        if (strlen(p->of[m].id) == size && memcmp(p->of[m].id, id, size) == 0)
            return &p->of[m];
    return NULL;
}

enum err sites_set(struct sites *p, const char *word, struct diag *diag)
{
    const char *at = strchr(word, '=');
    struct site *site = &p->of[0];

    if (at) {
        site = find(p, word, (size_t)(at - word));
        if (!site)
            return diag_set(diag, ERR_UNKNOWN,
                            "--at: there is no mediator "
                            "'%.*s'",
                            (int)(at - word), word);
    } else if (p->count > 1) {
        return diag_set(diag, ERR_MALFORMED,
                        "--at: which of the mediators is at %s? --at %s=%s",
                        word, p->of[0].id, word);
    }
    return site_set(site, at ? at + 1 : word, diag);
}

bool sites_print(const struct sites *p, unsigned which, uint64_t talk,
                 struct buffer *out)
{
    struct peer_name name = {.talk = talk, .role = PEER_MEDIATOR};
    char uri[PEER_NAME_URI_SIZE];

    for (uint8_t m = 0; m < p->count; m++) {
        if (!(which >> m & 1u))
            continue;
        (void)snprintf(name.name, sizeof(name.name), "%s", p->of[m].id);
        peer_name_print(&name, uri);
        buffer_add(out, uri);
        buffer_add(out, " ");
        buffer_add(out, p->of[m].at);
        buffer_add(out, "\n");
    }
    return !out->failed;
}

/* A line without its end. */
static enum err read_line(struct sites *p, struct bytes line, uint64_t talk,
                          struct diag *diag)
{
    const uint8_t *space = memchr(line.data, ' ', line.size);
    size_t size = space ? (size_t)(space - line.data) : line.size;
    char at[SITE_SIZE];
    struct peer_name name;
    struct site *site;

    if (!space || line.size - size > sizeof(at) ||
        peer_name_parse((struct bytes){line.data, size}, &name) ||
        name.role != PEER_MEDIATOR)
        return diag_set(diag, ERR_MALFORMED,
                        "a line is 'shuttle:TALK/mediator/ID HOST:PORT'");
    if (name.talk != talk)
        return diag_set(diag, ERR_MISMATCH,
                        "these mediators are of another talk than the brief "
                        "beside it");
    site = find(p, name.name, strlen(name.name));
    if (!site)
        return diag_set(diag, ERR_UNKNOWN, "the brief knows no mediator '%s'",
                        name.name);
    (void)snprintf(at, sizeof(at), "%.*s", (int)(line.size - size - 1),
                   (const char *)space + 1);
    return site_set(site, at, diag);
}

enum err sites_load(struct sites *p, const char *path, uint64_t talk,
                    struct diag *diag)
{
    struct run_file file = {0};
    struct bytes rest;
    enum err e = run_file_read(&file, path, diag);

    if (e == ERR_UNKNOWN) {
        *diag = (struct diag){0};
        return ERR_OK;
    }
    if (e)
        return e;
    rest = file.bytes;
    while (rest.size && !e) {
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;

        e = read_line(p, (struct bytes){rest.data, size}, talk, diag);
        size += end != NULL;
        rest.data += size;
        rest.size -= size;
    }
    run_file_fini(&file);
    return e ? diag_wrap(diag, e, "%s", path) : ERR_OK;
}

enum err site_look_up(const char *text, char *address, size_t capacity,
                      uint16_t *port, struct diag *diag)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char host[SITE_SIZE - 16], service[16];
    int failed;
    enum err e = parse(text, host, sizeof(host), port, diag);

    if (e)
        return e;
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

enum err site_find(const struct site *p, char *address, size_t capacity,
                   uint16_t *port, struct diag *diag)
{
    if (!p->at[0])
        return diag_set(diag, ERR_UNKNOWN,
                        "where does mediator %s listen? --at %s=HOST:PORT",
                        p->id, p->id);
    return site_look_up(p->at, address, capacity, port, diag);
}
