#include "program_json.h"

struct bytes program_author(const struct board *b, uint8_t room)
{
    const struct scenario *s = b->brief;

    return bytes_of(room < b->room_count ? s->rooms[room].id
                                         : s->mediators[s->brief.self].id);
}

static void option_of(struct json *j, const struct agenda *a, uint8_t issue,
                      uint8_t option)
{
    if (option < a->issues[issue].option_count)
        json_text(j, a->issues[issue].id,
                  bytes_of(a->issues[issue].options[option].id));
}

void program_package(struct json *j, const char *key, const struct board *b,
                     const struct package *p)
{
    const struct agenda *a = &b->brief->agenda;

    json_key(j, key);
    json_open(j, '{');
    for (uint8_t i = 0; i < a->issue_count; i++) {
        if (p->option[i] != OPTION_WORDS) {
            option_of(j, a, i, p->option[i]);
            continue;
        }
        json_key(j, a->issues[i].id);
        json_open(j, '{');
        json_text(j, "words", package_words(p, i));
        json_close(j, '}');
    }
    json_close(j, '}');
}

static void place_of(struct json *j, const struct board *b,
                     const struct position *p)
{
    json_key(j, "position");
    json_open(j, '{');
    for (uint8_t i = 0; i < b->brief->agenda.issue_count; i++)
        option_of(j, &b->brief->agenda, i, p->option[i]);
    json_close(j, '}');
}

static void rooms_of(struct json *j, const char *key, const struct board *b,
                     uint16_t bits)
{
    json_key(j, key);
    json_open(j, '[');
    for (uint8_t r = 0; r < b->room_count; r++)
        if (bits >> r & 1)
            json_text(j, NULL, program_author(b, r));
    json_close(j, ']');
}

static void caveats_of(struct json *j, const struct caveats *c)
{
    json_key(j, "caveats");
    json_open(j, '{');
#define X(bit, name, key, text)                                                \
    if (c->bits & CAVEAT_##name) {                                             \
        if (CAVEAT_##name == CAVEAT_NOT_BEFORE)                                \
            json_time(j, key "_us", c->not_before);                            \
        else if (CAVEAT_##name == CAVEAT_EXPIRES)                              \
            json_time(j, key "_us", c->expires);                               \
        else if (CAVEAT_##name == CAVEAT_IF_THEY_MOVE_FIRST)                   \
            json_text(j, key, c->condition);                                   \
        else                                                                   \
            json_bool(j, key, true);                                           \
    }
    CAVEAT_TABLE(X)
#undef X
    json_close(j, '}');
}

static void named(struct json *j, const struct board *b, uint8_t room,
                  uint32_t number)
{
    json_text(j, "room", program_author(b, room));
    json_number(j, "number", number);
}

static void text_of(struct json *j, const char *key, struct bytes text)
{
    if (text.size)
        json_text(j, key, text);
}

void program_item_name(struct json *j, const struct board *b,
                       const struct item *item)
{
    json_key(j, "item");
    json_open(j, '{');
    named(j, b, item->room, item->number);
    json_close(j, '}');
}

void program_item(struct json *j, const struct board *b,
                  const struct item *item)
{
    json_key(j, "item");
    json_open(j, '{');
    named(j, b, item->room, item->number);
    json_text(j, "move", bytes_of(move_key(item->move)));
    rooms_of(j, "to", b, item->to);
    json_time(j, "handed_us", item->handed);
    text_of(j, "text", item->text);
    text_of(j, "gist", item->gist);
    text_of(j, "gloss", item->gloss);
    program_package(j, "options", b, &item->package);
    if (item->about && item->about <= b->brief->agenda.issue_count)
        json_text(j, "about",
                  bytes_of(b->brief->agenda.issues[item->about - 1].id));
    if (item->answer)
        json_text(j, "answer", bytes_of(answer_key(item->answer)));
    if (item->re_number) {
        json_key(j, "re");
        json_open(j, '{');
        named(j, b, item->re_room, item->re_number);
        json_close(j, '}');
    }
    caveats_of(j, &item->caveats);
    json_close(j, '}');
}

void program_carriers(struct json *j, const struct board *b)
{
    json_key(j, "carriers");
    json_open(j, '[');
    for (uint8_t c = 0; c < b->carrier_count; c++) {
        const struct carrier *carrier = &b->carrier[c];
        json_open(j, '{');
        if (carrier->room != ROOM_HOME)
            json_text(j, "room", program_author(b, carrier->room));
        json_bool(j, "walking", carrier->walking);
        if (carrier->walking)
            json_time(j, "arrives_us", carrier->arrives);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void program_rooms(struct json *j, const struct board *b)
{
    json_key(j, "rooms");
    json_open(j, '[');
    for (uint8_t r = 0; r < b->room_count; r++) {
        const struct board_room *room = &b->room[r];
        json_open(j, '{');
        json_text(j, "id", program_author(b, r));
        json_bool(j, "here", room->here);
        json_number(j, "tray", room->tray);
        json_number(j, "deliverable", room->deliverable);
        json_number(j, "visits", room->visits);
        place_of(j, b, &room->position);
        json_close(j, '}');
    }
    json_close(j, ']');
}
