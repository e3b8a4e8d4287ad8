/* Where the values of a document stand in its text, for messages that name a line.
 *
 * A value is named by its path: keys joined with dots, list entries by their number from 1 ("replicas.2.region"). Of a
 * map's entry the line is that of its key. Readers fill this when they are asked to; it owns its memory until
 * lines_free. What a text made to be large would need beyond some 64 MB of paths is left out. */
#ifndef LUACDK_ASSEMBLY_LINES_H
#define LUACDK_ASSEMBLY_LINES_H

#include "base/arena.h"
#include "base/strbuf.h"

#include <stddef.h>

struct line_entry {
    const char *path;
    size_t path_length;
    size_t line; /* from 1 */
};

struct lines {
    struct arena arena;
    struct line_entry *entries; /* in the order of the text */
    size_t count, capacity;
    size_t bytes;       /* of all paths */
    struct strbuf path; /* of the value being read */
};

void lines_init(struct lines *lines);
void lines_free(struct lines *lines);

/* A value begins: enters it by its key, or by its number where `key` is NULL, and notes the line. Returns what
 * lines_leave wants when the value ends. Both do nothing where `lines` is NULL. */
size_t lines_enter(struct lines *lines, const char *key, size_t index, size_t line);
void lines_leave(struct lines *lines, size_t mark);

#endif
