/* The commands a person types. */
#include "sim/seat/terminal_item.h"

#include "shuttle/room.h"

static const struct {
    const char *name;
    enum command command;
    enum move move;
    unsigned takes;
} commands[] = {
    {"say", COMMAND_ITEM, MOVE_SAY,
     TAKES_TEXT | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"offer", COMMAND_ITEM, MOVE_OFFER,
     TAKES_TEXT | TAKES_OPTIONS | TAKES_CAVEATS | NEEDS_OPTIONS},
    {"ask", COMMAND_ITEM, MOVE_QUESTION,
     TAKES_TEXT | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"confide", COMMAND_ITEM, MOVE_CONFIDENCE,
     TAKES_TEXT | TAKES_OPTIONS | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"red_line", COMMAND_ITEM, MOVE_RED_LINE,
     TAKES_TEXT | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"non_paper", COMMAND_ITEM, MOVE_NON_PAPER,
     TAKES_TEXT | TAKES_OPTIONS | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"aide_memoire", COMMAND_ITEM, MOVE_AIDE_MEMOIRE,
     TAKES_TEXT | TAKES_OPTIONS | TAKES_ABOUT | TAKES_CAVEATS | NEEDS_TEXT},
    {"reply", COMMAND_ITEM, MOVE_REPLY,
     TAKES_TEXT | TAKES_ANSWER | TAKES_CAVEATS},
    {"withdraw", COMMAND_ITEM, MOVE_WITHDRAWAL, TAKES_TEXT | TAKES_OWN},
    {"suspend", COMMAND_ITEM, MOVE_SUSPENSION, TAKES_TEXT},
    {"letter", COMMAND_ITEM, MOVE_LETTER,
     TAKES_TEXT | TAKES_CAVEATS | NEEDS_TEXT},
    {"deposit", COMMAND_ITEM, MOVE_DEPOSIT,
     TAKES_TEXT | TAKES_CAVEATS | NEEDS_TEXT},
    {"step", COMMAND_ITEM, MOVE_STEP,
     TAKES_TEXT | TAKES_CERTIFICATE | TAKES_CAVEATS | NEEDS_TEXT},
    {"complain", COMMAND_ITEM, MOVE_COMPLAINT,
     TAKES_TEXT | TAKES_CAVEATS | NEEDS_TEXT},
    {"read_out", COMMAND_ITEM, MOVE_READ_OUT,
     TAKES_TEXT | TAKES_CAVEATS | NEEDS_TEXT},
    {"assure", COMMAND_ITEM, MOVE_ASSURANCE,
     TAKES_TEXT | TAKES_CAVEATS | NEEDS_TEXT},
    {"instructions", COMMAND_CAPITAL, MOVE_NONE, TAKES_OPTIONS | NEEDS_OPTIONS},
    {"wait", COMMAND_WAIT, MOVE_NONE, 0},
    {"leave", COMMAND_LEAVE, MOVE_NONE, TAKES_TEXT},
    {"walk_out", COMMAND_LEAVE, MOVE_NONE, TAKES_TEXT},
    {"help", COMMAND_HELP, MOVE_NONE, 0},
    {"?", COMMAND_HELP, MOVE_NONE, 0},
    {"agenda", COMMAND_AGENDA, MOVE_NONE, 0},
    {"values", COMMAND_VALUES, MOVE_NONE, 0},
    {"brief", COMMAND_BRIEF, MOVE_NONE, 0},
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static enum err take_wait(struct parse *p, struct order *out)
{
    out->until = INSTANT_NEVER;
    if (p->line.count == 1)
        return ERR_OK;
    p->at = 0;
    enum err e = parse_time(p, &out->until);

    if (e == ERR_OK && p->line.count > 2)
        return diag_set(p->diag, ERR_MALFORMED,
                        "type `wait` or `wait 10m`, nothing more");
    return e;
}

static enum err take_command(struct parse *p, unsigned command,
                             struct order *out)
{
    enum err e = ERR_OK;

    if (p->t->left && commands[command].command < COMMAND_HELP)
        return diag_set(p->diag, ERR_MALFORMED, "you have left the talks");
    p->command = commands[command].name;
    p->takes = commands[command].takes;
    out->command = commands[command].command;
    out->item.move = (uint8_t)commands[command].move;
    if (out->command == COMMAND_WAIT)
        return take_wait(p, out);
    if (out->command != COMMAND_ITEM && out->command != COMMAND_CAPITAL &&
        out->command != COMMAND_LEAVE)
        return ERR_OK;
    e = parse_item(p);
    out->channel = p->via;
    out->text = out->item.text;
    p->t->left = e == ERR_OK && out->command == COMMAND_LEAVE;
    return e;
}

/* What is typed for a command of another name, and what it should be. */
static const struct {
    const char *word;
    const char *instead;
} others[] = {
#define X(number, name, key)                                                   \
    {key, "type `reply " key "` and the number of what you were told"},
    ANSWER_TABLE(X)
#undef X
        {"quit", "type `leave` to leave the talks for good"},
    {"exit", "type `leave` to leave the talks for good"},
};

static enum err no_command(struct parse *p, const char *const *names)
{
    struct bytes word = p->line.token[0].text;

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (bytes_equal(word, bytes_of(others[i].word)))
            return diag_set(p->diag, ERR_MALFORMED, "%s", others[i].instead);
    return diag_wrap(
        p->diag, parse_refuse(p, "there is no command", word, names, COMMANDS),
        "type `help` to see what you can do");
}

enum err terminal_parse(struct terminal *t, struct bytes line,
                        struct order *out, struct diag *diag)
{
    struct parse p = {.t = t, .item = &out->item, .diag = diag};
    const char *names[COMMANDS];

    *out = (struct order){.command = COMMAND_NONE};
    package_clear(&out->item.package);
    arena_reset(&t->line);
    if (!bytes_is_utf8(line))
        return diag_set(diag, ERR_MALFORMED, "that is not UTF-8 text");
    enum err e = typed_line_cut(&p.line, line, &t->line, diag);

    if (e != ERR_OK || p.line.count == 0)
        return e;
    for (unsigned c = 0; c < COMMANDS; c++) {
        names[c] = commands[c].name;
        if (p.line.token[0].kind == TOKEN_WORD &&
            bytes_equal(p.line.token[0].text, bytes_of(names[c])))
            return take_command(&p, c, out);
    }
    return no_command(&p, names);
}

size_t terminal_answer(const struct order *order, uint8_t *out, size_t capacity)
{
    struct message m = {.kind = MESSAGE_ITEM, .as.item = order->item};
    struct writer w = writer_over(out, capacity);
    size_t size;

    switch (order->command) {
    case COMMAND_ITEM:
    case COMMAND_CAPITAL:
        if (order->command == COMMAND_CAPITAL) {
            writer_u8(&w, ANSWER_CAPITAL);
        } else if (order->channel == 0) {
            writer_u8(&w, ANSWER_ITEM);
        } else {
            writer_u8(&w, ANSWER_ITEM_BY);
            writer_u8(&w, order->channel);
        }
        if (w.failed)
            return SIZE_MAX;
        size = message_encode(&m, w.at, (size_t)(w.end - w.at));
        return size == SIZE_MAX ? SIZE_MAX : size + writer_size(&w);
    case COMMAND_WAIT:
        writer_u8(&w, ANSWER_WAIT);
        writer_u64(&w, (uint64_t)order->until.us);
        break;
    case COMMAND_LEAVE:
        writer_u8(&w, ANSWER_LEAVE);
        writer_bytes(&w, order->text);
        break;
    case COMMAND_NONE:
    case COMMAND_HELP:
    case COMMAND_AGENDA:
    case COMMAND_VALUES:
    case COMMAND_BRIEF:
        return SIZE_MAX;
    }
    return w.failed ? SIZE_MAX : writer_size(&w);
}
