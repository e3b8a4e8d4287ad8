/* luacdk watch FILE: runs the script again whenever something that it read changes. Each run is a process of its own,
 * which reports what it has read; this process only waits. */
#include "base/watch.h"

#include "base/fd.h"
#include "base/file.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/timings.h"
#include "base/process.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/diff.h"
#include "cli/synth.h"
#include "host/script.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct watching {
    const struct invocation *invocation;
    const char *output;
    const char *scratch;     /* a temporary folder */
    const char *const *exec; /* its words; NULL: none */
};

/* ---- --exec ---------------------------------------------------------------------------------------------------- */

/* The words of a command line: blanks separate them, quotes and backslashes keep blanks as in a shell, and nothing else
 * is special. NULL if a quote is not closed or there is no word. */
static const char *const *split_words(struct arena *arena, const char *text) {
    const char **words = arena_calloc(arena, strlen(text) / 2 + 2, sizeof *words);
    size_t count = 0;
    struct strbuf word;
    strbuf_init(&word);
    while (*(text += strspn(text, " \t\n"))) {
        char quote = 0;
        word.length = 0;
        for (; *text && (quote || !strchr(" \t\n", *text)); text++) {
            if (*text == quote) {
                quote = 0;
            } else if (!quote && (*text == '\'' || *text == '"')) {
                quote = *text;
            } else {
                text += *text == '\\' && quote != '\'' && text[1];
                strbuf_addch(&word, *text);
            }
        }
        if (quote) {
            count = 0;
            break;
        }
        words[count++] = arena_strndup(arena, word.length ? word.data : "", word.length);
    }
    strbuf_free(&word);
    return count ? words : NULL;
}

static int run_command(const struct watching *w) {
    struct process_result result;
    process_result_init(&result);
    bool ran = process_run(
        &(struct process_options){
            .argv = w->exec, .in = PROCESS_INHERIT, .out = PROCESS_INHERIT, .err = PROCESS_INHERIT},
        &result);
    int status = result.status;
    if (!ran) {
        fprintf(stderr, "luacdk: cannot run %s: %s\n", w->exec[0], strerror(result.error));
    } else if (status != 0 && !interrupt_asked()) {
        fprintf(stderr, result.signal ? "luacdk: %s was ended by signal %d\n" : "luacdk: %s exited with status %d\n",
                w->exec[0], result.signal ? result.signal : status);
    }
    process_result_free(&result);
    return ran && status == 0 ? STATUS_OK : STATUS_FAILED;
}

/* ---- a run, in its own process ---------------------------------------------------------------------------------- */

/* Copies the documents of an assembly and of those nested in it, to compare with them. */
static int copy_documents(struct arena *arena, const char *from, const char *to, bool nested) {
    const char **names;
    size_t count;
    if (file_mkdirs(to, NULL) != 0 || file_list(arena, from, &names, &count, NULL) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        const char *source = path_join(arena, from, names[i]), *target = path_join(arena, to, names[i]);
        if (text_ends_in(names[i], ".json") && file_is_regular(source) && file_copy(source, target, NULL) != 0) {
            return -1;
        }
        if (!nested && strncmp(names[i], "assembly-", strlen("assembly-")) == 0 && file_is_directory(source) &&
            copy_documents(arena, source, target, true) != 0) {
            return -1;
        }
    }
    return 0;
}

static void send_inputs(int fd) {
    for (size_t i = 0; i < inputs_count(); i++) {
        if (fd_write_all(fd, inputs_at(i), strlen(inputs_at(i)) + 1) != 0) {
            return;
        }
    }
}

static int run_once(const struct watching *w, int fd) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    const char *before = path_join(&arena, w->scratch, "before");
    (void)file_remove_tree(before, NULL);
    bool compares = file_exists(path_join(&arena, w->output, "manifest.json")) &&
                    copy_documents(&arena, w->output, before, false) == 0;
    int status = synth(&arena, w->invocation, w->output, &written);
    send_inputs(fd);
    bool same_place = false;
    for (size_t i = 0; i < written.count; i++) {
        const char *folder = path_resolve(&arena, NULL, written.folders[i]);
        same_place |= strcmp(folder, path_resolve(&arena, NULL, w->output)) == 0;
        /* An empty path in front: it was written, so it is not watched. */
        if (fd_write_all(fd, "", 1) != 0 || fd_write_all(fd, folder, strlen(folder) + 1) != 0) {
            break;
        }
    }
    if (status == STATUS_OK && compares && same_place) {
        status = diff_print(w->invocation, w->output, before);
    }
    report_timings(w->invocation);
    if (status == STATUS_OK && w->exec) {
        fflush(stdout);
        status = run_command(w);
    }
    arena_free(&arena);
    return status;
}

static _Noreturn void be_run(const struct watching *w, int fd, pid_t parent) {
    interrupt_watch_anew();
    if (!w->invocation->quiet) {
        progress_allow();
    }
    if (w->invocation->timings) {
        timings_begin();
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(STATUS_FAILED);
    }
    int status = run_once(w, fd);
    fflush(stdout);
    fflush(stderr);
    if (interrupt_signal()) {
        interrupt_die(interrupt_signal());
    }
    _exit(status);
}

/* ---- waiting ---------------------------------------------------------------------------------------------------- */

/* Collects what the run reports until it has ended. After a signal it has a moment to end by itself: at a terminal it
 * got the same signal. */
static int wait_for_run(pid_t child, int fd, struct strbuf *report) {
    enum { OWN_END = 100, BLOCK = 65536 };
    struct pollfd poll = {.fd = fd, .events = POLLIN};
    interrupt_hold();
    for (bool told = false;;) {
        if (interrupt_poll(&poll, 1, -1) < 0) {
            if (interrupt_asked() && !told) {
                struct timespec moment = {.tv_nsec = OWN_END * 1000000L};
                nanosleep(&moment, NULL);
                kill(child, SIGTERM);
                told = true;
            }
            if (told) {
                break;
            }
            continue;
        }
        ssize_t length = read(fd, strbuf_reserve(report, BLOCK), BLOCK);
        if (length == 0 || (length < 0 && errno != EINTR)) {
            break;
        }
        report->length += length > 0 ? (size_t)length : 0;
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    interrupt_release();
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_SIGNAL + WTERMSIG(status);
}

/* Returns the exit status of a run, or -1 after reporting that none could be started. */
static int start_run(const struct watching *w, struct strbuf *report) {
    int ends[2];
    pid_t child = -1, parent = getpid();
    if (pipe2(ends, O_CLOEXEC) == 0) {
        fflush(stdout);
        child = fork();
        if (child == 0) {
            close(ends[0]);
            be_run(w, ends[1], parent);
        }
        close(ends[1]);
    }
    if (child < 0) {
        fprintf(stderr, "luacdk: cannot start a process: %s\n", strerror(errno));
        return -1;
    }
    int status = wait_for_run(child, ends[0], report);
    close(ends[0]);
    return status;
}

static void add(struct watch_list *list, const char *path) { list->paths[list->count++] = path; }

/* What to watch: what the run has read and, because it failed before it read everything, also what earlier runs read,
 * and the folders in which something may be missing. */
static void choose(struct arena *arena, const struct watching *w, const struct strbuf *report, bool failed,
                   struct watch_list before, struct watch_list *inputs, struct watch_list *outputs) {
    size_t most = before.count + 5;
    for (size_t i = 0; i < report->length; i++) {
        most += report->data[i] == '\0';
    }
    *inputs = (struct watch_list){arena_calloc(arena, most, sizeof *inputs->paths), 0};
    *outputs = (struct watch_list){arena_calloc(arena, most, sizeof *outputs->paths), 0};
    add(outputs, path_resolve(arena, NULL, w->output));
    for (size_t at = 0; at < report->length; at += strlen(report->data + at) + 1) {
        if (report->data[at]) {
            add(inputs, arena_strdup(arena, report->data + at));
        } else if (++at < report->length) {
            add(outputs, arena_strdup(arena, report->data + at));
        }
    }
    const char *file = path_resolve(arena, NULL, w->invocation->operand);
    add(inputs, file);
    add(inputs, path_resolve(arena, NULL, "cdk.json"));
    add(inputs, path_resolve(arena, NULL, "cdk.context.json"));
    if (failed) {
        add(inputs, path_cwd(arena));
        add(inputs, path_dirname(arena, file));
        for (size_t i = 0; i < before.count; i++) {
            add(inputs, arena_strdup(arena, before.paths[i]));
        }
    }
}

static void say_name(struct arena *arena, const char *path) {
    const char *cwd = path_cwd(arena);
    const char *relative = path_relative(arena, cwd, path);
    const char *shown = !*relative ? "." : path_is_within(cwd, path) ? relative : path;
    terminal_relay(stderr, &(struct terminal_text){0}, shown, strlen(shown));
}

/* Whether another changed path says it better: a file in that folder. */
static bool is_covered(const struct watch_list *changed, const char *path) {
    for (size_t i = 0; i < changed->count; i++) {
        if (strcmp(changed->paths[i], path) != 0 && path_is_within(path, changed->paths[i])) {
            return true;
        }
    }
    return false;
}

static void say_changed(struct arena *arena, const struct watch_list *changed) {
    enum { SHOWN = 3 };
    size_t count = 0;
    fputs("\nchanged: ", stderr);
    for (size_t i = 0; i < changed->count; i++) {
        if (!is_covered(changed, changed->paths[i]) && ++count <= SHOWN) {
            fputs(count > 1 ? ", " : "", stderr);
            say_name(arena, changed->paths[i]);
        }
    }
    if (count > SHOWN) {
        fprintf(stderr, " and %zu more", count - SHOWN);
    }
    fputc('\n', stderr);
}

static bool are_equal(const struct watch_list *a, const struct watch_list *b) {
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++) {
        equal = strcmp(a->paths[i], b->paths[i]) == 0;
    }
    return equal;
}

static double seconds_since(struct timespec start) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)(now.tv_sec - start.tv_sec) + (double)(now.tv_nsec - start.tv_nsec) / 1e9;
}

/* Runs and waits until a signal comes or no run can be started. */
static int keep_watching(const struct watching *w, struct watch *watch) {
    struct arena arenas[2] = {ARENA_INIT, ARENA_INIT}; /* of this run and of the one before */
    struct watch_list inputs = {0}, outputs, during = {0};
    int status = STATUS_OK;
    for (int turn = 0; status >= 0 && !interrupt_asked(); turn = !turn) {
        struct arena *arena = &arenas[turn];
        struct watch_list changed = {0};
        struct timespec start;
        struct strbuf report;
        strbuf_init(&report);
        clock_gettime(CLOCK_REALTIME_COARSE, &start); /* the clock of file systems */
        status = start_run(w, &report);
        if (status >= 0 && !interrupt_asked()) {
            choose(arena, w, &report, status != STATUS_OK, inputs, &inputs, &outputs);
            double seconds = seconds_since(start);
            size_t count = watch_paths(watch, arena, &inputs, &outputs, start, &changed);
            fprintf(stderr, "%s in %.2f s; watching %zu path%s\n", status == STATUS_OK ? "done" : "failed", seconds,
                    count, count == 1 ? "" : "s");
            bool again = changed.count > 0 && !are_equal(&changed, &during);
            during = changed;
            if (again || watch_wait(watch, arena, &changed) == 0) {
                say_changed(arena, &changed);
            }
        }
        strbuf_free(&report);
        arena_free(&arenas[!turn]);
    }
    arena_free(&arenas[0]);
    arena_free(&arenas[1]);
    return STATUS_FAILED;
}

int command_watch(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct watching w = {invocation, choose_output(invocation), NULL, NULL};
    const char *file = invocation->operand;
    if (!file || strcmp(file, "-") == 0) {
        fprintf(stderr, file ? "luacdk: standard input cannot be watched: luacdk watch FILE\n"
                             : "luacdk: FILE is missing: luacdk watch FILE\n");
        return STATUS_USAGE;
    }
    if (invocation->exec && !(w.exec = split_words(&arena, invocation->exec))) {
        fprintf(stderr, "luacdk: --exec needs a command with closed quotes, not '%s'\n", invocation->exec);
        arena_free(&arena);
        return STATUS_USAGE;
    }
    int status = STATUS_FAILED;
    w.scratch = make_temporary_folder(&arena);
    if (w.scratch) {
        struct watch *watch = watch_new();
        status = keep_watching(&w, watch);
        watch_free(watch);
        remove_temporary_folder(w.scratch);
    }
    arena_free(&arena);
    return status;
}
