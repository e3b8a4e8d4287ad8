/* Module tables: `s3.Bucket` loads its file, `s3.CfnBucket` and `s3.BucketEncryption` come from the schema.
 *
 * Nothing is loaded before it is named, so a script pays only for what it uses. A class of the model is expected in the
 * file named after it; engine.module is told only about the exceptions. */
#ifndef LUACDK_OBJECT_MODULE_H
#define LUACDK_OBJECT_MODULE_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Pushes the type `name` nested in `type` (CfnFunction.CodeProperty); false if there is none. */
bool module_push_nested(lua_State *L, const struct schema_type *type, const char *name);

/* Makes classes findable by file name: `has` says for which modules the library has a file. */
void module_look_in_files(bool (*has)(const char *module));

/* Whether the library has a file for the class `name` of the module, which must be loaded. */
bool module_exports(lua_State *L, const char *module, const char *name);

/* The full name of the module or enumeration that the value at `idx` is; NULL if it is none. */
const char *module_name_at(lua_State *L, int idx);

/* Adds the functions of module.c to the module table on top of the stack. */
void module_open(lua_State *L);

/* Pushes "; there are A, B, C and 5 more": at most eight members of the enumeration that are not deprecated. */
void module_push_enum_members(lua_State *L, const struct schema_type *type);

#endif
