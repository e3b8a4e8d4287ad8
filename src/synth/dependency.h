/* Dependencies: add_dependency leads to a DependsOn, a dependency between stacks, or an error. */
#ifndef LUACDK_SYNTH_DEPENDENCY_H
#define LUACDK_SYNTH_DEPENDENCY_H

#include <lua.h>

/* resource:add_dependency(target), resource:remove_dependency(target) */
int dependency_add_method(lua_State *L);
int dependency_remove_method(lua_State *L);

/* Adds the functions of dependency.c to the module table on top of the stack. */
void dependency_open(lua_State *L);

#endif
