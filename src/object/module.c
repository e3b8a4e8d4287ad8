/* Modules that load their members on first use. */
#include "object/module.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "object/assignment.h"
#include "object/call.h"
#include "object/ancestry.h"
#include "object/derive.h"
#include "object/diagnostics.h"
#include "object/standin.h"
#include "object/state.h"
#include "object/tolerate.h"
#include "schema/nearest.h"

enum { SHOWN_MEMBERS = 8 }; /* of an enumeration, in errors */

static char TYPES; /* registry: struct schema_type * → result of push_type */

/* --- enums -----------------------------------------------------------------------------------------------------------
 */

void module_push_enum_members(lua_State *L, const struct schema_type *type) {
    size_t count, shown = 0, left = 0;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    luaL_addstring(&buffer, "; there are ");
    for (size_t i = 0; i < count; i++) {
        if (members[i].deprecated) {
            continue;
        }
        if (shown == SHOWN_MEMBERS) {
            left++;
            continue;
        }
        luaL_addstring(&buffer, shown++ ? ", " : "");
        luaL_addstring(&buffer, members[i].name);
    }
    if (left > 0) {
        lua_pushfstring(L, " and %d more", (int)left);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
}

/* Enum.MEMBER for an unknown member. Upvalue: the type. */
static int enum_index(lua_State *L) {
    const struct schema_type *type = lua_touserdata(L, lua_upvalueindex(1));
    const char *key = luaL_tolstring(L, 2, NULL);
    struct nearest search;
    nearest_begin(&search, key);
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&search, members[i].name);
    }
    const char *name = schema_short_name(type->full_name);
    if (search.best) {
        tolerate_misread(L, 0, name, key, search.best, NULL);
        return standin_push_unknown(L);
    }
    module_push_enum_members(L, type);
    const char *hint = lua_tostring(L, -1);
    tolerate_misread(L, 0, name, key, NULL, strncmp(hint, "; ", 2) == 0 ? hint + 2 : hint);
    return standin_push_unknown(L);
}

static void push_enum(lua_State *L, const struct schema_type *type) {
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    lua_createtable(L, 0, (int)count);
    for (size_t i = 0; i < count; i++) {
        if (members[i].text) {
            lua_pushstring(L, members[i].text);
        } else if ((double)(lua_Integer)members[i].number == members[i].number) {
            lua_pushinteger(L, (lua_Integer)members[i].number);
        } else {
            lua_pushnumber(L, members[i].number);
        }
        lua_setfield(L, -2, members[i].name);
    }
    lua_createtable(L, 0, 2);
    lua_pushlightuserdata(L, (void *)type);
    lua_pushcclosure(L, enum_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, type->full_name);
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, assignment_to_members, 1);
    lua_setfield(L, -3, "__newindex");
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
}

/* --- structs and interfaces
 * -------------------------------------------------------------------------------------------- */

/* Struct { … } checks and returns the same table. Upvalue: the type. */
static int struct_call(lua_State *L) {
    const struct schema_type *type = lua_touserdata(L, lua_upvalueindex(1));
    if (lua_isnoneornil(L, 1)) {
        lua_settop(L, 0);
        lua_newtable(L);
    }
    if (type->kind == SCHEMA_STRUCT) {
        const char *name = schema_short_name(type->full_name);
        engine_state(L)->hooks.check_struct(L, 1, type, name, 0);
    }
    lua_settop(L, 1);
    return 1;
}

/* Pushes what follows from the schema alone for `type`: an enum's table, a struct's identity function, an L1 class.
 * False (nothing pushed) for classes, which need an implementation. */
static bool push_type(lua_State *L, const struct schema_type *type) {
    if (type->kind == SCHEMA_CLASS) {
        return false;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &TYPES);
    if (lua_rawgetp(L, -1, type) == LUA_TNIL) {
        lua_pop(L, 1);
        if (type->kind == SCHEMA_ENUM) {
            push_enum(L, type);
        } else if (type->kind == SCHEMA_RESOURCE) {
            engine_state(L)->hooks.push_resource_class(L, type);
            call_check_class(L, lua_gettop(L), true);
        } else {
            lua_pushlightuserdata(L, (void *)type);
            lua_pushcclosure(L, struct_call, 1);
        }
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, type);
    }
    lua_remove(L, -2);
    return true;
}

bool module_push_nested(lua_State *L, const struct schema_type *type, const char *name) {
    const char *nested = lua_pushfstring(L, "%s.%s", type->name, name);
    const struct schema_type *found = schema_find(type->module, nested);
    lua_pop(L, 1);
    return found && push_type(L, found);
}

/* --- modules
 * -------------------------------------------------------------------------------------------------------------- */

static _Thread_local bool (*has_file)(const char *module);

void module_look_in_files(bool (*has)(const char *module)) { has_file = has; }

/* Pushes the name of the file of a class, unless the module says otherwise: "FargateTaskDefinition" is in
 * fargate_task_definition.lua, "S3Origin" in s3_origin.lua. False (nothing pushed) if there is no such file. */
static bool push_file_of(lua_State *L, const char *module_name, const char *class) {
    if (!has_file || !isupper((unsigned char)*class)) {
        return false;
    }
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (const char *c = class; *c; c++) {
        bool after_word = c > class && !isupper((unsigned char)c[-1]),
             in_capitals = c > class && islower((unsigned char)c[1]);
        if (isupper((unsigned char)*c) && (after_word || in_capitals)) {
            luaL_addchar(&buffer, '_');
        }
        luaL_addchar(&buffer, (char)tolower((unsigned char)*c));
    }
    luaL_pushresult(&buffer);
    bool found = has_file(lua_pushfstring(L, "%s.%s", module_name, lua_tostring(L, -1)));
    lua_pop(L, found ? 1 : 2);
    return found;
}

/* Loads `file` and copies its exports into the module. Pushes the member `key`: nil if the file does not export it. */
static void load_export(lua_State *L, int module, const char *module_name, const char *key, const char *file) {
    engine_push_global(L, "require");
    const char *name = strchr(file, '.') ? file : lua_pushfstring(L, "%s.%s", module_name, file);
    if (name == file) {
        lua_pushstring(L, file);
    }
    int *loading = &engine_state(L)->loading;
    if ((*loading)++ == 0) {
        assignment_guard_classes(L, false);
    }
    lua_call(L, 1, 1);
    if (--*loading == 0) {
        assignment_guard_classes(L, true);
    }
    if (!lua_istable(L, -1)) {
        luaL_error(L, "module %s: %s does not return a table of exports", module_name, file);
    }
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pushvalue(L, -2);
        if (lua_rawget(L, module) == LUA_TNIL) {
            lua_pop(L, 1);
            if (class_is_class(L, -1)) {
                call_check_class(L, lua_gettop(L), true);
            }
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, module);
        } else {
            lua_pop(L, 2);
        }
    }
    lua_pushstring(L, key);
    lua_rawget(L, module);
}

static int fail_unknown(lua_State *L, const char *module_name, int exports, const char *key) {
    struct nearest search;
    nearest_begin(&search, key);
    int number = schema_module_find(module_name);
    size_t count = number < 0 ? 0 : schema_module_type_count((size_t)number);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&search, schema_module_type_name((size_t)number, i));
    }
    lua_pushnil(L);
    while (lua_next(L, exports)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            nearest_offer(&search, lua_tostring(L, -1));
        }
    }
    bool sure = tolerate_misread(L, 0, schema_short_name(module_name), key, search.best, NULL);
    return standin_push_class(L, sure ? schema_find(module_name, search.best) : NULL);
}

/* module.Name. Upvalues: name of the module, table of exports. */
static int module_index(lua_State *L) {
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) {
        lua_pushnil(L);
        return 1;
    }
    const char *key = lua_tostring(L, 2);
    const char *module_name = lua_tostring(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TSTRING) {
        load_export(L, 1, module_name, key, lua_tostring(L, 3));
        if (lua_isnil(L, -1)) {
            luaL_error(L, "module %s: %s does not export %s", module_name, lua_tostring(L, 3), key);
        }
        return 1;
    }
    const struct schema_type *type = schema_find(module_name, key);
    if (type && type->kind == SCHEMA_CLASS && push_file_of(L, module_name, key)) {
        load_export(L, 1, module_name, key, lua_tostring(L, -1));
        if (!lua_isnil(L, -1)) {
            return 1;
        }
    }
    if (!type) {
        /* A type in a namespace that is not a class, or a submodule: aws_cdk.aws_s3 as cdk.aws_s3. */
        const char *submodule = lua_pushfstring(L, "%s.%s", module_name, key);
        if (schema_module_find(submodule) >= 0) {
            engine_push_global(L, "require");
            lua_pushstring(L, submodule);
            lua_call(L, 1, 1);
            return 1;
        }
        if (*key == '_') {
            lua_pushnil(L);
            return 1;
        }
        lua_pushvalue(L, lua_upvalueindex(2));
        return fail_unknown(L, module_name, lua_gettop(L), key);
    }
    if (!push_type(L, type) && !derive_push_class(L, type)) {
        const char *l1 = "its L1 classes (Cfn…) are complete";
        return engine_fail(L, 0, "%s is not part of luacdk yet; %s", schema_short_name(type->full_name), l1);
    }
    if (type->kind != SCHEMA_INTERFACE) { /* interfaces would only clutter a list of the module's members */
        lua_pushvalue(L, 2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 1);
    }
    return 1;
}

/* engine.module(name, exports) → module table */
static int l_module(lua_State *L) {
    luaL_checkstring(L, 1);
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, module_index, 2);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "__name");
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, assignment_to_members, 1);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
    return 1;
}

const char *module_name_at(lua_State *L, int idx) {
    if (lua_type(L, idx) != LUA_TTABLE || !lua_checkstack(L, 3) || !lua_getmetatable(L, idx)) {
        return NULL;
    }
    lua_pushliteral(L, "__index");
    lua_rawget(L, -2);
    lua_CFunction index = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    const char *name = NULL;
    if (index == module_index || index == enum_index) {
        lua_pushliteral(L, "__name");
        name = lua_rawget(L, -2) == LUA_TSTRING ? lua_tostring(L, -1) : NULL; /* the metatable keeps it */
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return name;
}

bool module_exports(lua_State *L, const char *module, const char *name) {
    int top = lua_gettop(L);
    luaL_checkstack(L, 6, NULL);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    bool loaded = lua_getfield(L, -1, module) == LUA_TTABLE && luaL_getmetafield(L, -1, "__index") == LUA_TFUNCTION &&
                  lua_tocfunction(L, -1) == module_index && lua_getupvalue(L, -1, 2);
    bool found = loaded && lua_getfield(L, -1, name) != LUA_TNIL;
    if (loaded && !found) {
        const struct schema_type *type = schema_find(module, name);
        found = type && type->kind == SCHEMA_CLASS && push_file_of(L, module, name);
    }
    lua_settop(L, top);
    return found;
}

/* Adds the classes of the module that are in files named after them to the table of exports on top of the stack. */
static void add_named_files(lua_State *L, const char *module_name) {
    int number = schema_module_find(module_name);
    size_t count = number < 0 ? 0 : schema_module_type_count((size_t)number);
    for (size_t i = 0; i < count; i++) {
        const char *name = schema_module_type_name((size_t)number, i);
        bool listed = lua_getfield(L, -1, name) != LUA_TNIL;
        lua_pop(L, 1);
        if (!listed && push_file_of(L, module_name, name)) {
            const struct schema_type *type = schema_find(module_name, name);
            if (type && type->kind == SCHEMA_CLASS) {
                lua_setfield(L, -2, name);
            } else {
                lua_pop(L, 1);
            }
        }
    }
}

/* engine.exports(module) → the exports of its files: name → file; nil if it is not a module. */
static int l_exports(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__index") == LUA_TNIL || lua_tocfunction(L, -1) != module_index) {
        lua_pushnil(L);
        return 1;
    }
    int index = lua_gettop(L);
    lua_getupvalue(L, index, 2);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, -3)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    lua_getupvalue(L, index, 1);
    lua_insert(L, -2);
    add_named_files(L, lua_tostring(L, -2));
    return 1;
}

static const luaL_Reg functions[] = {{"module", l_module}, {"exports", l_exports}, {NULL, NULL}};

void module_open(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &TYPES);
    luaL_setfuncs(L, functions, 0);
}
