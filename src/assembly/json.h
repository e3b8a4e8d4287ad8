/* JSON text: written exactly as JavaScript's JSON.stringify writes it, and read exactly as JSON.parse reads it.
 *
 * Documents are trees of cJSON nodes, because that type is known everywhere; the nodes themselves come from an arena
 * and are released with it (cJSON_Delete must not be called on them). A string node keeps its length in bytes in
 * `valueint` when that is > 0, since a string may hold NUL; keys (`string`) are NUL-terminated. */
#ifndef LUACDK_ASSEMBLY_JSON_H
#define LUACDK_ASSEMBLY_JSON_H

#include "assembly/lines.h"
#include "base/arena.h"
#include "base/strbuf.h"

#include <cjson/cJSON.h>
#include <stddef.h>

/* Appends what JSON.stringify(node, null, indent) gives, without a final newline; indent 0 is the compact form.
 * A cJSON_Raw node is copied as it stands. */
void json_print(struct strbuf *out, const cJSON *node, int indent);

/* The two pieces that are not plain text, for writers that stream: a string with its quotes, and a number. */
void json_add_string(struct strbuf *out, const char *text, size_t length);
void json_add_number(struct strbuf *out, double number);

/* Appends a line break and `width` blanks. */
void json_add_newline(struct strbuf *out, size_t width);

/* Where and why a text is not JSON; line and column count from 1, the column in bytes. */
struct json_error {
    size_t line, column;
    const char *reason; /* a constant text */
};

/* Why a number that is written so cannot be kept: because it is infinite, or an integer of which digits would be lost;
 * NULL if it can. */
const char *json_number_fault(const char *literal, size_t length, double number);

/* The document in `text`, or NULL with `*error` filled. Of a key that stands twice the last value counts, at the place
 * of the first. */
cJSON *json_parse(struct arena *arena, const char *text, size_t length, struct json_error *error);

/* The same, but numbers that cannot be kept are refused, where JSON.parse takes the nearest one. `lines` (may be NULL)
 * receives where the values stand. */
cJSON *json_parse_exact(struct arena *arena, const char *text, size_t length, struct lines *lines,
                        struct json_error *error);

#endif
