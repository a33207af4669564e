/* From a proposal or an accepted offer to agreement: sealed answers, read-back,
 * and every room's confirmation of one package digest. */
#include "mediator_state.h"

#include "shuttle/draft.h"

#include <assert.h>
#include <string.h>

static struct nonce fresh_nonce(struct mediator *m)
{
    struct nonce n = {{0}};
    struct bytes key = {m->brief->brief.key.bytes, DIGEST_SIZE};

    chance_nonce(key, "mediator", "package", m->nonces++, n.bytes);
    return n;
}

struct item *accord_own(struct mediator *m, const struct message_item *i)
{
    struct item *item = items_new(m, i);

    item->room = FROM_MEDIATOR;
    item->number = ++m->own_number;
    item->taken = true;
    if (item->to == 0)
        item->to = m->reach;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (item->to >> r & 1)
            item->passage[r].state = CARRIAGE_READY;
    items_append(m, item);
    return item;
}

void accord_note_put(struct mediator *m, const struct item *item,
                     const char *id)
{
    struct message note = {.kind = MESSAGE_PUT};

    note.as.put.item = item->number;
    note.as.put.move = (uint8_t)item->move;
    note.as.put.id = bytes_of(id);
    note.as.put.package = item->package;
    note.as.put.due = item->due;
    mediator_note(m, &note);
    mediator_tell_members(
        m, &(struct board_event){.kind = BOARD_PUT, .item = item});
}

/* What a declaration or a what-if rests on, for the record alone. */
static void note_grounds(struct mediator *m, const struct item *item,
                         const struct line *line)
{
    struct message note = {.kind = MESSAGE_GROUND};

    for (uint16_t n = 0; n < line->grounds.count; n++) {
        const struct mark *mark =
            board_mark(&m->board, line->grounds.ref[n].handle);
        if (!mark)
            continue;
        note.as.ground.item = item->number;
        note.as.ground.room = mark->room;
        note.as.ground.number = mark->number;
        mediator_note(m, &note);
    }
}

void accord_put(struct mediator *m, const struct line *line, struct instant due)
{
    struct message_item i = {.move = (uint8_t)line->move,
                             .to = line->to,
                             .about = line->about,
                             .package = line->package,
                             .handles = line->handles,
                             .text = bytes_of(line->text),
                             .gloss = bytes_of(line->gloss)};
    struct item *item = accord_own(m, &i);

    item->due = due;
    item->facts = line->carries;
    if (line->move == MOVE_DRAFT) {
        item->nonce = fresh_nonce(m);
        drafting_put(m, item, line);
    }
    if (line->move == MOVE_BLIND_PROPOSAL) {
        item->nonce = fresh_nonce(m);
        m->board.proposal =
            (struct proposal){true, item->number, line->package, due};
        for (uint8_t r = 0; r < m->board.room_count; r++)
            m->rooms[r].sealed = ANSWER_NONE;
    }
    if (line->move == MOVE_EXCHANGE)
        exchange_put(m, item);
    if (package_is_whole(&item->package, &m->brief->agenda))
        for (uint8_t r = 0; r < m->board.room_count; r++)
            m->board.room[r].accepted = false;
    accord_note_put(m, item, line->id);
    note_grounds(m, item, line);
}

/* The offer it comes from may be forgotten before it is agreed, and what is
 * agreed is told once more at the very end. */
static struct package keep_package(struct mediator *m,
                                   const struct package *package)
{
    struct package kept = *package;

    memory_free(m->accord_words);
    m->accord_words = NULL;
    if (kept.words.size == 0)
        return kept;
    m->accord_words = memory_new(kept.words.size, 1);
    assert(m->accord_words); /* a step completes or the process ends */
    memcpy(m->accord_words, kept.words.data, kept.words.size);
    kept.words.data = m->accord_words;
    return kept;
}

static void read_back(struct mediator *m, const struct package *package,
                      uint8_t author, uint32_t number)
{
    struct message_item i = {.move = MOVE_READ_BACK};
    struct item *item;

    if (m->board.agreed)
        return;
    i.package = keep_package(m, package);
    item = accord_own(m, &i);
    item->nonce = fresh_nonce(m);
    m->accord = (struct accord){.open = true,
                                .author = author,
                                .number = number,
                                .read_back = item->number,
                                .package = i.package,
                                .nonce = item->nonce};
    m->accord.digest =
        package_digest(&i.package, &m->brief->agenda, item->nonce.bytes);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        m->rooms[r].confirmed = false;
    accord_note_put(m, item, "");
}

/* Put an answer under seal. Nothing but the result, at its fixed time, looks at
 * it: not the board, no member, no tray, no walk. The first answer counts. */
bool accord_sealed(struct mediator *m, uint8_t room,
                   const struct message_item *i, const struct item *re)
{
    struct message note = {.kind = MESSAGE_SEALED};
    struct message receipt = {.kind = MESSAGE_RECEIPT};
    bool open;

    if (!re || re->room != FROM_MEDIATOR || re->move != MOVE_BLIND_PROPOSAL)
        return false;
    open = m->board.proposal.open && m->board.proposal.item == re->number;
    if (open && m->rooms[room].sealed == ANSWER_NONE)
        m->rooms[room].sealed = i->answer;
    note.as.sealed.item = re->number;
    note.as.sealed.room = room;
    mediator_note(m, &note);
    note = (struct message){.kind = MESSAGE_DISPOSED};
    note.as.disposed.room = room;
    note.as.disposed.item = i->item;
    note.as.disposed.to = FROM_MEDIATOR;
    note.as.disposed.disposition = DISPOSITION_SEALED;
    note.as.disposed.rule = RULE_SEALED;
    mediator_note(m, &note);
    receipt.as.receipt.item = i->item;
    receipt.as.receipt.status = open ? RECEIPT_TAKEN : RECEIPT_REFUSED;
    release_service(m, room, &receipt);
    return true;
}

void accord_expire(struct mediator *m, uint32_t number)
{
    for (struct item *item = m->board.items; item; item = item->next)
        for (uint8_t r = 0; r < m->board.room_count; r++)
            if (item->room == FROM_MEDIATOR && item->number == number &&
                item->passage[r].state == CARRIAGE_READY)
                items_dispose(m, item, r, DISPOSITION_EXPIRED, RULE_SEALED);
}

void accord_drop_proposal(struct mediator *m)
{
    if (!m->board.proposal.open)
        return;
    m->board.proposal.open = false;
    accord_expire(m, m->board.proposal.item);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        m->rooms[r].sealed = ANSWER_NONE;
}

/* The result of the open proposal, when its time has come. */
bool accord_step(struct mediator *m)
{
    struct proposal *p = &m->board.proposal;
    struct package package;
    bool yes = true;
    uint32_t number;

    if (!p->open)
        return false;
    if (!instant_reached(p->due, m->board.now)) {
        mediator_due(m, p->due);
        return false;
    }
    p->open = false;
    number = p->item;
    package = p->package;
    accord_expire(m, number);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        yes = yes && m->rooms[r].sealed == ANSWER_ACCEPT;
    for (uint8_t r = 0; r < m->board.room_count; r++) {
        m->rooms[r].sealed = ANSWER_NONE;
        release_result(m, number, yes, r);
    }
    mediator_tell_members(
        m, &(struct board_event){.kind = BOARD_RESULT, .yes = yes});
    if (yes && package_is_whole(&package, &m->brief->agenda))
        read_back(m, &package, FROM_MEDIATOR, number);
    mediator_stir(m);
    return true;
}

static void confirm(struct mediator *m, const struct item *reply)
{
    bool all = true;

    /* With two faces it was read back in two ways, and yes is yes. */
    if (!m->carry->member.faulty &&
        !digest_equal(&reply->digest, &m->accord.digest)) {
        mediator_fault(m, reply->room, reply->number,
                       "confirmed another digest than was read back");
        return;
    }
    m->rooms[reply->room].confirmed = true;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        all = all && m->rooms[r].confirmed;
    if (all)
        course_agreed(m);
}

/* A bridging proposal, or a draft that asks for a yes or a no. */
static bool is_own(const struct mediator *m, const struct item *offer)
{
    if (offer->room != FROM_MEDIATOR)
        return false;
    if (offer->move == MOVE_DRAFT)
        return draft_is_final(&offer->package, offer->brackets,
                              &m->brief->agenda);
    return offer->move == MOVE_BRIDGE;
}

/* All others have accepted one offer, or all rooms what the mediator himself
 * put forward: read it back to everyone. */
static void accept_offer(struct mediator *m, const struct item *reply,
                         const struct item *offer)
{
    struct accord *a = &m->accord;
    uint32_t all = (1u << m->board.room_count) - 1;
    bool own = is_own(m, offer);

    assert(m->board.room_count <= ROOMS_MAX);
    /* A yes to a what-if is no move. */
    if (offer->room == FROM_MEDIATOR && offer->move == MOVE_PROBE)
        return;
    m->board.room[reply->room].accepted = true;
    mediator_stir(m);
    if ((offer->room >= m->board.room_count && !own) || a->open ||
        package_is_empty(&offer->package) ||
        !package_is_whole(&offer->package, &m->brief->agenda))
        return;
    if (a->author != offer->room || a->number != offer->number)
        *a = (struct accord){.author = offer->room, .number = offer->number};
    a->accepted |= 1u << reply->room;
    if (offer->room < m->board.room_count) /* its author stands by it */
        a->accepted |= 1u << offer->room;
    if ((a->accepted & all) == all)
        read_back(m, &offer->package, offer->room, offer->number);
}

/* What a room said yes to before, it does not accept any more. */
static void refuse_offer(struct mediator *m, const struct item *reply,
                         const struct item *offer)
{
    struct accord *a = &m->accord;

    if (!a->open && a->author == offer->room && a->number == offer->number)
        a->accepted &= ~(1u << reply->room);
}

void accord_unreply(struct mediator *m, const struct item *reply)
{
    const struct item *re = items_told(m, reply->room, reply->re);

    if (!re || reply->answer != ANSWER_ACCEPT)
        return;
    m->board.room[reply->room].accepted = false;
    refuse_offer(m, reply, re);
}

/* A reply that the mediator has taken. */
void accord_reply(struct mediator *m, const struct item *reply)
{
    const struct item *re = items_told(m, reply->room, reply->re);
    bool read_back_open;

    if (!re || m->board.agreed)
        return;
    if (re->room == FROM_MEDIATOR && re->move == MOVE_DRAFT &&
        !drafting_reply(m, reply, re))
        return;
    read_back_open = m->accord.open && re->room == FROM_MEDIATOR &&
                     re->number == m->accord.read_back;
    if (read_back_open && reply->answer == ANSWER_CONFIRM) {
        confirm(m, reply);
    } else if (read_back_open && reply->answer == ANSWER_REJECT) {
        m->accord = (struct accord){.author = FROM_MEDIATOR};
        mediator_fault(m, reply->room, reply->number,
                       "what was read back is not what it accepted");
    } else if (reply->answer == ANSWER_ACCEPT) {
        accept_offer(m, reply, re);
    } else if (reply->answer == ANSWER_REJECT) {
        refuse_offer(m, reply, re);
    }
}
