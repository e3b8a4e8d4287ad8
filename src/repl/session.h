/* The loop of a session: see repl.h. */
#ifndef LUACDK_REPL_SESSION_H
#define LUACDK_REPL_SESSION_H

#include "base/strbuf.h"
#include "repl/terminal.h"
#include "repl/world.h"

struct session {
    const struct repl_request *request;
    struct terminal *terminal;
    struct world *world;
    bool failed; /* a line of input that nobody types did */
    bool ended;  /* no more lines are read */
    struct strbuf prompt;
};

/* Synthesises what was accepted so far into that folder, in another process and for real. Returns its exit status. */
int session_synth(struct session *session, const char *output);

#endif
