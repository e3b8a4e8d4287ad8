/* The module `luacdk.repl.native`: what the session's Lua code needs from the program. */
#ifndef LUACDK_REPL_NATIVE_H
#define LUACDK_REPL_NATIVE_H

#include "base/strbuf.h"
#include "repl/repl.h"

struct session;

/* What only the session can do, which stands above. */
struct native_services {
    /* Asks the user a question; the answer is in `text`. False: input is not a terminal, or there is no answer. */
    bool (*ask)(struct session *session, const char *question, struct strbuf *text);
    /* Synthesises what was accepted so far into that folder, in another process and for real. Returns its exit status. */
    int (*synth)(struct session *session, const char *output);
    /* A script run by `luacdk FILE` has called cdk.repl() from L: reads lines until the script is to continue. It may
     * continue in another state; then this one is given up with an error, and the script's outcome is that of the
     * other. */
    void (*pause_script)(lua_State *L, const struct repl_request *request);
};

/* Lets code in L require the module. Request and services must live as long as L. */
void native_provide(lua_State *L, const struct repl_request *request, const struct native_services *services);

#endif
