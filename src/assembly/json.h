/* JSON text: written exactly as JavaScript's JSON.stringify writes it, and read exactly as JSON.parse reads it.
 *
 * Documents are trees of cJSON nodes, a widely known type; the nodes come from an arena and are released with it (never
 * call cJSON_Delete on them). A string node keeps its length in bytes in `valueint` if that is > 0, since a string may
 * contain NUL; keys (`string`) are NUL-terminated. */
#ifndef LUACDK_ASSEMBLY_JSON_H
#define LUACDK_ASSEMBLY_JSON_H

#include "assembly/lines.h"
#include "base/arena.h"
#include "base/strbuf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends the result of JSON.stringify(node, null, indent), without a final newline; indent 0 is the compact form. A
 * cJSON_Raw node is copied unchanged. */
void json_print(struct strbuf *out, const cJSON *node, int indent);

/* The same, as a part of a larger text, with `depth` levels around it. */
void json_print_inside(struct strbuf *out, const cJSON *node, size_t indent, size_t depth);

/* For writers that stream, the two parts that need care: a string with its quotes, and a number. */
void json_add_string(struct strbuf *out, const char *text, size_t length);
void json_add_number(struct strbuf *out, double number);

/* Appends a line break and `width` blanks. */
void json_add_newline(struct strbuf *out, size_t width);

/* Where and why a text is not JSON; line and column count from 1, columns in bytes. */
struct json_error {
    size_t line, column;
    const char *reason; /* a constant string */
};

/* Why the number in `literal` cannot be represented: it is infinite, or an integer that would lose digits. NULL if it
 * can. */
const char *json_number_fault(const char *literal, size_t length, double number);

/* Parses `text`; NULL with `*error` filled if it is not JSON. If a key occurs twice, the last value counts, in the
 * place of the first. */
cJSON *json_parse(struct arena *arena, const char *text, size_t length, struct json_error *error);

/* The same, but leaves out members with that key of objects at that depth (1: the document); what stands in them is
 * hardly looked at. */
cJSON *json_parse_without(struct arena *arena, const char *text, size_t length, const char *key, int depth,
                          struct json_error *error);

/* The same, but keeps of those members what they hold that `wanted` wants by its text: they are objects, and so are not
 * kept whole. Without a key it is the document that is not. */
cJSON *json_parse_some(struct arena *arena, const char *text, size_t length, const char *key, int depth,
                       bool (*wanted)(const char *text, size_t length), struct json_error *error);

/* As json_parse, but refuses numbers that cannot be represented exactly, where JSON.parse takes the nearest one. `lines`
 * (may be NULL) receives the lines of the values. */
cJSON *json_parse_exact(struct arena *arena, const char *text, size_t length, struct lines *lines,
                        struct json_error *error);

#endif
