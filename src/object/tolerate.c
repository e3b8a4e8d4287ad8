/* Going on after mistakes: see tolerate.h. */
#include "object/tolerate.h"

#include <lauxlib.h>
#include <string.h>

#include "object/complaint.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/tree.h"
#include "object/user_line.h"

/* In the registry: */
static char STANDIN; /* the stand-in */
static char HANDLER; /* the handler of messages */
static char TOLD;    /* function(message or nil, construct, rows) */

enum {
    DEEPEST = 8, /* tables in arguments that are searched for stand-ins */
    ROOM = 12,
};

/* Slots of a protected call below the results. */
enum { FIRST = 1, SECOND, THIRD, MESSAGE_HANDLER, BELOW = MESSAGE_HANDLER };

bool tolerate_is_standin(lua_State *L, int idx) {
    const void *standin = engine_state(L)->standin;
    return standin && lua_touserdata(L, idx) == standin;
}

int tolerate_push_standin(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &STANDIN);
    return 1;
}

/* Plain tables are searched; `idx` is absolute. */
static bool contains_standin(lua_State *L, int idx, int depth) {
    if (lua_type(L, idx) != LUA_TTABLE || depth == 0 || !lua_checkstack(L, ROOM)) {
        return tolerate_is_standin(L, idx);
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
    return state->standin && !state->tolerating && !user_catches(L);
}

/* `context`: whether the call was given a stand-in. */
static int finish(lua_State *L, int status, lua_KContext context) {
    if (status == LUA_OK || status == LUA_YIELD) {
        if (context) {
            lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD);
            lua_pushnil(L);
            lua_pushvalue(L, node_of(L, SECOND) ? SECOND : FIRST);
            lua_call(L, 2, 0);
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
    lua_call(L, 3, 0);
    return tolerate_push_standin(L);
}

int tolerate_call(lua_State *L) {
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

int tolerate_misread(lua_State *L, int construct, const char *name, const char *key, const char *best,
                     const char *hint) {
    luaL_checkstack(L, ROOM, NULL);
    const char *wrong = lua_pushfstring(L, "%s has no member '%s'", name, key);
    const char *right = best ? lua_pushfstring(L, "did you mean '%s'?", best) : hint && *hint ? hint : NULL;
    const struct complaint complaint = {"luacdk::member", NULL, NULL, wrong, right, NULL};
    const char *text = complaint_push_text(L, &complaint);
    if (!engine_state(L)->standin || !is_user_at(L, 1) || user_catches(L)) {
        return engine_fail(L, construct, "%s", text);
    }
    lua_pushcfunction(L, l_raise);
    if (construct) {
        lua_pushvalue(L, construct);
    } else {
        lua_pushnil(L);
    }
    lua_pushstring(L, text);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK && lua_type(L, -1) != LUA_TSTRING) {
        return lua_error(L); /* an interruption */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD);
    lua_insert(L, -2);
    lua_pushnil(L); /* nothing is incomplete */
    lua_createtable(L, 1, 0);
    complaint_push_row(L, &complaint);
    lua_rawseti(L, -2, 1);
    lua_call(L, 3, 0);
    return tolerate_push_standin(L);
}

/* ---- the stand-in ------------------------------------------------------------------------------------------------ */

static int l_same(lua_State *L) { return tolerate_push_standin(L); }

/* Whatever is read is a stand-in too; as a list it has one item, so that loops over it end. */
static int l_index(lua_State *L) {
    if (lua_type(L, 2) == LUA_TNUMBER && lua_tonumber(L, 2) != 1) {
        return 0;
    }
    return tolerate_push_standin(L);
}

static int l_nothing(lua_State *L) {
    (void)L;
    return 0;
}

static int l_false(lua_State *L) {
    lua_pushboolean(L, 0);
    return 1;
}

static int l_zero(lua_State *L) {
    lua_pushinteger(L, 0);
    return 1;
}

static int l_name(lua_State *L) {
    lua_pushliteral(L, "stand-in");
    return 1;
}

static int l_pairs(lua_State *L) {
    lua_pushcfunction(L, l_nothing);
    return 1;
}

/* engine.tolerate(handler, told): from now on, mistakes do not end the script. The handler of messages makes their
 * texts, and told(message, construct, rows) is called with each, and without a message for a call that was only
 * checked; the construct is the one that was called or the scope. If several mistakes were found in the call, or it is
 * known which rule it breaks, there are rows: see complaint.h. */
static int l_tolerate(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__index", l_index},   {"__newindex", l_nothing}, {"__call", l_same}, {"__concat", l_same}, {"__add", l_same},
        {"__sub", l_same},      {"__mul", l_same},         {"__div", l_same},  {"__mod", l_same},    {"__pow", l_same},
        {"__unm", l_same},      {"__idiv", l_same},        {"__lt", l_false},  {"__le", l_false},    {"__len", l_zero},
        {"__tostring", l_name}, {"__pairs", l_pairs},      {NULL, NULL},
    };
    luaL_checktype(L, 1, LUA_TFUNCTION);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &TOLD);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &HANDLER);
    engine_state(L)->standin = lua_newuserdatauv(L, 1, 0);
    lua_newtable(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &STANDIN);
    return 0;
}

/* engine.standin() → the stand-in; nil unless mistakes are tolerated */
static int l_standin(lua_State *L) { return tolerate_push_standin(L); }

void tolerate_open(lua_State *L) {
    lua_pushcfunction(L, l_standin);
    lua_setfield(L, -2, "standin");
    lua_pushcfunction(L, l_tolerate);
    lua_setfield(L, -2, "tolerate");
}
