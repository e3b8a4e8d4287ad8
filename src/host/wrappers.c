/* Functions that can be stopped: see wrappers.h. */
#include "host/wrappers.h"

#include "base/process.h"
#include "host/limits.h"
#include "host/patterns.h"
#include "host/stop.h"

#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

void wrappers_wrap(lua_State *L, const char *name, lua_CFunction wrapper) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, wrapper, 1);
    lua_setfield(L, -2, name);
}

int wrappers_call_original(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* ---- coroutines ------------------------------------------------------------------------------------------------ */

static int resume(lua_State *L, lua_State *co, int count) {
    if (!lua_checkstack(co, count)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    limits_charge(L, 100);
    lua_xmove(L, co, count);
    lua_State *limited = limits_enter_thread(co), *before = stop_enter(co);
    int results;
    int status = lua_resume(co, L, count, &results);
    stop_enter(before);
    limits_enter_thread(limited);
    if (stop_asked()) {
        return stop_raise(L);
    }
    if (limits_active() && limits_reached()) {
        return limits_raise(L); /* and close nothing of the dead thread: that would run with its hooks off */
    }
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static lua_State *check_thread(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    return co;
}

static int l_resume(lua_State *L) {
    int results = resume(L, check_thread(L), lua_gettop(L) - 1);
    lua_pushboolean(L, results >= 0);
    results = results < 0 ? 1 : results;
    lua_insert(L, -(results + 1));
    return results + 1;
}

static int l_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int results = resume(L, co, lua_gettop(L));
    if (results >= 0) {
        return results;
    }
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pop(L, 1);
        lua_resetthread(co);
        lua_xmove(co, L, 1);
    }
    return lua_error(L); /* which has its own location: that of the call is not added */
}

static int l_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L); /* with this one's hook */
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int l_wrap(lua_State *L) {
    l_create(L);
    lua_pushcclosure(L, l_wrapped, 1);
    return 1;
}

static int l_close(lua_State *L) {
    if (limits_active() && limits_reached()) {
        return limits_raise(L);
    }
    return wrappers_call_original(L);
}

void wrappers_set_wrap(lua_State *L) {
    lua_pushcfunction(L, l_wrap);
    lua_setfield(L, -2, "wrap");
}

void wrappers_set_coroutine(lua_State *L) {
    static const luaL_Reg own[] = {{"create", l_create}, {"wrap", l_wrap}, {"resume", l_resume}, {NULL, NULL}};
    luaL_setfuncs(L, own, 0);
    wrappers_wrap(L, "close", l_close);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

enum { STEPS = 1024 /* of a loop, between two checks whether to go on */ };

/* How a table function uses its argument: a table, or something with the metamethods of one. */
enum use { READS = 1, WRITES = 2, MEASURES = 4 };

static bool has(lua_State *L, int arg, const char *event) {
    if (luaL_getmetafield(L, arg, event) == LUA_TNIL) {
        return false;
    }
    lua_pop(L, 1);
    return true;
}

static void check_table(lua_State *L, int arg, int uses) {
    bool usable = lua_istable(L, arg) ||
                  (lua_getmetatable(L, arg) && (lua_pop(L, 1), true) && (!(uses & READS) || has(L, arg, "__index")) &&
                   (!(uses & WRITES) || has(L, arg, "__newindex")) && (!(uses & MEASURES) || has(L, arg, "__len")));
    if (!usable) {
        luaL_checktype(L, arg, LUA_TTABLE);
    }
}

static void count_step(lua_State *L, lua_Unsigned done) {
    if (done % STEPS == STEPS - 1) {
        limits_charge(L, STEPS);
    }
}

/* table.move(a1, from, to, at [, a2]) */
static int l_move(lua_State *L) {
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3), at = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, READS);
    check_table(L, target, WRITES);
    if (to >= from) {
        luaL_argcheck(L, from > 0 || to < LUA_MAXINTEGER + from, 3, "too many elements to move");
        lua_Integer count = to - from + 1;
        luaL_argcheck(L, at <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        bool upwards = at > to || at <= from || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer offset = upwards ? i : count - 1 - i;
            lua_geti(L, 1, from + offset);
            lua_seti(L, target, at + offset);
            count_step(L, (lua_Unsigned)i);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static lua_Integer length_of(lua_State *L) {
    check_table(L, 1, READS | WRITES | MEASURES);
    return luaL_len(L, 1);
}

/* table.insert(list, [position,] value) */
static int l_insert(lua_State *L) {
    lua_Integer end = (lua_Integer)((lua_Unsigned)length_of(L) + 1), position = end;
    if (lua_gettop(L) == 3) {
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1U < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
            count_step(L, (lua_Unsigned)i);
        }
    } else if (lua_gettop(L) != 2) {
        return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, position);
    return 0;
}

/* table.remove(list [, position]) */
static int l_remove(lua_State *L) {
    lua_Integer size = length_of(L), position = luaL_optinteger(L, 2, size);
    if (position != size) {
        luaL_argcheck(L, (lua_Unsigned)position - 1U <= (lua_Unsigned)size, 2, "position out of bounds");
    }
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
        count_step(L, (lua_Unsigned)position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static void add_item(lua_State *L, luaL_Buffer *out, lua_Integer i) {
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
    }
    luaL_addvalue(out);
    count_step(L, (lua_Unsigned)i);
}

/* table.concat(list [, separator [, from [, to]]]) */
static int l_concat(lua_State *L) {
    check_table(L, 1, READS | MEASURES);
    lua_Integer last = luaL_len(L, 1);
    size_t length;
    const char *separator = luaL_optlstring(L, 2, "", &length);
    lua_Integer i = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    for (; i < last; i++) {
        add_item(L, &out, i);
        luaL_addlstring(&out, separator, length);
    }
    if (i == last) {
        add_item(L, &out, i);
    }
    luaL_pushresult(&out);
    return 1;
}

/* table.unpack(list [, from [, to]]): the stack bounds it, once it has been charged. */
static int l_unpack(lua_State *L) {
    lua_Integer from = luaL_optinteger(L, 2, 1);
    lua_Integer to = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));
    if (to >= from && (lua_Unsigned)to - (lua_Unsigned)from < INT_MAX) {
        limits_charge(L, to - from + 1);
    }
    return wrappers_call_original(L);
}

/* A comparison through a call, which a hook can stop. */
static int l_less(lua_State *L) {
    lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
    return 1;
}

/* table.sort(list [, less]) */
static int l_sort(lua_State *L) {
    enum { SMALL = 10000, COST = 16 /* comparisons of an element */ };
    lua_Integer size = length_of(L);
    limits_charge(L, size < INT_MAX ? size * COST : 0);
    if (size > SMALL && lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_pushcfunction(L, l_less);
    }
    return wrappers_call_original(L);
}

void wrappers_set_table(lua_State *L) {
    static const luaL_Reg own[] = {
        {"concat", l_concat}, {"insert", l_insert}, {"move", l_move}, {"remove", l_remove}, {NULL, NULL}};
    luaL_setfuncs(L, own, 0);
    wrappers_wrap(L, "sort", l_sort);
    wrappers_wrap(L, "unpack", l_unpack);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

/* os.execute([command]) */
static int l_execute(lua_State *L) {
    const char *command = luaL_optstring(L, 1, NULL);
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    const struct process_options options = {
        .argv = argv, .in = PROCESS_INHERIT, .out = PROCESS_INHERIT, .err = PROCESS_INHERIT};
    struct process_result result;
    if (!command) {
        lua_pushboolean(L, 1); /* there is a shell */
        return 1;
    }
    bool ran = process_run(&options, &result);
    process_result_free(&result);
    if (!ran) {
        errno = result.error;
        return luaL_fileresult(L, 0, NULL);
    }
    if (result.signal == 0 && result.status == 0) {
        lua_pushboolean(L, 1);
    } else {
        luaL_pushfail(L);
    }
    lua_pushstring(L, result.signal ? "signal" : "exit");
    lua_pushinteger(L, result.signal ? result.signal : result.status);
    return 3;
}

void wrappers_set_os(lua_State *L) {
    lua_pushcfunction(L, l_execute);
    lua_setfield(L, -2, "execute");
}

/* ---- strings ----------------------------------------------------------------------------------------------------- */

/* string.rep(text, count [, separator]): doubles the text until there is enough. */
static int l_rep(lua_State *L) {
    enum { COPY_COST = 16 /* bytes that are copied in the time of an instruction */ };
    size_t length, gap;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &gap);
    size_t piece = length + gap;
    if (count <= 0 || piece == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    bool too_large = piece < length || (lua_Unsigned)count > INT_MAX / piece;
    size_t total = too_large ? 0 : piece * (size_t)count - gap;
    double cost = (double)piece * (double)count / COPY_COST;
    limits_charge(L, cost < 1e18 ? (long long)cost : LLONG_MAX);
    if (too_large) {
        return luaL_error(L, "resulting string too large");
    }
    luaL_Buffer out;
    char *bytes = luaL_buffinitsize(L, &out, total);
    memcpy(bytes, text, length);
    if (count > 1) {
        memcpy(bytes + length, separator, gap);
    }
    for (size_t done = piece; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(bytes + done, bytes, more);
        done += more;
    }
    luaL_pushresultsize(&out, total);
    return 1;
}

void wrappers_set_string(lua_State *L) {
    static const luaL_Reg own[] = {{"rep", l_rep}, {NULL, NULL}};
    luaL_setfuncs(L, own, 0);
    patterns_open(L);
}
