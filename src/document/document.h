/* Documents under construction: cJSON nodes that live in an arena.
 *
 * Nodes made here are released with their arena, never with cJSON_Delete. Keys are not copied: they must live as long
 * as the arena (string constants, rows of the schema, or copies made by doc_key). `valueint` of a string is its length
 * in bytes, since strings may contain NUL; `valueint` of an object says what an intrinsic will be (enum token_type). */
#ifndef LUACDK_DOCUMENT_DOCUMENT_H
#define LUACDK_DOCUMENT_DOCUMENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What kind of value a token will become; decides how it is quoted in JSON text and whether it may be part of a
 * string. */
enum token_type { TOKEN_ANY, TOKEN_STRING, TOKEN_NUMBER, TOKEN_LIST };

/* New nodes, not yet part of a document. */
cJSON *doc_object(struct arena *a);
cJSON *doc_array(struct arena *a);
cJSON *doc_string(struct arena *a, const char *s, size_t length); /* copied */
cJSON *doc_literal(struct arena *a, const char *s);               /* not copied */
cJSON *doc_number(struct arena *a, double value);
cJSON *doc_bool(struct arena *a, bool value);
cJSON *doc_null(struct arena *a);
cJSON *doc_deleted(struct arena *a); /* cJSON_Invalid: a key that a merge removes */

/* A copy that lives as long as the arena. Templates are repetitive, so short strings seen a moment ago are not copied
 * again. */
const char *doc_key(struct arena *a, const char *key, size_t length);

/* Appends; `child` must not be anywhere else. */
void doc_add(cJSON *array, cJSON *child);

/* Adds a key without looking for an existing one: at the end, except that keys that look like array indices come first,
 * ascending, as in JavaScript's objects. */
void doc_set(cJSON *object, const char *key, cJSON *child);

/* The same for many keys: append each at the end, then doc_order sorts them as doc_set would. */
void doc_append(cJSON *object, const char *key, cJSON *child);
void doc_order(struct arena *a, cJSON *object);

/* True for a key that JavaScript treats as an array index ("0", "42", not "01"), which is stored in `value`. */
bool doc_is_index(const char *key, size_t length, uint64_t *value);

/* Replaces or adds the value of a key. */
void doc_put(struct arena *a, cJSON *object, const char *key, cJSON *child);

/* The value of a key, or NULL; `object` may be NULL. */
cJSON *doc_get(const cJSON *object, const char *key);
/* Removes `child` from `parent`, which must contain it. */
void doc_remove(cJSON *parent, cJSON *child);

/* Puts `child` in the place of `old`, under its key. */
void doc_replace(cJSON *parent, cJSON *old, cJSON *child);

/* Overwrites `node`, which keeps its key and place, with what `from` contains; `from` must not be used afterwards. */
void doc_overwrite(cJSON *node, const cJSON *from);

/* A deep copy; keys and strings are shared with the original, which must live as long. */
cJSON *doc_copy(struct arena *a, const cJSON *from);

/* The length of a string in bytes. */
size_t doc_length(const cJSON *string);
/* The kind of a node; false for NULL. */
bool doc_is_object(const cJSON *node);
bool doc_is_array(const cJSON *node);
bool doc_is_string(const cJSON *node);
bool doc_is_empty(const cJSON *node); /* object or array without entries */

/* True for an object whose only key is Ref, Condition or Fn::…: a value that only CloudFormation knows. */
bool doc_is_intrinsic(const cJSON *node);

#endif
