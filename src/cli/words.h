/* A list of words, ended by NULL, for the command line of a program that we start. */
#ifndef LUACDK_CLI_WORDS_H
#define LUACDK_CLI_WORDS_H

#include "base/arena.h"

#include <stddef.h>

/* Starts with the arena alone: { .arena = … }. `list` is NULL as long as it is empty. */
struct words {
    struct arena *arena;
    const char **list;
    size_t count, room;
};

/* Adds a word, which is not copied. */
void words_add(struct words *words, const char *word);

/* Adds the words of a list that ends with NULL. */
void words_add_all(struct words *words, const char *const *list);

#endif
