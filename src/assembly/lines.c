/* Lines of a document's values: see lines.h. */
#include "assembly/lines.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 64 << 20 };

void lines_init(struct lines *lines) {
    memset(lines, 0, sizeof *lines);
    strbuf_init(&lines->path);
}

void lines_free(struct lines *lines) {
    arena_free(&lines->arena);
    strbuf_free(&lines->path);
    free(lines->entries);
    lines_init(lines);
}

size_t lines_enter(struct lines *lines, const char *key, size_t index, size_t line) {
    if (!lines) {
        return 0;
    }
    size_t mark = lines->path.length;
    if (mark) {
        strbuf_addch(&lines->path, '.');
    }
    if (key) {
        strbuf_adds(&lines->path, key);
    } else {
        strbuf_addf(&lines->path, "%zu", index);
    }
    lines->bytes += lines->path.length;
    if (lines->bytes > MAX_BYTES) {
        return mark;
    }
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity ? lines->capacity * 2 : 64;
        lines->entries = mem_resize(lines->entries, lines->capacity, sizeof *lines->entries);
    }
    lines->entries[lines->count++] = (struct line_entry){
        arena_strndup(&lines->arena, lines->path.data, lines->path.length), lines->path.length, line};
    return mark;
}

void lines_leave(struct lines *lines, size_t mark) {
    if (lines) {
        strbuf_truncate(&lines->path, mark);
    }
}
