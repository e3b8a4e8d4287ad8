/* Lua's llex.c, with a line that is not always the first: a session compiles each of its lines by itself, and gives it its
 * number among all of them. */
#define luaX_setinput set_input
#include "src/llex.c"
#undef luaX_setinput

#include "lua_first_line.h"

_Thread_local int lua_first_line = 1;

LUAI_FUNC void luaX_setinput(lua_State *L, LexState *ls, ZIO *z, TString *source, int firstchar);

void luaX_setinput(lua_State *L, LexState *ls, ZIO *z, TString *source, int firstchar) {
    set_input(L, ls, z, source, firstchar);
    ls->linenumber = lua_first_line;
    ls->lastline = lua_first_line;
}
