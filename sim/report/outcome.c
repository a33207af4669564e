#include "sim/report/outcome.h"

#include "sim/report/words.h"

#include <jansson.h>
#include <stdlib.h>

/* jansson takes over every value it is given and fails as a whole when one of
 * them could not be made. */

static json_t *text(const char *raw)
{
    struct page clean = {0};

    page_clean_line(&clean, bytes_of(raw));
    json_t *made = json_string(page_string(&clean));

    page_fini(&clean);
    return made;
}

/* Words agreed, in all their lines. */
static json_t *words(const struct package *package, unsigned issue)
{
    struct page clean = {0};

    page_clean(&clean, package_words(package, issue));
    json_t *made = json_string(page_string(&clean));

    page_fini(&clean);
    return made;
}

static json_t *number(uint64_t n)
{
    return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n);
}

static json_t *package_by_ids(const struct scenario *s,
                              const struct package *package)
{
    json_t *made = json_object();

    for (unsigned i = 0; made != NULL && i < s->agenda.issue_count; i++) {
        const struct issue *issue = &s->agenda.issues[i];
        uint8_t option = package->option[i];

        if (option != OPTION_WORDS && option >= issue->option_count)
            continue;
        if (json_object_set_new(made, issue->id,
                                option == OPTION_WORDS
                                    ? words(package, i)
                                    : text(issue->options[option].id)) != 0) {
            json_decref(made);
            return NULL;
        }
    }
    return made;
}

static json_t *rooms_of(const struct scenario *s, const struct score *score)
{
    json_t *made = json_object();

    for (unsigned r = 0; made != NULL && r < s->room_count; r++) {
        const struct score_room *room = &score->room[r];

        if (!room->has_values)
            continue;
        json_t *one = json_pack("{s:i, s:i, s:i}", "no_deal", room->no_deal,
                                "value", room->value, "surplus", room->surplus);

        if (json_object_set_new(made, s->rooms[r].id, one) != 0) {
            json_decref(made);
            return NULL;
        }
    }
    return made;
}

static json_t *comparison(const struct scenario *s, const struct score *score)
{
    if (!score->enumerated)
        return json_pack("{s:o, s:b}", "packages", number(score->packages),
                         "enumerated", 0);
    json_t *best = score->zone > 0
                       ? package_by_ids(s, &score->best_nash_package)
                       : json_null();
    uint64_t joint = score->joint > 0 ? (uint64_t)score->joint : 0;

    return json_pack(
        "{s:o, s:b, s:o, s:I, s:I, s:i, s:o, s:o, s:i, s:o, s:o, s:i, s:b,"
        " s:o}",
        "packages", number(score->packages), "enumerated", 1, "zone",
        number(score->zone), "joint_surplus", (json_int_t)score->joint,
        "joint_surplus_best", (json_int_t)score->best_joint, "joint_per_mille",
        score->zone > 0 ? (int)score_share(joint, (uint64_t)score->best_joint)
                        : 0,
        "nash_product", number(score->nash), "nash_product_best",
        number(score->best_nash), "nash_per_mille",
        score->zone > 0 ? (int)score_share(score->nash, score->best_nash) : 0,
        "dominated_by", number(score->dominating), "better_for_all",
        number(score->better_for_all), "left_on_table", score->left,
        "efficient", score->efficient, "nash_package", best);
}

static json_t *items_of(const struct tally *t)
{
    static const char *const keys[TALLY_DISPOSITIONS] = {
        [DISPOSITION_TOLD_VERBATIM] = "told_verbatim",
        [DISPOSITION_TOLD_GIST] = "told_reworded",
        [DISPOSITION_TOLD_OWN_IDEA] = "told_own_idea",
        [DISPOSITION_WITHHELD] = "withheld",
        [DISPOSITION_EXPIRED] = "expired",
        [DISPOSITION_WITHDRAWN] = "withdrawn",
        [DISPOSITION_HELD] = "held",
        [DISPOSITION_SEALED] = "sealed",
        [DISPOSITION_HEARD] = "heard",
        [DISPOSITION_UNTAKEN] = "untaken",
    };
    json_t *made = json_pack("{s:I}", "handed_over", (json_int_t)t->handed);

    for (unsigned d = 1; made != NULL && d < TALLY_DISPOSITIONS; d++)
        if (json_object_set_new(made, keys[d], number(t->disposed[d])) != 0) {
            json_decref(made);
            return NULL;
        }
    return made;
}

static json_t *implementation_of(const struct carried *c)
{
    return json_pack("{s:s, s:I, s:I, s:I}", "state",
                     carried_word(carried_state(c)), "steps_taken",
                     (json_int_t)c->done, "steps", (json_int_t)carried_steps(c),
                     "agreed_us", (json_int_t)c->when.us);
}

static json_t *walls_of(const struct outcome_facts *f)
{
    json_t *made = json_array();

    for (size_t i = 0; made != NULL && i < f->wall_count; i++)
        if (json_array_append_new(made, text(f->walls[i])) != 0) {
            json_decref(made);
            return NULL;
        }
    return made;
}

static json_t *road_of(const struct scenario *s, const struct road_pair *p,
                       int n)
{
    return json_pack("{s:s, s:o, s:I}", "mediator",
                     s->mediators[p->road[n].mediator].id, "item",
                     number(p->road[n].item), "told_us",
                     (json_int_t)p->road[n].told.us);
}

/* Of several mediators: through which of them the talks ended, and what came to
 * a room by two of them. */
static bool add_channels(json_t *root, const struct outcome_facts *f)
{
    const struct scenario *s = f->tally->score.whole;
    json_t *pairs = json_array();
    bool good = pairs != NULL;

    for (size_t n = 0; f->roads && n < f->roads->count && good; n++) {
        const struct road_pair *p = &f->roads->pair[n];
        good =
            json_array_append_new(
                pairs, json_pack("{s:s, s:s, s:o, s:o}", "room",
                                 s->rooms[p->author].id, "to",
                                 s->rooms[p->to].id, "first", road_of(s, p, 0),
                                 "also", road_of(s, p, 1))) == 0;
    }
    good =
        good && json_object_set_new(root, "through",
                                    text(s->mediators[f->tally->by].id)) == 0;
    if (good)
        return json_object_set_new(root, "by_two_roads", pairs) == 0;
    json_decref(pairs);
    return false;
}

bool outcome_print(struct page *out, const struct outcome_facts *f)
{
    const struct scenario *s = f->tally->score.whole;
    const struct score *score = f->score;
    json_t *package = score->agreed
                          ? package_by_ids(s, &f->tally->score.package)
                          : json_null();
    json_t *root =
        json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o}",
                  "scenario", text(s->title != NULL ? s->title : ""), "outcome",
                  f->tally->concluded ? outcome_key(f->tally->score.outcome)
                                      : "interrupted",
                  "reason", text(page_string(&f->tally->reason)), "ending",
                  f->tally->ending ? text(f->tally->ending->id) : json_null(),
                  "package", package, "rooms", rooms_of(s, score), "comparison",
                  comparison(s, score), "items", items_of(f->tally),
                  "virtual_us", (json_int_t)f->tally->end.us, "wall_us",
                  (json_int_t)f->wall_us, "walls", walls_of(f));

    if (root != NULL && f->tally->carried.reached &&
        json_object_set_new(root, "implementation",
                            implementation_of(&f->tally->carried)) != 0) {
        json_decref(root);
        return false;
    }
    if (root != NULL && f->tally->drafts > 0 &&
        json_object_set_new(root, "drafts", number(f->tally->drafts)) != 0) {
        json_decref(root);
        return false;
    }
    if (root != NULL && s->mediator_count > 1 && !add_channels(root, f)) {
        json_decref(root);
        return false;
    }
    if (root == NULL)
        return false;
    char *printed = json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

    json_decref(root);
    if (printed == NULL)
        return false;
    page_text(out, printed);
    page_text(out, "\n");
    free(printed);
    return !out->failed;
}
