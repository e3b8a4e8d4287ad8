/* Classes, instances and member lookup. */
#include "object/class.h"

#include "base/guard.h"

#include <lauxlib.h>
#include <string.h>

#include "object/assignment.h"
#include "object/call.h"
#include "object/complaint.h"
#include "object/derive.h"
#include "object/diagnostics.h"
#include "object/fields.h"
#include "object/members.h"
#include "object/module.h"
#include "object/standin.h"
#include "object/tree.h"
#include "object/state.h"
#include "object/tolerate.h"
#include "schema/nearest.h"

/* Called when a user's own class is asked by its own code for a member that it lacks: raises if it is clear what was
 * meant. */
static void check_own_member(lua_State *L, int cls, const char *key) {
    const char *source;
    int line;
    bool super = strcmp(key, "super") == 0;
    if ((!super && strcmp(key, "node") != 0) || !user_location_at(L, 1, &source, &line)) {
        return;
    }
    const char *name = class_name_of(L, cls);
    name = name ? name : "Class";
    if (super) {
        engine_fail(L, node_of(L, 1) ? 1 : 0,
                    "super belongs to the class, not to its instances: write %s.super.init(self, …)", name);
    } else if (class_lacks_node(L, 1)) {
        engine_fail(L, 0, "self has no node yet: -> call %s.super.init(self, scope, id) first", name);
    }
}

/* Like member_find, but members that no class of the chain has may follow from the schema. */
static enum member_found find_or_derive(lua_State *L, int cls, int key, bool *cacheable) {
    cls = lua_absindex(L, cls);
    key = lua_absindex(L, key);
    enum member_found found = member_find(L, cls, key, KEY_GET, cacheable);
    if (found != FOUND_NOTHING || lua_type(L, key) != LUA_TSTRING) {
        return found;
    }
    const struct schema_type *type = member_push_model(L, cls);
    bool derived = type && derive_member(L, -1, type, lua_tostring(L, key), false);
    if (derived) {
        call_check_member(L, lua_gettop(L), key);
    }
    lua_pop(L, 1);
    return derived ? member_find(L, cls, key, KEY_GET, cacheable) : FOUND_NOTHING;
}

/* An unknown public field of an instance of a library class is always a typing mistake: raise. */
static int unknown_member(lua_State *L, int cls, const char *key) {
    const struct schema_type *type = class_schema_of(L, cls);
    const struct schema_member *row = class_row_of(L, cls, key);
    bool is_unset = row && !(row->flags & (FIELD_METHOD | FIELD_REQUIRED)); /* that of an interface counts */
    if (*key == '_' || !type || class_is_user(L, cls) || schema_member(type, key) || is_unset) {
        check_own_member(L, cls, key);
        lua_pushnil(L);
        return 1;
    }
    const char *best = member_nearest(L, cls, key);
    const char *name = schema_short_name(type->full_name);
    bool sure = tolerate_misread(L, node_of(L, 1) ? 1 : 0, name, key, best, NULL);
    return standin_push_member(L, type, sure ? class_row_of(L, cls, best) : NULL);
}

/* Marks a name in the cache of members that no class of the chain knows. */
static char ABSENT;
static void push_absent(lua_State *L) { lua_pushlightuserdata(L, &ABSENT); }
static bool is_absent(lua_State *L, int idx) { return lua_touserdata(L, idx) == &ABSENT; }

/* Upvalues of an instance's __index. */
enum {
    INDEX_CLASS = 1,
    INDEX_MEMBERS, /* cache: name → member, or that it is absent, or that it is a field which some instances store */
    INDEX_GETTERS, /* cache: name → getter */
    INDEX_OTHERS,  /* as INDEX_MEMBERS, for instances that do not store such a field */
};

/* __index of instances. */
static int instance_index(lua_State *L) {
    lua_settop(L, 2);
    int cache = lua_upvalueindex(INDEX_MEMBERS);
    lua_pushvalue(L, 2);
    int found_type = lua_rawget(L, cache);
    if (found_type == LUA_TLIGHTUSERDATA && fields_is_stored(L, 3)) {
        lua_settop(L, 2);
        if (fields_push(L, 1, 2)) {
            return 1;
        }
        cache = lua_upvalueindex(INDEX_OTHERS);
        lua_pushvalue(L, 2);
        found_type = lua_rawget(L, cache);
    }
    if (found_type == LUA_TFUNCTION) {
        call_unwrap(L);
        return 1;
    }
    if (found_type != LUA_TNIL) {
        if (is_absent(L, 3)) {
            lua_pushnil(L);
        }
        call_unwrap(L);
        return 1;
    }
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(INDEX_GETTERS)) == LUA_TNIL) {
        lua_settop(L, 2);
        bool cacheable;
        enum member_found found = find_or_derive(L, lua_upvalueindex(INDEX_CLASS), 2, &cacheable);
        if (found == FOUND_NOTHING) {
            if (lua_type(L, 2) != LUA_TSTRING) {
                lua_pushnil(L);
                return 1;
            }
            lua_pushvalue(L, lua_upvalueindex(INDEX_CLASS));
            unknown_member(L, lua_gettop(L), lua_tostring(L, 2));
            if (cacheable) { /* asking is not an error: remember that there is nothing */
                lua_pushvalue(L, 2);
                push_absent(L);
                lua_rawset(L, cache);
            }
            return 1;
        }
        if (cacheable) {
            lua_pushvalue(L, 2);
            lua_pushvalue(L, 3);
            lua_rawset(L, found == FOUND_MEMBER ? cache : lua_upvalueindex(INDEX_GETTERS));
        }
        if (found == FOUND_MEMBER) {
            call_unwrap(L);
            return 1;
        }
    }
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int instance_tostring(lua_State *L) {
    struct node *node = node_of(L, 1);
    const char *name = class_name_of(L, 1);
    name = name ? schema_short_name(name) : "object";
    if (node && node->parent) {
        node_push_path(L, node);
        lua_pushfstring(L, "%s [%s]", name, lua_tostring(L, -1));
    } else {
        lua_pushstring(L, name);
    }
    return 1;
}

static int class_extend(lua_State *L);

void class_new(lua_State *L, const char *name, int base) {
    base = base ? lua_absindex(L, base) : 0;
    lua_createtable(L, 0, 16);
    int cls = lua_gettop(L);
    lua_pushstring(L, name);
    lua_setfield(L, cls, "__name");
    lua_newtable(L);
    lua_setfield(L, cls, "get");
    lua_newtable(L);
    lua_setfield(L, cls, "set");
    lua_pushcfunction(L, instance_tostring);
    lua_setfield(L, cls, "__tostring");
    if (base) {
        lua_pushvalue(L, base);
        lua_setfield(L, cls, "__base");
        lua_pushvalue(L, base);
        lua_setfield(L, cls, "super");
    }
    const struct schema_type *type = schema_find_full(name);
    if (type) {
        lua_pushinteger(L, type->index);
        lua_setfield(L, cls, "__schema");
    }
    lua_pushvalue(L, cls);
    lua_newtable(L);
    engine_push_key(L, KEY_NAMES);
    lua_pushvalue(L, -2);
    lua_rawset(L, cls);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushcclosure(L, instance_index, 4);
    lua_setfield(L, cls, "__index");
    lua_pushvalue(L, cls);
    lua_newtable(L);
    lua_pushcclosure(L, assignment_to_instance, 2);
    lua_setfield(L, cls, "__newindex");
    engine_push_meta(L, META_CLASS);
    lua_setmetatable(L, cls);
}

void class_fill(lua_State *L, const luaL_Reg *methods, const luaL_Reg *getters) {
    for (const luaL_Reg *m = methods; m->name; m++) {
        lua_pushcfunction(L, m->func);
        lua_setfield(L, -2, m->name);
    }
    lua_getfield(L, -1, "get");
    luaL_setfuncs(L, getters, 0);
    lua_pop(L, 1);
}

static char OBJECTS; /* registry: full name of an interface → class of plain objects with it */

void class_new_object(lua_State *L, const char *interface) {
    luaL_checkstack(L, 8, NULL);
    lua_createtable(L, 0, 2);
    int object = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &OBJECTS) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &OBJECTS);
    }
    lua_pushstring(L, interface);
    if (lua_rawget(L, object + 1) == LUA_TNIL) {
        class_new(L, interface, 0);
        lua_pushstring(L, interface);
        lua_pushvalue(L, -2);
        lua_rawset(L, object + 1);
    }
    lua_setmetatable(L, object);
    lua_settop(L, object);
}

/* engine.object(interface) → an object whose fields are the interface's members, and can be set */
static int l_object(lua_State *L) {
    class_new_object(L, luaL_checkstring(L, 1));
    return 1;
}

/* engine.class(name [, base [, interface]]) → class of the library. A class that is not in the model can name the
 * interface of the model that its instances implement. */
static int l_class(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const char *interface = luaL_optstring(L, 3, NULL);
    const struct schema_type *type = interface ? schema_find_full(interface) : NULL;
    if (interface && !type) {
        return luaL_error(L, "class %s: the model has no %s", name, interface);
    }
    if (!lua_isnoneornil(L, 2) && !class_is_class(L, 2)) {
        return luaL_error(L, "class %s: the base is not a class", name);
    }
    class_new(L, name, lua_isnoneornil(L, 2) ? 0 : 2);
    if (type) {
        engine_push_key(L, KEY_INTERFACE);
        lua_pushinteger(L, type->index);
        lua_rawset(L, -3);
    }
    return 1;
}

void class_drop_own_fields(lua_State *L, int idx, const struct schema_type *type) {
    const struct schema_fields *fields = schema_fields(type);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        bool keep = lua_type(L, -2) != LUA_TSTRING;
        if (!keep) {
            size_t length;
            const char *name = lua_tolstring(L, -2, &length);
            struct nearest search;
            nearest_begin(&search, name);
            keep = schema_field(fields, name, length) != NULL;
            for (size_t i = 0; !keep && i < fields->count; i++) {
                nearest_offer(&search, fields->items[i].name);
            }
            keep = keep || search.best;
        }
        if (keep) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_replace(L, idx);
}

/* `super.init(scope, id)`: the first argument of an initialiser must be the object being made. Raises if the value at 1
 * is not of the class in the first upvalue; most likely it is the scope. */
static void check_self(lua_State *L) {
    if (standin_at(L, 1) ||
        (class_is_a(L, 1, lua_upvalueindex(1)) && (!node_of(L, 1) || lua_type(L, 2) != LUA_TSTRING))) {
        return;
    }
    const char *name = class_name_of(L, lua_upvalueindex(1));
    name = name ? schema_short_name(name) : "the class";
    if (lua_isnoneornil(L, 1)) {
        engine_fail(L, 0,
                    "init of %s needs self: -> write function Class:init(…), with a colon, and in it "
                    "Class.super.init(self, …)",
                    name);
    }
    engine_fail(L, 0, "init of %s takes self first: -> write Class.super.init(self, …)", name);
}

/* Initialiser of a library class that checks its arguments, for `super.init(self, …)`. Upvalues: class, init. */
static int checked_init(lua_State *L) {
    const struct schema_type *type = class_schema_of(L, lua_upvalueindex(1));
    bool standin = standin_at(L, 1) != NULL;
    if (standin && tolerate_wants(L)) {
        return tolerate_call(L, 0, NULL);
    }
    bool protected = tolerate_begin(L).protected;
    const struct schema_member *constructor = type ? schema_constructor(type) : NULL;
    check_self(L);
    if (constructor) {
        size_t count = constructor->parameter_count;
        const struct schema_shape *last = count ? constructor->parameters[count - 1].shape : NULL;
        int idx = 1 + (int)count;
        if (last && last->kind == SHAPE_STRUCT && lua_type(L, idx) == LUA_TTABLE && !lua_getmetatable(L, idx)) {
            class_drop_own_fields(L, idx, schema_shape_type(last));
        }
        complaints_gather(L, protected);
        engine_state(L)->hooks.check_constructor(L, type, 2);
        complaints_gather(L, false);
    }
    if (standin) {
        return 0;
    }
    lua_pushvalue(L, 1);
    lua_insert(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 2); /* instance, init, instance, arguments */
    lua_call(L, lua_gettop(L) - 2, 0);
    if (class_push(L, 1)) {
        fields_hide(L, 1, lua_gettop(L), 0);
    }
    return 0;
}

/* __index of the `super` of a class that extends a library class. Upvalue: the library class. */
static int super_index(lua_State *L) {
    lua_settop(L, 2);
    bool cacheable;
    lua_pushvalue(L, lua_upvalueindex(1));
    enum member_found found = member_find(L, 3, 2, KEY_GET, &cacheable);
    if (found != FOUND_MEMBER) {
        if (found == FOUND_NOTHING) {
            lua_pushnil(L);
        }
        return 1;
    }
    if (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), "init") == 0) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_insert(L, -2);
        lua_pushcclosure(L, checked_init, 2);
    }
    return 1;
}

/* Base:extend "Name" → the user's class. */
static int class_extend(lua_State *L) {
    if (!class_is_class(L, 1)) {
        return engine_fail(L, 0, "call extend with a colon: Class:extend \"Name\"");
    }
    const char *name = luaL_optstring(L, 2, class_name_of(L, 1));
    bool user_base = class_is_user(L, 1);
    lua_pushstring(L, name); /* keeps the name alive */
    class_new(L, name, 1);
    int cls = lua_gettop(L);
    lua_pushboolean(L, 1);
    lua_setfield(L, cls, "__user");
    lua_pushnil(L);
    lua_setfield(L, cls, "__schema"); /* it may have a library class's name, but has its own initialiser */
    if (!user_base) {
        lua_newtable(L);
        lua_newtable(L);
        lua_pushvalue(L, 1);
        lua_pushcclosure(L, super_index, 1);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
        lua_setfield(L, cls, "super");
    }
    lua_settop(L, cls);
    return 1;
}

/* Whether the class at `cls` or one of its bases has setters. */
static bool has_setters(lua_State *L, int cls) {
    lua_pushvalue(L, cls);
    do {
        engine_push_key(L, KEY_SET);
        bool any = false;
        if (lua_rawget(L, -2) == LUA_TTABLE) {
            lua_pushnil(L);
            any = lua_next(L, -2);
        }
        lua_pop(L, any ? 3 : 1);
        if (any) {
            lua_pop(L, 1);
            return true;
        }
    } while (class_to_base(L));
    return false;
}

/* Gives the library class at `cls` the metatable that its instances have while their initialiser runs: that of the
 * class, but assignments are plain ones, or find setters. */
static void make_making(lua_State *L, int cls) {
    engine_push_key(L, KEY_MAKING);
    lua_createtable(L, 3, 8);
    int making = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, cls)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (key[0] == '_' && key[1] == '_') {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, making);
        } else {
            lua_pop(L, 1);
        }
    }
    engine_push_key(L, KEY_NEWINDEX);
    if (has_setters(L, cls)) {
        lua_pushvalue(L, cls);
        lua_newtable(L);
        lua_pushcclosure(L, assignment_while_made, 2);
    } else {
        lua_pushnil(L);
    }
    lua_rawset(L, making);
    engine_push_key(L, KEY_CLASS);
    lua_pushvalue(L, cls);
    lua_rawset(L, making);
    engine_push_meta(L, META_MAKING);
    lua_setmetatable(L, making);
    lua_rawset(L, cls);
}

/* On first use of a class its members and setters are known. Users' classes may still get theirs, so less is kept for
 * them. */
static void finish_class(lua_State *L, int cls) {
    call_check_class(L, cls, false);
    bool cacheable;
    lua_pushliteral(L, "init");
    if (!class_is_user(L, cls) && member_find(L, cls, -1, KEY_GET, &cacheable) == FOUND_MEMBER) {
        engine_push_key(L, KEY_INIT);
        lua_insert(L, -2);
        lua_rawset(L, cls);
    }
    lua_pop(L, 1);
    engine_push_key(L, KEY_FINISHED);
    lua_pushboolean(L, 1);
    lua_rawset(L, cls);
    if (!class_is_user(L, cls)) {
        make_making(L, cls);
    }
}

/* A chunk may be collected before the tree is, so its name is kept in the registry. */
static const char *keep_source(lua_State *L, const char *source) {
    static char SOURCES;
    int top = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &SOURCES) == LUA_TNIL) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &SOURCES);
    }
    int sources = lua_gettop(L);
    lua_pushstring(L, source);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, sources) == LUA_TNIL) { /* name → itself */
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushvalue(L, -1);
        lua_rawset(L, sources);
    }
    source = lua_tostring(L, -1);
    lua_settop(L, top);
    return source;
}

/* Lets property injectors change the properties (fourth argument: class, scope, id, properties) of a class that
 * supports injection, if there are any injectors. Their results are checked like the user's values. */
static void inject_properties(lua_State *L, int injector, const struct schema_type *type) {
    const char *name = "PROPERTY_INJECTION_ID";
    const struct schema_member *constructor = schema_constructor(type);
    bool without_properties = constructor && constructor->parameter_count < 3;
    if (lua_gettop(L) < 3 || without_properties || !node_of(L, 2) || schema_declaring(type, name) != type) {
        return;
    }
    lua_getfield(L, 1, name);
    int unique_id = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, injector);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_pushvalue(L, unique_id);
    if (unique_id > 4) {
        lua_pushvalue(L, 4);
    } else {
        lua_newtable(L);
    }
    lua_call(L, 4, 1);
    lua_replace(L, 4); /* replaces the properties, or the class's id */
    lua_settop(L, 4);
    engine_state(L)->hooks.check_constructor(L, type, 2);
}

/* engine.inject_with(function): called for each construct made from now on whose class supports injection */
static int l_inject_with(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    struct engine_state *state = engine_state(L);
    if (!state->injector) {
        lua_settop(L, 1);
        state->injector = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return 0;
}

/* A class is the metatable of its instances. In the sandbox no code may run when they are collected, because no limit
 * would apply; the class is at 1. */
static void refuse_finalizer(lua_State *L) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 1) != LUA_TNIL) {
        engine_fail(L, 0, "finalizers (__gc) are not available in the sandbox");
    }
    lua_pop(L, 1);
}

/* Raises if the user's class on top of the stack has an initialiser under a name from another language. (A `new` that
 * calls the class is fine.) */
static void refuse_misnamed_init(lua_State *L) {
    static const char *const names[] = {"__init__", "constructor", "new"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_Debug caller;
        lua_pushstring(L, names[i]);
        bool found = lua_rawget(L, -2) == LUA_TFUNCTION;
        if (found && lua_getstack(L, 1, &caller)) {
            lua_getinfo(L, "f", &caller);
            found = !lua_rawequal(L, -1, -2);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (found) {
            const char *name = class_name_of(L, -1);
            engine_fail(L, 0, "%s:%s is called by nobody: -> name it init, as in function %s:init(…)", name, names[i],
                        name);
        }
    }
}

/* The row whose constructor makes the class at 1: its own, or that of the library class whose initialiser it inherits.
 * NULL if it has its own initialiser. */
static const struct schema_type *constructed_type(lua_State *L, bool user) {
    lua_pushvalue(L, 1);
    while (user && class_is_user(L, -1)) {
        engine_push_key(L, KEY_OWN_INIT);
        bool own = lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
        if (!own) {
            refuse_misnamed_init(L);
        }
        if (own || !class_to_base(L)) {
            lua_pop(L, own ? 1 : 0);
            return NULL;
        }
    }
    const struct schema_type *type = class_own_schema(L);
    lua_pop(L, 1);
    return type;
}

/* Whether the class at 1 is abstract, or one whose objects only the library makes. */
static bool cannot_be_made(lua_State *L, const struct schema_type *type) {
    return type->kind == SCHEMA_CLASS && ((type->flags & TYPE_ABSTRACT) || !schema_constructor(type)) &&
           !class_is_user(L, 1);
}

/* Runs the initialiser of the user's class at 1, which was given a stand-in among the arguments above it, for a stand-in:
 * only to check what it does. Its own errors may follow from what stand-ins lack. */
static int check_user_init(lua_State *L) {
    int count = lua_gettop(L) - 1;
    bool cacheable;
    luaL_checkstack(L, count + 8, NULL);
    engine_push_key(L, KEY_OWN_INIT);
    if (member_find(L, 1, -1, KEY_GET, &cacheable) == FOUND_MEMBER) {
        standin_push_object(L, 1);
        for (int i = 0; i < count; i++) {
            lua_pushvalue(L, 2 + i);
        }
        if (lua_pcall(L, count + 1, 0, 0) != LUA_OK && lua_type(L, -1) != LUA_TSTRING) {
            return lua_error(L); /* an interruption */
        }
    }
    return standin_push_object(L, 1);
}

/* Class(…): checks the arguments against the schema, makes the instance, runs `init`. */
static int class_call(lua_State *L) {
    const char *source;
    int line;
    if (engine_state(L)->tolerant && is_user_at(L, 1) && tolerate_wants(L)) { /* costliest last */
        return tolerate_call(L, 1, NULL);
    }
    const struct tolerance tolerance = tolerate_begin(L);
    engine_push_key(L, KEY_MAKING);
    bool user = lua_rawget(L, 1) == LUA_TNIL;
    lua_pop(L, 1);
    if (user) { /* or a class that is used for the first time */
        engine_push_key(L, KEY_FINISHED);
        bool finished = lua_rawget(L, 1) != LUA_TNIL;
        lua_pop(L, 1);
        if (!finished) {
            finish_class(L, 1);
        }
        user = class_is_user(L, 1);
    }
    struct blame *blame = &engine_state(L)->blame;
    bool by_user = user_location_at(L, tolerance.protected ? 2 : 1, &source, &line);
    if (by_user || (blame->depth <= 0 && user_location(L, &source, &line))) {
        blame->source = blame->source && strcmp(blame->source, source) == 0 ? blame->source : keep_source(L, source);
        blame->line = line;
    }
    const struct schema_type *type = constructed_type(L, user);
    if (type) {
        if (cannot_be_made(L, type) && user_calls(L)) {
            engine_state(L)->hooks.refuse_making(L, type, 2);
        }
        if (tolerance.protected) {
            complaints_gather(L, true);
        }
        engine_state(L)->hooks.check_constructor(L, type, 2);
        if (tolerance.protected) {
            complaints_gather(L, false);
        }
        if (engine_state(L)->injector && !tolerance.tainted) {
            inject_properties(L, engine_state(L)->injector, type);
        }
    }
    if (tolerance.tainted) {
        return type ? standin_push_object(L, 1) : check_user_init(L);
    }
    if (guard_is_on()) {
        refuse_finalizer(L);
    }
    int arguments = lua_gettop(L) - 1;
    engine_push_key(L, KEY_MAKING);
    lua_rawget(L, 1); /* nil: a user's class */
    lua_insert(L, 2);
    lua_createtable(L, 0, 8);
    lua_pushvalue(L, user ? 1 : 2);
    lua_setmetatable(L, -2);
    lua_insert(L, 3); /* class, making, instance, arguments */
    engine_push_key(L, KEY_INIT);
    bool cacheable;
    bool has_init = lua_rawget(L, 1) != LUA_TNIL;
    if (!has_init) {
        lua_pop(L, 1);
        engine_push_key(L, KEY_OWN_INIT);
        has_init = member_find(L, 1, -1, KEY_GET, &cacheable) == FOUND_MEMBER;
    }
    if (has_init) {
        lua_insert(L, 4);
        lua_pushvalue(L, 3);
        lua_insert(L, 5);
        lua_settop(L, 5 + arguments); /* class, making, instance, init, instance, arguments */
        blame->depth++;
        lua_call(L, arguments + 1, 0);
        blame->depth--;
    }
    lua_settop(L, 3);
    if (!user) {
        fields_finish(L, 3, 1, 2);
    } else if (type) {
        fields_hide(L, 3, 1, 0);
    }
    lua_replace(L, 1);
    lua_settop(L, 1);
    struct node *made = node_of(L, 1);
    if (made) {
        made->flags &= ~(unsigned)NODE_UNFINISHED;
    }
    if (!type && class_lacks_node(L, 1)) {
        const char *name = class_name_of(L, 1);
        engine_fail(L, 0, "%s:init did not call %s.super.init(self, scope, id), so there is no construct", name, name);
    }
    return 1;
}

/* `Class.new` for a class that has none: raises an error that says how to make objects. */
static int fail_new(lua_State *L, const struct schema_type *type) {
    const struct schema_member *constructor = schema_constructor(type);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; constructor && i < constructor->parameter_count; i++) {
        luaL_addstring(&buffer, i ? ", " : "");
        luaL_addstring(&buffer, constructor->parameters[i].name);
    }
    luaL_pushresult(&buffer);
    const char *name = schema_short_name(class_name_of(L, 1));
    if (!class_is_user(L, 1) && (!constructor || (type->flags & TYPE_ABSTRACT))) {
        return engine_fail(L, 0, "%s has no member 'new'", name);
    }
    return engine_fail(L, 0, "call the class itself: %s(%s)", name, class_is_user(L, 1) ? "…" : lua_tostring(L, -1));
}

/* Class.member: inherited statics, types nested in an L1 class, or a helpful error for a misspelt one. */
static int class_index(lua_State *L) {
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) {
        lua_pushnil(L);
        return 1;
    }
    const char *key = lua_tostring(L, 2);
    if (strcmp(key, "extend") == 0) {
        lua_pushcfunction(L, class_extend);
        return 1;
    }
    if (!member_is_machinery(key)) {
        luaL_checkstack(L, 10, NULL);
        lua_pushvalue(L, 1);
        do {
            lua_pushvalue(L, 2);
            if (lua_rawget(L, -2) != LUA_TNIL) {
                return 1;
            }
            lua_pop(L, 1);
            const struct schema_type *own = class_own_schema(L);
            if (own && schema_declaring(own, key) == own && derive_member(L, -1, own, key, true)) {
                call_check_member(L, lua_gettop(L), 2);
                lua_pushvalue(L, 2);
                lua_rawget(L, -2);
                return 1;
            }
        } while (class_to_base(L));
        const struct schema_type *type = class_schema_of(L, 1);
        if (type && *key >= 'A' && *key <= 'Z' && module_push_nested(L, type, key)) {
            return 1;
        }
        if (type && strcmp(key, "new") == 0) {
            return fail_new(L, type);
        }
        if (type && !class_is_user(L, 1) && *key != '_' && !schema_member(type, key)) {
            const char *best = member_nearest(L, 1, key);
            bool sure = tolerate_misread(L, 0, schema_short_name(class_name_of(L, 1)), key, best, NULL);
            return standin_push_member(L, type, sure ? class_row_of(L, 1, best) : NULL);
        }
    }
    lua_pushnil(L);
    return 1;
}

static int class_tostring(lua_State *L) {
    const char *name = class_name_of(L, 1);
    lua_pushfstring(L, "class %s", name ? schema_short_name(name) : "");
    return 1;
}

/* Pushes member `name` of the instance at `idx` (0: of any) of the class at `cls`: true for a computed property, nil if
 * there is none. Members that the class's __index has found before are not looked up again. */
static void push_member_of(lua_State *L, int idx, int cls, const char *name) {
    luaL_checkstack(L, 10, NULL);
    lua_pushstring(L, name);
    int key = lua_gettop(L);
    engine_push_key(L, KEY_INDEX);
    lua_rawget(L, cls);
    int members = 0, getters = 0;
    if (lua_tocfunction(L, -1) == instance_index) {
        lua_getupvalue(L, key + 1, INDEX_MEMBERS);
        lua_getupvalue(L, key + 1, INDEX_GETTERS);
        members = key + 2;
        getters = key + 3;
        lua_pushvalue(L, key);
        if (lua_rawget(L, members) != LUA_TNIL && fields_is_stored(L, -1)) {
            if (idx && fields_push(L, idx, key)) {
                lua_replace(L, key);
                lua_settop(L, key);
                return;
            }
            lua_getupvalue(L, key + 1, INDEX_OTHERS);
            lua_replace(L, members);
            lua_pop(L, 1);
            lua_pushvalue(L, key);
            lua_rawget(L, members);
        }
        if (!lua_isnil(L, -1)) {
            if (is_absent(L, -1)) {
                lua_pushnil(L);
            }
            lua_replace(L, key);
            lua_settop(L, key);
            return;
        }
        lua_pushvalue(L, key);
        if (lua_rawget(L, getters) != LUA_TNIL) {
            lua_pushboolean(L, 1);
            lua_replace(L, key);
            lua_settop(L, key);
            return;
        }
    }
    bool cacheable;
    enum member_found found = find_or_derive(L, cls, key, &cacheable);
    if (found == FOUND_NOTHING) {
        push_absent(L);
    }
    if (cacheable && members) {
        lua_pushvalue(L, key);
        lua_pushvalue(L, -2);
        lua_rawset(L, found == FOUND_GETTER ? getters : members);
    }
    if (found == FOUND_NOTHING) {
        lua_pushnil(L);
    } else if (found == FOUND_GETTER) {
        lua_pushboolean(L, 1);
    }
    lua_replace(L, key);
    lua_settop(L, key);
}

void class_push_member(lua_State *L, int idx, const char *name) {
    idx = lua_absindex(L, idx);
    if (lua_type(L, idx) != LUA_TTABLE) {
        lua_pushnil(L);
        return;
    }
    lua_pushstring(L, name);
    if (lua_rawget(L, idx) != LUA_TNIL) {
        return;
    }
    lua_pop(L, 1);
    bool instance = class_push(L, idx);
    if (!instance && class_is_class(L, idx)) {
        lua_pushvalue(L, idx);
    } else if (!instance) {
        /* A table of the user's own kind, with an ordinary __index; that of a module raises. */
        bool indexed = luaL_getmetafield(L, idx, "__index") != LUA_TNIL;
        lua_pop(L, indexed ? 1 : 0);
        if (indexed && !module_name_at(L, idx)) {
            lua_getfield(L, idx, name);
        } else {
            lua_pushnil(L);
        }
        return;
    }
    push_member_of(L, instance ? idx : 0, lua_gettop(L), name);
    lua_remove(L, -2);
}

/* engine.is_a(value, Class) */
static int l_is_a(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, class_is_class(L, 2) && class_is_a(L, 1, 2));
    return 1;
}

/* engine.class_name(instance) → "aws_cdk.aws_s3.Bucket", or nil. */
static int l_class_name(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, class_name_of(L, 1));
    return 1;
}

/* engine.class_of(instance) → class, or nil. */
static int l_class_of(lua_State *L) {
    luaL_checkany(L, 1);
    return class_push(L, 1);
}

/* engine.has(value, name): whether value has a method, field or computed property of that name. Never raises. */
static int l_has(lua_State *L) {
    luaL_checkany(L, 1);
    class_push_member(L, 1, luaL_checkstring(L, 2));
    lua_pushboolean(L, lua_toboolean(L, -1));
    return 1;
}

/* engine.fields(instance) → new table of the fields that it holds, private ones included, computed ones not. */
static int l_fields(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    fields_push_all(L, 1);
    return 1;
}

static const luaL_Reg functions[] = {
    {"class", l_class}, {"is_a", l_is_a},     {"class_name", l_class_name}, {"class_of", l_class_of},
    {"has", l_has},     {"object", l_object}, {"fields", l_fields},         {"inject_with", l_inject_with},
    {NULL, NULL}};

static const luaL_Reg metamethods[] = {
    {"__call", class_call}, {"__index", class_index}, {"__tostring", class_tostring}, {NULL, NULL}};

void class_open(lua_State *L) {
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    luaL_setfuncs(L, metamethods, 0);
    engine_set_meta(L, META_CLASS);
    lua_newtable(L);
    engine_set_meta(L, META_MAKING);
}
