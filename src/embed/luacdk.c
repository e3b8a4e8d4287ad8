/* luacdk as a library: see luacdk.h.
 *
 * What a run keeps outside of its Lua state (the guard, limits, claims on folders, decoded rows of the schema …) belongs to
 * the thread that runs it. So each luacdk has a thread; a call hands it a job and waits. */
#include "embed/luacdk.h"

#include "base/arena.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "base/version.h"
#include "assembly/output.h"
#include "assets/stage.h"
#include "check/value_rules.h"
#include "host/context.h"
#include "host/distrust.h"
#include "host/sandbox.h"
#include "host/script.h"
#include "host/state.h"
#include "schema/provider.h"
#include "schema/schema.h"

#include <lauxlib.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STACK = 8 << 20, TICK = 20 /* milliseconds between two looks at a time limit */ };

#define LARGEST_LIMIT 1e15

struct words {
    const char **items;
    size_t count;
};

struct settings {
    const char *output;
    struct words context, sets, values, only;
    struct limits limits;
    bool sandbox, trust;
};

enum job { JOB_SET, JOB_LOAD, JOB_WRITE, JOB_END };

/* What a call wants; its pointers are the caller's, who waits. */
struct request {
    enum job job;
    const char *option, *value;
    struct script script;
};

struct luacdk {
    struct interrupt interrupt; /* first: it is how a thread finds what it works for */
    pthread_t thread;
    pthread_mutex_t turn;          /* held during a call */
    pthread_mutex_t lock;          /* of `request` and `lost` */
    pthread_cond_t change;         /* of them */
    const struct request *request; /* NULL: nothing to do, or done */
    bool lost;                     /* the thread has run out of memory, and rests for ever */
    pid_t process;

    struct arena arena; /* of the settings */
    struct settings settings;

    struct arena run; /* of the latest run */
    struct script script;
    lua_State *L; /* NULL: nothing has run, or it was synthesised or failed */
    const char *const *folders;
    size_t folder_count;
    int status;
    char *error; /* or NULL */
};

/* ---- messages ---------------------------------------------------------------------------------------------------- */

static int fail(luacdk *l, const char *message) {
    char *copy = strdup(message);
    free(l->error);
    l->error = copy;
    return -1;
}

const char *luacdk_error(const luacdk *l) {
    return !l ? "luacdk: not enough memory" : l->error ? l->error : l->lost ? "luacdk: out of memory" : "";
}

const char *luacdk_version(void) { return LUACDK_VERSION; }

/* Fails about a value of luacdk_set. */
static int refuse_value(luacdk *l, const char *option, const char *wanted, const char *value) {
    struct error error = ERROR_INIT;
    error_set(&error, "luacdk_set: \"%s\" must be %s, got \"%s\"", option, wanted, value);
    (void)fail(l, error.message);
    error_clear(&error);
    return -1;
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

static void add_word(luacdk *l, struct words *words, const char *word) {
    const char **items = arena_calloc(&l->arena, words->count + 1, sizeof *items);
    if (words->count > 0) {
        memcpy(items, words->items, words->count * sizeof *items);
    }
    items[words->count++] = arena_strdup(&l->arena, word);
    words->items = items;
}

static int add_pair(luacdk *l, struct words *words, const char *option, const char *value) {
    if (!strchr(value, '=') || *value == '=') {
        return refuse_value(l, option, "name=value", value);
    }
    add_word(l, words, value);
    return 0;
}

static int set_flag(luacdk *l, bool *flag, const char *option, const char *value) {
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
        return refuse_value(l, option, "yes or no", value);
    }
    *flag = *value == 'y';
    return 0;
}

static int read_number(luacdk *l, double *number, const char *option, const char *value) {
    char *end;
    *number = strtod(value, &end);
    return end != value && *end == '\0' && *number >= 0 && *number <= LARGEST_LIMIT
               ? 0
               : refuse_value(l, option, "a number that is not negative", value);
}

static int set_option(luacdk *l, const char *option, const char *value) {
    struct settings *s = &l->settings;
    double number = 0;
    int status = 0;
    if (strcmp(option, "output") == 0) {
        s->output = arena_strdup(&l->arena, value);
    } else if (strcmp(option, "context") == 0) {
        status = add_pair(l, &s->context, option, value);
    } else if (strcmp(option, "set") == 0) {
        status = add_pair(l, &s->sets, option, value);
    } else if (strcmp(option, "values") == 0) {
        add_word(l, &s->values, value);
    } else if (strcmp(option, "only") == 0) {
        status = add_pair(l, &s->only, option, value);
    } else if (strcmp(option, "sandbox") == 0) {
        status = set_flag(l, &s->sandbox, option, value);
    } else if (strcmp(option, "trust") == 0) {
        status = set_flag(l, &s->trust, option, value);
    } else if (strcmp(option, "memory") == 0) {
        status = read_number(l, &number, option, value);
        s->limits.memory = status == 0 ? (size_t)number : s->limits.memory;
    } else if (strcmp(option, "instructions") == 0) {
        status = read_number(l, &number, option, value);
        s->limits.instructions = status == 0 ? (long long)number : s->limits.instructions;
    } else if (strcmp(option, "seconds") == 0) {
        status = read_number(l, &number, option, value);
        s->limits.seconds = status == 0 ? number : s->limits.seconds;
    } else {
        status = fail(l, "luacdk_set: the options are output, context, set, values, only, sandbox, trust, memory, "
                         "instructions and seconds");
    }
    return status;
}

/* ---- jobs: in the thread ------------------------------------------------------------------------------------------ */

static _Thread_local bool exited; /* the script called os.exit */

/* os.exit([code]) ends the script, not the program that it runs in. */
static int l_exit(lua_State *L) {
    bool good = lua_isnoneornil(L, 1) || (lua_isboolean(L, 1) ? lua_toboolean(L, 1) : luaL_checkinteger(L, 1) == 0);
    exited = true;
    script_give_up(L, good ? STATUS_OK : STATUS_FAILED, NULL);
    return 0;
}

static int l_set_exit(lua_State *L) {
    lua_getglobal(L, "os");
    lua_pushcfunction(L, l_exit);
    lua_setfield(L, -2, "exit");
    return 0;
}

static void close_run(luacdk *l) {
    if (!l->L) {
        return;
    }
    output_abandon_all();
    stage_undo();
    if (sandbox_entered()) {
        sandbox_forget(l->L);
    }
    host_close(l->L);
    guard_forget_reading();
    guard_forget_writing();
    guard_trust_again();
    l->L = NULL;
}

static const cJSON *load_context(luacdk *l, struct error *e) {
    const struct words *words = &l->settings.context;
    struct context_entry *entries = arena_calloc(&l->run, words->count + 1, sizeof *entries);
    for (size_t i = 0; i < words->count; i++) {
        const char *sign = strchr(words->items[i], '=');
        entries[i].key = arena_strndup(&l->run, words->items[i], (size_t)(sign - words->items[i]));
        entries[i].value = sign + 1;
    }
    return context_load(&l->run, entries, words->count, e);
}

/* The script's description, but for `file` and what comes with it. */
static int describe(luacdk *l, struct error *e) {
    const struct settings *s = &l->settings;
    struct script *script = &l->script;
    if (distrust_script(&l->run, script->text ? NULL : script->file, s->sandbox, s->trust, e) != 0) {
        return -1;
    }
    script->context = load_context(l, e);
    script->output = arena_strdup(&l->run, s->output ? s->output : "cdk.out");
    script->root = s->sandbox ? distrust_root(&l->run, script->file) : NULL;
    script->limits = s->sandbox ? sandbox_limits(&s->limits) : s->limits;
    script->trust = s->trust;
    script->definition = (struct definition){.values = s->values.items,
                                             .value_count = s->values.count,
                                             .sets = s->sets.items,
                                             .set_count = s->sets.count,
                                             .only = s->only.items,
                                             .only_count = s->only.count,
                                             .asked = s->values.count || s->sets.count || s->only.count};
    return script->context ? 0 : -1;
}

/* The status of a step, with its message kept; a step that failed ends the run. */
static void conclude(luacdk *l, int status, const char *message) {
    l->status = status == STATUS_OK ? 0 : -1;
    if (status != STATUS_OK) {
        fail(l, message  ? message
                : exited ? "the script has ended itself by os.exit"
                         : "cells of the definition failed; standard error says why");
        close_run(l);
    }
}

static void begin_run(luacdk *l, const struct script *script) {
    close_run(l);
    exited = false;
    arena_free(&l->run);
    l->folders = NULL;
    l->folder_count = 0;
    char **arguments = arena_calloc(&l->run, (size_t)script->argument_count + 1, sizeof *arguments);
    for (int i = 0; i < script->argument_count; i++) {
        arguments[i] = arena_strdup(&l->run, script->arguments[i]);
    }
    l->script = *script;
    l->script.arguments = arguments;
    l->script.file = arena_strdup(&l->run, script->file);
}

static void load(luacdk *l, const struct script *script) {
    struct error error = ERROR_INIT;
    const char *message = NULL;
    begin_run(l, script);
    if (describe(l, &error) != 0) {
        l->status = fail(l, error.message);
        error_clear(&error);
        guard_trust_again();
        return;
    }
    l->L = host_open();
    if (!l->L) {
        l->status = fail(l, "luacdk: not enough memory");
        return;
    }
    lua_pushcfunction(l->L, l_set_exit);
    int status = lua_pcall(l->L, 0, 0, 0) == LUA_OK ? script_load(l->L, &l->script, &message) : STATUS_FAILED;
    conclude(l, status, message);
}

static void write_assemblies(luacdk *l) {
    const char *message = NULL;
    if (!l->L) {
        l->status = fail(l, "luacdk_synth: there is nothing to synthesise; call luacdk_run first");
        return;
    }
    int status = script_write(l->L, &l->script, &message);
    conclude(l, status, message);
    if (l->status == 0) {
        l->folder_count = script_outputs(l->L, &l->run, &l->folders);
        close_run(l);
    }
}

/* Frees what the thread keeps. */
static void end_thread(luacdk *l) {
    close_run(l);
    sandbox_end_thread();
    guard_end_thread();
    inputs_record(false);
    leftovers_end_thread();
    rules_end_thread();
    schema_end_thread();
    provider_end_thread();
}

static void do_request(luacdk *l, const struct request *request) {
    free(l->error);
    l->error = NULL;
    l->status = 0;
    switch (request->job) {
    case JOB_SET:
        l->status = set_option(l, request->option, request->value);
        break;
    case JOB_LOAD:
        load(l, &request->script);
        break;
    case JOB_WRITE:
        write_assemblies(l);
        break;
    case JOB_END:
        end_thread(l);
        break;
    }
}

static void *serve(void *argument) {
    luacdk *l = argument;
    bool ends = false;
    interrupt_lend(&l->interrupt);
    locale_t plain = newlocale(LC_ALL_MASK, "C", NULL), before = uselocale(plain); /* numbers have a point */
    pthread_mutex_lock(&l->lock);
    while (!ends) {
        while (!l->request) {
            pthread_cond_wait(&l->change, &l->lock);
        }
        pthread_mutex_unlock(&l->lock);
        do_request(l, l->request);
        pthread_mutex_lock(&l->lock);
        ends = l->request->job == JOB_END;
        l->request = NULL;
        pthread_cond_broadcast(&l->change);
    }
    pthread_mutex_unlock(&l->lock);
    uselocale(before);
    if (plain) {
        freelocale(plain);
    }
    return NULL;
}

/* Memory is exhausted where nothing can go back: the thread, or one that helps it, rests for ever with all it has, and the
 * call returns. */
static void rest(void) {
    luacdk *l = (luacdk *)interrupt_here();
    if (!l) {
        return;
    }
    pthread_mutex_lock(&l->lock);
    l->lost = true;
    pthread_cond_broadcast(&l->change);
    pthread_mutex_unlock(&l->lock);
    for (;;) {
        pause();
    }
}

/* ---- calls: in the program's threads ------------------------------------------------------------------------------ */

static struct timespec soon(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    moment.tv_nsec += TICK * 1000000L;
    moment.tv_sec += moment.tv_nsec / 1000000000L;
    moment.tv_nsec %= 1000000000L;
    return moment;
}

/* Has it done, and ends it if its time is up. */
static int do_job(luacdk *l, const struct request *request) {
    pthread_mutex_lock(&l->lock);
    l->request = l->lost ? NULL : request;
    pthread_cond_broadcast(&l->change);
    while (l->request && !l->lost) {
        struct timespec moment = soon();
        pthread_cond_timedwait(&l->change, &l->lock, &moment);
        (void)interrupt_watch_guest(&l->interrupt);
    }
    bool lost = l->lost;
    pthread_mutex_unlock(&l->lock);
    return lost ? fail(l, "luacdk: out of memory") : l->status;
}

static int start_thread(luacdk *l) {
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0) {
        return -1;
    }
    pthread_attr_setstacksize(&attributes, STACK);
    sigfillset(&all); /* signals are for the program's own threads */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&l->thread, &attributes, serve, l);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return failure ? -1 : 0;
}

luacdk *luacdk_new(void) {
    luacdk *l = calloc(1, sizeof *l);
    pthread_condattr_t clock;
    if (!l) {
        return NULL;
    }
    mem_end_otherwise(rest);
    l->process = getpid();
    pthread_mutex_init(&l->turn, NULL);
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&l->change, &clock);
    pthread_condattr_destroy(&clock);
    if (start_thread(l) != 0) {
        free(l);
        return NULL;
    }
    return l;
}

void luacdk_free(luacdk *l) {
    if (!l || l->process != getpid()) {
        return;
    }
    (void)do_job(l, &(struct request){JOB_END, .option = NULL});
    if (l->lost) {
        return; /* its thread still has it */
    }
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->change);
    pthread_mutex_destroy(&l->lock);
    pthread_mutex_destroy(&l->turn);
    arena_free(&l->arena);
    arena_free(&l->run);
    free(l->error);
    free(l);
}

/* One call: its turn, and the job. */
static int call(luacdk *l, const struct request *request) {
    if (!l) {
        return -1;
    }
    if (l->process != getpid()) {
        return fail(l, "luacdk: this process was forked after luacdk_new; it needs a luacdk of its own");
    }
    pthread_mutex_lock(&l->turn);
    int status = do_job(l, request);
    pthread_mutex_unlock(&l->turn);
    return status;
}

/* A call without what it needs. */
static int refuse_call(luacdk *l, const char *message) { return l ? fail(l, message) : -1; }

int luacdk_set(luacdk *l, const char *option, const char *value) {
    if (!option || !value) {
        return refuse_call(l, "luacdk_set: the option or its value is NULL");
    }
    return call(l, &(struct request){JOB_SET, .option = option, .value = value});
}

int luacdk_run(luacdk *l, const char *file, int argument_count, const char *const *arguments) {
    if (!file || argument_count < 0 || (argument_count > 0 && !arguments)) {
        return refuse_call(l, "luacdk_run: the file or the arguments are NULL");
    }
    struct script script = {.file = file, .arguments = (char *const *)arguments, .argument_count = argument_count};
    return call(l, &(struct request){JOB_LOAD, .script = script});
}

int luacdk_run_text(luacdk *l, const char *name, const char *text, size_t length) {
    if (!name || !text) {
        return refuse_call(l, "luacdk_run_text: the name or the text is NULL");
    }
    return call(l, &(struct request){JOB_LOAD, .script = {.file = name, .text = text, .text_length = length}});
}

int luacdk_synth(luacdk *l) { return call(l, &(struct request){JOB_WRITE, .option = NULL}); }

const char *luacdk_output(const luacdk *l, size_t index) {
    return l && index < l->folder_count ? l->folders[index] : NULL;
}
