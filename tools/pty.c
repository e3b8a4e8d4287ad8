/* Pseudo-terminals for specs: the Lua module `tools.pty` of the spec host. See spec/repl/support.lua, which drives it.
 *
 *     local pty = require "tools.pty"
 *     local child = pty.spawn({ "build/luacdk", "repl" }, { cwd =, env = { TERM = "xterm" }, columns = 80, rows = 24 })
 *     child:write(text)
 *     child:read(milliseconds)     -- what it wrote; nil: nothing in that time; "": it has closed its terminal
 *     child:resize(columns, rows)
 *     child:signal(number)
 *     child:is_cooked()            -- whether the terminal edits and echoes lines itself, as a shell leaves it
 *     child:wait(milliseconds)     -- its exit status, 128 + signal; nil: it goes on running
 *
 * A child that is collected or closed is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PTY_TYPE "tools.pty"

int luaopen_tools_pty(lua_State *L);

struct pty {
    int master;
    int slave; /* held open, so that the terminal's settings can be looked at after the child has ended */
    pid_t child;
    int status; /* -1 while it runs */
};

static struct pty *check(lua_State *L) {
    struct pty *p = luaL_checkudata(L, 1, PTY_TYPE);
    luaL_argcheck(L, p->master >= 0, 1, "it is closed");
    return p;
}

static const char *text_field(lua_State *L, int table, const char *key) {
    lua_getfield(L, table, key);
    return lua_tostring(L, -1);
}

static lua_Integer number_field(lua_State *L, int table, const char *key, lua_Integer otherwise) {
    lua_getfield(L, table, key);
    lua_Integer value = luaL_optinteger(L, -1, otherwise);
    lua_pop(L, 1);
    return value;
}

/* spawn(words, options) */
static int l_spawn(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    const struct winsize size = {.ws_col = (unsigned short)number_field(L, 2, "columns", 80),
                                 .ws_row = (unsigned short)number_field(L, 2, "rows", 24)};
    size_t count = lua_rawlen(L, 1);
    luaL_checkstack(L, (int)count + 10, NULL);
    const char **argv = lua_newuserdatauv(L, (count + 1) * sizeof *argv, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        argv[i] = luaL_checkstring(L, -1);
    }
    argv[count] = NULL;
    const char *cwd = text_field(L, 2, "cwd");
    struct pty *p = lua_newuserdatauv(L, sizeof *p, 0);
    *p = (struct pty){.master = -1, .slave = -1, .child = -1, .status = -1};
    luaL_setmetatable(L, PTY_TYPE);
    p->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (p->master < 0 || grantpt(p->master) != 0 || unlockpt(p->master) != 0 ||
        (p->slave = open(ptsname(p->master), O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
        return luaL_error(L, "no pseudo-terminal: %s", strerror(errno));
    }
    ioctl(p->master, TIOCSWINSZ, &size);
    p->child = fork();
    if (p->child == 0) {
        setsid();
        ioctl(p->slave, TIOCSCTTY, 0);
        for (int fd = 0; fd < 3; fd++) {
            dup2(p->slave, fd);
        }
        if (cwd && chdir(cwd) != 0) {
            _exit(126);
        }
        lua_getfield(L, 2, "env");
        lua_pushnil(L);
        while (lua_istable(L, -2) && lua_next(L, -2)) {
            if (lua_toboolean(L, -1)) {
                setenv(lua_tostring(L, -2), lua_tostring(L, -1), 1);
            } else {
                unsetenv(lua_tostring(L, -2));
            }
            lua_pop(L, 1);
        }
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    return 1;
}

static int l_write(lua_State *L) {
    struct pty *p = check(L);
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    while (length > 0) {
        ssize_t written = write(p->master, text, length);
        if (written < 0 && errno != EINTR) {
            return luaL_error(L, "cannot write to the terminal: %s", strerror(errno));
        }
        text += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return 0;
}

static void reap(struct pty *p) {
    int status;
    if (p->status < 0 && p->child > 0 && waitpid(p->child, &status, WNOHANG) == p->child) {
        p->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
}

static int l_read(lua_State *L) {
    struct pty *p = check(L);
    lua_Integer left = luaL_checkinteger(L, 2);
    struct pollfd wait = {.fd = p->master, .events = POLLIN};
    char buffer[4096];
    for (;;) {
        /* As long as we hold the other end open, only the child's end tells that nothing more will come. */
        int slice = left < 20 ? (int)left : 20;
        if (poll(&wait, 1, slice) > 0) {
            ssize_t got = read(p->master, buffer, sizeof buffer);
            lua_pushlstring(L, buffer, got > 0 ? (size_t)got : 0);
            return 1;
        }
        reap(p);
        if (p->status >= 0) {
            lua_pushliteral(L, "");
            return 1;
        }
        left -= slice;
        if (left <= 0) {
            return 0;
        }
    }
}

static int l_resize(lua_State *L) {
    const struct winsize size = {.ws_col = (unsigned short)luaL_checkinteger(L, 2),
                                 .ws_row = (unsigned short)luaL_checkinteger(L, 3)};
    ioctl(check(L)->master, TIOCSWINSZ, &size);
    return 0;
}

static int l_signal(lua_State *L) {
    struct pty *p = check(L);
    if (p->status < 0) {
        kill(p->child, (int)luaL_checkinteger(L, 2));
    }
    return 0;
}

static int l_is_cooked(lua_State *L) {
    struct termios settings;
    tcgetattr(check(L)->slave, &settings);
    lua_pushboolean(L, (settings.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG) &&
                           settings.c_cc[VINTR] == 3 && settings.c_oflag & OPOST);
    return 1;
}

static int l_wait(lua_State *L) {
    struct pty *p = check(L);
    const struct timespec nap = {.tv_nsec = 5000000};
    for (lua_Integer left = luaL_checkinteger(L, 2); left > 0; left -= 5) {
        reap(p);
        if (p->status >= 0) {
            lua_pushinteger(L, p->status);
            return 1;
        }
        nanosleep(&nap, NULL);
    }
    return 0;
}

static int l_close(lua_State *L) {
    struct pty *p = luaL_checkudata(L, 1, PTY_TYPE);
    reap(p);
    if (p->child > 0 && p->status < 0) {
        kill(p->child, SIGKILL);
        waitpid(p->child, NULL, 0);
        p->status = 128 + SIGKILL;
    }
    if (p->master >= 0) {
        close(p->master);
    }
    if (p->slave >= 0) {
        close(p->slave);
    }
    p->master = p->slave = -1;
    return 0;
}

static const luaL_Reg methods[] = {
    {"write", l_write},         {"read", l_read}, {"resize", l_resize}, {"signal", l_signal},
    {"is_cooked", l_is_cooked}, {"wait", l_wait}, {"close", l_close},   {NULL, NULL},
};

int luaopen_tools_pty(lua_State *L) {
    luaL_newmetatable(L, PTY_TYPE);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, l_close);
    lua_setfield(L, -2, "__gc");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, l_spawn);
    lua_setfield(L, -2, "spawn");
    return 1;
}
