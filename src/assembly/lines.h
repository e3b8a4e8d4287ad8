/* The lines of a document's values in its text, for messages that name a line.
 *
 * A value is named by its path: keys joined by dots, list entries by their number from 1 ("replicas.2.region"). The
 * line of a map entry is that of its key. Readers fill this structure on request; it owns its memory until lines_free.
 * Paths beyond some 64 MB are left out, which protects against texts made to be large. */
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

/* Enters a value under its key, or under its number if `key` is NULL, and notes the line. Pass the result to
 * lines_leave at the end of the value. Both do nothing if `lines` is NULL. */
size_t lines_enter(struct lines *lines, const char *key, size_t index, size_t line);
void lines_leave(struct lines *lines, size_t mark);

#endif
