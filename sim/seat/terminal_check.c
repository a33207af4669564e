/* Whether an item that was typed can be handed over: what it must have, what
 * goes together, what it answers and what the room may settle. */
#include "sim/seat/terminal_item.h"

/* A person is bound as a script is: by what the room may settle now. */
static enum err check_authority(struct parse *p, const uint8_t *option)
{
    const struct authority *a = terminal_authority(p->t);
    const struct agenda *agenda = &p->t->brief->agenda;

    for (unsigned i = 0; a != NULL && i < agenda->issue_count; i++) {
        unsigned o = option[i];

        if (o >= OPTIONS_MAX || (a->own[i] >> o & 1u))
            continue;
        if (!(a->capital[i] >> o & 1u))
            return diag_set(p->diag, ERR_MALFORMED,
                            "your room may never agree to '%s'",
                            agenda->issues[i].options[o].id);
        return diag_set(p->diag, ERR_MALFORMED,
                        "'%s' needs your capital's leave: type `instructions "
                        "%s=%s` and wait for its answer",
                        agenda->issues[i].options[o].id, agenda->issues[i].id,
                        agenda->issues[i].options[o].id);
    }
    return ERR_OK;
}

/* What the item names, and what a yes commits to. */
static enum err check_leave(struct parse *p)
{
    enum err e;

    if (p->item->move == MOVE_NONE)
        return ERR_OK; /* it asks for leave */
    e = check_authority(p, p->item->package.option);
    if (e == ERR_OK && p->told != NULL &&
        (p->item->answer == ANSWER_ACCEPT || p->item->answer == ANSWER_CONFIRM))
        e = check_authority(p, p->told->position.option);
    return e;
}

/* The answer is one that has an effect on what it answers. */
static enum err check_answer(struct parse *p)
{
    enum answer answer = p->item->answer;
    size_t n = (size_t)(p->told - p->t->told) + 1;

    if (answer == ANSWER_CONFIRM && p->told->move != MOVE_READ_BACK)
        return diag_set(
            p->diag, ERR_MALFORMED, "[%zu] was not read back to you: reply %s",
            n, p->told->acceptable ? "accept or reject" : "comment \"...\"");
    if (answer == ANSWER_ACCEPT && p->told->settles)
        return diag_set(p->diag, ERR_MALFORMED,
                        "[%zu] was read back to you: reply confirm %zu, or "
                        "reply reject %zu",
                        n, n, n);
    if (answer != ANSWER_COMMENT && !p->told->acceptable)
        return diag_set(p->diag, ERR_MALFORMED,
                        "[%zu], %s, asks for no yes or no: reply comment %zu "
                        "\"...\"",
                        n, words_move(p->told->move), n);
    return ERR_OK;
}

enum err parse_check(struct parse *p)
{
    struct message_item *i = p->item;
    enum err e = ERR_OK;

    if ((p->takes & NEEDS_TEXT) && i->text.size == 0 && i->about == 0 &&
        package_is_empty(&i->package))
        return diag_set(p->diag, ERR_MALFORMED,
                        "type your words in quotation marks: %s \"...\"",
                        p->command);
    if ((p->takes & NEEDS_OPTIONS) && package_is_empty(&i->package))
        return diag_set(p->diag, ERR_MALFORMED,
                        "name an option: %s issue=option (see `agenda`)",
                        p->command);
    if ((p->takes & TAKES_ANSWER) && (i->answer == 0 || !p->has_number))
        return diag_set(p->diag, ERR_MALFORMED,
                        "type an answer and the number of what you were told: "
                        "reply accept 3");
    if (p->takes & TAKES_ANSWER)
        e = check_answer(p);
    if (e == ERR_OK)
        e = parse_check_via(p);
    if (e != ERR_OK)
        return e;
    if ((p->takes & TAKES_OWN) && !p->has_number)
        return diag_set(p->diag, ERR_MALFORMED,
                        "type the number of your own item: withdraw 2");
    if ((i->caveats.bits & CAVEAT_VERBATIM) &&
        (i->caveats.bits & (CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA)))
        return diag_set(p->diag, ERR_MALFORMED,
                        "verbatim and other words exclude each other");
    if (i->text.size > TEXT_MAX || i->gist.size > TEXT_MAX ||
        i->gloss.size > TEXT_MAX)
        return diag_set(p->diag, ERR_MALFORMED,
                        "that is too long: at most %u bytes", TEXT_MAX);
    if (i->move == MOVE_CONFIDENCE &&
        (i->caveats.bits & ~(unsigned)CAVEAT_URGENT) == 0)
        i->caveats.bits |= CAVEAT_MEDIATOR_ONLY;
    if (i->move >= MOVE_LETTER && i->move <= MOVE_ASSURANCE &&
        (i->caveats.bits & ~(unsigned)CAVEAT_URGENT) == 0)
        i->caveats.bits |= i->move == MOVE_ASSURANCE && i->to == 0
                               ? CAVEAT_FOR_JUDGEMENT
                               : CAVEAT_VERBATIM;
    return check_leave(p);
}
