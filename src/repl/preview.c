/* Calls a function in a child process: see preview.h. */
#include "repl/preview.h"

#include "base/fd.h"
#include "base/interrupt.h"
#include "object/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the child --------------------------------------------------------------------------------------------------- */

enum { STATUS_DONE = 0, STATUS_RAISED = 1, STATUS_BROKEN = 2 };

/* Nobody sees what the function prints, and it must not read what the user types next. */
static void silence_streams(void) {
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nowhere >= 0; fd++) {
        dup2(nowhere, fd);
    }
}

/* Calls the function at stack index 1 and sends its result; never returns. Nothing of the parent's is cleaned up: no
 * buffer is flushed, no finalizer runs. */
static void run_child(lua_State *L, int out) {
    interrupt_unwatch();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    silence_streams();
    lua_sethook(L, NULL, 0, 0);
    lua_gc(L, LUA_GCSTOP); /* collecting would copy the pages shared with the parent */
    lua_settop(L, 1);
    int status = lua_pcall(L, 0, 1, 0) == LUA_OK ? STATUS_DONE : STATUS_RAISED;
    size_t length = 0;
    const char *text = lua_tolstring(L, -1, &length);
    if (!text) {
        status = STATUS_RAISED;
        text = "the function returned no text";
        length = strlen(text);
    }
    _exit(fd_write_all(out, text, length) == 0 ? status : STATUS_BROKEN);
}

/* ---- the parent -------------------------------------------------------------------------------------------------- */

/* Collects what the child sends until it closes the pipe or a signal comes. */
static void receive(int in, struct strbuf *text) {
    char buffer[65536];
    struct pollfd wait = {.fd = in, .events = POLLIN};
    while (!interrupt_asked()) {
        if (interrupt_poll(&wait, 1, -1) < 0) {
            if (errno != EINTR) {
                return;
            }
            continue; /* whether it is for us is checked above */
        }
        ssize_t got = read(in, buffer, sizeof buffer);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
            return;
        }
        if (got > 0) {
            strbuf_add(text, buffer, (size_t)got);
        }
    }
}

static int push_failure(lua_State *L, const char *why) {
    lua_pushnil(L);
    lua_pushstring(L, why);
    return 2;
}

static int push_outcome(lua_State *L, const struct strbuf *text, int status) {
    if (interrupt_asked()) {
        return push_failure(L, "interrupted");
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) { /* a terminal sends it to both */
        return push_failure(L, "interrupted");
    }
    if (WIFSIGNALED(status)) {
        lua_pushnil(L);
        lua_pushfstring(L, "the preview process was killed by signal %d (%s)", WTERMSIG(status),
                        strsignal(WTERMSIG(status)));
        return 2;
    }
    if (WEXITSTATUS(status) != STATUS_DONE && WEXITSTATUS(status) != STATUS_RAISED) {
        lua_pushnil(L);
        lua_pushfstring(L, "the preview process ended with status %d", WEXITSTATUS(status));
        return 2;
    }
    if (WEXITSTATUS(status) == STATUS_RAISED) {
        lua_pushnil(L);
    }
    lua_pushlstring(L, text->length ? text->data : "", text->length);
    return WEXITSTATUS(status) == STATUS_RAISED ? 2 : 1;
}

/* fork(function) → text | nil, message */
static int l_fork(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    struct strbuf *text = push_strbuf(L);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return push_failure(L, strerror(errno));
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child(L, ends[1]);
    }
    int failure = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return push_failure(L, strerror(failure));
    }
    receive(ends[0], text);
    close(ends[0]);
    if (interrupt_asked()) {
        kill(child, SIGKILL);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return push_outcome(L, text, status);
}

int luaopen_luacdk_repl_fork(lua_State *L) {
    lua_pushcfunction(L, l_fork);
    return 1;
}
