/* JSON text with tokens in it (stack:to_json_string): literal text around the intrinsics. */
#ifndef LUACDK_SYNTH_JSON_TEXT_H
#define LUACDK_SYNTH_JSON_TEXT_H

#include "synth/resolve.h"

/* A map's key that is known only at deployment is this character and the JSON text of its intrinsic. */
enum { LENIENT_KEY = '\1' };

/* Resolves the token (TOKEN_JSON) at `token`: a text or a join; NULL if its value is absent. */
cJSON *resolve_json_text(struct resolver *r, int token);

/* Adds engine.list_to_text to the module table on top of the stack. */
void json_text_open(lua_State *L);

#endif
