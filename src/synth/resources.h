/* The resources of a template as Lua values, for the rules of luacdk check that look at a whole resource or at several. */
#ifndef LUACDK_SYNTH_RESOURCES_H
#define LUACDK_SYNTH_RESOURCES_H

#include <cjson/cJSON.h>
#include <lua.h>
#include <stdbool.h>

#include "synth/targets.h"

/* Whether engine.judge_resources was called. */
bool resources_are_judged(lua_State *L);

/* Hands the resources of a whole template to the function that engine.judge_resources was given, and calls `tell` for
 * each fault that it returns; `tell` may use the Lua stack above its top. */
void resources_judge(lua_State *L, const cJSON *template,
                     void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data);

/* Adds engine.judge_resources to the module table on top of the stack. */
void resources_open(lua_State *L);

#endif
