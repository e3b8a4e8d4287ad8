/* The module `luacdk.engine`: the basis of the construct library, gathered from the rooms below. */
#include <lauxlib.h>

#include "api/schema_api.h"
#include "api/text_api.h"
#include "check/check.h"
#include "l1/l1.h"
#include "l1/l1_parse.h"
#include "object/call.h"
#include "object/class.h"
#include "object/derive.h"
#include "object/diagnostics.h"
#include "object/module.h"
#include "object/node.h"
#include "object/state.h"
#include "object/standin_members.h"
#include "object/token_api.h"
#include "object/user_line.h"
#include "object/values.h"
#include "synth/dependency.h"
#include "synth/element.h"
#include "synth/json_text.h"
#include "synth/metadata.h"
#include "synth/policies.h"
#include "synth/references.h"
#include "synth/render.h"
#include "synth/resolve.h"
#include "synth/resource.h"
#include "synth/resources.h"
#include "synth/synth.h"
#include "synth/targets.h"
#include "synth/template.h"
#include "synth/tree_file.h"
#include "synth/tree_pass.h"

int luaopen_luacdk_engine(lua_State *L);

static char APPS;  /* registry: list of apps made, for the host */
static char LOOSE; /* registry: list of stacks made without a scope */

static void append(lua_State *L, const void *list) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, list);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* engine.register_app(app): the host synthesises it at the end of the script unless somebody has done so. */
static int l_register_app(lua_State *L) {
    append(L, &APPS);
    return 0;
}

/* engine.register_loose(stack): a stack with a name but without a scope, which must not be lost silently. */
static int l_register_loose(lua_State *L) {
    append(L, &LOOSE);
    return 0;
}

/* engine.finish() → apps: synthesises every app that was not synthesised, see lua/aws_cdk/private/run_end.lua. */
static int l_finish(lua_State *L) {
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &APPS);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &LOOSE);
    if (lua_rawlen(L, 1) > 0 || lua_rawlen(L, 2) > 0) {
        engine_push_global(L, "require");
        lua_pushliteral(L, "aws_cdk.private.run_end");
        lua_call(L, 1, 1);
        lua_getfield(L, -1, "finish");
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_call(L, 2, 0);
    }
    lua_settop(L, 1);
    return 1;
}

static const luaL_Reg functions[] = {
    {"register_app", l_register_app}, {"register_loose", l_register_loose}, {"finish", l_finish}, {NULL, NULL}};

/* In order: a part comes after those it needs. */
static void (*const parts[])(lua_State *L) = {
    values_open,     user_line_open, diagnostics_open, standin_members_open, class_open,
    call_open,       node_open,      token_api_open,   resolve_open,         json_text_open,
    references_open, element_open,   resource_open,    render_open,          dependency_open,
    check_open,      derive_open,    module_open,      schema_open,          synth_open,
    template_open,   policies_open,  targets_open,     resources_open,       metadata_open,
    tree_file_open,  tree_pass_open, l1_open,          l1_parse_open,        text_open};

int luaopen_luacdk_engine(lua_State *L) {
    engine_state_new(L); /* the extra space of a new state is not cleared: nothing may ask for the record before this */
    lua_newtable(L);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &APPS);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LOOSE);
    luaL_setfuncs(L, functions, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        parts[i](L);
    }
    return 1;
}
