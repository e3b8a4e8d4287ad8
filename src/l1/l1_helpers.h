/* Static functions of L1 classes, such as s3.CfnBucket.from_bucket_arn(scope, id, arn) and .arn_for_bucket(bucket). */
#ifndef LUACDK_L1_L1_HELPERS_H
#define LUACDK_L1_L1_HELPERS_H

#include <lua.h>

#include "schema/schema.h"

/* Adds the static from_… and arn_for_… functions to the class at `cls`. */
void l1_add_helpers(lua_State *L, int cls, const struct schema_resource *resource);

#endif
