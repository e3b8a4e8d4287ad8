/* Where something is in an element of a template: "Properties.Tags[0].Key". */
#ifndef LUACDK_SYNTH_PLACE_H
#define LUACDK_SYNTH_PLACE_H

#include "base/strbuf.h"

/* A linked list in the stack frames of the functions that go through an element. */
struct place {
    const struct place *outer;
    const char *key; /* NULL: an item of a list */
    int index;
};

/* Appends the path; nothing for NULL. */
void place_add(struct strbuf *out, const struct place *place);

/* The same from below `top` on, which is one of its outer places: "Key" instead of "Properties.Tags[0].Key". */
void place_add_below(struct strbuf *out, const struct place *place, const struct place *top);

#endif
