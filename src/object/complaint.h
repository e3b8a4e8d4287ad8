/* What is wrong with a call, in parts: errors and warnings are made of them, and luacdk check tells them apart. */
#ifndef LUACDK_OBJECT_COMPLAINT_H
#define LUACDK_OBJECT_COMPLAINT_H

#include <lua.h>
#include <stdbool.h>

struct complaint {
    const char *id;       /* of the rule: see lua/luacdk/check/rule_rows.lua */
    const char *subject;  /* "lambda.Function 'F'", or NULL */
    const char *property; /* "environment.variables", or NULL */
    const char *wrong;
    const char *right; /* what would be right, or NULL */
    const char *place; /* the property on whose line the mistake is, if that is another one; or NULL */
};

/* Pushes "subject: property: wrong; right". */
const char *complaint_push_text(lua_State *L, const struct complaint *complaint);

/* Pushes { id =, subject =, property =, wrong =, right =, place =, text = }. */
void complaint_push_row(lua_State *L, const struct complaint *complaint);

/* Raises the complaint about the construct at that stack index (0: none). While complaints are gathered, notes it and
 * returns. */
void complaint_raise(lua_State *L, int construct, const struct complaint *complaint);

/* From now on complaints are gathered: a call that luacdk check protects tells all its mistakes. */
void complaints_gather(lua_State *L, bool on);
bool complaints_are_gathered(lua_State *L);

/* How many were gathered until now. */
lua_Unsigned complaints_gathered(lua_State *L);

/* Raises the first of the complaints that were gathered, if there are any. */
void complaints_raise(lua_State *L, int construct);

/* Pushes the list of the rows gathered for the error that was just raised, and forgets them. nil: there are none. */
void complaints_push_gathered(lua_State *L);

#endif
