/* S3Code and S3CodeV2: code that is already in a bucket. */

#include <stdbool.h>

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"

/* self._bucket_name = name of the bucket at 2, which must have one. [-0, +0] */
static void take_bucket_name(lua_State *L) {
    push_member(L, 2, "bucket_name");
    if (!lua_toboolean(L, -1) || (lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) == 0)) {
        engine_fail(L, 2, "the bucket of the code has no bucket_name");
    }
    lua_setfield(L, 1, "_bucket_name");
}

/* Pushes { bucket_name, object_key, object_version }; self at 1, the version in the table at `options`. [-0, +1] */
static void push_s3_location(lua_State *L, int options) {
    lua_createtable(L, 0, 3);
    copy_member(L, 1, "_bucket_name", "bucket_name");
    copy_member(L, 1, "_key", "object_key");
    copy_member(L, options, "object_version", "object_version");
}

/* ---- S3Code --------------------------------------------------------------------------------------------------- */

/* S3Code(bucket, key, object_version) */
static int s3_code_init(lua_State *L) {
    lua_settop(L, 4);
    take_bucket_name(L);
    lua_pushvalue(L, 3);
    lua_setfield(L, 1, "_key");
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 4);
    lua_setfield(L, -2, "object_version");
    lua_setfield(L, 1, "_options");
    return 0;
}

/* code:bind(scope): the same for every scope. */
static int s3_code_bind(lua_State *L) {
    lua_settop(L, 1);
    lua_getfield(L, 1, "_options");
    lua_createtable(L, 0, 1);
    push_s3_location(L, 2);
    lua_setfield(L, -2, "s3_location");
    return 1;
}

static const luaL_Reg methods[] = {{"init", s3_code_init}, {"bind", s3_code_bind}, {NULL, NULL}};

const struct code_class s3_code_class = {"S3Code", methods, NULL, 0};

/* ---- S3CodeV2 ------------------------------------------------------------------------------------------------- */

static bool is_reference(lua_State *L, int options) {
    return member_equals(L, options, "s3_object_storage_mode", "REFERENCE");
}

/* S3CodeV2(bucket, key, options) */
static int s3_code_v2_init(lua_State *L) {
    lua_settop(L, 4);
    default_table(L, 4);
    lua_getfield(L, 4, "object_version");
    if (is_reference(L, 4) && lua_isnil(L, -1)) {
        return engine_fail(L, 2,
                           "s3_object_storage_mode REFERENCE needs object_version: Lambda runs exactly that version");
    }
    lua_pop(L, 1);
    take_bucket_name(L);
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_bucket");
    lua_pushvalue(L, 3);
    lua_setfield(L, 1, "_key");
    lua_pushvalue(L, 4);
    lua_setfield(L, 1, "_options");
    return 0;
}

/* code:bind(scope) -> { s3_location, source_kms_key_arn, s3_object_storage_mode } */
static int s3_code_v2_bind(lua_State *L) {
    lua_settop(L, 1);
    lua_getfield(L, 1, "_options");
    lua_createtable(L, 0, 3);
    push_s3_location(L, 2);
    lua_setfield(L, -2, "s3_location");
    set_source_key(L, 2);
    copy_member(L, 2, "s3_object_storage_mode", "s3_object_storage_mode");
    return 1;
}

/* The resources that can run code in its bucket, and the form of their ARNs. */
static const struct consumer {
    const char *type, *resource, *name_field, *plural, *name_option;
} consumers[] = {
    {"AWS::Lambda::Function", "function", "function_name", "functions", "function_name"},
    {"AWS::Lambda::LayerVersion", "layer", "layer_name", "layers", "layer_version_name"},
};

static const struct consumer *find_consumer(lua_State *L, int resource) {
    for (size_t i = 0; i < sizeof consumers / sizeof *consumers; i++) {
        if (member_equals(L, resource, "cfn_resource_type", consumers[i].type)) {
            return &consumers[i];
        }
    }
    return NULL;
}

/* Pushes the ARN of the resource at `resource`. A name that the template does not contain becomes `*`, with a warning:
 * with a reference to the name, bucket policy and resource would wait for each other. [-0, +1] */
static void push_source_arn(lua_State *L, int resource, int stack, const struct consumer *kind) {
    lua_newtable(L);
    set_text(L, "service", "lambda");
    set_text(L, "resource", kind->resource);
    push_export(L, "aws_cdk", "ArnFormat");
    lua_getfield(L, -1, "COLON_RESOURCE_NAME");
    lua_setfield(L, -3, "arn_format");
    lua_pop(L, 1);
    push_member(L, resource, kind->name_field);
    if (lua_isnil(L, -1) || token_is_unresolved(L, -1)) {
        lua_pop(L, 1);
        lua_pushfstring(L,
                        "the name of the %s is not known before deployment, so the bucket policy lets all Lambda %s of "
                        "this account read the code (a reference to this one would make bucket policy and %s wait for "
                        "each other). Give %s to let only this one.",
                        kind->resource, kind->plural, kind->resource, kind->name_option);
        add_warning(L, resource, "@aws-cdk/aws-lambda:s3ObjectStorageModeReferenceWildcardSourceArn",
                    lua_tostring(L, -1));
        lua_pop(L, 1);
        lua_pushliteral(L, "*");
    }
    lua_setfield(L, -2, "resource_name");
    call_method(L, stack, "format_arn", 1, 1);
}

/* Pushes the conditions { StringEquals = { aws:SourceAccount[, kms:ViaService] }, ArnLike = { aws:SourceArn } }, with
 * the ARN at `arn`; `via` is the index of the service's name, or 0. [-0, +1] */
static void push_conditions(lua_State *L, int stack, int arn, int via) {
    ordered_new(L);
    int conditions = lua_gettop(L);
    lua_pushliteral(L, "StringEquals");
    ordered_new(L);
    int equals = lua_gettop(L);
    lua_pushliteral(L, "aws:SourceAccount");
    lua_getfield(L, stack, "account");
    ordered_set(L, equals);
    if (via) {
        lua_pushliteral(L, "kms:ViaService");
        lua_pushvalue(L, via);
        ordered_set(L, equals);
    }
    ordered_set(L, conditions);
    lua_pushliteral(L, "ArnLike");
    ordered_new(L);
    lua_pushliteral(L, "aws:SourceArn");
    lua_pushvalue(L, arn);
    ordered_set(L, -3);
    ordered_set(L, conditions);
}

/* Turns the conditions on top into a statement that allows Lambda to perform `count` actions on the resource at
 * `target`. [-1, +1] */
static void make_statement(lua_State *L, const char *const *actions, int count, int target) {
    lua_createtable(L, 0, 4);
    lua_insert(L, -2);
    lua_setfield(L, -2, "conditions");
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        lua_pushstring(L, actions[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "actions");
    lua_createtable(L, 1, 0);
    push_lambda_principal(L);
    lua_rawseti(L, -2, 1);
    lua_setfield(L, -2, "principals");
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, target);
    lua_rawseti(L, -2, 1);
    lua_setfield(L, -2, "resources");
    call_export(L, "aws_cdk.aws_iam", "PolicyStatement", 1);
}

/* Makes the resource depend on the construct on top, if there is one. [-1, +0] */
static void depend_on(lua_State *L, int resource) {
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return;
    }
    lua_getfield(L, resource, "node");
    lua_insert(L, -2);
    call_method(L, -2, "add_dependency", 1, 0);
    lua_pop(L, 1);
}

/* Allows the resource to read the object in the bucket at `bucket`. [-0, +0] */
static void allow_read(lua_State *L, int resource, int bucket, int stack, int arn) {
    static const char *const actions[] = {"s3:GetObject", "s3:GetObjectVersion"};
    lua_getfield(L, 1, "_key");
    call_method(L, bucket, "arn_for_objects", 1, 1);
    int target = lua_gettop(L);
    push_conditions(L, stack, arn, 0);
    make_statement(L, actions, 2, target);
    call_method(L, bucket, "add_to_resource_policy", 1, 1);
    if (has_member(L, -1, "statement_added")) {
        push_member(L, -1, "policy_dependable");
        depend_on(L, resource);
    } else {
        add_warning(L, resource, "@aws-cdk/aws-lambda:s3ObjectStorageModeReferenceImportedBucketPolicy",
                    "the policy of an imported bucket cannot be changed here: let " LAMBDA_SERVICE
                    " do s3:GetObject and s3:GetObjectVersion on the object of the code in the bucket's own policy");
    }
    lua_settop(L, target - 1);
}

/* Allows the resource to decrypt the object, if the bucket at `bucket` has a key. [-0, +0] */
static void allow_decrypt(lua_State *L, int resource, int bucket, int stack, int arn) {
    static const char *const actions[] = {"kms:Decrypt"};
    int top = lua_gettop(L);
    push_member(L, bucket, "encryption_key");
    if (!lua_toboolean(L, -1)) {
        lua_settop(L, top);
        return;
    }
    int key = lua_gettop(L);
    lua_pushliteral(L, "s3.");
    lua_getfield(L, stack, "region");
    lua_pushliteral(L, ".amazonaws.com");
    lua_concat(L, 3);
    lua_pushliteral(L, "*");
    push_conditions(L, stack, arn, key + 1);
    make_statement(L, actions, 1, key + 2);
    lua_pushboolean(L, 1); /* an imported key takes no statement: not an error, reported below */
    call_method(L, key, "add_to_resource_policy", 2, 1);
    if (has_member(L, -1, "statement_added")) {
        lua_pushvalue(L, key);
        depend_on(L, resource);
    } else {
        add_warning(L, resource, "@aws-cdk/aws-lambda:s3ObjectStorageModeReferenceImportedKeyPolicy",
                    "the policy of the imported key of the code's bucket cannot be changed here: let " LAMBDA_SERVICE
                    " do kms:Decrypt in the key's own policy");
    }
    lua_settop(L, top);
}

/* code:bind_to_resource(resource, options): in REFERENCE mode the code is not copied, so the function or layer version
 * itself needs access to it. Does nothing for other resources. */
static int s3_code_v2_bind_to_resource(lua_State *L) {
    lua_settop(L, 3);
    check_options(L, 3, "aws_cdk.aws_lambda.ResourceBindOptions", "options");
    lua_getfield(L, 1, "_options");
    if (!is_reference(L, 4)) {
        return 0;
    }
    const struct consumer *kind = find_consumer(L, 2);
    if (!kind) {
        return 0;
    }
    lua_getfield(L, 1, "_bucket");
    node_push(L, node_check(L, 2)->stack);
    int bucket = 5, stack = 6;
    push_source_arn(L, 2, stack, kind);
    int arn = lua_gettop(L);
    allow_read(L, 2, bucket, stack, arn);
    allow_decrypt(L, 2, bucket, stack, arn);
    return 0;
}

static const luaL_Reg v2_methods[] = {
    {"init", s3_code_v2_init},
    {"bind", s3_code_v2_bind},
    {"bind_to_resource", s3_code_v2_bind_to_resource},
    {NULL, NULL},
};

const struct code_class s3_code_v2_class = {"S3CodeV2", v2_methods, NULL, 0};
