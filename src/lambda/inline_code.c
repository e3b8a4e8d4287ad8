/* InlineCode: code as text in the template. */

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"
#include "object/token.h"
#include "object/unresolved.h"

enum {
    DOCUMENTED_LIMIT = 4 * 1024,  /* promised by Lambda's documentation */
    HARD_LIMIT = 4 * 1024 * 1024, /* accepted by CloudFormation in ZipFile */
};

/* InlineCode(code) */
static int inline_code_init(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_code");
    if (token_is_unresolved(L, 2)) {
        return 0;
    }
    check_text(L, 2, "code");
    size_t length = lua_rawlen(L, 2);
    if (length == 0) {
        return engine_fail(L, 0, "inline code cannot be empty");
    }
    if (length > HARD_LIMIT) {
        return engine_fail(L, 0,
                           "inline code has %I bytes, but CloudFormation takes at most 4 MiB: -> use Code.from_asset",
                           (LUAI_UACINT)length);
    }
    return 0;
}

/* code:bind(scope) */
static int inline_code_bind(lua_State *L) {
    lua_settop(L, 2);
    lua_getfield(L, 1, "_code");
    if (lua_istable(L, 2) && !token_is_unresolved(L, 3) && lua_rawlen(L, 3) > DOCUMENTED_LIMIT) {
        lua_pushfstring(L, "inline code has %I bytes; for more than 4 KiB, Code.from_asset is better",
                        (LUAI_UACINT)lua_rawlen(L, 3));
        add_warning(L, 2, "@luacdk/aws-lambda:inlineCodeSize", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_setfield(L, -2, "inline_code");
    return 1;
}

static const luaL_Reg methods[] = {{"init", inline_code_init}, {"bind", inline_code_bind}, {NULL, NULL}};

const struct code_class inline_code_class = {"InlineCode", methods, NULL, 1};
