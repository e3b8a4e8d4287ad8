/* nearest.h – "did you mean": the candidate that differs least from a word. Knows no Lua. */
#ifndef LUACDK_SCHEMA_NEAREST_H
#define LUACDK_SCHEMA_NEAREST_H

#include <stddef.h>

/* Feed candidates one by one; `best` is NULL while none is near enough to be worth naming. */
struct nearest {
    const char *word;
    const char *best; /* points to what was offered, not copied */
    size_t distance;
};

/* Starts a search for `word`, which must outlive it. */
void nearest_begin(struct nearest *search, const char *word);
/* Offers a candidate. It is kept if it is nearer than all before and within about a third of the word's length, in short
 * words only with the same first letter; difference in case or of underscores alone counts as very near. */
void nearest_offer(struct nearest *search, const char *candidate);

#endif
