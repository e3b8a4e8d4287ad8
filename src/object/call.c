/* Calls of the library's functions: see call.h. */
#include "object/call.h"

#include <lauxlib.h>
#include <string.h>

#include "object/ancestry.h"
#include "object/complaint.h"
#include "object/diagnostics.h"
#include "object/standin.h"
#include "object/tree.h"
#include "object/state.h"
#include "object/tolerate.h"

/* Upvalues of a checked function. */
enum {
    PLAIN = 1, /* the plain function */
    ROW,       /* its name and, once known, its row (light userdata) */
    OWNER,     /* the class, or the full name of the type of a userdata */
};

/* --- who is concerned --------------------------------------------------------------------------------------------- */

/* The public type of the value at `idx`, or else the owner of the running checked function. */
static const struct schema_type *type_of(lua_State *L, int idx) {
    if (!class_is_class(L, lua_upvalueindex(OWNER))) {
        const char *name =
            lua_tostring(L, lua_upvalueindex(OWNER)); /* or whatever a script with `debug` has stored there */
        return name ? schema_find_full(name) : NULL;
    }
    const struct schema_type *type = class_is_instance(L, idx) ? class_schema_of(L, idx) : NULL;
    return type ? type : class_schema_of(L, lua_upvalueindex(OWNER));
}

/* The row of the running checked function; NULL if the model does not know it. If a method's class is not in the model,
 * the object's class may be. */
static const struct schema_member *row_of(lua_State *L) {
    if (lua_type(L, lua_upvalueindex(ROW)) == LUA_TSTRING) {
        const char *name = lua_tostring(L, lua_upvalueindex(ROW));
        name = strcmp(name, "get_") == 0 ? "get" : name; /* see call_get */
        const struct schema_member *member = class_is_class(L, lua_upvalueindex(OWNER))
                                                 ? class_row_of(L, lua_upvalueindex(OWNER), name)
                                                 : schema_member(type_of(L, lua_upvalueindex(OWNER)), name);
        if (member && (member->flags & FIELD_METHOD)) {
            lua_pushlightuserdata(L, (void *)member);
            lua_replace(L, lua_upvalueindex(ROW));
            return member;
        }
        member = class_is_instance(L, 1) ? class_row_of(L, 1, name) : NULL;
        return member && (member->flags & FIELD_METHOD) ? member : NULL;
    }
    return lua_touserdata(L, lua_upvalueindex(ROW));
}

/* Whether the value at `idx` can be the receiver of the running checked function. */
static bool is_receiver(lua_State *L, int idx) {
    if (lua_type(L, lua_upvalueindex(OWNER)) == LUA_TTABLE) {
        const struct schema_type *owner = standin_at(L, idx) ? class_schema_of(L, lua_upvalueindex(OWNER)) : NULL;
        return owner ? standin_may_be(L, idx, owner) : class_is_a(L, idx, lua_upvalueindex(OWNER));
    }
    return lua_type(L, idx) == LUA_TUSERDATA && engine_has_meta(L, idx, META_NODE);
}

/* True if the running function was called as `x:name(…)`. */
static bool called_with_colon(lua_State *L, int level) {
    lua_Debug ar;
    return lua_getstack(L, level, &ar) && lua_getinfo(L, "n", &ar) && strcmp(ar.namewhat, "method") == 0;
}

/* --- dots and colons ---------------------------------------------------------------------------------------------- */

static bool fits_receiver(lua_State *L, int idx, int data) {
    (void)data;
    return is_receiver(L, idx);
}

void call_complain_of_receiver(lua_State *L, const struct schema_type *owner, const struct schema_member *member,
                               int idx, bool (*fits)(lua_State *L, int idx, int data), int data) {
    int top = lua_gettop(L);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    if (!push_variable(L, fits, data)) {
        push_noun(L, owner->name);
    }
    const char *object = lua_tostring(L, -1), *dots = member->parameter_count > 0 ? "…" : "", *wrong;
    const char *right = lua_pushfstring(L, "write %s:%s(%s)", object, member->name, dots);
    if (class_is_class(L, idx)) {
        const char *name = schema_short_name(class_name_of(L, idx));
        wrong = lua_pushfstring(L, "%s is a method of an object, not of the class %s: %s", member->name, name, right);
    } else {
        wrong = lua_pushfstring(L, "%s is a method: %s, with a colon", member->name, right);
    }
    complaint_raise(L, 0, &(struct complaint){"luacdk::arguments", NULL, NULL, wrong, NULL, NULL});
    lua_settop(L, top);
}

static int fail_with_colon(lua_State *L, const struct schema_type *owner, const struct schema_member *member) {
    return engine_fail(L, 0, "%s is static: -> write %s.%s(%s), with a dot", member->name,
                       schema_short_name(owner->full_name), member->name, member->parameter_count > 0 ? "…" : "");
}

/* --- checked functions -------------------------------------------------------------------------------------------- */

static char HEIRS; /* registry: class that is not in the model → list of numbers of types whose classes extend it */

/* Notes for the classes on the way from the one at `cls` to its last base which of the model's types has their methods,
 * if they are not in the model themselves. */
static void note_heir(lua_State *L, int cls) {
    const struct schema_type *type = class_schema_of(L, cls);
    int top = lua_gettop(L);
    if (!type) {
        return;
    }
    lua_pushvalue(L, cls);
    do {
        if (class_own_schema(L) || class_own_interface(L) || class_is_user(L, -1)) {
            continue;
        }
        if (lua_rawgetp(L, LUA_REGISTRYINDEX, &HEIRS) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_newtable(L);
            lua_pushvalue(L, -1);
            lua_rawsetp(L, LUA_REGISTRYINDEX, &HEIRS);
        }
        lua_pushvalue(L, -2);
        if (lua_rawget(L, -2) != LUA_TTABLE) {
            lua_pop(L, 1);
            lua_newtable(L);
            lua_pushvalue(L, -3);
            lua_pushvalue(L, -2);
            lua_rawset(L, -4);
        }
        lua_pushinteger(L, type->index);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        lua_pop(L, 2);
    } while (class_to_base(L));
    lua_settop(L, top);
}

/* The first of the types noted for the class at `cls` that has a method of this name; NULL if none has. */
static const struct schema_type *heir_with(lua_State *L, int cls, const char *name) {
    int top = lua_gettop(L);
    const struct schema_type *found = NULL;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &HEIRS) == LUA_TTABLE) {
        lua_pushvalue(L, cls);
        lua_rawget(L, -2);
        for (lua_Integer i = 1; !found && lua_istable(L, top + 2) && lua_rawgeti(L, top + 2, i) != LUA_TNIL; i++) {
            const struct schema_type *heir = schema_type_at((uint32_t)lua_tointeger(L, -1));
            const struct schema_member *member = schema_member(heir, name);
            found = member && (member->flags & (FIELD_METHOD | FIELD_STATIC)) == FIELD_METHOD ? heir : NULL;
            lua_pop(L, 1);
        }
    }
    lua_settop(L, top);
    return found;
}

/* Complains if the running function, whose class is not in the model, is a method and was called without its object:
 * then it is not known which row it has, but those of the classes that extend its own say that it is a method. */
static void check_receiver_by_heir(lua_State *L, bool protected) {
    const char *name = lua_tostring(L, lua_upvalueindex(ROW));
    if (!name || !class_is_class(L, lua_upvalueindex(OWNER)) || is_receiver(L, 1)) {
        return;
    }
    const struct schema_type *heir = heir_with(L, lua_upvalueindex(OWNER), name);
    if (heir) {
        complaints_gather(L, protected);
        call_complain_of_receiver(L, heir, schema_member(heir, name), 1, fits_receiver, 0);
        complaints_raise(L, 0);
    }
}

/* `protected`: whether tolerate_call called the function that the user called. */
static void check_call(lua_State *L, bool protected) {
    const struct schema_member *member = row_of(L);
    if (member == NULL) {
        check_receiver_by_heir(L, protected);
        return;
    }
    /* The function's owner may not be in the model: then the row is that of the object's class. */
    const struct schema_type *owner = type_of(L, lua_upvalueindex(OWNER));
    owner = owner ? owner : type_of(L, 1);
    if (owner == NULL) {
        return;
    }
    const struct engine_hooks *hooks = &engine_state(L)->hooks;
    bool is_static = (member->flags & FIELD_STATIC) != 0;
    int first = is_static ? 1 : 2;
    complaints_gather(L, protected);
    if (!is_static && !is_receiver(L, 1)) {
        call_complain_of_receiver(L, owner, member, 1, fits_receiver, 0);
        first = class_is_class(L, 1) || node_of(L, 1) ? 2 : 1; /* what would come after the colon */
    }
    bool fits = hooks->accepts_call(L, member, first);
    if (is_static && (!fits || class_is_class(L, 1)) && called_with_colon(L, protected ? 1 : 0)) {
        fail_with_colon(L, owner, member);
    }
    if (!fits) {
        bool receives = first == 2 && !is_static;
        hooks->refuse_call(L, receives ? type_of(L, 1) : owner, member, first, is_static ? 0 : 1);
    }
    complaints_raise(L, 0);
}

static int finish_call(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    return lua_gettop(L) - 1;
}

static int checked_function(lua_State *L) {
    if (user_calls(L)) {
        if (tolerate_wants(L)) {
            const struct schema_member *row = row_of(L);
            return tolerate_call(L, 0, row ? row->shape : NULL);
        }
        const struct tolerance tolerance = tolerate_begin(L);
        check_call(L, tolerance.protected);
        if (tolerance.tainted) {
            const struct schema_member *row = row_of(L);
            return standin_push_value(L, row ? row->shape : NULL);
        }
    }
    if (lua_gettop(L) == 0) {
        lua_pushnil(L);
        lua_pushvalue(L, lua_upvalueindex(PLAIN));
    } else {
        lua_pushvalue(L, 1); /* stays below: errors look for a construct there */
        lua_pushvalue(L, lua_upvalueindex(PLAIN));
        lua_rotate(L, 1, 2);
    }
    lua_callk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, finish_call); /* the callee may yield */
    return finish_call(L, LUA_OK, 0);
}

/* Replaces the function on top of the stack with a checked one; its name is below it. */
static void to_checked(lua_State *L, int owner) {
    if (lua_tocfunction(L, -1) == checked_function) {
        lua_getupvalue(L, -1, OWNER);
        bool same = lua_rawequal(L, -1, owner);
        lua_pop(L, 1);
        if (same) {
            return;
        }
        lua_getupvalue(L, -1, PLAIN); /* taken over from another class, which has another row */
        lua_replace(L, -2);
    }
    lua_pushvalue(L, -2);
    lua_pushvalue(L, owner);
    lua_pushcclosure(L, checked_function, 3);
}

/* Class.get(…), where `get` is also the table of computed properties. Upvalue: the checked function. */
static int call_get(lua_State *L) {
    luaL_checkany(L, 1); /* the table, unless a script calls it directly */
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_replace(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* Makes the table of computed properties of the class at `cls` callable, if the class has a static `get_`. */
static void let_call_get(lua_State *L, int cls) {
    engine_push_key(L, KEY_GET);
    lua_pushliteral(L, "get_");
    bool has_get = lua_rawget(L, cls) == LUA_TFUNCTION;
    lua_insert(L, -2);
    lua_rawget(L, cls); /* function, table */
    if (has_get && lua_istable(L, -1)) {
        lua_createtable(L, 0, 1);
        lua_pushvalue(L, -3);
        lua_pushcclosure(L, call_get, 1);
        lua_setfield(L, -2, "__call");
        lua_setmetatable(L, -2);
    }
    lua_pop(L, 2);
}

/* Replaces the public functions in the table at `table` with checked ones. */
static void check_functions(lua_State *L, int table, int owner) {
    lua_pushnil(L);
    while (lua_next(L, table)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "_";
        if (*name == '_' || !lua_isfunction(L, -1) || strcmp(name, "init") == 0) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        to_checked(L, owner);
        lua_rawset(L, table);
    }
}

void call_check_class(lua_State *L, int cls, bool complete) {
    luaL_checkstack(L, 10, NULL);
    note_heir(L, cls);
    lua_pushvalue(L, cls);
    do {
        engine_push_key(L, KEY_CHECKED);
        bool done = lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
        if (done) {
            lua_pop(L, 1);
            return;
        }
        if (!class_is_user(L, -1)) {
            if (complete) {
                engine_push_key(L, KEY_CHECKED);
                lua_pushboolean(L, 1);
                lua_rawset(L, -3);
            }
            check_functions(L, lua_gettop(L), lua_gettop(L));
            let_call_get(L, lua_gettop(L));
        }
    } while (class_to_base(L));
}

void call_check_member(lua_State *L, int cls, int key) {
    luaL_checkstack(L, 6, NULL);
    lua_pushvalue(L, key);
    lua_pushvalue(L, key);
    if (lua_rawget(L, cls) == LUA_TFUNCTION && !class_is_user(L, cls)) {
        to_checked(L, cls);
        lua_rawset(L, cls);
    } else {
        lua_pop(L, 2);
    }
}

void call_check_methods(lua_State *L, const char *full_name) {
    int table = lua_gettop(L);
    lua_pushstring(L, full_name);
    check_functions(L, table, table + 1);
    lua_pop(L, 1);
}

void call_unwrap(lua_State *L) {
    if (lua_tocfunction(L, -1) == checked_function && !is_user_at(L, 1)) {
        lua_getupvalue(L, -1, PLAIN);
        lua_replace(L, -2);
    }
}

/* engine.plain_function(value) → the plain function behind a checked one; other values unchanged. */
static int l_plain_function(lua_State *L) {
    lua_settop(L, 1);
    if (lua_tocfunction(L, 1) == checked_function) {
        lua_getupvalue(L, 1, PLAIN);
    }
    return 1;
}

void call_open(lua_State *L) {
    engine_state(L)->hooks.checked_function = checked_function;
    lua_pushcfunction(L, l_plain_function);
    lua_setfield(L, -2, "plain_function");
}
