/* A list of words: see words.h. */
#include "cli/words.h"

#include <string.h>

void words_add(struct words *words, const char *word) {
    if (words->count + 1 >= words->room) {
        size_t room = words->room ? 2 * words->room : 32;
        const char **list = arena_calloc(words->arena, room, sizeof *list);
        if (words->count > 0) {
            memcpy(list, words->list, words->count * sizeof *list);
        }
        words->list = list;
        words->room = room;
    }
    words->list[words->count++] = word;
}

void words_add_all(struct words *words, const char *const *list) {
    for (size_t i = 0; list[i]; i++) {
        words_add(words, list[i]);
    }
}
