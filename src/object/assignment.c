/* Who may set what: see assignment.h. */
#include "object/assignment.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "object/ancestry.h"
#include "object/diagnostics.h"
#include "object/fields.h"
#include "object/members.h"
#include "schema/nearest.h"
#include "object/tree.h"
#include "schema/schema.h"
#include "object/state.h"
#include "object/tolerate.h"
#include "object/values.h"

/* Upvalues of the functions for instances. */
enum { CLASS = 1, SETTERS };

/* --- refusals ----------------------------------------------------------------------------------------------------- */

/* The fields of the properties from which instances of the type are made; NULL if there are none. */
static const struct schema_fields *constructor_fields(const struct schema_type *type) {
    const struct schema_member *constructor = schema_constructor(type);
    const struct schema_shape *last = constructor && constructor->parameter_count
                                          ? constructor->parameters[constructor->parameter_count - 1].shape
                                          : NULL;
    return last && last->kind == SHAPE_STRUCT ? schema_fields(schema_shape_type(last)) : NULL;
}

/* Pushes "s3.Bucket(scope, id, { versioned = … })" if the constructor takes the field, else "". */
static const char *push_where_given(lua_State *L, const struct schema_type *type, const char *key) {
    const struct schema_fields *fields = constructor_fields(type);
    if (!fields || type->kind == SCHEMA_RESOURCE || !schema_field(fields, key, strlen(key))) {
        return lua_pushliteral(L, "");
    }
    const struct schema_member *constructor = schema_constructor(type);
    int pieces = 2;
    lua_pushfstring(L, "%s(", schema_short_name(type->full_name));
    for (size_t i = 0; i + 1 < constructor->parameter_count; i++, pieces++) {
        lua_pushfstring(L, "%s, ", constructor->parameters[i].name);
    }
    lua_pushfstring(L, "{ %s = … })", key);
    lua_concat(L, pieces);
    return lua_tostring(L, -1);
}

/* Raises for a field without meaning for instances of the type; the instance is at 1, its class at `cls`. */
static int fail_unknown_field(lua_State *L, int cls, const struct schema_type *type, const char *key) {
    int self = node_of(L, 1) ? 1 : 0;
    const char *name = schema_short_name(type->full_name);
    const struct schema_fields *fields = constructor_fields(type);
    struct nearest search;
    nearest_begin(&search, key);
    for (size_t i = 0; fields && i < fields->count; i++) {
        nearest_offer(&search, fields->items[i].name);
    }
    const char *best = search.best ? search.best : member_nearest(L, cls, key);
    if (!best) {
        const char *own = "; to add fields, make a class of your own with extend";
        return engine_fail(L, self, "%s has no property '%s'-> %s", name, key,
                           type->kind == SCHEMA_RESOURCE ? "" : own);
    }
    const char *given = push_where_given(L, type, best);
    return engine_fail(L, self,
                       *given ? "%s has no property '%s'; -> did you mean '%s'? It is given to the constructor: %s"
                              : "%s has no property '%s'; -> did you mean '%s'?%s",
                       name, key, best, given);
}

/* The names of users' own fields of what is not their own. */
#define OWN "; to add fields, make a class of your own with extend"

/* Whether a user's class in the chain of the one at `cls` has a member of that name, which is the user's own affair. */
static bool is_own(lua_State *L, int cls, int key) {
    key = lua_absindex(L, key);
    bool own = false;
    lua_pushvalue(L, cls);
    do {
        if (!class_is_user(L, -1)) {
            break;
        }
        lua_pushvalue(L, key);
        own = lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
        engine_push_key(L, KEY_GET);
        if (!own && lua_rawget(L, -2) == LUA_TTABLE) {
            lua_pushvalue(L, key);
            own = lua_rawget(L, -2) != LUA_TNIL;
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (own) {
            break;
        }
    } while (class_to_base(L));
    return own;
}

/* Whether the table at `idx` is written as CloudFormation has it: policies of cfn_options may be. */
static bool is_in_cfn_spelling(lua_State *L, int idx) {
    bool found = false;
    if (lua_istable(L, idx) && !class_is_instance(L, idx)) {
        lua_pushnil(L);
        found = lua_next(L, idx) && lua_type(L, -2) == LUA_TSTRING && isupper((unsigned char)*lua_tostring(L, -2));
    }
    return found;
}

/* What a user gives to an instance of the library must be something that it has, and that can be set: it would be lost
 * without a word, or break what others hold on to. The instance is at 1, the key at 2, the value at 3; `cls` is its
 * class. Raises if it may not be set. */
static void check_user(lua_State *L, int cls, bool has_setter) {
    int top = lua_gettop(L), self = node_of(L, 1) ? 1 : 0;
    bool users = class_is_user(L, cls);
    const struct schema_type *type = class_schema_of(L, cls);
    if (!type) {
        return;
    }
    const char *name = schema_short_name(type->full_name);
    if (lua_type(L, 2) != LUA_TSTRING) {
        if (!users) {
            engine_fail(L, self, "%s has no entry [%s]: it is not a list-> %s", name, push_display(L, 2), OWN);
        }
        return;
    }
    const char *key = lua_tostring(L, 2);
    if (*key == '_' || (type->kind == SCHEMA_RESOURCE && (has_setter || engine_state(L)->schema_open))) {
        return;
    }
    const struct schema_member *member = class_row_of(L, cls, key);
    if (users && (!member || (member->flags & FIELD_ABSTRACT) || is_own(L, cls, 2))) {
        lua_settop(L, top);
        return;
    }
    lua_settop(L, top);
    bool cacheable;
    enum member_found found = member_find(L, cls, 2, KEY_GET, &cacheable);
    if (found == FOUND_MEMBER && lua_isfunction(L, -1) && lua_isfunction(L, 3)) {
        lua_settop(L, top); /* a method of its own for one object */
        return;
    }
    const char *given = push_where_given(L, type, key);
    const char *then = *given ? "; give it to the constructor: " : "";
    bool fixed =
        member ? (member->flags & (FIELD_READONLY | FIELD_METHOD)) != 0 : found != FOUND_NOTHING && !has_setter;
    if (fixed && users && found == FOUND_GETTER && !*given) {
        engine_fail(L, self,
                    "'%s' of %s is read-only; -> a class of your own may compute it: function %s.get:%s() … end", key,
                    name, class_name_of(L, cls), key);
    } else if (fixed) {
        engine_fail(L, self, "'%s' of %s is read-only-> %s%s", key, name, then, given);
    } else if (!member && *given && !has_setter) {
        engine_fail(L, self, "'%s' of %s cannot be changed later-> %s%s", key, name, then, given);
    } else if (!member && !has_setter) {
        fail_unknown_field(L, cls, type, key);
    } else if (member && (!lua_isnil(L, 3) || (member->flags & FIELD_REQUIRED)) &&
               !(type->kind == SCHEMA_INTERFACE && is_in_cfn_spelling(L, 3))) {
        engine_state(L)->hooks.check_value(L, 3, member->shape, key, self);
    }
    lua_settop(L, top);
}

/* --- instances ---------------------------------------------------------------------------------------------------- */

/* Pushes the setter for the key at 2; false, and nothing, if there is none. */
static bool push_setter(lua_State *L) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(SETTERS)) != LUA_TNIL) {
        if (lua_toboolean(L, -1)) {
            return true;
        }
        lua_pop(L, 1);
        return false;
    }
    lua_pop(L, 1);
    bool cacheable;
    enum member_found found = member_find(L, lua_upvalueindex(CLASS), 2, KEY_SET, &cacheable);
    if (found == FOUND_MEMBER) {
        lua_pop(L, 1);
    }
    if (cacheable) {
        lua_pushvalue(L, 2);
        if (found == FOUND_GETTER) {
            lua_pushvalue(L, -2);
        } else {
            lua_pushboolean(L, 0);
        }
        lua_rawset(L, lua_upvalueindex(SETTERS));
    }
    return found == FOUND_GETTER;
}

/* Calls the setter on top of the stack. */
static int call_setter(lua_State *L) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 3);
    lua_call(L, 2, 0);
    return 0;
}

int assignment_while_made(lua_State *L) {
    lua_settop(L, 3);
    if (push_setter(L)) {
        return call_setter(L);
    }
    lua_rawset(L, 1);
    return 0;
}

void assignment_check(lua_State *L, int cls) {
    int top = lua_gettop(L);
    luaL_checkstack(L, 12, NULL);
    bool cacheable, has_setter = member_find(L, cls, 2, KEY_SET, &cacheable) == FOUND_GETTER;
    lua_settop(L, top);
    check_user(L, cls, has_setter);
}

int assignment_to_instance(lua_State *L) {
    lua_settop(L, 3);
    luaL_checkstack(L, 12, NULL);
    bool user = is_user_at(L, 1);
    if (user && tolerate_wants(L)) {
        return tolerate_call(L, 0, NULL);
    }
    const struct tolerance tolerance = tolerate_begin(L);
    user = user || tolerance.protected;
    bool has_setter = push_setter(L);
    if (!has_setter && lua_type(L, 2) == LUA_TSTRING && *lua_tostring(L, 2) == '_') {
        lua_rawset(L, 1);
        return 0;
    }
    if (user) {
        lua_pushvalue(L, lua_upvalueindex(CLASS));
        check_user(L, lua_gettop(L), has_setter);
        lua_pop(L, 1);
    }
    if (tolerance.tainted && has_setter) {
        return 0;
    }
    if (has_setter) {
        return call_setter(L);
    }
    if (user && lua_isfunction(L, 3)) {
        lua_rawset(L, 1);
    } else {
        fields_keep(L, 1, 2);
    }
    return 0;
}

/* --- classes, modules, enumerations ------------------------------------------------------------------------------- */

int assignment_to_class(lua_State *L) {
    lua_settop(L, 3);
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    lua_pushvalue(L, 1);
    const struct schema_type *type = class_own_schema(L);
    lua_settop(L, 3);
    if (type && *key != '_' && is_user_at(L, 1)) {
        const char *name = schema_short_name(type->full_name), *best = member_nearest(L, 1, key);
        engine_fail(
            L, 0,
            best ? "%s cannot be set: the class %s is the library's; -> did you mean '%s'?"
                 : "%s cannot be set: the class %s is the library's; -> to add members, make a class of your own with "
                   "extend",
            push_display(L, 2), name, best);
    }
    lua_rawset(L, 1);
    return 0;
}

int assignment_to_members(lua_State *L) {
    lua_settop(L, 3);
    if (is_user_at(L, 1)) {
        const char *name = schema_short_name(lua_tostring(L, lua_upvalueindex(1)));
        engine_fail(L, 0, "%s cannot be set: %s is the library's; -> keep what is your own in a local variable",
                    push_display(L, 2), name);
    }
    lua_rawset(L, 1);
    return 0;
}

void assignment_guard_classes(lua_State *L, bool on) {
    engine_push_meta(L, META_CLASS);
    engine_push_key(L, KEY_NEWINDEX);
    if (on) {
        lua_pushcfunction(L, assignment_to_class);
    } else {
        lua_pushnil(L);
    }
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
