/* Going on after mistakes: see tolerate.h. */
#include "object/tolerate.h"

#include <lauxlib.h>
#include <string.h>

#include "object/complaint.h"
#include "object/diagnostics.h"
#include "object/standin.h"
#include "object/state.h"
#include "object/tree.h"
#include "object/user_line.h"
#include "schema/nearest.h"

/* In the registry: */
static char HANDLER; /* the handler of messages */
static char TOLD;    /* function(message or nil, construct, rows, first, second): see standin_members.c */

enum {
    DEEPEST = 8, /* tables in arguments that are searched for stand-ins */
    ROOM = 12,
};

/* Slots of a protected call below the results. */
enum {
    FIRST = 1,
    SECOND,
    THIRD,
    RESULT, /* the class or shape of what the call returns */
    MESSAGE_HANDLER,
    BELOW = MESSAGE_HANDLER
};

/* Plain tables are searched; `idx` is absolute. */
static bool contains_standin(lua_State *L, int idx, int depth) {
    if (lua_type(L, idx) != LUA_TTABLE || depth == 0 || !lua_checkstack(L, ROOM)) {
        return standin_at(L, idx) != NULL;
    }
    if (lua_getmetatable(L, idx)) {
        lua_pop(L, 1);
        return false;
    }
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        if (contains_standin(L, lua_gettop(L), depth - 1)) {
            lua_pop(L, 2);
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

/* Whether user code called pcall or xpcall further out. */
static bool user_catches(lua_State *L) {
    lua_Debug ar;
    luaL_checkstack(L, 1, NULL);
    for (int level = 1; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "f", &ar);
        bool in_c = lua_iscfunction(L, -1);
        lua_pop(L, 1);
        if (!in_c) {
            continue; /* names are costly: Lua looks for them in the caller's code */
        }
        lua_getinfo(L, "n", &ar);
        bool catches = ar.name && (strcmp(ar.name, "pcall") == 0 || strcmp(ar.name, "xpcall") == 0);
        if (catches && is_user_at(L, level + 1)) {
            return true;
        }
    }
    return false;
}

bool tolerate_wants(lua_State *L) {
    struct engine_state *state = engine_state(L);
    return state->tolerant && !state->tolerating && !user_catches(L);
}

/* `context`: whether the call was given a stand-in. */
static int finish(lua_State *L, int status, lua_KContext context) {
    if (status == LUA_OK || status == LUA_YIELD) {
        if (context) {
            lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD);
            lua_pushnil(L);
            lua_pushvalue(L, node_of(L, SECOND) ? SECOND : FIRST);
            lua_pushnil(L);
            lua_pushvalue(L, FIRST);
            lua_pushvalue(L, SECOND);
            lua_call(L, 5, 0);
        }
        return lua_gettop(L) - BELOW;
    }
    if (lua_type(L, -1) != LUA_TSTRING) {
        return lua_error(L); /* an interruption */
    }
    struct engine_state *state = engine_state(L);
    state->tolerating = false;
    /* A construct that was not finished would give errors of its own. */
    struct node *scope = node_of(L, SECOND);
    for (uint32_t i = scope ? scope->child_count : 0; i-- > 0;) {
        if (scope->children[i]->flags & NODE_UNFINISHED) {
            lua_getfield(L, SECOND, "node");
            lua_getfield(L, -1, "try_remove_child");
            lua_insert(L, -2);
            lua_pushvalue(L, THIRD);
            if (lua_pcall(L, 2, 0, 0) != LUA_OK) {
                lua_pop(L, 1);
            }
            break;
        }
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD);
    lua_insert(L, -2);
    lua_pushvalue(L, scope ? SECOND : FIRST);
    complaints_push_gathered(L);
    lua_pushvalue(L, FIRST);
    lua_pushvalue(L, SECOND);
    lua_call(L, 5, 0);
    if (lua_istable(L, RESULT)) {
        return standin_push_object(L, RESULT);
    }
    if (standin_at(L, RESULT)) {
        return standin_push_made(L, standin_at(L, RESULT)->type);
    }
    return standin_push_value(L, lua_touserdata(L, RESULT));
}

int tolerate_call(lua_State *L, int cls, const struct schema_shape *result) {
    struct engine_state *state = engine_state(L);
    struct blame *blame = &state->blame;
    int depth = blame->depth, count = lua_gettop(L);
    lua_Debug ar;
    luaL_checkstack(L, count + ROOM, NULL);
    bool tainted = false;
    for (int i = 1; i <= count && !tainted; i++) {
        tainted = contains_standin(L, i, DEEPEST);
    }
    for (int i = FIRST; i <= THIRD; i++) {
        if (i <= count) {
            lua_pushvalue(L, i);
        } else {
            lua_pushnil(L);
        }
    }
    if (cls) {
        lua_pushvalue(L, cls);
    } else {
        lua_pushlightuserdata(L, (void *)result);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &HANDLER);
    lua_getstack(L, 0, &ar);
    lua_getinfo(L, "f", &ar);
    lua_rotate(L, 1, BELOW + 1);
    state->tolerating = true;
    state->tainted = tainted;
    int status = lua_pcallk(L, count, LUA_MULTRET, MESSAGE_HANDLER, tainted, finish);
    if (status != LUA_OK) {
        blame->depth = depth;
    }
    return finish(L, status, tainted);
}

struct tolerance tolerate_begin(lua_State *L) {
    struct engine_state *state = engine_state(L);
    struct tolerance tolerance = {state->tolerating, state->tolerating && state->tainted};
    state->tolerating = false;
    return tolerance;
}

/* (construct or nil, text): raises. */
static int l_raise(lua_State *L) { return engine_fail(L, lua_isnil(L, 1) ? 0 : 1, "%s", lua_tostring(L, 2)); }

bool tolerate_misread(lua_State *L, int construct, const char *name, const char *key, const char *best,
                      const char *hint) {
    luaL_checkstack(L, ROOM, NULL);
    const char *wrong = lua_pushfstring(L, "%s has no member '%s'", name, key);
    const char *right = best ? lua_pushfstring(L, "did you mean '%s'?", best) : hint && *hint ? hint : NULL;
    const struct complaint complaint = {"luacdk::member", NULL, NULL, wrong, right, NULL};
    const char *text = complaint_push_text(L, &complaint);
    if (!engine_state(L)->tolerant || !is_user_at(L, 1) || user_catches(L)) {
        engine_fail(L, construct, "%s", text);
    }
    lua_pushcfunction(L, l_raise);
    if (construct) {
        lua_pushvalue(L, construct);
    } else {
        lua_pushnil(L);
    }
    lua_pushstring(L, text);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK && lua_type(L, -1) != LUA_TSTRING) {
        lua_error(L); /* an interruption */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD);
    lua_insert(L, -2);
    if (construct) {
        lua_pushvalue(L, construct); /* what was to be done with it may be missing */
    } else {
        lua_pushnil(L);
    }
    lua_createtable(L, 1, 0);
    complaint_push_row(L, &complaint);
    lua_rawseti(L, -2, 1);
    lua_call(L, 3, 0);
    return best && nearest_is_sure(key, best);
}

void tolerate_from_now_on(lua_State *L) {
    lua_rawsetp(L, LUA_REGISTRYINDEX, &TOLD);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &HANDLER);
}
