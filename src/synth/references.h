/* References to other stacks, found while values are resolved.
 *
 * How a value is referred to from another stack is known only once all such references are known. Until then they are
 * noted with their places in rendered documents. */
#ifndef LUACDK_SYNTH_REFERENCES_H
#define LUACDK_SYNTH_REFERENCES_H

#include <lua.h>
#include <stddef.h>

#include "document/document.h"
#include "object/node.h"

/* A reference to another stack in a rendered document. */
struct pending {
    cJSON *place;
    struct node *consumer; /* element */
    int token;             /* index in the Lua list of tokens kept by the synthesis */
};

struct references {
    struct pending *items;
    size_t count, capacity;
    int tokens; /* stack index or registry reference of the list of tokens */
};

/* Notes that `place`, in the rendered form of `consumer`, contains the reference token at `idx`. */
void references_note(lua_State *L, struct references *refs, cJSON *place, struct node *consumer, int idx);

/* Notes the references numbered `first` to `end` - 1 of a document in its copy too. */
void references_note_in_copy(struct references *refs, size_t first, size_t end, cJSON *original, cJSON *copy);

/* Pushes the value that replaces the reference token at `idx` inside `stack`, or nil. */
void references_push_replacement(lua_State *L, int idx, struct node *stack);

/* Sets that value to the one on top of the stack (popped). */
void references_set_replacement(lua_State *L, int idx, struct node *stack);

/* Creates the table of replacements. */
void references_open(lua_State *L);

#endif
