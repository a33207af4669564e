/* Lists of issues. */
#include "sim/scenario/bind.h"

void read_issues(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    uint32_t *issues = MEMBER(base, k->offset, uint32_t);
    if (!bind_is_list(b, v, "a list of issues"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        int issue = bind_issue(b, n);
        if (issue >= 0)
            *issues |= UINT32_C(1) << issue;
    }
}
