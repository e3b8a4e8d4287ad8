/* Globals that nobody has set: see globals.h. */
#include "host/globals.h"

#include "host/dialects.h"
#include "host/modules.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/user_line.h"
#include "schema/nearest.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

enum { SHORTEST = 3 }; /* of shorter names each is like many others */

/* ---- names that may be meant ----------------------------------------------------------------------------------- */

/* `DEBUG` is a setting that a script may lack, no slip for Lua's own `debug`; `Stack` is a class, not the variable
 * `stack`. */
static bool is_alike(const char *name, const char *candidate) {
    return !isupper((unsigned char)*name) == !isupper((unsigned char)*candidate);
}

static void offer(struct nearest *search, const char *candidate) {
    if (*candidate != '_' && *candidate != '(' && is_alike(search->word, candidate) &&
        strcmp(candidate, search->word) != 0) {
        nearest_offer(search, candidate);
    }
}

/* Offers the string keys (or the strings, of a list) of the table on top of the stack. The table keeps them alive. */
static void offer_names(lua_State *L, struct nearest *search, bool is_list) {
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        int name = is_list ? -1 : -2;
        if (lua_type(L, name) == LUA_TSTRING) {
            offer(search, lua_tostring(L, name));
        }
        lua_pop(L, 1);
    }
}

/* Offers the names of the variables that the user's innermost function sees. They live as long as the function. */
static void offer_variables(lua_State *L, struct nearest *search) {
    lua_Debug ar;
    int level = 1;
    while (lua_getstack(L, level, &ar) && !is_user_at(L, level)) {
        level++;
    }
    if (!lua_getstack(L, level, &ar)) {
        return;
    }
    const char *name;
    for (int i = 1; (name = lua_getlocal(L, &ar, i)) != NULL; i++) {
        offer(search, name);
        lua_pop(L, 1);
    }
    lua_getinfo(L, "f", &ar);
    for (int i = 1; (name = lua_getupvalue(L, -1, i)) != NULL; i++) {
        offer(search, name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* Pushes the nearest to `name` of the keys of the table on top of the stack (popped) and of the short names of modules;
 * with `variables` also of what the user's innermost function sees. False (nothing pushed) if none is near. */
static bool push_nearest(lua_State *L, const char *name, bool variables) {
    int top = lua_gettop(L) - 1;
    luaL_checkstack(L, 10, NULL);
    struct nearest search;
    nearest_begin(&search, name);
    if (strlen(name) >= SHORTEST) {
        offer_names(L, &search, false);
        modules_push_short_names(L);
        offer_names(L, &search, true);
        if (variables) {
            offer_variables(L, &search);
        }
    }
    if (search.best) {
        lua_pushstring(L, search.best);
        lua_replace(L, top + 1);
    }
    lua_settop(L, search.best ? top + 1 : top);
    return search.best != NULL;
}

bool globals_push_nearest(lua_State *L, const char *name) {
    lua_pushglobaltable(L);
    return push_nearest(L, name, false);
}

/* ---- globals that are missing ---------------------------------------------------------------------------------- */

/* Whether the name is a global of another Lua, which portable code asks for. */
static bool is_elsewhere(const char *name) {
    static const char *const names[] = {"bit",    "bit32",    "ffi",     "gcinfo", "getfenv",   "jit",
                                        "module", "newproxy", "setfenv", "unpack", "loadstring"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Raises for the name of a variable that nobody has set if the table at 1 or the user's function has a similar one. */
static void refuse_slip(lua_State *L, const char *name) {
    lua_pushvalue(L, 1);
    if (!is_elsewhere(name) && push_nearest(L, name, true)) {
        engine_fail(L, 0, "there is no '%s' here; -> did you mean '%s'?", name, lua_tostring(L, -1));
    }
}

bool globals_push_module(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING || !modules_push_full_name(L, lua_tostring(L, 2))) {
        return false;
    }
    engine_push_global(L, "require");
    lua_insert(L, -2);
    lua_call(L, 1, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return true;
}

int globals_missing(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) {
        return 0;
    }
    if (globals_push_module(L)) {
        return 1;
    }
    const char *name = lua_tostring(L, 2);
    if (user_calls(L)) {
        const char *advice = dialects_value(name);
        if (advice) {
            return engine_fail(L, 0, "there is no '%s' here; -> %s", name, advice);
        }
        refuse_slip(L, name);
    }
    return 0;
}

void globals_open(lua_State *L) {
    lua_pushglobaltable(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, globals_missing);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
