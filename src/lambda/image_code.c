/* EcrImageCode and AssetImageCode: functions made of container images. */

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"
#include "object/token.h"
#include "object/unresolved.h"

/* Options that belong to the function, not to the image. */
static const char *const image_options[] = {"cmd", "entrypoint", "working_directory"};

enum { IMAGE_OPTIONS = sizeof image_options / sizeof *image_options };

/* Pushes the result of bind: { image = { image_uri, cmd, entrypoint, working_directory } }, with the URI from the top
 * of the stack and the rest from the props at `props`. [-1, +1] */
static void push_image(lua_State *L, int props) {
    lua_createtable(L, 0, 1);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "image_uri");
    for (int i = 0; i < IMAGE_OPTIONS; i++) {
        copy_member(L, props, image_options[i], image_options[i]);
    }
    lua_setfield(L, -2, "image");
    lua_remove(L, -2);
}

/* Allows Lambda to pull from the repository at `repository`. An imported one cannot be changed, and is left alone. [-0,
 * +0] */
static void grant_pull(lua_State *L, int repository) {
    repository = lua_absindex(L, repository);
    push_lambda_principal(L);
    call_method(L, repository, "grant_pull", 1, 0);
}

/* ---- EcrImageCode --------------------------------------------------------------------------------------------- */

/* EcrImageCode(repository, props) */
static int ecr_image_code_init(lua_State *L) {
    lua_settop(L, 3);
    default_table(L, 3);
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_repository");
    lua_pushvalue(L, 3);
    lua_setfield(L, 1, "_props");
    if (has_member(L, 3, "tag")) {
        lua_pushliteral(L, "aws_cdk.aws_lambda.EcrImageCodeProps#tag");
        lua_pushliteral(L, "use `tag_or_digest`");
        call_export(L, "luacdk.engine", "deprecated", 2);
        lua_pop(L, 1);
    }
    return 0;
}

/* code:bind(scope): runs every time, since each binding is a grant, but equal statements are merged. */
static int ecr_image_code_bind(lua_State *L) {
    lua_settop(L, 2);
    lua_getfield(L, 1, "_repository");
    lua_getfield(L, 1, "_props");
    grant_pull(L, 3);
    if (lua_getfield(L, 4, "tag_or_digest") == LUA_TNIL && lua_getfield(L, 4, "tag") == LUA_TNIL) {
        lua_pushliteral(L, "latest");
    }
    call_method(L, 3, "repository_uri_for_tag_or_digest", 1, 1);
    push_image(L, 4);
    return 1;
}

static const luaL_Reg ecr_methods[] = {
    {"init", ecr_image_code_init},
    {"bind", ecr_image_code_bind},
    {NULL, NULL},
};

const struct code_class ecr_image_code_class = {"EcrImageCode", ecr_methods, NULL, 0};

/* ---- AssetImageCode ------------------------------------------------------------------------------------------- */

/* AssetImageCode(directory, props): looks at nothing before the code is bound. */
static int asset_image_code_init(lua_State *L) {
    lua_settop(L, 3);
    check_text(L, 2, "directory");
    default_table(L, 3);
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_directory");
    lua_pushvalue(L, 3);
    lua_setfield(L, 1, "_props");
    return 0;
}

/* Makes the image asset <scope>/AssetImage and stores it. self at 1, scope at 2. [-0, +0] */
static void make_image(lua_State *L) {
    lua_pushvalue(L, 2);
    lua_pushliteral(L, "AssetImage");
    lua_getfield(L, 1, "_props");
    push_copy(L, -1);
    lua_remove(L, -2);
    for (int i = 0; i < IMAGE_OPTIONS; i++) {
        /* The CDK passes these to the asset too, which accepts no tokens in any option; we pass only the asset's own
         * options. */
        lua_getfield(L, -1, image_options[i]);
        if (!lua_isnil(L, -1) && token_is_unresolved(L, -1)) {
            engine_fail(L, 2, "%s of an image built from a directory cannot be a token: it is used before deployment",
                        image_options[i]);
        }
        lua_pop(L, 1);
        lua_pushnil(L);
        lua_setfield(L, -2, image_options[i]);
    }
    lua_getfield(L, 1, "_directory");
    lua_setfield(L, -2, "directory");
    call_export(L, "aws_cdk.aws_ecr_assets", "DockerImageAsset", 3);
    lua_getfield(L, -1, "repository");
    grant_pull(L, -1);
    lua_pop(L, 1);
    lua_setfield(L, 1, "_asset");
}

/* code:bind(scope) */
static int asset_image_code_bind(lua_State *L) {
    lua_settop(L, 2);
    if (!code_is_bound(L)) {
        make_image(L);
    }
    lua_getfield(L, 1, "_props");
    lua_getfield(L, 1, "_asset");
    lua_getfield(L, -1, "image_uri");
    push_image(L, 3);
    return 1;
}

/* code:bind_to_resource(resource, options) */
static int asset_image_code_bind_to_resource(lua_State *L) { return code_note_resource(L, "Code.ImageUri"); }

static const luaL_Reg asset_methods[] = {
    {"init", asset_image_code_init},
    {"bind", asset_image_code_bind},
    {"bind_to_resource", asset_image_code_bind_to_resource},
    {NULL, NULL},
};

const struct code_class asset_image_code_class = {"AssetImageCode", asset_methods, NULL, 0};
