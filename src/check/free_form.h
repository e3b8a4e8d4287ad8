/* Values of free form, such as metadata: no row says what they hold, but not everything can be part of a document. */
#ifndef LUACDK_CHECK_FREE_FORM_H
#define LUACDK_CHECK_FREE_FORM_H

#include <lua.h>
#include <stdbool.h>

/* Looks in the value at `idx` for what no document can contain: a list with gaps, a table with numbered and named
 * entries, a key that is no text, a number that JSON cannot express. Pushes where the first one is (".a[2]", or "" for the value itself) and
 * what is wrong with it, and returns true; pushes nothing and returns false if there is none. Tokens and objects are
 * not looked into, and nothing that is nested more than 150 levels deep. */
bool free_form_push_fault(lua_State *L, int idx);

#endif
