/* `values: "values.csv"`: a table beside the scenario. Its first line names the
 * columns, issue,option and then rooms, or `value`; each further line is an
 * option of an issue. One table may serve several rooms and is read once. */
#include "sim/scenario/bind.h"

#include "proto/guess.h"
#include "sim/scenario/beside.h"
#include "sim/scenario/csv.h"

#include <stdio.h>
#include <string.h>

#define FIRST_VALUE 2 /* column; before it are issue and option */
#define NO_ROOM     (-1)
#define ANY_ROOM    (-2) /* the column is for whoever names the file */

struct table {
    size_t columns;
    int room[CSV_FIELDS_MAX];      /* index of one, or one of the above */
    struct place seen[ISSUES_MAX]; /* the last row of an issue */
    uint32_t given[ISSUES_MAX];    /* bit per option */
    struct place top;
    struct values value[CSV_FIELDS_MAX];
};

/* A field as the reader of keys and values knows it. */
static struct node as_node(const struct csv_field *f)
{
    return (struct node){.kind = NODE_SCALAR,
                         .plain = true,
                         .place = f->place,
                         .size = f->size,
                         .text = f->text};
}

static bool is_field(const struct csv_record *r, size_t n, const char *word)
{
    return n < r->count && strcmp(r->fields[n].text, word) == 0;
}

static void column_twice(struct binder *b, const struct table *t, size_t n,
                         const struct csv_field *f)
{
    for (size_t i = FIRST_VALUE; i < n; i++)
        if (t->room[i] != NO_ROOM && t->room[i] == t->room[n])
            diags_add(b->diags, MISTAKE_DUPLICATE_ROW, f->place,
                      "there is a column '%.60s' already", f->text);
}

static void take_column(struct binder *b, struct table *t, size_t n,
                        const struct csv_field *f)
{
    struct node node = as_node(f);
    bool room = false;
    for (uint8_t i = 0; i < b->out->room_count; i++)
        room = room || strcmp(b->out->rooms[i].id, f->text) == 0;
    if (!room && strcmp(f->text, "value") == 0)
        t->room[n] = ANY_ROOM;
    else
        t->room[n] = bind_room(b, &node);
    column_twice(b, t, n, f);
}

static const char *header_fault(const struct csv_record *r)
{
    if (strpbrk(r->fields[0].text, ";\t|"))
        return "columns are separated by commas";
    if (!is_field(r, 0, "issue") || !is_field(r, 1, "option"))
        return "the first line must be issue,option and then rooms";
    if (r->count <= FIRST_VALUE)
        return "there is no column for a room behind issue,option";
    if (r->count > CSV_FIELDS_MAX)
        return "there are more columns than there can be rooms";
    return NULL;
}

/* False when there is no use in reading on. */
static bool take_header(struct binder *b, struct table *t,
                        const struct csv_record *r)
{
    const char *fault = r->fault ? NULL : header_fault(r);
    t->top = r->place;
    if (fault)
        diags_add(b->diags, MISTAKE_TABLE_FORM, r->place, "%s", fault);
    if (fault || r->fault)
        return false;
    t->columns = r->count;
    for (size_t n = FIRST_VALUE; n < r->count; n++)
        take_column(b, t, n, &r->fields[n]);
    return true;
}

static void take_numbers(struct binder *b, struct table *t,
                         const struct csv_record *r, int issue, int option)
{
    int32_t nowhere;
    for (size_t n = FIRST_VALUE; n < r->count && n < t->columns; n++) {
        struct node node = as_node(&r->fields[n]);
        bool found = issue >= 0 && option >= 0;
        bind_points(b, &node,
                    found ? &t->value[n].value[issue][option] : &nowhere);
    }
}

static void take_row(struct binder *b, struct table *t,
                     const struct csv_record *r)
{
    struct node issue_node = as_node(&r->fields[0]);
    int issue = bind_issue(b, &issue_node);
    int option = -1;
    if (issue >= 0)
        t->seen[issue] = r->place;
    if (r->count != t->columns)
        diags_add(b->diags, MISTAKE_TABLE_FORM, r->place,
                  "this line has %zu field%s, the first one has %zu", r->count,
                  r->count == 1 ? "" : "s", t->columns);
    bool free =
        issue >= 0 && bind_is_free(b, issue, &issue_node, "is worth nothing");
    if (issue >= 0 && r->count > 1 && !free) {
        struct node option_node = as_node(&r->fields[1]);
        option = bind_option(b, issue, &option_node);
    }
    if (option >= 0 && (t->given[issue] >> option & 1u)) {
        diags_add(b->diags, MISTAKE_DUPLICATE_ROW, r->place,
                  "there is a line for '%s' of '%s' already", r->fields[1].text,
                  r->fields[0].text);
        return;
    }
    if (option >= 0)
        t->given[issue] |= 1u << option;
    take_numbers(b, t, r, issue, option);
}

static void put_name(char *out, size_t capacity, const char *name)
{
    size_t used = strlen(out);
    snprintf(out + used, capacity - used, "%s'%s'", used ? ", " : "", name);
}

static void need_options(struct binder *b, const struct table *t, uint8_t i)
{
    const struct issue *issue = &b->out->agenda.issues[i];
    char names[120] = "";
    for (uint8_t o = 0; o < issue->option_count; o++)
        if (!(t->given[i] >> o & 1u))
            put_name(names, sizeof(names), issue->options[o].id);
    if (names[0])
        diags_add(b->diags, MISTAKE_VALUES_MISSING, t->seen[i],
                  "'%s' has no line for %s", issue->id, names);
}

static void need_all(struct binder *b, const struct table *t)
{
    const struct agenda *a = &b->out->agenda;
    char names[120] = "";
    for (uint8_t i = 0; i < a->issue_count; i++) {
        if (t->seen[i].line > 0)
            need_options(b, t, i);
        else if (a->issues[i].option_count > 0)
            put_name(names, sizeof(names), a->issues[i].id);
    }
    if (names[0])
        diags_add(b->diags, MISTAKE_VALUES_MISSING, t->top,
                  "there are no lines for %s", names);
}

/* Before any of them is read. */
static bool has_few_lines(struct binder *b, struct bytes text)
{
    uint32_t ends = 0;
    for (size_t i = 0; i < text.size; i++)
        ends += text.data[i] == '\n' ||
                (text.data[i] == '\r' &&
                 (i + 1 == text.size || text.data[i + 1] != '\n'));
    if (ends <= TABLE_LINES_MAX)
        return true;
    diags_add(
        b->diags, MISTAKE_TOO_LARGE, (struct place){TABLE_LINES_MAX + 1, 1},
        "a table has at most %u lines, this has %u", TABLE_LINES_MAX, ends);
    return false;
}

static void read_rows(struct binder *b, struct table *t, struct bytes text)
{
    struct csv csv;
    struct csv_record r;
    bool sound = true;
    csv_init(&csv, text, b->scratch);
    for (bool first = true; csv_next(&csv, &r); first = false) {
        if (r.fault)
            diags_add(b->diags, MISTAKE_TABLE_FORM, r.fault_place, "%s",
                      r.fault);
        sound = sound && !r.fault;
        if (first && !take_header(b, t, &r))
            return;
        if (!first && !r.fault)
            take_row(b, t, &r);
    }
    b->failed = b->failed || csv.failed;
    if (t->columns == 0)
        diags_add(b->diags, MISTAKE_TABLE_FORM, (struct place){1, 1},
                  "the table is empty");
    else if (sound)
        need_all(b, t);
}

static struct bytes without_mark(struct bytes text)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    if (text.size >= sizeof(mark) && memcmp(text.data, mark, sizeof(mark)) == 0)
        return (struct bytes){text.data + sizeof(mark),
                              text.size - sizeof(mark)};
    return text;
}

/* As copied from a spreadsheet: then it is said once, not of every tab. */
static bool is_cut_by_tabs(struct bytes text)
{
    const uint8_t *end =
        text.size > 0 ? memchr(text.data, '\n', text.size) : NULL;
    size_t size = end ? (size_t)(end - text.data) : text.size;
    return size > 0 && memchr(text.data, '\t', size) &&
           !memchr(text.data, ',', size);
}

/* The table of that name, read now when no room had it yet; NULL when it cannot
 * be. */
static struct table *get_table(struct binder *b, const struct node *v)
{
    struct scenario *s = b->out;
    struct diag diag;
    struct bytes text;
    for (uint8_t i = 0; i < s->table_count; i++)
        if (strcmp(s->tables[i].name, v->text) == 0)
            return b->tables[i];
    enum err e = beside_read(b->folder, v->text, b->arena, &text, &diag);
    if (e) {
        diags_add(b->diags,
                  e == ERR_TOO_LONG ? MISTAKE_TOO_LARGE : MISTAKE_NO_TABLE,
                  v->place, "'%s': %s", v->text, diag.message);
        b->failed = b->failed || e == ERR_MEMORY;
        return NULL;
    }
    struct table *t = arena_alloc(b->scratch, sizeof(*t));
    const char *name = bind_copy(b, v);
    if (!t || !name) {
        b->failed = true;
        return NULL;
    }
    s->tables[s->table_count] = (struct value_table){name, text};
    b->tables[s->table_count++] = t;
    diags_begin_source(b->diags, name, text);
    text = without_mark(text);
    if (is_cut_by_tabs(text))
        diags_add(b->diags, MISTAKE_TABLE_FORM, (struct place){1, 1},
                  "columns are separated by commas, not by tabs");
    else if (has_few_lines(b, text) && scan_text(text, b->diags))
        read_rows(b, t, text);
    b->diags->source = 0;
    return t;
}

static void take_table(struct binder *b, const struct node *v,
                       struct values *out)
{
    const struct table *t = get_table(b, v);
    size_t at = 0;
    for (size_t n = FIRST_VALUE; t && n < t->columns; n++)
        if (t->room[n] == b->owner || (t->room[n] == ANY_ROOM && at == 0))
            at = n;
    if (at > 0)
        memcpy(out->value, t->value[at].value, sizeof(out->value));
    else if (t && t->columns > 0)
        diags_add(b->diags, MISTAKE_TABLE_FORM, v->place,
                  "'%s' has no column '%s', and none that is called value",
                  v->text, owner_id(b, b->owner));
}

void read_value_table(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    if (v->kind != NODE_SCALAR || (v->plain && v->size == 0)) {
        read_values(b, k, v, base);
        return;
    }
    if (v->tainted)
        return;
    *MEMBER(base, k->second, bool) = true;
    if (b->is_brief)
        diags_add(b->diags, MISTAKE_WRONG_SHAPE, v->place,
                  "expected a map of issues; a brief has no files beside it");
    else if (!beside_is_name(v->text))
        diags_add(b->diags, MISTAKE_NO_TABLE, v->place,
                  "'%.80s' is not the name of a table: letters, digits, '_', "
                  "'-', and .csv at the end",
                  v->text);
    else if (b->folder)
        take_table(b, v, MEMBER(base, k->offset, struct values));
}
