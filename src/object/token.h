/* Tokens: values that are known only when a template is written, or only to CloudFormation.
 *
 * A token is a userdata. Its user values depend on its kind:
 *
 *   TOKEN_INTRINSIC   user value 1: a Lua value such as { Ref = "AWS::Region" }
 *   TOKEN_REFERENCE   1: the element, 2: attribute name, or nil for Ref
 *   TOKEN_LOGICAL_ID  1: the element
 *   TOKEN_LAZY        1: producer function, 2: cached value
 *   TOKEN_CONCAT      1, 2: left and right
 *   TOKEN_JOIN        1: delimiter, 2: list (or token standing for one)
 *   TOKEN_MIRROR      1: resource construct, 2: token, 3: function giving the alternative
 *   TOKEN_JSON        1: value to be printed as JSON text, 2: spaces of indentation, or nil
 *   TOKEN_VIEW        1: the value (a user's IResolvable, a marker string), seen as another type
 *
 * As a string, a token is the marker ${Token[hint.N]}, which is recognised wherever it turns up: inside longer strings,
 * as a map's key, in the result of string.format. */
#ifndef LUACDK_OBJECT_TOKEN_H
#define LUACDK_OBJECT_TOKEN_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "document/document.h"

enum token_kind {
    TOKEN_INTRINSIC,
    TOKEN_REFERENCE,
    TOKEN_LOGICAL_ID,
    TOKEN_LAZY,
    TOKEN_CONCAT,
    TOKEN_JOIN,
    TOKEN_MIRROR,
    TOKEN_JSON,
    TOKEN_VIEW,
};

enum {
    TOKEN_OMIT_EMPTY = 1 << 0,
    TOKEN_CACHED = 1 << 1,
    TOKEN_HAS_VALUE = 1 << 2,       /* lazy: the value has been cached */
    TOKEN_REPLACED = 1 << 3,        /* reference: has replacements in other stacks (engine table) */
    TOKEN_OMIT_EMPTY_LIST = 1 << 4, /* an empty map stays */
    TOKEN_DOTTED = 1 << 5,          /* reference: Fn::GetAtt is written as "id.attribute" */
    TOKEN_FUNCTION = 1 << 6,        /* made by one of Fn's functions */
    TOKEN_TYPED = 1 << 7,           /* lazy: the producer must return the token's type */
};

struct token {
    unsigned char kind, type, flags;
    int id;             /* number of the marker, 0 until it is needed */
    const char *source; /* where it was made, NULL if unknown */
    int line;
};

/* The token at `idx`, or NULL. */
struct token *token_test(lua_State *L, int idx);
bool token_is(lua_State *L, int idx);

/* Whether the value is a token that stands for a list. */
bool token_is_list(lua_State *L, int idx);

/* Pushes a new token of that kind; its user values are nil. */
struct token *token_new(lua_State *L, enum token_kind kind, enum token_type type);

/* Pushes the reference to `attribute` (NULL: Ref) of the element at `element`; the same token every time. */
void token_push_reference(lua_State *L, int element, const char *attribute, enum token_type type);

/* Pushes the marker string of the token at `idx`. */
const char *token_push_marker(lua_State *L, int idx);

/* Finds the next marker in s: returns its start, sets `end` to the byte after it, and pushes its token; NULL (nothing
 * pushed) if there is none. */
const char *token_find_marker(lua_State *L, const char *s, size_t length, const char **end);
bool token_has_marker(const char *s, size_t length);

/* The parts of a joined token from left to right, however deep it is: begin pushes two values for the token at `idx`;
 * next pushes a part, or nothing and returns false when there is none left. */
struct token_parts {
    int next; /* the first of the two */
    bool has_next;
    lua_Integer count;
};
void token_parts_begin(lua_State *L, struct token_parts *parts, int idx);
bool token_parts_next(lua_State *L, struct token_parts *parts);

/* Pushes a description of what the token stands for, for error messages. */
const char *token_push_description(lua_State *L, int idx);

/* Creates the table in which tokens are found by their markers. */
void token_open(lua_State *L);

#endif
