/* Complaints, raised or gathered: see complaint.h. */
#include "object/complaint.h"

#include <lauxlib.h>

#include "object/diagnostics.h"
#include "object/state.h"

static char GATHERED; /* registry: list of rows */

const char *complaint_push_text(lua_State *L, const struct complaint *complaint) {
    const char *subject = complaint->subject, *property = complaint->property, *right = complaint->right;
    return lua_pushfstring(L, "%s%s%s%s%s%s%s", subject ? subject : "", subject ? ": " : "", property ? property : "",
                           property ? ": " : "", complaint->wrong, right ? "; " : "", right ? right : "");
}

static void set(lua_State *L, const char *name, const char *text) {
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

void complaint_push_row(lua_State *L, const struct complaint *complaint) {
    luaL_checkstack(L, 4, NULL);
    lua_createtable(L, 0, 8);
    set(L, "id", complaint->id);
    set(L, "subject", complaint->subject);
    set(L, "property", complaint->property);
    set(L, "wrong", complaint->wrong);
    set(L, "right", complaint->right);
    set(L, "place", complaint->place);
    complaint_push_text(L, complaint);
    lua_setfield(L, -2, "text");
}

void complaint_raise(lua_State *L, int construct, const struct complaint *complaint) {
    luaL_checkstack(L, 4, NULL);
    if (!engine_state(L)->gathering) {
        construct = construct ? lua_absindex(L, construct) : 0;
        complaint_push_row(L, complaint);
        engine_fail_row(L, construct);
    }
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &GATHERED) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &GATHERED);
    }
    complaint_push_row(L, complaint);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
}

static void forget(lua_State *L) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &GATHERED);
}

void complaints_gather(lua_State *L, bool on) {
    struct engine_state *state = engine_state(L);
    if (on) {
        forget(L);
    }
    state->gathering = on;
}

bool complaints_are_gathered(lua_State *L) { return engine_state(L)->gathering; }

lua_Unsigned complaints_gathered(lua_State *L) {
    if (!engine_state(L)->gathering) {
        return 0;
    }
    lua_Unsigned count = lua_rawgetp(L, LUA_REGISTRYINDEX, &GATHERED) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
    lua_pop(L, 1);
    return count;
}

void complaints_raise(lua_State *L, int construct) {
    if (!engine_state(L)->gathering) {
        return;
    }
    engine_state(L)->gathering = false;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &GATHERED) != LUA_TNIL) {
        construct = construct ? lua_absindex(L, construct) : 0;
        lua_rawgeti(L, -1, 1);
        engine_fail_row(L, construct);
    }
    lua_pop(L, 1);
}

void complaints_push_gathered(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &GATHERED);
    forget(L);
    engine_state(L)->gathering = false;
}
