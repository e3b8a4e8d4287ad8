/* Resolution: from Lua values with tokens to documents.
 *
 * A pure function of the value and of the place where it is used: the same reference is a Ref in its own stack and an
 * import in another one. While a whole app is rendered, references into other stacks are noted (struct references) and
 * put in place once all are known, so that no value is resolved twice. */
#ifndef LUACDK_SYNTH_RESOLVE_H
#define LUACDK_SYNTH_RESOLVE_H

#include <lua.h>

#include "document/document.h"
#include "object/node.h"
#include "object/scratch.h"
#include "synth/references.h"

/* Where in a value the resolver is: links live in the frames of what resolves lists and maps. */
struct place {
    const struct place *outer;
    const char *key; /* of a map, NULL: index */
    size_t index;    /* of a list */
};

struct resolver {
    lua_State *L;
    struct arena *arena;
    struct node *scope;            /* construct whose values are resolved, or NULL */
    struct node *stack;            /* the stack that uses them, or NULL */
    struct references *references; /* NULL: references into other stacks stay as they are */
    bool final; /* references into other stacks become what stands for them, if a synthesis has come so far */
    int depth;
    const struct place *place;        /* NULL: at the top of the value */
    const struct schema_field *field; /* L1 property being rendered, for messages; NULL if none */
    const char *lenient_keys; /* not NULL: keys that are no strings are kept as JSON text (inside of JSON text) */
};

/* A map's key that is known only at deployment is this character and the JSON text of its intrinsic, where keys may be. */
enum { LENIENT_KEY = '\1' };

/* A resolver for values used by `scope`; the stack follows from it. */
struct resolver resolver_for(lua_State *L, struct arena *arena, struct node *scope);

/* The same for values that Lua code looks into (hashes them, compares them): while elements are rendered it must see
 * what will stand for a reference into another stack, since its answer cannot be put right afterwards. */
struct resolver resolver_for_lua(lua_State *L, struct arena *arena, struct node *scope);

/* Resolves the value at `idx`. NULL: the value is absent (nil, or a token that gives nil). Raises a Lua error for what
 * has no place in a document (functions, constructs), with the path inside of the value. */
cJSON *resolve_value(struct resolver *r, int idx);

/* Raises that entry `i` of a list is nil. */
void resolve_fail_gap(struct resolver *r, size_t i, size_t length);

/* Pushes a resolved document as plain Lua values (maps keep their order); NULL gives nil. */
void push_document(lua_State *L, const cJSON *doc);

/* Adds the functions of resolve.c to the module table on top of the stack. */
void resolve_open(lua_State *L);

#endif
