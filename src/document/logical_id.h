/* Unique ids, made from the components of a construct's path. */
#ifndef LUACDK_DOCUMENT_LOGICAL_ID_H
#define LUACDK_DOCUMENT_LOGICAL_ID_H

#include <stddef.h>

enum { UNIQUE_ID_MAX = 256 }; /* the longest id and its NUL */

struct id_component {
    const char *text;
    size_t length;
};

/* Fills `out`. Returns NULL, or what is wrong with the components. */
const char *make_unique_id(const struct id_component *components, size_t count, char out[UNIQUE_ID_MAX]);

#endif
