/* CfnParametersCode: parameters give bucket and key when the stack is deployed. */

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"
#include "object/values.h"

/* The two parameters: the field that holds each, the id it is made under, and the name that users know it by. */
struct parameter {
    const char *field, *id, *name;
};

static const struct parameter bucket_parameter = {"_bucket_name_param", "LambdaSourceBucketNameParameter",
                                                  "bucket_name_param"};
static const struct parameter key_parameter = {"_object_key_param", "LambdaSourceObjectKeyParameter",
                                               "object_key_param"};

/* CfnParametersCode(props) */
static int parameters_code_init(lua_State *L) {
    lua_settop(L, 2);
    default_table(L, 2);
    lua_getfield(L, 2, bucket_parameter.name);
    lua_setfield(L, 1, bucket_parameter.field);
    lua_getfield(L, 2, key_parameter.name);
    lua_setfield(L, 1, key_parameter.field);
    lua_getfield(L, 2, "source_kms_key");
    lua_setfield(L, 1, "source_kms_key");
    return 0;
}

/* Makes the parameter below the scope at 2 unless self at 1 has one. [-0, +0] */
static void ensure_parameter(lua_State *L, const struct parameter *parameter) {
    if (lua_getfield(L, 1, parameter->field) == LUA_TNIL) {
        lua_pushvalue(L, 2);
        lua_pushstring(L, parameter->id);
        lua_createtable(L, 0, 1);
        set_text(L, "type", "String");
        call_export(L, "aws_cdk", "CfnParameter", 3);
        lua_setfield(L, 1, parameter->field);
    }
    lua_pop(L, 1);
}

/* table[name] = value of the parameter, for the table on top. [-0, +0] */
static void set_value(lua_State *L, const struct parameter *parameter, const char *name) {
    lua_getfield(L, 1, parameter->field);
    lua_getfield(L, -1, "value_as_string");
    lua_setfield(L, -3, name);
    lua_pop(L, 1);
}

/* code:bind(scope): later bindings, even in other stacks, use the parameters of the first. */
static int parameters_code_bind(lua_State *L) {
    lua_settop(L, 2);
    ensure_parameter(L, &bucket_parameter);
    ensure_parameter(L, &key_parameter);
    lua_createtable(L, 0, 2);
    lua_createtable(L, 0, 2);
    set_value(L, &bucket_parameter, "bucket_name");
    set_value(L, &key_parameter, "object_key");
    lua_setfield(L, -2, "s3_location");
    set_source_key(L, 1);
    return 1;
}

/* Pushes the logical id of the parameter, or raises if there is none yet. [-0, +1] */
static int push_logical_id(lua_State *L, const struct parameter *parameter) {
    if (lua_getfield(L, 1, parameter->field) == LUA_TNIL) {
        return engine_fail(L, 0, "give this code to a lambda.Function before asking for %s: the parameter is made then",
                           parameter->name);
    }
    lua_getfield(L, -1, "logical_id");
    lua_remove(L, -2);
    return 1;
}

static int get_bucket_name_param(lua_State *L) { return push_logical_id(L, &bucket_parameter); }

static int get_object_key_param(lua_State *L) { return push_logical_id(L, &key_parameter); }

/* map[logical id] = location[name] for the map on top. The id is a token; its text serves as the key of a map. [-0,
 * +0] */
static void assign_one(lua_State *L, const struct parameter *parameter, const char *name) {
    push_logical_id(L, parameter);
    luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
    lua_getfield(L, 2, name);
    ordered_set(L, -3);
}

/* code:assign(location) -> { [bucket's logical id] = bucket_name, [key's] = object_key }, for the parameter overrides
 * of a pipeline. The version of the object has no parameter and is not used. */
static int parameters_code_assign(lua_State *L) {
    lua_settop(L, 2);
    check_options(L, 2, "aws_cdk.aws_s3.Location", "location");
    ordered_new(L);
    assign_one(L, &bucket_parameter, "bucket_name");
    assign_one(L, &key_parameter, "object_key");
    return 1;
}

static const luaL_Reg methods[] = {
    {"init", parameters_code_init},
    {"bind", parameters_code_bind},
    {"assign", parameters_code_assign},
    {NULL, NULL},
};

static const luaL_Reg getters[] = {
    {"bucket_name_param", get_bucket_name_param},
    {"object_key_param", get_object_key_param},
    {NULL, NULL},
};

const struct code_class cfn_parameters_code_class = {"CfnParametersCode", methods, getters, 0};
