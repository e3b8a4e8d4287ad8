/* What the parts of a template refer to, for luacdk check: references to what is not there, and circles of resources. */
#ifndef LUACDK_SYNTH_TARGETS_H
#define LUACDK_SYNTH_TARGETS_H

#include <cjson/cJSON.h>
#include <lua.h>
#include <stdbool.h>

#include "base/arena.h"

/* What is wrong: the rule (lua/luacdk/check/rule_rows.lua), the logical id of the resource, output or condition, the
 * path in it ("Properties.QueueName"), and a sentence. Strings live during the call. */
struct target_fault {
    const char *rule, *id, *property, *wrong, *right;
};

/* Whether engine.judge_references was called. */
bool targets_are_judged(lua_State *L);

/* Judges a whole template. Calls `tell` for each fault; it may use the Lua stack above its top. */
void targets_judge(lua_State *L, struct arena *arena, const cJSON *template,
                   void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data);

/* Pushes the function that engine.judge_references was given. */
void targets_push_judge(lua_State *L);

/* Adds engine.judge_references to the module table on top of the stack. */
void targets_open(lua_State *L);

#endif
