/* The embedded library: see embedded.h. */
#include "host/embedded.h"

#include <stdlib.h>
#include <string.h>

extern const char embedded_image[]; /* tools/embedded.S */

static int compare_name(const void *name, const void *row) {
    return strcmp(name, embedded_image + ((const struct embedded_row *)row)->name);
}

bool embedded_find(const char *name, struct embedded_module *module) {
    const uint32_t *count = (const void *)embedded_image;
    const struct embedded_row *row = bsearch(name, count + 1, *count, sizeof *row, compare_name);
    if (row) {
        *module = (struct embedded_module){embedded_image + row->chunk, embedded_image + row->bytes, row->length};
    }
    return row != NULL;
}
