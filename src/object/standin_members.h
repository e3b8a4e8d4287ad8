/* What can be done with stand-ins: members are read, called and set as those of what they stand for, without any effect
 * but that mistakes are told. */
#ifndef LUACDK_OBJECT_STANDIN_MEMBERS_H
#define LUACDK_OBJECT_STANDIN_MEMBERS_H

#include <lua.h>

/* Adds tolerate(handler, told) and standin() to the module table on top of the stack. */
void standin_members_open(lua_State *L);

#endif
