/* Lua's lvm.c, with a short way through what runs before each instruction while instructions are counted, as they are in
 * the sandbox: it only counts, unless the hook is due. */
#define LUA_CORE
#include "src/lprefix.h"

#include "src/ldebug.h"
#include "src/lstate.h"

static inline int count_instruction(lua_State *L, CallInfo *ci, const Instruction *pc) {
    int left = L->hookcount - 1; /* at least 1 only if instructions are counted, or were when the hook was set */
    if (left > 0 && !(L->hookmask & LUA_MASKLINE)) {
        L->hookcount = left;
        ci->u.l.savedpc = pc + 1;
        return 1;
    }
    return luaG_traceexec(L, pc);
}

#define luaG_traceexec(L, pc) count_instruction(L, ci, pc)
#undef LUA_CORE
#include "src/lvm.c"
