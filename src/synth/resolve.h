/* Resolution: from Lua values with tokens to documents.
 *
 * The result depends only on the value and the place where it is used: the same reference is a Ref in its own stack and
 * an import in another one. While a whole app is rendered, references to other stacks are noted (struct references) and
 * filled in once all are known, so that no value is resolved twice. */
#ifndef LUACDK_SYNTH_RESOLVE_H
#define LUACDK_SYNTH_RESOLVE_H

#include <lua.h>

#include "document/document.h"
#include "object/node.h"
#include "object/scratch.h"
#include "synth/references.h"

/* Where in a value the resolver is: a linked list in the stack frames that resolve lists, maps and properties. */
struct place {
    const struct place *outer;
    const char *key;                  /* of a map; NULL: index, or field */
    size_t index;                     /* of a list */
    const struct schema_field *field; /* L1 property, or NULL */
};

struct resolver {
    lua_State *L;
    struct arena *arena;
    struct node *scope;            /* construct whose values are resolved, or NULL */
    struct node *stack;            /* the stack that uses them, or NULL */
    struct references *references; /* NULL: references into other stacks stay as they are */
    bool final; /* replace references to other stacks with their replacements, as far as synthesis has found them */
    bool left;  /* set when one stays as it is and is not noted */
    int depth;
    const struct place *place; /* NULL: at the top level of the value */
    const char *lenient_keys;  /* not NULL: keep keys that are not strings as JSON text (inside JSON text) */
};

/* A map's key that is known only at deployment is written as this character and the JSON text of its intrinsic, where
 * such keys are possible. */
enum { LENIENT_KEY = '\1' };

/* A resolver for values used by `scope`; the stack follows from it. */
struct resolver resolver_for(lua_State *L, struct arena *arena, struct node *scope);

/* The same for values that Lua code inspects (hashes, compares): while elements are rendered, it must see the
 * replacement of a reference to another stack, since its conclusions cannot be corrected afterwards. */
struct resolver resolver_for_lua(lua_State *L, struct arena *arena, struct node *scope);

/* Resolves the value at `idx`. NULL: the value is absent (nil, or a token that gives nil). Raises a Lua error for
 * values that cannot be part of a document (functions, constructs), with the path inside the value. */
cJSON *resolve_value(struct resolver *r, int idx);

/* Pushes the place as messages write it: "rules[1].status: ", or "" at the top level. */
const char *resolve_push_place(struct resolver *r);

/* Raises the message, prefixed with the place inside the value. */
void resolve_fail_here(struct resolver *r, const char *message);

/* Raises the error that entry `i` of a list is nil. */
void resolve_fail_gap(struct resolver *r, size_t i, size_t length);

/* Pushes a string, number or boolean of a document. */
void push_scalar(lua_State *L, const cJSON *doc);

/* Pushes a resolved document as plain Lua values (maps keep their order); NULL gives nil. */
void push_document(lua_State *L, const cJSON *doc);

/* Adds the functions of resolve.c to the module table on top of the stack. */
void resolve_open(lua_State *L);

#endif
