/* lambda.Code and its classes.
 *
 *   code.c             Code: the factories, what all classes share, the module
 *   asset_code.c       AssetCode: a directory or archive on this machine
 *   image_code.c       EcrImageCode, AssetImageCode: container images
 *   bucket_code.c      S3Code, S3CodeV2: an object in a bucket
 *   parameters_code.c  CfnParametersCode: a location given by parameters of the stack
 *   inline_code.c      InlineCode: text in the template
 *   command.c          the program of Code.from_custom_command
 *
 * `bind(scope)` of a Code returns a table, the CodeConfig: one of `s3_location`, `inline_code` and `image`, and
 * possibly `source_kms_key_arn` and `s3_object_storage_mode`. Function and LayerVersion call it in their init, and
 * `bind_to_resource(resource, options)` once their L1 resource exists. Users may write their own Code. */
#ifndef LUACDK_LAMBDA_CODE_H
#define LUACDK_LAMBDA_CODE_H

#include <lauxlib.h>
#include <lua.h>

#define LAMBDA_CODE_MODULE "luacdk.lambda_code"

/* The service principal of functions. */
#define LAMBDA_SERVICE "lambda.amazonaws.com"

/* A class of this room, as data. `methods` contains both instance methods and statics. */
struct code_class {
    const char *name; /* "AssetCode" */
    const luaL_Reg *methods;
    const luaL_Reg *getters; /* computed properties, or NULL */
    int is_inline;
};

extern const struct code_class asset_code_class;
extern const struct code_class asset_image_code_class;
extern const struct code_class ecr_image_code_class;
extern const struct code_class s3_code_class;
extern const struct code_class s3_code_v2_class;
extern const struct code_class cfn_parameters_code_class;
extern const struct code_class inline_code_class;

/* Pushes Lambda's service principal, the same one every time. [-0, +1] */
void push_lambda_principal(lua_State *L);

/* For a Code that makes a construct at its first bind and keeps it in self._asset: true if it exists already. It must
 * then be in the stack of the scope; otherwise raises an error that names the other stack. Arguments: self at 1, scope
 * at 2. [-0, +0] */
int code_is_bound(lua_State *L);

/* bind_to_resource of such a Code: tells the asset which property of the resource it fills, `fallback` unless the
 * options name one. Arguments: self at 1, resource at 2, options at 3. [-0, +0] */
int code_note_resource(lua_State *L, const char *fallback);

/* config.source_kms_key_arn = ARN of the key in table.source_kms_key, if there is one; config is on top. [-0, +0] */
void set_source_key(lua_State *L, int table);

/* Runs a program without a shell. Arguments: its list of words at `command`, a table of options, named as in Node, at
 * `options`. Raises if it cannot be started or fails. In a dry run it does not run, and the file or folder at `output`
 * is assumed to exist; while some stacks are left out, it runs only when a stack that is written uses `output`. [-0,
 * +0] */
void run_custom_command(lua_State *L, int output, int command, int options);

/* Pushes the module: a table of the classes. */
int luaopen_luacdk_lambda_code(lua_State *L);

#endif
