#include "person.h"

#include "control.h"
#include "screen.h"
#include "tail.h"

#include "shuttle/frame.h"

#include "sim/scenario/scenario_file.h"
#include "sim/seat/terminal.h"

#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_SIZE  4096u
#define ASK_PERSON 1u

struct person {
    struct arena arena;
    struct scenario *brief; /* in the arena */
    struct terminal *terminal;
    struct tail tail;
    struct page page;
    struct event *typed;
    struct event *record;
    int control; /* borrowed */
    char line[LINE_SIZE];
    size_t line_size;
    bool welcome; /* the room is admitted: what is typed can be heard */
    bool ended;
    bool left;     /* said farewell */
    bool prompts;  /* a person looks: input and output are terminals */
    bool prompted; /* the cursor stands behind a prompt */
};

/* What is told comes in over the prompt, which then stands below it again. */
static void put_out(struct person *p, bool answered)
{
    struct bytes text;

    if (p->prompted && !answered && p->page.size)
        (void)fputs("\r\x1b[K", stdout);
    else if (p->prompted && !answered)
        return;
    p->prompted = p->prompts && p->welcome && !p->ended;
    if (p->prompted)
        terminal_prompt(p->terminal, &p->page);
    text = page_bytes(&p->page);
    if (text.size)
        (void)fwrite(text.data, 1, text.size, stdout);
    (void)fflush(stdout);
    page_clear(&p->page);
}

static void send_order(struct person *p, const struct order *order)
{
    uint8_t answer[32u * 1024u], bytes[CONTROL_HEAD_SIZE + sizeof(answer)];
    size_t size = terminal_answer(order, answer, sizeof(answer));

    p->left = p->left || order->command == COMMAND_LEAVE;
    if (size == SIZE_MAX) {
        page_text(&p->page, "That is too long; say it in parts.\n");
        return;
    }
    size = control_encode(ASK_PERSON, (struct bytes){answer, size}, bytes,
                          sizeof(bytes));
    (void)control_send(p->control, (struct bytes){bytes, size});
}

static void take_line(struct person *p, struct bytes line)
{
    struct order order;
    struct diag diag = {0};

    if (!p->welcome) {
        page_text(&p->page, "The talks have not begun yet.\n");
    } else if (terminal_parse(p->terminal, line, &order, &diag)) {
        page_clean(&p->page, bytes_of(diag.message));
        page_text(&p->page, "\n");
    } else if (order.command == COMMAND_ITEM || order.command == COMMAND_WAIT ||
               order.command == COMMAND_CAPITAL ||
               order.command == COMMAND_LEAVE) {
        send_order(p, &order);
    } else {
        terminal_show(p->terminal, order.command, &p->page);
    }
    put_out(p, true);
}

/* The end of what is typed is a farewell, if there was none. */
static void leave(struct person *p)
{
    if (!p->left)
        send_order(p, &(struct order){.command = COMMAND_LEAVE});
}

static void on_typed(evutil_socket_t fd, short what, void *arg)
{
    struct person *p = arg;
    ssize_t n = read(fd, p->line + p->line_size, LINE_SIZE - p->line_size);
    char *end;

    (void)what;
    if (n <= 0) {
        event_del(p->typed);
        leave(p);
        return;
    }
    p->line_size += (size_t)n;
    while ((end = memchr(p->line, '\n', p->line_size)) != NULL) {
        size_t size = (size_t)(end - p->line);
        take_line(p, (struct bytes){(const uint8_t *)p->line, size});
        p->line_size -= size + 1;
        memmove(p->line, end + 1, p->line_size);
    }
    if (p->line_size == LINE_SIZE) {
        p->line_size = 0;
        page_text(&p->page, "That line is too long; it was dropped.\n");
        put_out(p, true);
    }
}

static void look_at(struct person *p, const struct record_entry *e)
{
    struct frame frame;
    size_t used;

    terminal_entry(p->terminal, e, &p->page);
    /* Before all mediators have welcomed the room it asks nothing, and what is
     * answered is lost. */
    if (e->kind == RECORD_EFFECT_ASK) {
        p->welcome = true;
        (void)event_add(p->typed, NULL);
    }
    if (e->kind != RECORD_INPUT_MESSAGE ||
        frame_decode(e->body, &frame, &used) != ERR_OK)
        return;
    if (frame.kind == MESSAGE_OUTCOME)
        p->ended = true;
}

static void on_record(evutil_socket_t fd, short what, void *arg)
{
    struct person *p = arg;
    uint8_t bytes[64u * 1024u];
    struct record_entry entry;
    ssize_t n = read(fd, bytes, sizeof(bytes));

    (void)what;
    if (n <= 0) {
        event_del(p->record);
        event_del(p->typed);
        return;
    }
    tail_add(&p->tail, (struct bytes){bytes, (size_t)n});
    while (tail_next(&p->tail, &entry))
        look_at(p, &entry);
    tail_forget(&p->tail);
    put_out(p, false);
}

static enum err read_brief(struct person *p, struct bytes text,
                           struct diag *diag)
{
    struct diags mistakes;
    enum err e;

    diags_init(&mistakes);
    e = scenario_read(text, NULL, &p->arena, &p->brief, &mistakes);
    diags_fini(&mistakes);
    return e ? diag_set(diag, e, "the brief cannot be read") : ERR_OK;
}

static enum err set_up(struct person *p, struct event_base *base,
                       struct bytes brief, struct diag *diag)
{
    struct terminal_options o = {.width = screen_width(stdout),
                                 .colour = screen_colour(stdout)};
    enum err e = read_brief(p, brief, diag);

    if (e)
        return e;
    o.brief = p->brief;
    p->prompts = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    p->terminal = terminal_new(&o);
    p->typed = event_new(base, STDIN_FILENO, EV_READ | EV_PERSIST, on_typed, p);
    p->record = event_new(base, p->control, EV_READ | EV_PERSIST, on_record, p);
    if (!p->terminal || !p->typed || !p->record ||
        event_add(p->record, NULL) != 0)
        return diag_set(diag, ERR_MEMORY, "no memory for a terminal");
    return ERR_OK;
}

struct event_base *person_loop(void)
{
    struct event_config *config = event_config_new();
    struct event_base *base = NULL;

    if (config && event_config_require_features(config, EV_FEATURE_FDS) == 0)
        base = event_base_new_with_config(config);
    if (config)
        event_config_free(config);
    return base;
}

struct person *person_new(struct event_base *base, struct bytes brief,
                          int control, struct diag *diag)
{
    struct person *p = memory_new(1, sizeof(*p));

    if (!p) {
        (void)diag_set(diag, ERR_MEMORY, "no memory for a terminal");
        return NULL;
    }
    arena_init(&p->arena, 0);
    p->control = control;
    if (set_up(p, base, brief, diag)) {
        person_free(p);
        return NULL;
    }
    return p;
}

void person_free(struct person *p)
{
    if (!p)
        return;
    if (p->typed)
        event_free(p->typed);
    if (p->record)
        event_free(p->record);
    terminal_free(p->terminal);
    tail_fini(&p->tail);
    page_fini(&p->page);
    arena_fini(&p->arena);
    memory_free(p);
}
