/* The Lua module luacdk.assembly: JSON and the output folder. */
#ifndef LUACDK_API_ASSEMBLY_API_H
#define LUACDK_API_ASSEMBLY_API_H

#include <cjson/cJSON.h>
#include <lua.h>

/* Pushes the document as a Lua value: nested objects keep the order of their keys (engine.ordered), the outermost one
 * is a plain table; an empty list is marked as a list; null is cdk.NULL. May raise. */
void assembly_push_json(lua_State *L, const cJSON *node);

/* Pushes the module. */
int luaopen_luacdk_assembly(lua_State *L);

#endif
