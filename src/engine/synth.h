/* Synthesis: what the tree renders to. Templates, metadata and tree.json, each from one walk.
 *
 * All documents of one synthesis live in one arena. Rendering goes: every element of a stage once (references into
 * other stacks are noted), then these references are put in place, then templates are printed; elements made in
 * between (exports, parameters of nested stacks) are rendered when their template is. */
#ifndef LUACDK_ENGINE_SYNTH_H
#define LUACDK_ENGINE_SYNTH_H

#include <stdbool.h>

#include <lua.h>

#include "engine/node.h"

/* Pushes what stands for the reference at `token` where `consumer` uses it, settling it and all references noted before
 * it. False, with nothing pushed, if no synthesis has come to its references. */
bool synth_push_settled(lua_State *L, int token, struct node *consumer);

void synth_open(lua_State *L);

#endif
