#include "sim/scenario/start.h"

#include "shuttle/limits.h"
#include "sim/scenario/format.h"
#include "sim/scenario/scenario_file.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* One after another; a long line has several.
 * @T the title, quoted; @F the file; @A, @B the rooms; @M the mediator. */
static const char *const parts[] = {
    "# yaml-language-server: $schema=scenario.schema.json\n",
    "#\n",
    "# A scenario to start from. Change whatever you like, and let\n",
    "#   shuttle check @F\n",
    "# name every mistake after every change; `shuttle run @F` plays it. ",
    "Every\n",
    "# key there is stands in scenarios/FORMAT.md, and an editor that ",
    "knows YAML\n",
    "# completes them by the first line, once this was done beside the file:\n",
    "#   shuttle schema >scenario.schema.json\n",
    "\n",
    "# The version of the language, and what these talks are called.\n",
    "scenario: 1\n",
    "title: @T\n",
    "\n",
    "# Who sits where. @A and @B are ids: you choose them, and other lines ",
    "name\n",
    "# the rooms by them. A title may be in any language.\n",
    "rooms:\n",
    "  @A: { title: \"The @A room\" }\n",
    "  @B: { title: \"The @B room\" }\n",
    "\n",
    "# Who goes between them, and how. Here he walks, five minutes each way.\n",
    "# `walk: switchboard` is everywhere at once; `carry: gist` would tell ",
    "things\n",
    "# in the authors' softer words, where lines have a `gist`.\n",
    "mediators:\n",
    "  @M:\n",
    "    title: \"The envoy\"\n",
    "    relay: { walk: { as: shuttle, time: 5m } }\n",
    "\n",
    "# What is talked about. Options have an order, so that a condition ",
    "can ask\n",
    "# for `<= 'little'`.\n",
    "agenda:\n",
    "  bridge: { title: \"When the bridge is open\", options: [never, ",
    "daytime, always] }\n",
    "  toll: { title: \"What crossing it costs\", options: [nothing, ",
    "little, much] }\n",
    "\n",
    "# What only one room knows: its instructions, and what each option is ",
    "worth\n",
    "# to it, in points. `no_deal` is what it has without any agreement.\n",
    "private:\n",
    "  @A:\n",
    "    brief: \"You want the bridge open, and would pay a little for it.\"\n",
    "    no_deal: 30\n",
    "    values:\n",
    "      bridge: { never: 0, daytime: 25, always: 35 }\n",
    "      toll: { nothing: 20, little: 15, much: 0 }\n",
    "  @B:\n",
    "    brief: \"The bridge costs you sleep and money.\"\n",
    "    no_deal: 25\n",
    "    values:\n",
    "      bridge: { never: 20, daytime: 15, always: 0 }\n",
    "      toll: { nothing: 0, little: 15, much: 20 }\n",
    "\n",
    "# The script. A line is one move; it has its turn once its round has ",
    "begun\n",
    "# and what it waits for (`after`, `re`, `at`, `when`) has come. Ids ",
    "of lines\n",
    "# never leave their room.\n",
    "rounds:\n",
    "  - id: opening\n",
    "    limit: 2h\n",
    "    @A:\n",
    "      - id: wish\n",
    "        say: \"Open the bridge, by day and by night.\"\n",
    "        offer: { bridge: always, toll: nothing }\n",
    "      # A confidence: for the mediator, who may pass it on only once ",
    "the\n",
    "      # other room has moved. Without a caveat he never would.\n",
    "      - id: hint\n",
    "        confide: \"We could live with the daytime.\"\n",
    "        offer: { bridge: daytime }\n",
    "        caveat: { if_they_move_first: \"offered(@B, toll) <= ",
    "'little'\" }\n",
    "    @B:\n",
    "      - id: worry\n",
    "        say: \"It costs us sleep and money.\"\n",
    "        offer: { bridge: never, toll: much }\n",
    "        after: wish\n",
    "\n",
    "  - id: terms\n",
    "    pause: 1d # the night between the rounds\n",
    "    limit: 3h\n",
    "    @A:\n",
    "      # Judged when the offer is heard, by this room's own values.\n",
    "      - { reply: accept, re: deal, if: \"value() > no_deal()\" }\n",
    "    @B:\n",
    "      # The first move: it sets the hint free.\n",
    "      - { id: step, say: \"A little money would do.\", offer: { toll: ",
    "little } }\n",
    "      - id: deal\n",
    "        say: \"By day, then, and for a little money.\"\n",
    "        offer: { bridge: daytime, toll: little }\n",
    "        after: hint\n",
    "\n",
    "# What a run of this file must show; `shuttle check --play @F` tries ",
    "it.\n",
    "expect:\n",
    "  - outcome: agreed\n",
    "    package: { bridge: daytime, toll: little }\n",
    "    before: [[worry, hint], [hint, deal]]\n",
    "    value: { @A: \"> 30\", @B: \"> 25\" }\n",
    "\n",
    "# Never read by any room: for whoever talks it over afterwards. ",
    "`sources`\n",
    "# and `notes` are two more such keys.\n",
    "debrief:\n",
    "  - \"What would have happened, had the hint been told at once?\"\n",
};

struct names {
    struct buffer title; /* quoted */
    const char *file;
    char room[2][NAME_MAX_SIZE + 1];
    const char *mediator;
};

/* Two ids, whatever they are made of: the reader judges that. */
static bool take_rooms(const char *rooms, struct names *n)
{
    size_t size = strcspn(rooms, ", ");
    const char *second = rooms + size + strspn(rooms + size, " ");
    if (size > 0 && *second == ',')
        second += 1 + strspn(second + 1, " ");
    else
        second = ""; /* not two of them */
    if (size == 0 || size > NAME_MAX_SIZE || *second == '\0' ||
        strlen(second) > NAME_MAX_SIZE || strpbrk(second, ", "))
        return false;
    (void)snprintf(n->room[0], sizeof(n->room[0]), "%.*s", (int)size, rooms);
    (void)snprintf(n->room[1], sizeof(n->room[1]), "%s", second);
    return strcmp(n->room[0], n->room[1]) != 0;
}

/* A name that may stand in a comment, which is all it is for. */
static const char *shown_name(const char *file)
{
    if (!file || !bytes_is_utf8(bytes_of(file)))
        return "FILE";
    for (const char *c = file; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return "FILE";
    }
    return file;
}

/* The first name that no room has: of three, two rooms leave one. */
static const char *free_name(const struct names *n)
{
    static const char *const all[] = {"envoy", "mediator"};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (strcmp(all[i], n->room[0]) != 0 && strcmp(all[i], n->room[1]) != 0)
            return all[i];
    }
    return "courier";
}

static void put_name(struct buffer *out, const struct names *n, char which)
{
    switch (which) {
    case 'T':
        buffer_slice(out, buffer_bytes(&n->title));
        return;
    case 'F':
        buffer_add(out, n->file);
        return;
    case 'M':
        buffer_add(out, n->mediator);
        return;
    case 'A':
    case 'B':
        buffer_add(out, n->room[which - 'A']);
        return;
    default:
        assert(!"a name of the parts above");
    }
}

static void fill(struct buffer *out, const struct names *n)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *at = parts[i];
        while (*at != '\0') {
            size_t size = strcspn(at, "@");
            buffer_slice(out, (struct bytes){(const uint8_t *)at, size});
            at += size;
            if (*at == '\0')
                break;
            put_name(out, n, at[1]);
            at += 2;
        }
    }
}

/* Only what was given can be wrong with it. */
static enum err judge(struct bytes text, struct diag *diag)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    arena_init(&arena, 0);
    diags_init(&diags);
    enum err e = scenario_read(text, NULL, &arena, &s, &diags);
    if (e == ERR_SCENARIO)
        (void)diag_set(diag, e, "%s: %s", diags.list[0].message,
                       mistake_help(diags.list[0].code));
    diags_fini(&diags);
    arena_fini(&arena);
    return e;
}

static enum err form(struct bytes text, struct buffer *out)
{
    struct diags diags;
    diags_init(&diags);
    enum err e = scenario_format(text, &diags, out);
    diags_fini(&diags);
    return e;
}

enum err start_write(const struct start *start, struct buffer *out,
                     struct diag *diag)
{
    struct names n = {.file = shown_name(start->file)};
    struct buffer text;
    if (!take_rooms(start->rooms ? start->rooms : "north,south", &n))
        return diag_set(diag, ERR_SCENARIO,
                        "'%s' is not two rooms, such as us,iran", start->rooms);
    n.mediator = free_name(&n);
    buffer_init(&text);
    buffer_init(&n.title);
    buffer_json(&n.title, start->title ? start->title : "The bridge");
    fill(&text, &n);
    enum err e = ERR_MEMORY;
    if (!n.title.failed && !text.failed)
        e = judge(buffer_bytes(&text), diag);
    if (!e)
        e = form(buffer_bytes(&text), out);
    buffer_fini(&n.title);
    buffer_fini(&text);
    return e;
}
