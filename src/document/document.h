/* Documents under construction: cJSON nodes that live in an arena.
 *
 * Nodes made here are released with their arena, never with cJSON_Delete. Keys are not copied: they must live as long
 * as the arena (string constants, rows of the schema, or copies made by doc_key). The byte length of a string stands in
 * `valueint`, since strings may hold NUL. On objects `valueint` says what an intrinsic will be (enum token_type). */
#ifndef LUACDK_DOCUMENT_DOCUMENT_H
#define LUACDK_DOCUMENT_DOCUMENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What a value known later will be; decides how it is quoted in JSON text and whether it may be part of a string. */
enum token_type { TOKEN_ANY, TOKEN_STRING, TOKEN_NUMBER, TOKEN_LIST };

/* New nodes, not yet anywhere in a document. */
cJSON *doc_object(struct arena *a);
cJSON *doc_array(struct arena *a);
cJSON *doc_string(struct arena *a, const char *s, size_t length); /* copied */
cJSON *doc_literal(struct arena *a, const char *s);               /* not copied */
cJSON *doc_number(struct arena *a, double value);
cJSON *doc_bool(struct arena *a, bool value);
cJSON *doc_null(struct arena *a);
cJSON *doc_deleted(struct arena *a); /* cJSON_Invalid: a key to be taken away by a merge */

/* A copy that lives as long as the arena. Templates repeat themselves: short texts seen a moment ago are not copied
 * again. */
const char *doc_key(struct arena *a, const char *key, size_t length);

/* Appends; `child` must not stand elsewhere. */
void doc_add(cJSON *array, cJSON *child);

/* Adds a key without looking for an existing one: at the end, except that keys which look like array indices stand
 * first, ascending, as in JavaScript's objects. */
void doc_set(cJSON *object, const char *key, cJSON *child);

/* The same for many keys: each goes to the end, and doc_order puts them into the order that doc_set keeps. */
void doc_append(cJSON *object, const char *key, cJSON *child);
void doc_order(struct arena *a, cJSON *object);

/* True for a key that JavaScript takes for an array index ("0", "42", not "01"); `value` receives it. */
bool doc_is_index(const char *key, size_t length, uint64_t *value);

/* Replaces or adds the value of a key. */
void doc_put(struct arena *a, cJSON *object, const char *key, cJSON *child);

/* The value of a key, or NULL; `object` may be NULL. */
cJSON *doc_get(const cJSON *object, const char *key);
/* Takes `child` out of `parent`, where it must stand. */
void doc_remove(cJSON *parent, cJSON *child);

/* Puts `child` where `old` stands, under its key. */
void doc_replace(cJSON *parent, cJSON *old, cJSON *child);

/* Makes `node` (with its key and place) hold what `from` holds; `from` must not be used any more. */
void doc_overwrite(cJSON *node, const cJSON *from);

/* A copy with all below it; keys and texts are shared with the original, which must live as long. */
cJSON *doc_copy(struct arena *a, const cJSON *from);

/* The bytes of a string. */
size_t doc_length(const cJSON *string);
/* What a node is; false for NULL. */
bool doc_is_object(const cJSON *node);
bool doc_is_array(const cJSON *node);
bool doc_is_string(const cJSON *node);
bool doc_is_empty(const cJSON *node); /* object or array without entries */

/* True for an object with the one key Ref, Condition or Fn::…: a value that only CloudFormation knows. */
bool doc_is_intrinsic(const cJSON *node);

#endif
