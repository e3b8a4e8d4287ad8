/* The IAM actions of a template's policy statements, for luacdk check. */
#ifndef LUACDK_SYNTH_POLICIES_H
#define LUACDK_SYNTH_POLICIES_H

#include <cjson/cJSON.h>
#include <lua.h>
#include <stdbool.h>

#include "base/arena.h"

/* Whether engine.judge_actions was called. */
bool policies_are_judged(lua_State *L);

/* Judges the actions of all statements in `entry`, a resource with the logical id, or a whole section of some (NULL),
 * which came from the construct at stack index `construct`. */
void policies_judge(lua_State *L, struct arena *arena, int construct, const char *id, const cJSON *entry);

/* Adds engine.judge_actions to the module table on top of the stack. */
void policies_open(lua_State *L);

#endif
