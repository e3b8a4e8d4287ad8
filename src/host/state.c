/* Creation of the Lua state: see state.h. */
#include "host/state.h"

#include "host/modules.h"

#include <lauxlib.h>
#include <lualib.h>

static int l_open(lua_State *L) {
    luaL_openlibs(L);
    modules_open(L);
    return 0;
}

lua_State *host_open(void) {
    lua_State *L = luaL_newstate();
    if (!L) {
        return NULL;
    }
    lua_pushcfunction(L, l_open);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
        lua_close(L);
        return NULL;
    }
    return L;
}

void host_close(lua_State *L) { lua_close(L); }
