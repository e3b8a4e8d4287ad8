/* The engine's record of a Lua state. */
#include "object/state.h"

#include "base/interrupt.h"

#include <lauxlib.h>

#include <string.h>

#ifdef LUA_IS_FOREIGN
const char engine_state_key;
#define STATE engine_state_key
#else
static char STATE; /* registry: the record, a userdata */
#endif

static const char *const key_names[KEY_COUNT] = {
    [KEY_NODE] = "_node",
    [KEY_BASE] = "__base",
    [KEY_SCHEMA] = "__schema",
    [KEY_INTERFACE] = "__interface",
    [KEY_MODEL] = "__model",
    [KEY_USER] = "__user",
    [KEY_INIT] = "__init",
    [KEY_OWN_INIT] = "init",
    [KEY_GET] = "get",
    [KEY_SET] = "set",
    [KEY_RESOLVE] = "resolve",
    [KEY_OWN_RESOLVE] = "_resolve",
    [KEY_REFERENCES] = "_references",
    [KEY_CFN_OPTIONS] = "_cfn_options",
    [KEY_ID_OVERRIDE] = "_logical_id_override",
    [KEY_FINISHED] = "__finished",
    [KEY_CHECKED] = "__checked",
    [KEY_NEWINDEX] = "__newindex",
    [KEY_MAKING] = "__making",
    [KEY_CLASS] = "__class",
    [KEY_NAMES] = "__names",
    [KEY_INDEX] = "__index",
};

struct engine_state *engine_state_new(lua_State *L) {
    struct engine_state *state = lua_newuserdatauv(L, sizeof *state, 0);
    memset(state, 0, sizeof *state);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &STATE);
#ifndef LUA_IS_FOREIGN
    /* New coroutines copy the main thread's extra space. */
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    *(struct engine_state **)lua_getextraspace(lua_tothread(L, -1)) = state;
    *(struct engine_state **)lua_getextraspace(L) = state;
    lua_pop(L, 1);
#endif
    for (int key = 0; key < KEY_COUNT; key++) {
        lua_pushstring(L, key_names[key]);
        state->key_ref[key] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return state;
}

void engine_set_meta(lua_State *L, enum engine_meta which) {
    struct engine_state *state = engine_state(L);
    state->meta[which] = lua_topointer(L, -1);
    state->meta_ref[which] = luaL_ref(L, LUA_REGISTRYINDEX);
}

static char GLOBALS; /* registry: what engine_keep_globals was given */

void engine_keep_globals(lua_State *L) { lua_rawsetp(L, LUA_REGISTRYINDEX, &GLOBALS); }

bool engine_push_globals(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &GLOBALS) == LUA_TTABLE) {
        return true;
    }
    lua_pop(L, 1);
    return false;
}

static int nothing(lua_State *L) {
    (void)L;
    return 0;
}

void engine_go_on(lua_State *L) {
    if (interrupt_asked() && lua_checkstack(L, 1)) {
        lua_pushcfunction(L, nothing);
        lua_call(L, 0, 0);
    }
}

void engine_push_global(lua_State *L, const char *name) {
    if (engine_push_globals(L)) {
        lua_getfield(L, -1, name);
        lua_remove(L, -2);
    } else {
        lua_getglobal(L, name);
    }
}
