/* References into other stacks, found while values are resolved.
 *
 * Which value stands for one where another stack uses it is known once all are known. Until then they are noted with
 * their places in rendered documents. */
#ifndef LUACDK_SYNTH_REFERENCES_H
#define LUACDK_SYNTH_REFERENCES_H

#include <lua.h>
#include <stddef.h>

#include "document/document.h"
#include "object/node.h"

/* A reference into another stack, standing in a rendered document. */
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

/* Notes that `place`, in what `consumer` renders to, holds the reference token at `idx`. */
void references_note(lua_State *L, struct references *refs, cJSON *place, struct node *consumer, int idx);

/* Those noted in a document, number `first` to before `end`, are noted in its copy too. */
void references_note_in_copy(struct references *refs, size_t first, size_t end, cJSON *original, cJSON *copy);

/* What stands for the reference token at `idx` inside of `stack`: pushes it, or nil. */
void references_push_replacement(lua_State *L, int idx, struct node *stack);

/* Sets it to the value on top of the stack (popped). */
void references_set_replacement(lua_State *L, int idx, struct node *stack);

/* Makes the table of replacements. */
void references_open(lua_State *L);

#endif
