/* The engine's record of a Lua state. */
#include "engine/state.h"

#include <string.h>

static char STATE; /* registry: the record, a userdata */

struct engine_state *engine_state_new(lua_State *L) {
    struct engine_state *state = lua_newuserdatauv(L, sizeof *state, 0);
    memset(state, 0, sizeof *state);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &STATE);
    /* New coroutines copy the main thread's extra space. */
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    *(struct engine_state **)lua_getextraspace(lua_tothread(L, -1)) = state;
    *(struct engine_state **)lua_getextraspace(L) = state;
    lua_pop(L, 1);
    return state;
}

void engine_set_meta(lua_State *L, enum engine_meta which) {
    struct engine_state *state = engine_state(L);
    state->meta[which] = lua_topointer(L, -1);
    state->meta_ref[which] = luaL_ref(L, LUA_REGISTRYINDEX);
}
