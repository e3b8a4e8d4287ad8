/* Code: the factories, what all classes share, and the module `luacdk.lambda_code`. */

#include <string.h>

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/values.h"

/* ---- what the classes share ----------------------------------------------------------------------------------- */

void push_lambda_principal(lua_State *L) {
    static char PRINCIPAL;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &PRINCIPAL) != LUA_TNIL) {
        return;
    }
    lua_pop(L, 1);
    lua_pushliteral(L, LAMBDA_SERVICE);
    call_export(L, "aws_cdk.aws_iam", "ServicePrincipal", 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &PRINCIPAL);
}

/* Calls the class of this room with the `arguments` values on top. [-arguments, +1] */
static void call_code_class(lua_State *L, const char *name, int arguments) {
    call_export(L, LAMBDA_CODE_MODULE, name, arguments);
}

int code_is_bound(lua_State *L) {
    if (lua_getfield(L, 1, "_asset") == LUA_TNIL) {
        lua_pop(L, 1);
        return 0;
    }
    struct node *asset = node_check(L, -1), *scope = node_check(L, 2);
    if (asset->stack != scope->stack) {
        node_push(L, asset->stack);
        lua_getfield(L, -1, "stack_name");
        luaL_tolstring(L, -1, NULL);
        engine_fail(L, 2, "this code already belongs to stack '%s': -> make a separate Code for each stack",
                    lua_tostring(L, -1));
    }
    lua_pop(L, 1);
    return 1;
}

int code_note_resource(lua_State *L, const char *fallback) {
    check_options(L, 3, "aws_cdk.aws_lambda.ResourceBindOptions", "options");
    if (lua_getfield(L, 1, "_asset") == LUA_TNIL) {
        return engine_fail(L, 2, "bind_to_resource must be called after bind: -> give the code to a function first");
    }
    int asset = lua_gettop(L);
    lua_pushvalue(L, 2);
    lua_getfield(L, 3, "resource_property");
    if (lua_isnil(L, -1) || (lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) == 0)) {
        lua_pop(L, 1);
        lua_pushstring(L, fallback);
    }
    call_method(L, asset, "add_resource_metadata", 2, 0);
    lua_pop(L, 1);
    return 0;
}

void set_source_key(lua_State *L, int table) {
    push_member(L, table, "source_kms_key");
    if (!lua_isnil(L, -1)) {
        int key = lua_gettop(L);
        /* A key of either level, or any table that refers to one. */
        push_member(L, key, "key_ref");
        push_member(L, lua_isnil(L, -1) ? key : lua_gettop(L), "key_arn");
        lua_setfield(L, key - 1, "source_kms_key_arn");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* ---- the factories -------------------------------------------------------------------------------------------- */

/* Code.from_asset(path, options) */
static int from_asset(lua_State *L) {
    lua_settop(L, 2);
    call_code_class(L, "AssetCode", 2);
    return 1;
}

/* Code.from_custom_command(output, command, options): runs the command; its output becomes an asset. */
static int from_custom_command(lua_State *L) {
    lua_settop(L, 3);
    check_text(L, 1, "output");
    if (lua_type(L, 2) != LUA_TTABLE) {
        return engine_fail(L, 0, "command must be a list of strings, got %s", push_display(L, 2));
    }
    check_options(L, 3, "aws_cdk.aws_lambda.CustomCommandOptions", "options");
    lua_getfield(L, 3, "command_options");
    default_table(L, 4);
    run_custom_command(L, 1, 2, 4);
    lua_pushvalue(L, 1);
    push_copy(L, 3);
    lua_pushnil(L);
    lua_setfield(L, -2, "command_options"); /* not an option of the asset */
    call_code_class(L, "AssetCode", 2);
    return 1;
}

/* Code.from_docker_build(path, options): builds an image and copies files out of it. */
static int from_docker_build(lua_State *L) {
    lua_settop(L, 2);
    check_text(L, 1, "path");
    check_options(L, 2, "aws_cdk.aws_lambda.DockerBuildAssetOptions", "options");
    lua_getfield(L, 2, "image_path");
    const char *path = luaL_optstring(L, -1, "/asset/.");
    size_t length = strlen(path);
    /* Only with this ending does `cp` copy the content of a directory; other paths are taken for directories too. */
    if (length > 0 && path[length - 1] == '/') {
        lua_pushfstring(L, "%s.", path);
    } else if (length > 1 && strcmp(path + length - 2, "/.") == 0) {
        lua_pushstring(L, path);
    } else {
        lua_pushfstring(L, "%s/.", path);
    }
    push_export(L, "aws_cdk", "DockerImage");
    lua_getfield(L, -1, "_build");
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_call(L, 2, 1);
    lua_pushvalue(L, 4);
    lua_getfield(L, 2, "output_path");
    call_method(L, -3, "_cp_when_needed", 2, 1);
    call_code_class(L, "AssetCode", 1);
    return 1;
}

/* Code.from_asset_image(directory, props) */
static int from_asset_image(lua_State *L) {
    lua_settop(L, 2);
    default_table(L, 2);
    call_code_class(L, "AssetImageCode", 2);
    return 1;
}

static const char no_version_id[] = "@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified";

/* Warns on the bucket at 1 that a new object under the same key will not be noticed. [-0, +0] */
static void warn_no_version(lua_State *L, const char *factory) {
    lua_pushfstring(L,
                    "object_version is not given to %s: the function is not updated when the object in the bucket "
                    "changes, since only its name is in the template. Give object_version, or use Code.from_asset.",
                    factory);
    add_warning(L, 1, no_version_id, lua_tostring(L, -1));
    lua_pop(L, 1);
}

/* Code.from_bucket(bucket, key, object_version) */
static int from_bucket(lua_State *L) {
    lua_settop(L, 3);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    call_code_class(L, "S3Code", 3);
    if (lua_isnil(L, 3)) {
        warn_no_version(L, "Code.from_bucket");
    }
    return 1;
}

/* Code.from_bucket_v2(bucket, key, options) */
static int from_bucket_v2(lua_State *L) {
    lua_settop(L, 3);
    default_table(L, 3);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    call_code_class(L, "S3CodeV2", 3);
    lua_getfield(L, 3, "object_version");
    if (lua_isnil(L, -1)) {
        warn_no_version(L, "Code.from_bucket_v2");
    }
    lua_pop(L, 1);
    return 1;
}

/* Code.from_cfn_parameters(props) */
static int from_cfn_parameters(lua_State *L) {
    lua_settop(L, 1);
    call_code_class(L, "CfnParametersCode", 1);
    return 1;
}

/* Code.from_ecr_image(repository, props) */
static int from_ecr_image(lua_State *L) {
    lua_settop(L, 2);
    call_code_class(L, "EcrImageCode", 2);
    return 1;
}

/* Code.from_inline(code) */
static int from_inline(lua_State *L) {
    lua_settop(L, 1);
    call_code_class(L, "InlineCode", 1);
    return 1;
}

/* ---- the base ------------------------------------------------------------------------------------------------- */

static int code_init(lua_State *L) {
    (void)L;
    return 0;
}

/* Every class has its own bind. */
static int code_bind(lua_State *L) {
    const char *name = class_name_of(L, 1);
    return engine_fail(L, 0, "%s must have a method bind(scope) that says where the code is", name ? name : "a Code");
}

/* Most kinds of code have nothing to tell the resource. */
static int code_bind_to_resource(lua_State *L) {
    (void)L;
    return 0;
}

static const luaL_Reg code_methods[] = {
    {"init", code_init},
    {"bind", code_bind},
    {"bind_to_resource", code_bind_to_resource},
    {"from_asset", from_asset},
    {"from_asset_image", from_asset_image},
    {"from_bucket", from_bucket},
    {"from_bucket_v2", from_bucket_v2},
    {"from_cfn_parameters", from_cfn_parameters},
    {"from_custom_command", from_custom_command},
    {"from_docker_build", from_docker_build},
    {"from_ecr_image", from_ecr_image},
    {"from_inline", from_inline},
    {NULL, NULL},
};

static const struct code_class code_class = {"Code", code_methods, NULL, 0};

/* ---- the module ----------------------------------------------------------------------------------------------- */

/* Pushes the class described by the row; its base is at `base`, or 0. [-0, +1] */
static void push_class(lua_State *L, const struct code_class *row, int base) {
    base = base ? lua_absindex(L, base) : 0;
    push_export(L, "luacdk.engine", "class");
    lua_pushfstring(L, "aws_cdk.aws_lambda.%s", row->name);
    if (base) {
        lua_pushvalue(L, base);
    }
    lua_call(L, base ? 2 : 1, 1);
    luaL_setfuncs(L, row->methods, 0);
    lua_pushboolean(L, row->is_inline);
    lua_setfield(L, -2, "is_inline");
    if (row->getters) {
        lua_getfield(L, -1, "get");
        luaL_setfuncs(L, row->getters, 0);
        lua_pop(L, 1);
    }
}

int luaopen_luacdk_lambda_code(lua_State *L) {
    static const struct code_class *const derived[] = {
        &asset_code_class, &asset_image_code_class,    &ecr_image_code_class, &s3_code_class,
        &s3_code_v2_class, &cfn_parameters_code_class, &inline_code_class,
    };
    lua_newtable(L);
    int module = lua_gettop(L);
    push_class(L, &code_class, 0);
    int base = lua_gettop(L);
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++) {
        push_class(L, derived[i], base);
        lua_setfield(L, module, derived[i]->name);
    }
    lua_setfield(L, module, code_class.name);
    return 1;
}
