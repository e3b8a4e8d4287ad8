/* facts.h – do values keep to what CloudFormation says of them? The library itself only warns where they do not, and so
 * do we: what AWS accepts tomorrow must not need a new luacdk today. */
#ifndef LUACDK_CHECK_FACTS_H
#define LUACDK_CHECK_FACTS_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Whether the value at `idx`, given for a property with these facts, is in order as far as can be told: tokens are, and
 * so is whatever a pattern of a foreign dialect would judge. Never raises. */
bool facts_accept(lua_State *L, int idx, const struct schema_facts *facts);

/* Pushes what is wrong with a value that facts_accept refused: "'Bla' is none of 'Image', 'Zip'". */
void facts_push_complaint(lua_State *L, int idx, const struct schema_facts *facts);

#endif
