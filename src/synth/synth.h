/* Synthesis: from the tree to documents.
 *
 * All documents of one synthesis live in one arena. Every element of a stage is rendered once, and references to other
 * stacks are noted; then these references are filled in; then templates are printed. Elements made in between (exports,
 * parameters of nested stacks) are rendered with their template. */
#ifndef LUACDK_SYNTH_SYNTH_H
#define LUACDK_SYNTH_SYNTH_H

#include <stdbool.h>

#include <lua.h>

#include "synth/resolve.h"

/* Pushes the current synthesis of the tree of `node`, or a new one if a document is needed outside any synthesis
 * (`own`: end it with synth_end). The resolver is for values used by `node`; it notes references to other stacks. */
struct resolver synth_push_resolver(lua_State *L, struct node *node, bool *own);
/* Ends the synthesis and releases all its documents. */
void synth_end(lua_State *L);

/* Remembers the message on top of the stack (popped) about a value that turned out not to fit its property: while an
 * app is rendered, such errors wait until templates are written. */
void synth_note_fault(lua_State *L);
/* Raises the first remembered error, if there is one; all are forgotten. */
void synth_raise_fault(lua_State *L);

/* Adds the functions of synth.c to the module table on top of the stack. */
void synth_open(lua_State *L);

/* Pushes the path of the element that a call on the stack is rendering; NULL (nothing pushed) if there is none. */
const char *synth_push_resolving(lua_State *L);

#endif
