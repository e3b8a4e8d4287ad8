/* value_rules.h – do values keep to what CloudFormation says of them? The library itself only warns where they do not, and so
 * do we: what AWS accepts tomorrow must not need a new luacdk today. */
#ifndef LUACDK_CHECK_VALUE_RULES_H
#define LUACDK_CHECK_VALUE_RULES_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Whether the value at `idx`, given for a property with these rules, is in order as far as can be told: tokens are, and
 * so is whatever a pattern of another dialect would judge. Never raises. */
bool rules_accept(lua_State *L, int idx, const struct schema_rules *rules);

/* Pushes what is wrong with a value that rules_accept refused: "'Bla' is not one of 'Image', 'Zip'". */
void rules_push_complaint(lua_State *L, int idx, const struct schema_rules *rules);

#endif
