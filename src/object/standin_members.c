/* What can be done with stand-ins: see standin_members.h. */
#include "object/standin_members.h"

#include <lauxlib.h>
#include <string.h>

#include "object/ancestry.h"
#include "object/assignment.h"
#include "object/call.h"
#include "object/complaint.h"
#include "object/members.h"
#include "object/standin.h"
#include "object/state.h"
#include "object/tolerate.h"
#include "object/user_line.h"
#include "schema/nearest.h"

/* ---- members ----------------------------------------------------------------------------------------------------- */

/* Offers the names of the members of a type, its bases and interfaces. */
static void offer_members(struct nearest *search, const struct schema_type *type, bool of_class) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (!of_class || (members[i].flags & FIELD_STATIC)) {
            nearest_offer(search, members[i].name);
        }
    }
    for (size_t i = 0; i < type->interface_count; i++) {
        offer_members(search, schema_type_at(type->interfaces[i]), of_class);
    }
    if (type->base) {
        offer_members(search, type->base, of_class);
    }
}

/* Whether a resource has a property, attribute or reference of that name; those are no members in the model. */
static bool is_of_resource(const struct schema_type *type, const char *key) {
    const struct schema_resource *resource = schema_resource(type);
    if (!resource) {
        return false;
    }
    for (size_t i = 0; i < resource->attribute_count; i++) {
        if (strcmp(resource->attributes[i].name, key) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < resource->ref_count; i++) {
        if (strcmp(resource->refs[i].name, key) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < resource->helper_count; i++) {
        if (strcmp(resource->helpers[i].name, key) == 0) {
            return true;
        }
    }
    return resource->props && schema_field(schema_fields(resource->props), key, strlen(key));
}

/* Whether a public type that extends the type, or has it among its interfaces, has the member. */
static bool some_heir_has(const struct schema_type *type, const char *key) {
    for (uint32_t i = 0; i < schema_type_count(); i++) {
        const struct schema_type *other = schema_type_at(i);
        if (other->kind != SCHEMA_STRUCT && other->kind != SCHEMA_ENUM && schema_is_a(other, type) &&
            (schema_member(other, key) || is_of_resource(other, key))) {
            return true;
        }
    }
    return false;
}

/* Whether the class of the stand-in at 1 has a member that only Lua knows. */
static bool is_in_lua(lua_State *L, int key) {
    if (!standin_push_class_of(L, 1)) {
        return false;
    }
    bool cacheable;
    int top = lua_gettop(L);
    enum member_found found = member_find(L, top, key, KEY_GET, &cacheable);
    lua_settop(L, top - 1);
    return found != FOUND_NOTHING;
}

/* A member of an object or class that the model lacks: tells it if it cannot be there. */
static int misread(lua_State *L, const struct standin *standin, const char *key) {
    bool of_class = standin->kind == STANDIN_CLASS;
    const struct schema_type *type = standin->type;
    bool open = standin->kind == STANDIN_OBJECT && !standin->exact;
    bool known = *key == '_' || member_is_machinery(key) || is_of_resource(type, key) || is_in_lua(L, 2);
    if (!is_user_at(L, 1) || known || (open && (standin_push_class_of(L, 1) || some_heir_has(type, key)))) {
        return standin_push_unknown(L);
    }
    struct nearest search;
    nearest_begin(&search, key);
    offer_members(&search, type, of_class);
    const char *best = search.best;
    if (!best && !standin_push_class_of(L, 1)) {
        return standin_push_unknown(L); /* its class in Lua, which is not known, may have more members */
    }
    bool sure = tolerate_misread(L, 0, schema_short_name(type->full_name), key, best, NULL);
    return standin_push_member(L, type, sure ? schema_member(type, best) : NULL);
}

/* Calls the user's method in the upvalue, only to check what it does: its own errors may follow from what stand-ins
 * lack. */
static int call_users_method(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    if (lua_pcall(L, lua_gettop(L) - 1, 0, 0) != LUA_OK && lua_type(L, -1) != LUA_TSTRING) {
        return lua_error(L); /* an interruption */
    }
    return standin_push_unknown(L);
}

/* Pushes a method of the user's own class; false (nothing pushed) if it has none of that name. */
static bool push_users_method(lua_State *L) {
    int top = lua_gettop(L);
    lua_Debug ar;
    bool cacheable;
    if (standin_push_class_of(L, 1) && class_is_user(L, top + 1) &&
        member_find(L, top + 1, 2, KEY_GET, &cacheable) == FOUND_MEMBER && lua_isfunction(L, -1)) {
        lua_pushvalue(L, -1);
        lua_getinfo(L, ">S", &ar);
        if (*ar.what != 'C' && strncmp(ar.source, LIBRARY_CHUNK, sizeof LIBRARY_CHUNK - 1) != 0) {
            lua_pushcclosure(L, call_users_method, 1);
            return true;
        }
    }
    lua_settop(L, top);
    return false;
}

/* A member of an object or class by its name. */
static int push_named(lua_State *L, const struct standin *standin, const char *key) {
    if (standin->kind == STANDIN_OBJECT && !standin->exact && push_users_method(L)) {
        return 1;
    }
    const struct schema_member *member = schema_member(standin->type, key);
    if (member) {
        return standin_push_member(L, standin->type, member);
    }
    if (standin->kind == STANDIN_CLASS) {
        if (strcmp(key, "extend") == 0) {
            return standin_push_unknown(L);
        }
        const char *name = lua_pushfstring(L, "%s.%s", standin->type->name, key);
        const struct schema_type *nested = schema_find(standin->type->module, name);
        if (nested) {
            return standin_push_class(L, nested);
        }
    }
    return misread(L, standin, key);
}

static int l_index(lua_State *L) {
    lua_settop(L, 2);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    const struct standin *standin = standin_at(L, 1);
    /* As a list it has one item, so that loops over it end. */
    if (lua_type(L, 2) == LUA_TNUMBER && lua_tonumber(L, 2) != 1) {
        return 0;
    }
    if (!standin) {
        return standin_push_unknown(L);
    }
    size_t length;
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tolstring(L, 2, &length) : NULL;
    if (standin->kind == STANDIN_VALUE) {
        const struct schema_shape *shape = standin->shape;
        if ((shape->kind == SHAPE_LIST && !key) || (shape->kind == SHAPE_MAP && key)) {
            return standin_push_value(L, shape->element);
        }
        const struct schema_field *field = shape->kind == SHAPE_STRUCT && key
                                               ? schema_field(schema_fields(schema_shape_type(shape)), key, length)
                                               : NULL;
        return standin_push_value(L, field ? field->shape : NULL);
    }
    if (key && (standin->kind == STANDIN_OBJECT || standin->kind == STANDIN_CLASS)) {
        return push_named(L, standin, key);
    }
    return standin_push_unknown(L);
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

/* Whether the value may be an object with a method of the type number `data`. */
static bool fits_receiver(lua_State *L, int idx, int data) {
    const struct schema_type *type = schema_type_at((uint32_t)data);
    return standin_at(L, idx) ? standin_at(L, idx)->kind == STANDIN_OBJECT && standin_may_be(L, idx, type)
                              : class_is_of_type(L, idx, type);
}

/* The arguments of a method are at 2 and above, the object first. */
static void check_method(lua_State *L, const struct standin *standin) {
    const struct engine_hooks *hooks = &engine_state(L)->hooks;
    const struct schema_type *type = standin->type;
    const struct schema_member *member = standin->member;
    bool is_static = (member->flags & FIELD_STATIC) != 0;
    int first = is_static ? 2 : 3;
    if (!is_static && !standin_may_be(L, 2, type) && !class_is_of_type(L, 2, type)) {
        call_complain_of_receiver(L, type, member, 2, fits_receiver, (int)type->index);
        first = class_is_class(L, 2) ? 3 : 2;
    }
    if (!hooks->accepts_call(L, member, first)) {
        hooks->refuse_call(L, type, member, first, is_static ? 0 : 2);
    }
    complaints_raise(L, 0);
}

static int l_call(lua_State *L) {
    const struct standin *standin = standin_at(L, 1);
    bool checked = standin && (standin->kind == STANDIN_METHOD || standin->kind == STANDIN_CLASS);
    if (!checked || !user_calls(L)) {
        return standin_push_unknown(L);
    }
    const struct schema_shape *result = standin->kind == STANDIN_METHOD ? standin->member->shape : NULL;
    if (tolerate_wants(L)) {
        return tolerate_call(L, standin->kind == STANDIN_CLASS ? 1 : 0, result);
    }
    (void)tolerate_begin(L);
    complaints_gather(L, true);
    if (standin->kind == STANDIN_METHOD) {
        check_method(L, standin);
    } else {
        engine_state(L)->hooks.check_constructor(L, standin->type, 2);
    }
    complaints_gather(L, false);
    return standin->kind == STANDIN_METHOD ? standin_push_value(L, result) : standin_push_made(L, standin->type);
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

/* standin.key = value: told if an object of that class would refuse it. */
static int l_newindex(lua_State *L) {
    lua_settop(L, 3);
    const struct standin *standin = standin_at(L, 1);
    if (!standin || standin->kind != STANDIN_OBJECT || !standin->exact || !user_calls(L)) {
        return 0;
    }
    if (tolerate_wants(L)) {
        return tolerate_call(L, 0, NULL);
    }
    (void)tolerate_begin(L);
    if (standin_push_class_of(L, 1)) {
        assignment_check(L, 4);
    }
    return 0;
}

static int l_same(lua_State *L) { return standin_push_unknown(L); }

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
 * texts, and told(message, construct, rows, first, second) is called with each, and without a message for a call that
 * was only checked; the construct is the one that was called or the scope, `first` is the class that was called or the
 * call's first argument, `second` the argument after it. If several mistakes were found in the call, or it is
 * known which rule it breaks, there are rows: see complaint.h. */
static int l_tolerate(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__index", l_index},   {"__newindex", l_newindex}, {"__call", l_call}, {"__concat", l_same}, {"__add", l_same},
        {"__sub", l_same},      {"__mul", l_same},          {"__div", l_same},  {"__mod", l_same},    {"__pow", l_same},
        {"__unm", l_same},      {"__idiv", l_same},         {"__lt", l_false},  {"__le", l_false},    {"__len", l_zero},
        {"__tostring", l_name}, {"__pairs", l_pairs},       {NULL, NULL},
    };
    luaL_checktype(L, 1, LUA_TFUNCTION);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    tolerate_from_now_on(L);
    lua_createtable(L, 0, (int)(sizeof meta / sizeof *meta));
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    standin_begin(L);
    return 0;
}

/* engine.standin() → the stand-in of whatever; nil unless mistakes are tolerated */
static int l_standin(lua_State *L) { return standin_push_unknown(L); }

void standin_members_open(lua_State *L) {
    lua_pushcfunction(L, l_standin);
    lua_setfield(L, -2, "standin");
    lua_pushcfunction(L, l_tolerate);
    lua_setfield(L, -2, "tolerate");
}
