/* The reverse of l1_render.h: turns the properties of a template into those that a script would give. */
#ifndef LUACDK_L1_L1_PARSE_H
#define LUACDK_L1_L1_PARSE_H

#include <lua.h>

/* Adds engine.parse_properties to the module table on top of the stack. */
void l1_parse_open(lua_State *L);

#endif
