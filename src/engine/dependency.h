/* Dependencies: what `add_dependency` says becomes DependsOn, a dependency between stacks, or an error.
 * Behaviour: reference, core, section 11. */
#ifndef LUACDK_ENGINE_DEPENDENCY_H
#define LUACDK_ENGINE_DEPENDENCY_H

#include <lua.h>

#include "engine/node.h"

/* Makes `source` (a resource or a stack) wait for `target`, at the level of their nearest common stack. */
void dependency_add(lua_State *L, struct node *source, struct node *target, const char *reason);

/* resource:add_dependency(target), resource:remove_dependency(target) */
int dependency_add_method(lua_State *L);
int dependency_remove_method(lua_State *L);

void dependency_open(lua_State *L);

#endif
