/* Synthesis: from the tree to documents.
 *
 * All documents of one synthesis live in one arena. Rendering goes: every element of a stage once (references into
 * other stacks are noted), then these references are put in place, then templates are printed; elements made in
 * between (exports, parameters of nested stacks) are rendered when their template is. */
#ifndef LUACDK_SYNTH_SYNTH_H
#define LUACDK_SYNTH_SYNTH_H

#include <stdbool.h>

#include <lua.h>

#include "synth/resolve.h"

/* Pushes the synthesis under way for the tree of `node`, or a new one when someone asks for a document outside of any
 * (`own`: to be ended by synth_end). The resolver is for values used by `node`; it notes references into other stacks.
 */
struct resolver synth_push_resolver(lua_State *L, struct node *node, bool *own);
/* Ends the synthesis under way: releases all its documents. */
void synth_end(lua_State *L);

/* Remembers the message on top of the stack (popped) about a value that came to something else than its property takes:
 * while an app is rendered such faults wait until templates are written. */
void synth_note_fault(lua_State *L);
/* Raises the first fault remembered, if there is any; all are forgotten. */
void synth_raise_fault(lua_State *L);

/* Adds the functions of synth.c to the module table on top of the stack. */
void synth_open(lua_State *L);

/* Pushes the path of the element that is being rendered by a call on the stack; NULL and nothing pushed when none is. */
const char *synth_push_resolving(lua_State *L);

#endif
