#include "sim/scenario/secret.h"

#include "proto/guess.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_USUAL 16
#define PARTS        3

static const char *const words[] = {
    [WORDS_SAID] = "said", [WORDS_OTHER] = "other", [WORDS_UNSAID] = "unsaid"};

/* "us.give.relief" in three, the last ones empty when not given. */
static bool split(const char *text, struct bytes out[PARTS])
{
    size_t n = 0;

    memset(out, 0, PARTS * sizeof(*out));
    out[0] = (struct bytes){(const uint8_t *)text, 0};
    for (; *text; text++) {
        if (*text != '.') {
            out[n].size++;
            continue;
        }
        if (++n == PARTS)
            return false;
        out[n] = (struct bytes){(const uint8_t *)text + 1, 0};
    }
    return out[0].size && out[1].size && (n < 2 || out[2].size);
}

static bool find_line(struct secret *s, const struct scenario *whole,
                      struct bytes id)
{
    for (uint8_t r = 0; r < whole->round_count; r++) {
        const struct lines *lines = &whole->rounds[r].room[s->room];
        for (uint16_t n = 0; n < lines->count; n++)
            if (bytes_equal(id, bytes_of(lines->line[n].id))) {
                s->round = r;
                s->line = n;
                return true;
            }
    }
    return false;
}

static const struct line *line_of(const struct secret *s,
                                  const struct scenario *whole)
{
    return &whole->rounds[s->round].room[s->room].line[s->line];
}

static enum err unknown(const char *what, struct bytes name, struct guess *near,
                        struct diag *diag)
{
    char mean[NAME_MAX_SIZE + 32];

    return diag_set(diag, ERR_UNKNOWN, "there is no %s '%.*s'%s", what,
                    (int)name.size, (const char *)name.data,
                    guess_text(near, mean, sizeof(mean)));
}

static enum err find_room(struct secret *s, const struct scenario *whole,
                          struct bytes name, struct diag *diag)
{
    struct guess g;

    guess_init(&g, name);
    for (uint8_t r = 0; r < whole->room_count; r++) {
        if (bytes_equal(name, bytes_of(whole->rooms[r].id))) {
            s->room = r;
            return ERR_OK;
        }
        guess_try(&g, whole->rooms[r].id);
    }
    return unknown("room", name, &g, diag);
}

static enum err find_worth(struct secret *s, const struct scenario *whole,
                           struct bytes option, struct diag *diag)
{
    const struct issue *issue = &whole->agenda.issues[s->issue];
    int o = agenda_option(&whole->agenda, s->issue, option);
    struct guess g;

    s->kind = SECRET_WORTH;
    if (o >= 0) {
        s->option = (uint8_t)o;
        s->own = whole->rooms[s->room].own->values.value[s->issue][o];
        return ERR_OK;
    }
    guess_init(&g, option);
    for (uint8_t n = 0; n < issue->option_count; n++)
        guess_try(&g, issue->options[n].id);
    return unknown("option", option, &g, diag);
}

static enum err find_option(struct secret *s, const struct scenario *whole,
                            struct bytes name, struct diag *diag)
{
    const struct line *line = line_of(s, whole);
    int issue = agenda_issue(&whole->agenda, name);

    s->kind = SECRET_OPTION;
    if (issue < 0 || line->package.option[issue] == OPTION_NONE)
        return diag_set(diag, ERR_UNKNOWN,
                        "the line '%s' names no option of an issue '%.*s'",
                        line->id, (int)name.size, (const char *)name.data);
    s->issue = (uint8_t)issue;
    s->own = line->package.option[issue];
    return ERR_OK;
}

static enum err find(struct secret *s, const struct scenario *whole,
                     const struct bytes part[PARTS], struct diag *diag)
{
    const struct own *own = whole->rooms[s->room].own;
    int issue = agenda_issue(&whole->agenda, part[1]);
    bool worth = own && own->has_values;
    struct guess g;

    if (worth && !part[2].size && bytes_equal(part[1], bytes_of("no_deal"))) {
        s->kind = SECRET_NO_DEAL;
        s->own = own->values.no_deal;
        return ERR_OK;
    }
    if (worth && part[2].size && issue >= 0) {
        s->issue = (uint8_t)issue;
        return find_worth(s, whole, part[2], diag);
    }
    if (find_line(s, whole, part[1])) {
        s->kind = SECRET_WORDS;
        s->own = WORDS_SAID;
        return part[2].size ? find_option(s, whole, part[2], diag) : ERR_OK;
    }
    if (issue >= 0)
        return diag_set(diag, ERR_UNKNOWN,
                        worth ? "'%s' names no option of the issue, as "
                                "ROOM.ISSUE.OPTION does"
                              : "'%s': that room has no values",
                        s->text);
    guess_init(&g, part[1]);
    if (worth)
        guess_try(&g, "no_deal");
    for (uint8_t n = 0; n < whole->agenda.issue_count; n++)
        guess_try(&g, whole->agenda.issues[n].id);
    for (uint8_t r = 0; r < whole->round_count; r++)
        for (uint16_t n = 0; n < whole->rounds[r].room[s->room].count; n++)
            guess_try(&g, whole->rounds[r].room[s->room].line[n].id);
    return unknown("secret of that room called", part[1], &g, diag);
}

static void usual_values(struct secret *s, const struct scenario *whole)
{
    int32_t first = 0;

    s->count = 2; /* said, and otherwise */
    if (s->kind == SECRET_NO_DEAL || s->kind == SECRET_WORTH) {
        s->count = VALUES_USUAL;
        first = s->own - VALUES_USUAL / 2;
    } else if (s->kind == SECRET_OPTION) {
        s->count = whole->agenda.issues[s->issue].option_count;
    }
    for (uint32_t n = 0; n < s->count; n++)
        s->value[n] = first + (int32_t)n;
}

/* "40..60" or "-5,0,5"; false when it is neither. */
static bool read_numbers(struct secret *s, const char *text)
{
    while (s->count < SECRET_VALUES_MAX) {
        char *end;
        long first = strtol(text, &end, 10), last = first;

        if (end == text)
            return false;
        text = end;
        if (strncmp(text, "..", 2) == 0) {
            last = strtol(text + 2, &end, 10);
            if (end == text + 2)
                return false;
            text = end;
        }
        if (first < -1000000 || last > 1000000 || last < first ||
            last - first >= (long)(SECRET_VALUES_MAX - s->count))
            return false;
        for (; first <= last; first++)
            s->value[s->count++] = (int32_t)first;
        if (*text == '\0')
            return true;
        if (*text++ != ',')
            return false;
    }
    return false;
}

static int word_of(const struct secret *s, const struct scenario *whole,
                   struct bytes word)
{
    if (s->kind == SECRET_OPTION)
        return agenda_option(&whole->agenda, s->issue, word);
    for (int n = 0; n <= WORDS_UNSAID; n++)
        if (bytes_equal(word, bytes_of(words[n])))
            return n;
    return -1;
}

static bool read_words(struct secret *s, const struct scenario *whole,
                       const char *text)
{
    for (;;) {
        size_t size = strcspn(text, ",");
        int n = word_of(s, whole, (struct bytes){(const uint8_t *)text, size});

        if (n < 0 || s->count == SECRET_VALUES_MAX)
            return false;
        s->value[s->count++] = n;
        if (text[size] == '\0')
            return true;
        text += size + 1;
    }
}

static bool has_twins(const struct secret *s)
{
    for (uint32_t a = 0; a < s->count; a++)
        for (uint32_t b = a + 1; b < s->count; b++)
            if (s->value[a] == s->value[b])
                return true;
    return false;
}

static enum err read_values(struct secret *s, const struct scenario *whole,
                            const char *text, struct diag *diag)
{
    bool number = s->kind == SECRET_NO_DEAL || s->kind == SECRET_WORTH;

    s->count = 0;
    if (!(number ? read_numbers(s, text) : read_words(s, whole, text)))
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' are not values of %s; write %s", text, s->text,
                        number ? "40..60 or 40,45,50"
                        : s->kind == SECRET_OPTION
                            ? "options of the issue, with commas"
                            : "said, other or unsaid, with commas");
    if (s->count < 2 || has_twins(s))
        return diag_set(diag, ERR_MALFORMED,
                        "'%s': a secret needs two values or more, each once",
                        text);
    return ERR_OK;
}

enum err secret_parse(struct secret *s, const char *text, const char *values,
                      const struct scenario *whole, struct diag *diag)
{
    struct bytes part[PARTS];
    enum err e;

    memset(s, 0, sizeof(*s));
    s->text = text;
    if (!split(text, part))
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' names no secret; write ROOM.no_deal, "
                        "ROOM.ISSUE.OPTION, ROOM.LINE or ROOM.LINE.ISSUE",
                        text);
    e = find_room(s, whole, part[0], diag);
    if (!e)
        e = find(s, whole, part, diag);
    if (e)
        return e;
    usual_values(s, whole);
    return values ? read_values(s, whole, values, diag) : ERR_OK;
}

void secret_value_print(char *out, size_t capacity, const struct secret *s,
                        const struct scenario *whole, uint32_t n)
{
    int32_t value = s->value[n];

    if (s->kind == SECRET_WORDS)
        (void)snprintf(out, capacity, "%s", words[value]);
    else if (s->kind == SECRET_OPTION)
        (void)snprintf(out, capacity, "%s",
                       whole->agenda.issues[s->issue].options[value].id);
    else
        (void)snprintf(out, capacity, "%" PRId32, value);
}
