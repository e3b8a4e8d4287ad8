/* Synthesis: what the tree renders to. Templates, metadata and tree.json, each from one walk.
 *
 * All documents of one synthesis live in one arena. Rendering goes: every element of a stage once (references into
 * other stacks are noted), then these references are put in place, then templates are printed; elements made in
 * between (exports, parameters of nested stacks) are rendered when their template is. */
#ifndef LUACDK_ENGINE_SYNTH_H
#define LUACDK_ENGINE_SYNTH_H

#include <lua.h>

void synth_open(lua_State *L);

#endif
