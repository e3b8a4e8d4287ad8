/* The modules of the host: see modules.h. */
#include "host/modules.h"

#include "base/inputs.h"
#include "host/concat.h"
#include "host/embedded.h"
#include "host/pairs.h"
#include "host/tables.h"
#include "object/fields.h"
#include "object/module.h"
#include "object/state.h"
#include "object/user_line.h"
#include "schema/nearest.h"
#include "schema/schema.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* All native modules. Each is opened by the first `require` of its name. */
int luaopen_luacdk_assembly(lua_State *L);
int luaopen_luacdk_assets(lua_State *L);
int luaopen_luacdk_engine(lua_State *L);
int luaopen_luacdk_files(lua_State *L);
int luaopen_luacdk_inputs(lua_State *L);
int luaopen_luacdk_lambda_code(lua_State *L);
int luaopen_luacdk_process(lua_State *L);
int luaopen_luacdk_repl_fork(lua_State *L);
int luaopen_luacdk_sandbox(lua_State *L);
int luaopen_luacdk_terminal(lua_State *L);
int luaopen_luacdk_timings(lua_State *L);
int luaopen_luacdk_workers(lua_State *L);

static const luaL_Reg native_modules[] = {
    {"luacdk.assembly", luaopen_luacdk_assembly}, {"luacdk.assets", luaopen_luacdk_assets},
    {"luacdk.engine", luaopen_luacdk_engine},     {"luacdk.lambda_code", luaopen_luacdk_lambda_code},
    {"luacdk.process", luaopen_luacdk_process},   {"luacdk.repl.fork", luaopen_luacdk_repl_fork},
    {"luacdk.files", luaopen_luacdk_files},       {"luacdk.inputs", luaopen_luacdk_inputs},
    {"luacdk.sandbox", luaopen_luacdk_sandbox},   {"luacdk.terminal", luaopen_luacdk_terminal},
    {"luacdk.timings", luaopen_luacdk_timings},   {"luacdk.workers", luaopen_luacdk_workers},
};

enum { NATIVE_COUNT = sizeof native_modules / sizeof *native_modules };

#define CORE_MODULE "aws_cdk"
#define SERVICE_PREFIX "aws_cdk.aws_"

static bool starts_with(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

/* ---- short names ----------------------------------------------------------------------------------------------- */

/* The module's name as a global: "aws_cdk.aws_s3" → "s3", "aws_cdk.pipelines" → "pipelines", "aws_cdk" → "cdk". */
static const char *short_name(const char *module) {
    if (strcmp(module, CORE_MODULE) == 0) {
        return "cdk";
    }
    if (starts_with(module, SERVICE_PREFIX)) {
        return module + strlen(SERVICE_PREFIX);
    }
    if (starts_with(module, CORE_MODULE ".")) {
        return module + strlen(CORE_MODULE ".");
    }
    return module; /* constructs */
}

bool modules_push_full_name(lua_State *L, const char *name) {
    if (strcmp(name, "cdk") == 0) {
        lua_pushliteral(L, CORE_MODULE);
        return true;
    }
    const char *const forms[] = {SERVICE_PREFIX "%s", CORE_MODULE ".%s", "%s"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *module = lua_pushfstring(L, forms[i], name);
        if (schema_module_find(module) >= 0) {
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

void modules_push_short_names(lua_State *L) {
    size_t count = schema_module_count();
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, short_name(schema_module_name(i)));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* ---- require --------------------------------------------------------------------------------------------------- */

/* Pushes the embedded module as a function. */
static void load_embedded(lua_State *L, const struct embedded_module *module) {
    if (luaL_loadbufferx(L, module->bytes, module->length, module->chunk, EMBEDDED_MODE) != LUA_OK) {
        lua_error(L);
    }
}

/* Loader of a module without its own file: its L1 classes, structs and enums come from the schema. */
static int l_load_schema_module(lua_State *L) {
    lua_settop(L, 1);
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.engine");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "module");
    lua_pushvalue(L, 1);
    lua_newtable(L);
    lua_call(L, 2, 1);
    return 1;
}

/* A name that only we could know: no other searcher needs to be asked. */
static bool is_ours(const char *name) { return starts_with(name, CORE_MODULE ".") || starts_with(name, "luacdk."); }

/* Pushes the name of the library module that has this name elsewhere: "aws-cdk-lib/aws-s3", "@aws-cdk/aws-s3",
 * "aws_s3"; false (nothing pushed) if there is none. */
static bool push_meant(lua_State *L, const char *name) {
    int top = lua_gettop(L);
    name = luaL_gsub(L, name, "aws-cdk-lib", CORE_MODULE);
    name = luaL_gsub(L, name, "@", "");
    name = luaL_gsub(L, name, "-", "_");
    name = luaL_gsub(L, name, "/", ".");
    const char *short_form =
        starts_with(name, "aws_") && !starts_with(name, CORE_MODULE) ? name + strlen("aws_") : name;
    if (schema_module_find(name) >= 0) {
        lua_pushstring(L, name);
    } else if (!modules_push_full_name(L, short_form)) {
        lua_settop(L, top);
        return false;
    }
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return true;
}

/* Ends the search for one of our own names by suggesting the nearest module. */
static int fail_missing(lua_State *L, const char *name) {
    /* aws_cdk.s3, as the module is called elsewhere: near it in meaning, not in letters */
    if (starts_with(name, CORE_MODULE ".") && push_meant(L, name + strlen(CORE_MODULE "."))) {
        return luaL_error(L, "there is no module '%s'; did you mean '%s'?", name, lua_tostring(L, -1));
    }
    struct nearest search;
    nearest_begin(&search, name);
    for (size_t i = 0; i < schema_module_count(); i++) {
        nearest_offer(&search, schema_module_name(i));
    }
    return search.best ? luaL_error(L, "there is no module '%s'; did you mean '%s'?", name, search.best)
                       : luaL_error(L, "there is no module '%s'", name);
}

static bool has_module(const char *name) {
    struct embedded_module module;
    return embedded_find(name, &module);
}

bool modules_is_library(const char *name) {
    return !starts_with(name, "luacdk.") && (has_module(name) || schema_module_find(name) >= 0);
}

/* The library has its own table of globals, in which `pairs` is Lua's. A session must survive whatever its lines do to
 * globals: its own code, and all library code loaded after it was opened, also has copies of Lua's libraries. */
static bool opens_session(const char *name) { return strcmp(name, "luacdk.repl.session") == 0; }

static bool is_standard(const char *name) {
    static const char *const names[] = {"string", "table", "math", "utf8", "io", "os", "debug", "coroutine", "package"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void make_private_globals(lua_State *L) {
    engine_push_globals(L);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (lua_type(L, -2) == LUA_TSTRING && is_standard(lua_tostring(L, -2)) && lua_istable(L, -1)) {
            tables_copy(L);
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        } else {
            lua_pop(L, 1);
        }
    }
    engine_keep_globals(L);
}

/* Gives the chunk on top of the stack these globals. */
static void use_private_globals(lua_State *L) {
    if (engine_push_globals(L) && !lua_setupvalue(L, -2, 1)) {
        lua_pop(L, 1);
    }
}

static int l_search(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    struct embedded_module module;
    if (embedded_find(name, &module)) {
        load_embedded(L, &module);
        if (opens_session(name)) {
            make_private_globals(L);
        }
        use_private_globals(L);
        lua_pushstring(L, module.chunk);
        return 2;
    }
    if (schema_module_find(name) >= 0) {
        lua_pushcfunction(L, l_load_schema_module);
        lua_pushliteral(L, "schema");
        return 2;
    }
    return is_ours(name) ? fail_missing(L, name) : 0;
}

/* The searcher of Lua files, which count as inputs. Upvalue: Lua's own. */
static int l_search_file(lua_State *L) {
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 2);
    if (lua_isfunction(L, 1) && lua_isstring(L, 2)) {
        inputs_add(lua_tostring(L, 2));
    }
    if (lua_isnil(L, 2)) {
        lua_settop(L, 1); /* what it looked for */
    }
    return lua_gettop(L);
}

/* The last searcher: provides the C modules that busted needs, so that specs run in this program. */
static int l_search_stand_in(lua_State *L) {
    const char *name = luaL_gsub(L, luaL_checkstring(L, 1), ".", "_");
    struct embedded_module module;
    if (!embedded_find(lua_pushfstring(L, "luacdk.standin.%s", name), &module)) {
        if (push_meant(L, lua_tostring(L, 1))) {
            return luaL_error(L, "there is no module '%s'; did you mean '%s'?", lua_tostring(L, 1),
                              lua_tostring(L, -1));
        }
        lua_pushliteral(L, "no module in C, as luacdk is one static program");
        return 1;
    }
    load_embedded(L, &module);
    lua_pushstring(L, module.chunk);
    return 2;
}

/* The searchers, in order: package.preload; ours, so that no file in the working folder can replace a part of the
 * library; Lua files; stand-ins. There is none for C modules: the program is linked statically. */
static void set_searchers(lua_State *L) {
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "searchers");
    lua_rawgeti(L, -1, 2);
    lua_pushcclosure(L, l_search_file, 1);
    lua_rawseti(L, -2, 3);
    lua_pushcfunction(L, l_search);
    lua_rawseti(L, -2, 2);
    lua_pushcfunction(L, l_search_stand_in);
    lua_rawseti(L, -2, 4);
    lua_pop(L, 2);
}

/* Lets `require` of another Lua find ours, after package.preload. */
static void add_searcher(lua_State *L) {
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "searchers");
    luaL_checktype(L, -1, LUA_TTABLE);
    for (lua_Integer i = luaL_len(L, -1); i >= 2; i--) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushcfunction(L, l_search);
    lua_rawseti(L, -2, 2);
    lua_pop(L, 2);
}

static void register_native_modules(lua_State *L) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    for (size_t i = 0; i < NATIVE_COUNT; i++) {
        lua_pushcfunction(L, native_modules[i].func);
        lua_setfield(L, -2, native_modules[i].name);
    }
    lua_pop(L, 1);
}

/* The library's own globals: Lua's as they are now. */
static void keep_globals(lua_State *L) {
    lua_pushglobaltable(L);
    tables_copy(L);
    fields_set_raw(L);
    engine_keep_globals(L);
}

void modules_set_user_functions(lua_State *L) {
    pairs_set(L);
    lua_getglobal(L, "table");
    tables_copy(L);
    concat_push(L);
    lua_setfield(L, -2, "concat");
    lua_setfield(L, -2, "table");
}

void modules_open_user_globals(lua_State *L) {
    lua_pushglobaltable(L);
    modules_set_user_functions(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -2, "table");
    lua_setfield(L, -2, "table");
    lua_pop(L, 2);
}

void modules_open(lua_State *L) {
    module_look_in_files(has_module);
    register_native_modules(L);
    set_searchers(L);
    keep_globals(L);
    modules_open_user_globals(L);
}

void modules_open_as_guest(lua_State *L) {
    module_look_in_files(has_module);
    register_native_modules(L);
    add_searcher(L);
    keep_globals(L);
}
