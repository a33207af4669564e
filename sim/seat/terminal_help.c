/* What a person may type: all of it, or what one room may have a use for. */
#include "sim/seat/terminal_parts.h"

#include "shuttle/channels.h"

#include <string.h>

/* Why a room may need a line; it is shown when all of its reasons hold. */
enum need {
    NEED_OPTIONS = 1u << 0,        /* an issue with options */
    NEED_FREE = 1u << 1,           /* an issue settled by words */
    NEED_AGENDA = 1u << 2,         /* an issue of either kind */
    NEED_NO_OPTIONS = 1u << 3,     /* no issue with options */
    NEED_NO_AGENDA = 1u << 4,      /* no issue */
    NEED_PAPERS = 1u << 5,         /* letters and deposits */
    NEED_IMPLEMENTATION = 1u << 6, /* to carry out what is agreed */
    NEED_CAPITAL = 1u << 7,        /* options that only the capital can allow */
    NEED_ROOMS = 1u << 8,          /* more than one other room */
    NEED_GLOSS = 1u << 9,          /* another language */
    NEED_VALUES = 1u << 10,
    NEED_BRIEF = 1u << 11,
    NEED_VIA = 1u << 12, /* more than one mediator */
};

#define NEEDS_ALL (~(unsigned)(NEED_NO_OPTIONS | NEED_NO_AGENDA))

static const struct {
    unsigned needs; /* of enum need */
    const char *text;
} lines[] = {
    {0, "What you say goes to the mediator, who carries it. Words stand in\n"
        "quotation marks.\n"
        "\n"
        "  say \"words\"                      a message\n"},
    {NEED_OPTIONS, "  offer ISSUE=OPTION ... \"words\"   one option for some "
                   "or all issues\n"},
    {NEED_FREE, "  offer ISSUE=\"words\"              where an issue is "
                "settled by words\n"},
    {NEED_AGENDA, "  ask \"words\" about ISSUE          a question\n"},
    {NEED_NO_AGENDA, "  ask \"words\"                      a question\n"},
    {NEED_OPTIONS,
     "  confide \"words\" ISSUE=OPTION     for the mediator alone, unless a\n"},
    {NEED_NO_OPTIONS,
     "  confide \"words\"                  for the mediator alone, unless a\n"},
    {0, "                                   caveat says otherwise\n"
        "  red_line, non_paper, aide_memoire \"words\"\n"
        "  reply ANSWER N \"words\"           to what you were told as [N]: "},
    {NEED_AGENDA,
     "accept,\n"
     "                                   reject, ad_referendum, comment, "
     "confirm\n"},
    {NEED_NO_AGENDA, "comment;\n"
                     "                                   to a paper also "
                     "accept or reject\n"},
    {0, "  withdraw N                       your own item N, if not yet "
        "told\n"},
    {NEED_PAPERS, "  letter, deposit \"words\"\n"},
    {NEED_IMPLEMENTATION,
     "  complain \"words\"                 of a breach of what was agreed\n"
     "  read_out, assure \"words\"         your account for the public; a "
     "secret\n"
     "                                   undertaking, to whom you name\n"
     "  step \"words\", step N \"words\"     on the certificate told as [N]\n"},
    {NEED_CAPITAL,
     "  instructions ISSUE=OPTION ...    ask your capital for leave to settle "
     "this\n"},
    {0, "  wait, wait 10m                   until you are told something, or "
        "so long\n"
        "  suspend, leave \"words\"           leave the round; leave the "
        "talks\n"
        "                                   (walk_out is the same as leave)\n"},
    {NEED_AGENDA,
     "  agenda                           the issues and their options\n"},
    {NEED_VALUES,
     "  values                           what they are worth to your room\n"},
    {NEED_BRIEF,
     "  brief                            what is confidential to your room\n"},
    {0, "  help                             this, and all else you can type\n"
        "\n"
        "To any of these you may add:\n"},
    {NEED_ROOMS,
     "  to ROOM,ROOM                     all other rooms, if not given\n"},
    {NEED_VIA,
     "  via MEDIATOR                     who takes it, the first if not "
     "given;\n"
     "                                   an answer goes back as it came\n"},
    {0, "  gist \"words\"                     how you want it reworded\n"},
    {NEED_GLOSS,
     "  gloss \"words\"                    the same in the other language\n"},
    {0, "and caveats:\n"
        "  verbatim, gist, as_mediator_idea, hypothetical,"},
    {NEED_AGENDA, " if_asked,"},
    {0, "\n"
        "  for_judgement, mediator_only, "},
    {NEED_PAPERS, "simultaneous, "},
    {0, "urgent,\n"
        "  not_before 10m, expires 40m      counted from now\n"},
    {NEED_OPTIONS,
     "  if_they_move_first \"offered(ROOM, ISSUE) >= 'OPTION'\"\n"},
};

static void put(struct page *out, unsigned needs)
{
    for (size_t n = 0; n < sizeof(lines) / sizeof(lines[0]); n++)
        if ((lines[n].needs & ~needs) == 0)
            page_text(out, lines[n].text);
}

void terminal_help(struct page *out)
{
    put(out, NEEDS_ALL);
}

/* What the lines of its own script need; of the mediator's plans a room knows
 * nothing. */
static unsigned script_needs(const struct scenario *brief)
{
    unsigned needs = 0;

    for (uint8_t i = 0; i < brief->round_count; i++) {
        const struct lines *own = &brief->rounds[i].room[brief->brief.self];

        for (uint16_t n = 0; n < own->count; n++) {
            enum move move = own->line[n].move;

            if (move == MOVE_LETTER || move == MOVE_DEPOSIT ||
                (own->line[n].caveat_bits & CAVEAT_SIMULTANEOUS))
                needs |= NEED_PAPERS;
            if (move == MOVE_COMPLAINT || move == MOVE_READ_OUT ||
                move == MOVE_ASSURANCE || move == MOVE_STEP)
                needs |= NEED_IMPLEMENTATION;
            if (own->line[n].gloss)
                needs |= NEED_GLOSS;
        }
    }
    return needs;
}

static unsigned agenda_needs(const struct agenda *agenda)
{
    unsigned needs = 0;

    for (uint8_t i = 0; i < agenda->issue_count; i++)
        needs |=
            NEED_AGENDA | (agenda->issues[i].free ? NEED_FREE : NEED_OPTIONS);
    if (!(needs & NEED_AGENDA))
        needs |= NEED_NO_AGENDA;
    if (!(needs & NEED_OPTIONS))
        needs |= NEED_NO_OPTIONS;
    return needs;
}

static bool asks_capital(const struct authority *a)
{
    for (size_t i = 0; i < ISSUES_MAX; i++)
        if (a->capital[i])
            return true;
    return false;
}

static unsigned own_needs(const struct own *own)
{
    unsigned needs = 0;

    if (own->has_values)
        needs |= NEED_VALUES;
    if (own->brief && own->brief[0] != '\0')
        needs |= NEED_BRIEF;
    if (own->has_authority && asks_capital(&own->authority))
        needs |= NEED_CAPITAL;
    for (uint8_t n = 0; n < own->shift_count; n++)
        if (own->shifts[n].has_authority &&
            asks_capital(&own->shifts[n].authority))
            needs |= NEED_CAPITAL;
    return needs;
}

void terminal_help_of(const struct scenario *brief, struct page *out)
{
    const struct room_entry *self = &brief->rooms[brief->brief.self];
    unsigned needs = agenda_needs(&brief->agenda) | script_needs(brief);
    unsigned channels = room_channels(brief, brief->brief.self);

    if (self->own)
        needs |= own_needs(self->own);
    if (brief->room_count > 2)
        needs |= NEED_ROOMS;
    if ((channels & (channels - 1)) != 0)
        needs |= NEED_VIA;
    for (uint8_t r = 0; r < brief->room_count; r++)
        if (strcmp(brief->rooms[r].language, self->language) != 0)
            needs |= NEED_GLOSS;
    put(out, needs);
}
