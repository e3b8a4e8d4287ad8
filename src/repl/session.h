/* The loop of a session: see repl.h. */
#ifndef LUACDK_REPL_SESSION_H
#define LUACDK_REPL_SESSION_H

#include "base/strbuf.h"
#include "repl/history.h"
#include "repl/terminal.h"
#include "repl/session_state.h"

struct session {
    struct session_origin origin;
    struct terminal *terminal;
    struct session_state *state;
    bool failed;         /* a line of piped input failed */
    bool ended;          /* no more lines will be read */
    bool more;           /* the next line continues a chunk */
    struct strbuf typed; /* the lines of the chunk so far */
    struct strbuf prompt;
    struct history history;
};

/* Asks the user a question; the answer is in `text`. False: input is not a terminal, or there is no answer. */
bool session_ask(struct session *session, const char *question, struct strbuf *text);

/* Synthesises what was accepted so far into that folder, in another process and for real. Returns its exit status. */
int session_synth(struct session *session, const char *output);

/* A script run by `luacdk FILE` has called cdk.repl() from L: reads lines until the script is to continue. It may
 * continue in another state; then this one is given up with an error, and the script's outcome is that of the other. */
void session_pause_script(lua_State *L, const struct repl_request *request);

#endif
