/* Lua's ldebug.c, with a short way through the function that runs before each instruction while instructions are counted,
 * as they are in the sandbox: it only counts, unless the hook is due. */
#define luaG_traceexec trace_in_full
#include "src/ldebug.c"
#undef luaG_traceexec

int luaG_traceexec(lua_State *L, const Instruction *pc) {
    if ((L->hookmask & (LUA_MASKLINE | LUA_MASKCOUNT)) == LUA_MASKCOUNT && L->hookcount > 1) {
        L->hookcount--;
        L->ci->u.l.savedpc = pc + 1;
        return 1;
    }
    return trace_in_full(L, pc);
}
