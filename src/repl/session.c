/* The loop of a session: see repl.h. */
#include "repl/repl.h"

#include "assembly/output.h"
#include "assets/stage.h"
#include "base/arena.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/terminal.h"
#include "host/limits.h"
#include "host/sandbox.h"
#include "repl/history.h"
#include "repl/native.h"
#include "repl/session_state.h"
#include "repl/signals.h"
#include "repl/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static const struct native_services services;

static struct session_state *new_state(const struct session_origin *origin, bool for_real, const char *output) {
    struct session_state *state = state_new(origin, for_real, output);
    if (state) {
        native_provide(state->L, origin->request, &services);
    }
    return state;
}

/* ---- muting ---------------------------------------------------------------------------------------------------- */

/* Mutes lines that run again: their output is not shown, and they read nothing. */
struct mute {
    int kept[3];
};

static void mute_begin(struct mute *mute, bool errors_too) {
    fflush(NULL);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) {
        bool spared = nowhere < 0 || (fd == STDERR_FILENO && !errors_too);
        mute->kept[fd] = spared ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
        if (mute->kept[fd] >= 0) {
            dup2(nowhere, fd);
        }
    }
    if (nowhere >= 0) {
        close(nowhere);
    }
}

static void mute_end(struct mute *mute) {
    fflush(NULL);
    for (int fd = 0; fd < 3; fd++) {
        if (mute->kept[fd] >= 0) {
            dup2(mute->kept[fd], fd);
            close(mute->kept[fd]);
        }
    }
}

/* ---- messages -------------------------------------------------------------------------------------------------- */

/* Prints the message on top of the stack, which is popped. */
static void say_failure(lua_State *L) {
    fflush(stdout);
    if (signals_is_interruption(L, -1)) {
        fputs("interrupted\n", stderr);
    } else {
        size_t length = 0;
        if (lua_islightuserdata(L, -1)) { /* a limit was reached */
            lua_pop(L, 1);
            lua_pushstring(L, limits_message());
        }
        const char *message = lua_tolstring(L, -1, &length);
        terminal_print(stderr, message ? message : "not enough memory", message ? length : strlen("not enough memory"));
        fputc('\n', stderr);
    }
    lua_pop(L, 1);
}

/* ---- building a state ------------------------------------------------------------------------------------------ */

/* Tells the Lua part where the script has stopped. */
static bool arrive(struct session_state *state) {
    lua_pushinteger(state->at, state->paused ? state->stops : 0);
    return state_call(state, "arrive", 1, 0);
}

/* Runs again, of the first `count` accepted lines, those that were entered where the script is now. */
static bool replay(struct session_state *state, lua_Integer count) {
    lua_pushinteger(state->at, count);
    if (!state_call(state, "replay", 1, 1)) {
        return false;
    }
    bool ok = lua_isnil(state->at, -1);
    if (ok) {
        lua_pop(state->at, 1);
    }
    return ok;
}

enum { TO_THE_END = 1 << 30 };

/* Brings a new state to the `stops`th stop of the script, or to its end, with the first `count` accepted lines of
 * `before`. On failure leaves a message on top of its stack. */
static bool build(struct session_state *state, struct session_state *before, lua_Integer count, int stops) {
    if (!state_open_session(state, before)) {
        return false;
    }
    for (;;) {
        if (!state_go_on(state) || !arrive(state) || !replay(state, count)) {
            return false;
        }
        if (!state->paused || state->stops >= stops) {
            return true;
        }
    }
}

/* Replaces this state with another: the first `count` accepted lines. False: this one stays, and the failure was
 * printed. */
static bool rebuild(struct session *session, lua_Integer count, bool loud) {
    struct session_state *before = session->state;
    struct session_state *state = new_state(&session->origin, false, NULL);
    if (!state) {
        fputs("not enough memory\n", stderr);
        return false;
    }
    struct mute mute;
    mute_begin(&mute, !loud);
    bool entered = sandbox_set_aside();
    bool ok = build(state, before, count, before->paused ? before->stops : TO_THE_END);
    mute_end(&mute);
    if (!ok) {
        sandbox_take_up(entered);
        fputs("cannot undo: earlier lines do not run again: ", stderr);
        say_failure(state->at);
        state_free(state);
        return false;
    }
    session->state = state;
    state_free(before);
    lua_pushinteger(state->at, count);
    if (!state_call(state, "rebuilt", 1, 0)) {
        say_failure(state->at);
    }
    return true;
}

/* ---- for real -------------------------------------------------------------------------------------------------- */

/* In the child process. */
static int write_assembly(struct session *session, const char *output) {
    struct session_state *before = session->state;
    struct session_state *state = new_state(&session->origin, true, output);
    if (!state) {
        fputs("not enough memory\n", stderr);
        return STATUS_FAILED;
    }
    struct mute mute;
    mute_begin(&mute, false);
    (void)sandbox_set_aside();
    bool ok = build(state, before, TO_THE_END, TO_THE_END) && state_call(state, "finish", 0, 0);
    mute_end(&mute);
    if (!ok) {
        say_failure(state->at);
        output_abandon_all();
        stage_undo();
        return STATUS_FAILED;
    }
    struct arena arena = ARENA_INIT;
    const char *const *folders;
    size_t count = script_outputs(state->L, &arena, &folders);
    for (size_t i = 0; i < count; i++) {
        session->origin.request->written(folders[i]);
    }
    arena_free(&arena);
    return STATUS_OK;
}

static int synth(struct session *session, const char *output) {
    fflush(NULL);
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return STATUS_FAILED;
    }
    if (child == 0) {
        interrupt_watch_anew();
        progress_allow();
        int status = write_assembly(session, output);
        fflush(NULL);
        _exit(status);
    }
    int status;
    interrupt_pass_on(child);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    interrupt_pass_on(0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_SIGNAL + WTERMSIG(status);
}

/* ---- the loop -------------------------------------------------------------------------------------------------- */

/* The action of the Tab key; the words come from Lua. */
static void complete(void *context, const char *before, struct completion *completion) {
    struct session *session = context;
    lua_State *L = session->state->at;
    lua_pushstring(L, before);
    if (state_call(session->state, "complete", 1, 3)) {
        size_t length;
        const char *text;
        if (lua_isinteger(L, -3) && (text = lua_tolstring(L, -2, &length))) {
            completion->start = (size_t)lua_tointeger(L, -3) - 1;
            completion->replace = true;
            strbuf_add(&completion->insert, text, length);
        }
        if ((text = lua_tolstring(L, -1, &length))) {
            strbuf_add(&completion->list, text, length);
        }
        lua_pop(L, 3);
    } else {
        lua_pop(L, 1);
    }
}

/* The prompt, which the Lua part makes. */
static const char *ask_prompt(void *context, int pasted) {
    struct session *session = context;
    lua_State *L = session->state->at;
    strbuf_truncate(&session->prompt, 0);
    lua_pushinteger(L, pasted);
    if (state_call(session->state, "prompt", 1, 1)) {
        const char *text = lua_tostring(L, -1);
        strbuf_adds(&session->prompt, text ? text : "> ");
        lua_pop(L, 1);
    } else {
        say_failure(L);
        strbuf_adds(&session->prompt, "> ");
    }
    return session->prompt.data;
}

/* What the Lua code wants done after a line: its names for that. */
enum action {
    ACTION_DONE,
    ACTION_MORE,
    ACTION_WRONG,
    ACTION_FAILED,
    ACTION_REBUILD,
    ACTION_REBUILD_ALOUD,
    ACTION_QUIT
};

static const char *const action_names[] = {
    [ACTION_DONE] = "done",     [ACTION_MORE] = "more",       [ACTION_WRONG] = "wrong",
    [ACTION_FAILED] = "failed", [ACTION_REBUILD] = "rebuild", [ACTION_REBUILD_ALOUD] = "rebuild aloud",
    [ACTION_QUIT] = "quit",
};

static enum action action_of(const char *name) {
    for (size_t i = 0; i < sizeof action_names / sizeof *action_names; i++) {
        if (name && strcmp(name, action_names[i]) == 0) {
            return (enum action)i;
        }
    }
    fprintf(stderr, "luacdk: the session knows no action '%s'\n", name ? name : "nil");
    abort();
}

/* Does what a line asked for: `action` (a word) and `count`, the two values on top of the stack. */
static void act(struct session *session) {
    lua_State *L = session->state->at;
    enum action action = action_of(lua_tostring(L, -2));
    lua_Integer count = lua_tointeger(L, -1);
    bool wrong = action == ACTION_WRONG || action == ACTION_FAILED;
    bool again = action == ACTION_FAILED || action == ACTION_REBUILD || action == ACTION_REBUILD_ALOUD;
    session->more = action == ACTION_MORE;
    lua_pop(L, 2);
    bool alone = !terminal_is_interactive(session->terminal);
    session->failed |= wrong && alone;
    if (action == ACTION_QUIT || (wrong && alone && !session->origin.request->keep_going)) {
        session->ended = true;
    } else if (again && !rebuild(session, count, action == ACTION_REBUILD_ALOUD)) {
        session->failed |= alone;
    }
}

/* Adds a line to the current chunk. */
static void collect(struct session *session, const char *line) {
    if (session->more) {
        strbuf_addch(&session->typed, '\n');
    } else {
        strbuf_truncate(&session->typed, 0);
    }
    strbuf_adds(&session->typed, line);
}

/* Remembers the entered chunk for the arrow keys, now and in later sessions; as in a shell, not if it begins with a
 * blank. */
static void remember(struct session *session) {
    const char *text = session->typed.data;
    bool hidden = *text == ' ' || *text == '\t';
    if (!hidden && terminal_is_interactive(session->terminal) && text[strspn(text, " \t\n")]) {
        terminal_remember(session->terminal, text);
        history_add(&session->history, text);
    }
    strbuf_truncate(&session->typed, 0);
}

static const char *say_question(void *context, int pasted) {
    (void)pasted;
    return context;
}

static bool ask(struct session *session, const char *question, struct strbuf *text) {
    if (!terminal_is_interactive(session->terminal)) {
        return false;
    }
    terminal_set_completer(session->terminal, NULL, NULL); /* there may be no state yet */
    bool answered = terminal_read(session->terminal, say_question, (void *)question, text) == TERMINAL_LINE;
    terminal_set_completer(session->terminal, complete, session);
    return answered;
}

static void recall(void *context, const char *line) { terminal_remember(context, line); }

static void open_terminal(struct session *session) {
    session->terminal = terminal_open();
    session->origin.terminal = session->terminal;
    strbuf_init(&session->prompt);
    strbuf_init(&session->typed);
    terminal_set_completer(session->terminal, complete, session);
    if (terminal_is_interactive(session->terminal)) {
        history_open(&session->history, recall, session->terminal);
    }
}

static void close_terminal(struct session *session) {
    terminal_close(session->terminal);
    strbuf_free(&session->prompt);
    strbuf_free(&session->typed);
    history_close(&session->history);
}

static bool push_rest(struct session_state *state) {
    bool more = state_call(state, "take_rest", 0, 1) && lua_isstring(state->at, -1);
    if (!more) {
        lua_pop(state->at, 1);
    }
    return more;
}

/* Undoes an accepted line that broke something the session itself needs. */
static void keep_healthy(struct session *session) {
    struct session_state *state = session->state;
    if (state_call(state, "check_health", 0, 0)) {
        return;
    }
    lua_pop(state->at, 1);
    fflush(stdout);
    fputs("this removes methods of strings, which the session needs: the line was undone\n", stderr);
    bool alone = !terminal_is_interactive(session->terminal);
    session->failed |= alone;
    session->ended |= alone && !session->origin.request->keep_going;
    lua_Integer count = 0;
    if (state_call(state, "count", 0, 1)) {
        count = lua_tointeger(state->at, -1);
    }
    lua_pop(state->at, 1);
    if (!session->ended && count > 0) {
        (void)rebuild(session, count - 1, false);
    }
}

/* Evaluates a text, and the rest of it if the state has changed in between. */
static void feed(struct session *session, const char *text, size_t length) {
    lua_pushlstring(session->state->at, text, length);
    do {
        if (state_call(session->state, "feed", 1, 2)) {
            bool done = strcmp(lua_tostring(session->state->at, -2), "done") == 0;
            act(session);
            if (done) {
                keep_healthy(session);
            }
        } else {
            session->more = false;
            say_failure(session->state->at);
            session->failed |= !terminal_is_interactive(session->terminal);
        }
    } while (!session->ended && push_rest(session->state));
}

/* Reads and evaluates lines at the current stop, until there are no more. */
static void loop(struct session *session) {
    struct strbuf line;
    strbuf_init(&line);
    session->ended = false;
    while (!session->ended && !signals_ending()) {
        switch (terminal_read(session->terminal, ask_prompt, session, &line)) {
        case TERMINAL_LINE:
            collect(session, line.data);
            feed(session, line.data, line.length);
            if (!session->more) {
                remember(session);
            }
            break;
        case TERMINAL_INTERRUPTED:
            remember(session); /* so that the incomplete chunk is not lost */
            session->more = false;
            (void)state_call(session->state, "interrupt", 0, 0);
            break;
        case TERMINAL_END:
            session->ended = true;
            if (!state_call(session->state, "at_end", 0, 2)) {
                say_failure(session->state->at);
            } else {
                act(session);
                session->ended = true;
            }
            break;
        }
        fflush(stdout);
    }
    strbuf_free(&line);
}

/* Reads lines at each stop of the script and at its end, until the session ends. */
static void run(struct session *session) {
    for (;;) {
        if (!state_go_on(session->state) || !arrive(session->state)) {
            say_failure(session->state->at);
            session->failed = true;
            return;
        }
        if (session->origin.in_script && !session->state->paused) {
            return;
        }
        loop(session);
        bool given_up =
            session->failed && !terminal_is_interactive(session->terminal) && !session->origin.request->keep_going;
        if (!session->state->paused || signals_ending() || given_up) {
            return;
        }
    }
}

int repl_run(const struct repl_request *request) {
    struct session session = {.origin = {.session = &session, .request = request}};
    open_terminal(&session);
    signals_watch();
    session.state = new_state(&session.origin, false, NULL);
    session.failed = true;
    if (!session.state) {
        fputs("not enough memory\n", stderr);
    } else if (!state_open_session(session.state, NULL)) {
        say_failure(session.state->at);
    } else {
        session.failed = false;
        if (request->greeting && terminal_is_interactive(session.terminal)) {
            printf("%s\n", request->greeting);
        }
        run(&session);
    }
    state_free(session.state);
    int ending = signals_ending();
    signals_unwatch();
    close_terminal(&session);
    return ending ? STATUS_SIGNAL + ending : session.failed ? STATUS_FAILED : STATUS_OK;
}

/* ---- cdk.repl() in a script ------------------------------------------------------------------------------------ */

/* The session of the running script; it is kept from one stop to the next. */
static struct session in_script;

static bool open_in_script(lua_State *L, const struct repl_request *request) {
    in_script = (struct session){.origin = {.session = &in_script, .request = request, .in_script = true}};
    open_terminal(&in_script);
    in_script.state = state_inherit(&in_script.origin, L);
    return in_script.state != NULL;
}

static void close_in_script(void) {
    close_terminal(&in_script);
    in_script = (struct session){0};
}

/* Lets the script continue in the state that replaced its own, and abandons its own. */
static int go_on_elsewhere(struct session *session, lua_State **outcome) {
    if (!session->failed && !signals_ending()) {
        run(session);
    }
    struct session_state *state = session->state;
    *outcome = state->L;
    if (session->failed || signals_ending()) {
        return STATUS_FAILED;
    }
    if (!state_call(state, "finish", 0, 0)) {
        say_failure(state->at);
        return STATUS_FAILED;
    }
    return STATUS_OK;
}

static void pause_script(lua_State *L, const struct repl_request *request) {
    signals_watch();
    bool first = !in_script.terminal;
    bool ok = !first || open_in_script(L, request);
    struct session_state *own = in_script.state;
    if (ok) {
        state_pause(own, L);
        ok = !first || state_open_session(own, NULL);
    }
    if (!own) {
        fputs("not enough memory\n", stderr);
        script_give_up(L, STATUS_FAILED, NULL);
        close_in_script();
        signals_unwatch();
        return;
    }
    if (!ok || !arrive(own)) {
        in_script.failed = true;
        fputs("cdk.repl() cannot open a session\n", stderr);
    } else {
        loop(&in_script);
    }
    bool alone = !terminal_is_interactive(in_script.terminal);
    bool give_up = in_script.failed && alone && !request->keep_going;
    if (in_script.state->inherited && !give_up) {
        in_script.state->paused = false;
        signals_unwatch();
        return;
    }
    lua_State *outcome = NULL;
    int status = in_script.state->inherited ? STATUS_FAILED : go_on_elsewhere(&in_script, &outcome);
    script_give_up(L, status, status == STATUS_OK ? outcome : NULL);
    state_free(in_script.state);
    close_in_script();
    signals_unwatch();
}

/* ---- what scripts and the session's Lua code ask for ----------------------------------------------------------- */

static const struct native_services services = {.ask = ask, .synth = synth, .pause_script = pause_script};

void repl_provide(lua_State *L, const struct repl_request *request) { native_provide(L, request, &services); }
