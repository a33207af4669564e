/* Whose words are these, and with whose authority? A room asks by a question
 * about something that it was told, for the mediator's judgement alone. What is
 * said depends on what the room was told, and on nothing else: the mediator's
 * own idea and one that is passed off as his get the same answer. The chain of
 * custody stands in the record: handed over, taken, judged, released. */
#include "mediator_state.h"

#include <stdio.h>

#define ANSWER_SIZE 400u

static void write_answer(const struct item *re, uint8_t room, const char *name,
                         char *out, size_t capacity)
{
    enum disposition how = re->passage[room].disposition;

    if (re->room == FROM_MEDIATOR || how == DISPOSITION_TOLD_OWN_IDEA)
        (void)snprintf(out, capacity,
                       "It is my own thought, on no authority but mine.");
    else if (re->move == MOVE_NON_PAPER)
        (void)snprintf(out, capacity,
                       "It is nobody's paper, and I do not say whose.");
    else if (how == DISPOSITION_TOLD_VERBATIM)
        (void)snprintf(out, capacity,
                       "These are the words of '%s', exactly as they were "
                       "handed to me, and on that room's authority.",
                       name);
    else
        (void)snprintf(out, capacity,
                       "The substance is that of '%s', who handed it to me to "
                       "be told; the words need not be.",
                       name);
}

void provenance_answer(struct mediator *m, const struct item *question)
{
    const struct item *re = items_told(m, question->room, question->re);
    struct message_item i = {.move = MOVE_SAY,
                             .to = (uint16_t)(1u << question->room)};
    char text[ANSWER_SIZE];
    struct item *answer;
    const char *name = "";

    if (!re)
        return; /* forgotten since: no answer */
    /* Its id is short and ASCII; a title might be cut within a character. */
    if (re->room < m->brief->room_count)
        name = m->brief->rooms[re->room].id;
    write_answer(re, question->room, name, text, sizeof(text));
    package_clear(&i.package);
    i.text = bytes_of(text);
    answer = accord_own(m, &i);
    answer->re_number = question->number;
    accord_note_put(m, answer, "");
}
