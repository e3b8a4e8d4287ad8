/* The template of a stack, made in one walk over its elements. */
#ifndef LUACDK_SYNTH_TEMPLATE_H
#define LUACDK_SYNTH_TEMPLATE_H

#include <lua.h>

/* Adds engine.template, engine.elements and engine.faults to the module table on top of the stack. */
void template_open(lua_State *L);

#endif
