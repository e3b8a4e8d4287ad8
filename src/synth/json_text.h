/* JSON text that contains tokens (stack:to_json_string): literal text around intrinsics. */
#ifndef LUACDK_SYNTH_JSON_TEXT_H
#define LUACDK_SYNTH_JSON_TEXT_H

#include <lua.h>

/* Makes tokens of JSON text (TOKEN_JSON) resolvable, and adds engine.list_to_text to the module table on top of the
 * stack. */
void json_text_open(lua_State *L);

#endif
