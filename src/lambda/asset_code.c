/* AssetCode: a directory or archive on this machine, uploaded to the assets bucket. */

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"

/* AssetCode(path, options): touches no file before the code is bound. */
static int asset_code_init(lua_State *L) {
    lua_settop(L, 3);
    check_text(L, 2, "path");
    default_table(L, 3);
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "path");
    lua_pushvalue(L, 3);
    lua_setfield(L, 1, "_options");
    return 0;
}

/* Makes the asset <scope>/Code and stores it. self at 1, scope at 2. [-0, +0] */
static void make_asset(lua_State *L) {
    lua_pushvalue(L, 2);
    lua_pushliteral(L, "Code");
    lua_getfield(L, 1, "_options");
    push_copy(L, -1);
    lua_remove(L, -2);
    /* The function has its own copy, so the object may be deleted after the deployment, unless an option says
     * otherwise. */
    if (lua_getfield(L, -1, "deploy_time") == LUA_TNIL) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -3, "deploy_time");
    }
    lua_pop(L, 1);
    lua_getfield(L, 1, "path");
    lua_setfield(L, -2, "path");
    call_export(L, "aws_cdk.aws_s3_assets", "Asset", 3);
    lua_setfield(L, 1, "_asset");
}

/* code:bind(scope) -> { s3_location, source_kms_key_arn } */
static int asset_code_bind(lua_State *L) {
    lua_settop(L, 2);
    if (!code_is_bound(L)) {
        make_asset(L);
    }
    lua_getfield(L, 1, "_asset");
    int asset = lua_gettop(L);
    if (!has_member(L, asset, "is_zip_archive")) {
        lua_getfield(L, 1, "path");
        return engine_fail(L, 2, "code must be a directory or an archive (.zip, .jar, .tar, .tar.gz, .tgz), not %s",
                           lua_tostring(L, -1));
    }
    lua_newtable(L);
    lua_newtable(L);
    copy_member(L, asset, "s3_bucket_name", "bucket_name");
    copy_member(L, asset, "s3_object_key", "object_key");
    lua_setfield(L, -2, "s3_location");
    lua_getfield(L, 1, "_options");
    lua_insert(L, -2);
    set_source_key(L, -2);
    return 1;
}

/* code:bind_to_resource(resource, options) */
static int asset_code_bind_to_resource(lua_State *L) { return code_note_resource(L, "Code"); }

static const luaL_Reg methods[] = {
    {"init", asset_code_init},
    {"bind", asset_code_bind},
    {"bind_to_resource", asset_code_bind_to_resource},
    {NULL, NULL},
};

const struct code_class asset_code_class = {"AssetCode", methods, NULL, 0};
