/* "Did you mean": the candidate that differs least from a word. Knows no Lua. */
#ifndef LUACDK_SCHEMA_NEAREST_H
#define LUACDK_SCHEMA_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/* Offer candidates one by one; `best` is NULL while none is near enough to be worth naming. */
struct nearest {
    const char *word;
    const char *best; /* points to the candidate, not copied */
    size_t distance;
};

/* Starts a search for `word`, which must outlive it. */
void nearest_begin(struct nearest *search, const char *word);
/* Offers a candidate. It is kept if it is nearer than all before and differs in at most about a third of the word's
 * length; in short words the first letter must be the same. A difference only in case or underscores counts as very
 * near. */
void nearest_offer(struct nearest *search, const char *candidate);

/* Whether the word, which is nearest to the candidate, is so near that nothing else was meant. */
bool nearest_is_sure(const char *word, const char *candidate);

#endif
