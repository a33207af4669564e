#include "sim/report/deals_parts.h"

#include <jansson.h>
#include <stdlib.h>

/* jansson takes over every value it is given. */

static json_t *number(uint64_t n)
{
    return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n);
}

static json_t *package_by_ids(const struct deals *d, const struct package *p)
{
    const struct agenda *a = &d->whole->agenda;
    json_t *made = json_object();

    for (unsigned i = 0; i < a->issue_count; i++)
        if (p->option[i] < a->issues[i].option_count)
            (void)json_object_set_new(
                made, a->issues[i].id,
                json_string(a->issues[i].options[p->option[i]].id));
    return made;
}

static bool has_free(const struct agenda *a)
{
    for (unsigned i = 0; i < a->issue_count; i++)
        if (a->issues[i].free)
            return true;
    return false;
}

static json_t *settled_by_words(const struct agenda *a)
{
    json_t *made = json_array();

    for (unsigned i = 0; i < a->issue_count; i++)
        if (a->issues[i].free)
            (void)json_array_append_new(made, json_string(a->issues[i].id));
    return made;
}

static json_t *by_room(const struct deals *d, const int32_t *value)
{
    json_t *made = json_object();

    for (unsigned r = 0; r < d->scored; r++)
        (void)json_object_set_new(made, d->whole->rooms[d->room[r]].id,
                                  json_integer(value[r]));
    return made;
}

static json_t *acceptable(const struct deals *d)
{
    json_t *made = json_object();

    for (unsigned r = 0; r < d->scored; r++)
        (void)json_object_set_new(made, d->whole->rooms[d->room[r]].id,
                                  number(d->acceptable[r]));
    return made;
}

static json_t *choices(const struct deals *d)
{
    struct deals_rule rules[DEALS_RULES];
    json_t *made = json_object();

    deals_rules(d, rules);
    for (unsigned n = 0; n < DEALS_RULES; n++) {
        const struct deals_choice *c = rules[n].choice;

        (void)json_object_set_new(made, rules[n].key,
                                  json_pack("{s:o, s:o, s:b, s:o}", "package",
                                            package_by_ids(d, &c->package),
                                            "values", by_room(d, c->value),
                                            "within_authority",
                                            deals_is_within(d, &c->package),
                                            "as_good", number(c->as_good)));
    }
    return made;
}

static json_t *front(const struct deals *d)
{
    json_t *made = json_array();

    for (uint32_t n = 0; n < d->front_count; n++) {
        const struct deals_point *p = &d->front[n];

        (void)json_array_append_new(
            made, json_pack("{s:o, s:o, s:o, s:b}", "package",
                            package_by_ids(d, &p->package), "values",
                            by_room(d, p->value), "packages", number(p->count),
                            "in_zone", p->in_zone));
    }
    return made;
}

static json_t *asked(const struct deals *d)
{
    const struct score *s = &d->score;
    int32_t value[ROOMS_MAX] = {0};

    for (unsigned r = 0; r < d->scored; r++)
        value[r] = s->room[d->room[r]].value;
    json_t *made = json_pack(
        "{s:o, s:o, s:b, s:o, s:o, s:b, s:i}", "package",
        package_by_ids(d, &d->package), "values", by_room(d, value), "in_zone",
        deals_in_zone(d, value), "dominated_by", number(s->dominating),
        "better_for_all", number(s->better_for_all), "efficient", s->efficient,
        "left_on_table", s->left);

    if (s->left > 0)
        (void)json_object_set_new(made, "left_package",
                                  package_by_ids(d, &s->left_package));
    return made;
}

static void add_known(json_t *root, const struct deals *d)
{
    (void)json_object_set_new(root, "no_deal", by_room(d, d->no_deal));
    (void)json_object_set_new(root, "acceptable", acceptable(d));
    (void)json_object_set_new(root, "zone", number(d->zone));
    (void)json_object_set_new(root, "zone_within_authority",
                              number(d->zone_within));
    if (d->zone > 0) {
        (void)json_object_set_new(root, "ideal", by_room(d, d->ideal));
        (void)json_object_set_new(root, "choices", choices(d));
    }
    if (d->counted) {
        (void)json_object_set_new(root, "efficient", number(d->efficient));
        (void)json_object_set_new(root, "efficient_in_zone",
                                  number(d->efficient_in_zone));
        (void)json_object_set_new(root, "front", front(d));
    }
    if (d->has_package)
        (void)json_object_set_new(root, "asked", asked(d));
}

void deals_json(struct page *out, const struct deals *d,
                const struct deals_input *in)
{
    struct page title = {0};
    json_t *root = json_object();
    json_t *after = json_array();

    page_clean_line(&title, bytes_of(d->whole->title));
    for (unsigned n = 0; n < in->happened_count; n++)
        (void)json_array_append_new(
            after, json_string(d->whole->events[in->happened[n]].id));
    (void)json_object_set_new(root, "scenario",
                              json_string(page_string(&title)));
    (void)json_object_set_new(root, "after", after);
    (void)json_object_set_new(root, "packages", number(d->packages));
    (void)json_object_set_new(root, "packages_within_authority",
                              number(d->packages_within));
    (void)json_object_set_new(root, "enumerated", json_boolean(d->enumerated));
    if (has_free(&d->whole->agenda))
        (void)json_object_set_new(root, "settled_by_words",
                                  settled_by_words(&d->whole->agenda));
    if (d->enumerated)
        add_known(root, d);
    char *text = json_dumps(root, JSON_INDENT(2));

    if (text != NULL) {
        page_text(out, text);
        page_text(out, "\n");
    } else {
        out->failed = true;
    }
    free(text);
    json_decref(root);
    page_fini(&title);
}
