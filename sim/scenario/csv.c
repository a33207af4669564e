#include "sim/scenario/csv.h"

void csv_init(struct csv *c, struct bytes text, struct arena *arena)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    *c = (struct csv){.text = text, .place = {1, 1}, .arena = arena};
    if (text.size >= sizeof(mark) && memcmp(text.data, mark, sizeof(mark)) == 0)
        c->at = sizeof(mark);
}

/* The next byte, or -1 at the end. */
static int peek(const struct csv *c)
{
    return c->at < c->text.size ? c->text.data[c->at] : -1;
}

static bool is_line_end(int byte)
{
    return byte == '\n' || byte == '\r' || byte < 0;
}

static void step(struct csv *c)
{
    uint8_t byte = c->text.data[c->at++];
    if (byte == '\n' || (byte == '\r' && peek(c) != '\n'))
        c->place = (struct place){c->place.line + 1, 1};
    else if ((byte & 0xc0) != 0x80 && byte != '\r')
        c->place.column++;
}

static void skip_blanks(struct csv *c)
{
    while (peek(c) == ' ')
        step(c);
}

static void skip_line(struct csv *c)
{
    while (!is_line_end(peek(c)))
        step(c);
}

static void set_fault(struct csv_record *r, struct place place,
                      const char *fault)
{
    r->fault = fault;
    r->fault_place = place;
}

/* The text behind an opening quote, to its closing one. Returns its size. */
static size_t take_quoted(struct csv *c, struct csv_record *r, char *out)
{
    struct place opening = c->place;
    size_t size = 0;
    for (step(c); peek(c) >= 0; step(c)) {
        if (peek(c) == '"') {
            step(c);
            if (peek(c) != '"')
                return size;
        }
        out[size++] = (char)peek(c);
    }
    set_fault(r, opening, "this quote is never closed");
    return size;
}

static size_t take_plain(struct csv *c, struct csv_record *r, char *out)
{
    size_t size = 0;
    while (!is_line_end(peek(c)) && peek(c) != ',') {
        if (peek(c) == '"' && !r->fault)
            set_fault(r, c->place,
                      "a quote in the middle of a field; put the whole field "
                      "in quotes and double those in it");
        out[size++] = (char)peek(c);
        step(c);
    }
    while (size > 0 && out[size - 1] == ' ')
        size--;
    return size;
}

/* How much a field that begins here can take at most. */
static size_t room_for(const struct csv *c)
{
    const uint8_t *from = c->text.data + c->at;
    size_t left = c->text.size - c->at;
    size_t size = 0;
    if (left > 0 && *from == '"') {
        for (size = 1; size < left; size++) {
            if (from[size] == '"' && (size + 1 == left || from[++size] != '"'))
                break;
        }
        return size;
    }
    while (size < left && !is_line_end(from[size]) && from[size] != ',')
        size++;
    return size;
}

static void take_field(struct csv *c, struct csv_record *r, char *out)
{
    struct csv_field field = {.text = out};
    field.place = c->place;
    if (peek(c) == '"') {
        field.size = (uint32_t)take_quoted(c, r, out);
        skip_blanks(c);
        if (!r->fault && !is_line_end(peek(c)) && peek(c) != ',')
            set_fault(r, c->place, "a comma belongs behind a closing quote");
    } else {
        field.size = (uint32_t)take_plain(c, r, out);
    }
    out[field.size] = '\0';
    if (r->count < CSV_FIELDS_MAX)
        r->fields[r->count] = field;
    r->count++;
}

static void take_record(struct csv *c, struct csv_record *r)
{
    bool more = true;
    while (more && !r->fault) {
        skip_blanks(c);
        char *out = arena_alloc(c->arena, room_for(c) + 1);
        if (!out) {
            c->failed = true;
            return;
        }
        take_field(c, r, out);
        more = peek(c) == ',';
        if (more && !r->fault)
            step(c);
    }
    skip_line(c);
}

bool csv_next(struct csv *c, struct csv_record *out)
{
    skip_blanks(c);
    while (peek(c) >= 0 && is_line_end(peek(c))) {
        step(c);
        skip_blanks(c);
    }
    *out = (struct csv_record){.place = c->place};
    if (peek(c) < 0)
        return false;
    take_record(c, out);
    return !c->failed;
}
