/* Running one program and waiting for it: see process.h. */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/guard.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/terminal.h"

extern char **environ;

enum { READ_CHUNK = 65536, LOOK_AGAIN_MS = 50 };

/* ---- names --------------------------------------------------------------------------------------------------- */

struct name {
    int number;
    const char *text;
};

#define NAME(constant) \
    { constant, #constant }

static const struct name errno_names[] = {
    NAME(ENOENT),       NAME(EACCES), NAME(EPERM),  NAME(E2BIG),   NAME(ENOEXEC), NAME(ENOTDIR),   NAME(EISDIR),
    NAME(ENOMEM),       NAME(EAGAIN), NAME(EMFILE), NAME(ENFILE),  NAME(ELOOP),   NAME(ETIMEDOUT), NAME(ENOBUFS),
    NAME(ENAMETOOLONG), NAME(EINVAL), NAME(EIO),    NAME(ETXTBSY), NAME(EPIPE),
};

static const struct name signal_names[] = {
    NAME(SIGHUP),  NAME(SIGINT),  NAME(SIGQUIT), NAME(SIGILL),  NAME(SIGTRAP), NAME(SIGABRT),
    NAME(SIGBUS),  NAME(SIGFPE),  NAME(SIGKILL), NAME(SIGUSR1), NAME(SIGSEGV), NAME(SIGUSR2),
    NAME(SIGPIPE), NAME(SIGALRM), NAME(SIGTERM), NAME(SIGCHLD), NAME(SIGCONT), NAME(SIGSTOP),
    NAME(SIGTSTP), NAME(SIGTTIN), NAME(SIGTTOU), NAME(SIGXCPU), NAME(SIGXFSZ), NAME(SIGSYS),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *name_of(const struct name *names, size_t count, int number) {
    for (size_t i = 0; i < count; i++) {
        if (names[i].number == number) {
            return names[i].text;
        }
    }
    return NULL;
}

const char *process_errno_name(int number) { return name_of(errno_names, COUNT(errno_names), number); }

const char *process_signal_name(int number) { return name_of(signal_names, COUNT(signal_names), number); }

int process_signal_number(const char *name) {
    for (size_t i = 0; i < COUNT(signal_names); i++) {
        if (strcmp(signal_names[i].text, name) == 0) {
            return signal_names[i].number;
        }
    }
    return 0;
}

void process_result_init(struct process_result *result) {
    memset(result, 0, sizeof *result);
    strbuf_init(&result->out);
    strbuf_init(&result->err);
}

void process_result_free(struct process_result *result) {
    strbuf_free(&result->out);
    strbuf_free(&result->err);
}

/* ---- descriptors --------------------------------------------------------------------------------------------- */

static void close_fd(int *fd) {
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* The three ends that we keep and the three that the child gets, -1 if there is none. The child's ends are first moved
 * above 2, so that no dup2 in the child overwrites another one if our own process was started with a standard stream
 * closed. */
struct streams {
    int ours[3];
    int theirs[3];
};

static void streams_close(struct streams *s) {
    for (int i = 0; i < 3; i++) {
        close_fd(&s->ours[i]);
        close_fd(&s->theirs[i]);
    }
}

static int keep_clear_of_standard(int fd) {
    if (fd > 2 || fd < 0) {
        return fd;
    }
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    int saved = errno;
    close(fd);
    errno = saved;
    return moved;
}

static bool stream_open(struct streams *s, int i, enum process_stream kind) {
    int ends[2];
    switch (kind) {
    case PROCESS_PIPE:
    case PROCESS_SHOWN:
        if (pipe2(ends, O_CLOEXEC) != 0) {
            return false;
        }
        s->ours[i] = keep_clear_of_standard(ends[i == 0 ? 1 : 0]);
        s->theirs[i] = keep_clear_of_standard(ends[i == 0 ? 0 : 1]);
        /* Only our end: the child must get an ordinary, blocking stream. */
        return s->ours[i] >= 0 && s->theirs[i] >= 0 && fcntl(s->ours[i], F_SETFL, O_NONBLOCK) == 0;
    case PROCESS_NULL:
        s->theirs[i] = keep_clear_of_standard(open("/dev/null", (i == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC));
        return s->theirs[i] >= 0;
    case PROCESS_TO_STDERR:
        s->theirs[i] = fcntl(2, F_DUPFD_CLOEXEC, 3);
        return s->theirs[i] >= 0;
    case PROCESS_INHERIT:
        s->theirs[i] = fcntl(i, F_DUPFD_CLOEXEC, 3);
        /* If we lack a stream, so does the child. */
        return s->theirs[i] >= 0 || errno == EBADF;
    }
    return false;
}

/* ---- looking the program up ---------------------------------------------------------------------------------- */

static const char *environment_value(const char *const *env, const char *name) {
    if (!env) {
        return getenv(name);
    }
    size_t length = strlen(name);
    for (; *env; env++) {
        if (strncmp(*env, name, length) == 0 && (*env)[length] == '=') {
            return *env + length + 1;
        }
    }
    return NULL;
}

static bool can_execute(const char *cwd, const char *path) {
    struct stat st;
    int dir = AT_FDCWD;
    if (cwd && path[0] != '/') {
        dir = open(cwd, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (dir < 0) {
            return false;
        }
    }
    bool ok = fstatat(dir, path, &st, 0) == 0 && S_ISREG(st.st_mode) && faccessat(dir, path, X_OK, AT_EACCESS) == 0;
    int saved = errno;
    if (dir >= 0) {
        close(dir);
    }
    errno = ok ? 0 : (saved ? saved : EACCES);
    return ok;
}

/* The path to execute, as execvp would choose it, but with the PATH that the child will have (so that an `env` option
 * works as in Node, where the environment is set before the search). NULL with errno if there is none; else the caller
 * frees it. */
static char *find_program(const struct process_options *o) {
    const char *program = o->argv[0];
    if (strchr(program, '/')) {
        return mem_strdup(program);
    }
    const char *path = environment_value(o->env, "PATH");
    if (!path) {
        path = "/bin:/usr/bin";
    }
    int failure = ENOENT;
    size_t name_length = strlen(program);
    for (const char *start = path; *program;) {
        size_t length = strcspn(start, ":");
        char *candidate = mem_alloc(length + name_length + 3);
        snprintf(candidate, length + name_length + 3, "%.*s/%s", length ? (int)length : 1, length ? start : ".",
                 program);
        errno = 0;
        if (can_execute(o->cwd, candidate)) {
            return candidate;
        }
        if (errno == EACCES) {
            failure = EACCES;
        }
        free(candidate);
        if (!start[length]) {
            break;
        }
        start += length + 1;
    }
    errno = failure;
    return NULL;
}

/* ---- starting ------------------------------------------------------------------------------------------------ */

static int spawn_plain(const struct process_options *o, const char *path, const char *const *argv,
                       const struct streams *s, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, defaults;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) {
        return error;
    }
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    for (int i = 0; i < 3 && !error; i++) {
        if (s->theirs[i] >= 0) {
            error = posix_spawn_file_actions_adddup2(&actions, s->theirs[i], i);
        }
    }
    if (!error && o->cwd) {
        error = posix_spawn_file_actions_addchdir_np(&actions, o->cwd);
    }
    if (!error) {
        error = posix_spawn(pid, path, &actions, &attributes, (char *const *)argv,
                            o->env ? (char *const *)o->env : environ);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* The child's part of spawn_as: only calls that are safe between fork and exec. Returns errno; on success does not
 * return. */
static int become(const struct process_options *o, const char *path, const char *const *argv, const struct streams *s) {
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    for (int i = 0; i < 3; i++) {
        if (s->theirs[i] >= 0 && dup2(s->theirs[i], i) < 0) {
            return errno;
        }
    }
    if (o->cwd && chdir(o->cwd) != 0) {
        return errno;
    }
    (void)setgroups(0, NULL); /* drop our own groups, which do not belong to the other user; only root can, and must */
    if (o->set_gid && setgid(o->gid) != 0) {
        return errno;
    }
    if (o->set_uid && setuid(o->uid) != 0) {
        return errno;
    }
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, (char *const *)argv, o->env ? (char *const *)o->env : environ);
    return errno;
}

/* Starts a program as another user or group, which posix_spawn cannot do. A failed exec is reported through a pipe. */
static int spawn_as(const struct process_options *o, const char *path, const char *const *argv, const struct streams *s,
                    pid_t *pid) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) {
        return errno;
    }
    /* Keep it above 2, or a dup2 in the child would close it. */
    report[1] = keep_clear_of_standard(report[1]);
    pid_t child = report[1] < 0 ? -1 : fork();
    if (child == 0) {
        int error = become(o, path, argv, s);
        ssize_t ignored = write(report[1], &error, sizeof error);
        (void)ignored;
        _exit(127);
    }
    int error = child < 0 ? errno : 0;
    close_fd(&report[1]);
    if (child > 0) {
        ssize_t got;
        int told = 0;
        do {
            got = read(report[0], &told, sizeof told);
        } while (got < 0 && errno == EINTR);
        if (got == (ssize_t)sizeof told) {
            error = told;
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
            }
        }
    }
    close_fd(&report[0]);
    *pid = child;
    return error;
}

static int start(const struct process_options *o, const char *path, const char *const *argv, const struct streams *s,
                 pid_t *pid) {
    return o->set_uid || o->set_gid ? spawn_as(o, path, argv, s, pid) : spawn_plain(o, path, argv, s, pid);
}

/* A script without a `#!` line is run by sh, as execvp does. */
static int start_script(const struct process_options *o, const char *path, const struct streams *s, pid_t *pid) {
    size_t count = 0;
    while (o->argv[count]) {
        count++;
    }
    const char **argv = mem_calloc(count + 2, sizeof *argv);
    argv[0] = "/bin/sh";
    argv[1] = path;
    for (size_t i = 1; i < count; i++) {
        argv[i + 1] = o->argv[i];
    }
    int error = start(o, "/bin/sh", argv, s, pid);
    free(argv);
    return error;
}

/* ---- waiting ------------------------------------------------------------------------------------------------- */

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

struct waiting {
    const struct process_options *options;
    struct process_result *result;
    struct streams *streams;
    pid_t pid;
    int end;              /* readable when the child has ended; -1: this kernel cannot tell */
    uint64_t deadline;    /* 0: none */
    uint64_t interrupted; /* when we first noticed that we must stop; 0: not yet */
    size_t written;
    struct terminal_text shown[2]; /* of its stdout and stderr */
};

static bool is_shown(const struct waiting *w, int i) {
    return (i == 1 && w->options->out == PROCESS_SHOWN) || (i == 2 && w->options->err == PROCESS_SHOWN);
}

static void stop_child(struct waiting *w, int error) {
    w->result->error = error;
    kill(w->pid, w->options->kill_signal ? w->options->kill_signal : SIGTERM);
    /* As in Node: from now on only the end of the child counts, not who else has its streams open. */
    for (int i = 0; i < 3; i++) {
        close_fd(&w->streams->ours[i]);
    }
}

/* Waits until a stream or the child's end is ready, but not longer than that; returns how many are ready. If we must
 * stop, the child has received the same signal; if it continues nevertheless, it is signalled once more, then
 * killed. */
static int wait_for(struct waiting *w, struct pollfd *fds, nfds_t count, int longest) {
    enum { PATIENCE = 150, LAST_PATIENCE = 2000, STEP = 20 };
    uint64_t now = now_ms();
    if (w->interrupted && now - w->interrupted >= LAST_PATIENCE) {
        kill(w->pid, SIGKILL);
    } else if (w->interrupted && now - w->interrupted >= PATIENCE) {
        kill(w->pid, SIGTERM);
    }
    if (w->interrupted) {
        return poll(fds, count, longest < STEP ? longest : STEP);
    }
    int ready = interrupt_poll(fds, count, longest);
    if (ready < 0 && interrupt_asked()) {
        w->interrupted = now;
    }
    return ready;
}

/* How long wait_for may wait; when the time is up, tells the child to end and returns false. */
static bool time_left(struct waiting *w, int *left) {
    enum { LONGEST = 60000 };
    *left = LONGEST;
    if (w->deadline && !w->result->error) {
        uint64_t now = now_ms();
        if (now >= w->deadline) {
            stop_child(w, ETIMEDOUT);
            return false;
        }
        *left = w->deadline - now > LONGEST ? LONGEST : (int)(w->deadline - now);
    }
    return true;
}

static void feed(struct waiting *w) {
    int *fd = &w->streams->ours[0];
    size_t left = w->options->input_length - w->written;
    ssize_t n = left ? write(*fd, w->options->input + w->written, left) : 0;
    if (n > 0) {
        w->written += (size_t)n;
    }
    /* EPIPE: the child does not want the rest. */
    if (w->written == w->options->input_length || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close_fd(fd);
    }
}

static void collect(struct waiting *w, int i) {
    struct strbuf *bytes = i == 1 ? &w->result->out : &w->result->err;
    size_t limit = w->options->max_buffer;
    ssize_t n = read(w->streams->ours[i], strbuf_reserve(bytes, READ_CHUNK), READ_CHUNK);
    int error = errno;
    bytes->length += n > 0 ? (size_t)n : 0;
    bytes->data[bytes->length] = '\0';
    if (limit && bytes->length > limit) {
        strbuf_truncate(bytes, limit);
        stop_child(w, ENOBUFS);
    } else if (n == 0 || (n < 0 && error != EAGAIN && error != EINTR)) {
        close_fd(&w->streams->ours[i]);
    }
}

static void show(struct waiting *w, int i) {
    char text[READ_CHUNK];
    ssize_t n = read(w->streams->ours[i], text, sizeof text);
    if (n > 0) {
        terminal_relay(stderr, &w->shown[i - 1], text, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close_fd(&w->streams->ours[i]);
    }
}

static bool has_ended(const struct waiting *w) {
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)w->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == w->pid;
}

/* After the child has ended, background processes may still have its streams open: do not wait for those that are
 * shown. */
static void close_shown(struct waiting *w) {
    bool ended = has_ended(w);
    for (int i = 1; ended && i <= 2; i++) {
        if (is_shown(w, i)) {
            close_fd(&w->streams->ours[i]);
        }
    }
}

/* Moves bytes until all our streams are closed or the deadline has passed. */
static void exchange(struct waiting *w) {
    for (;;) {
        struct pollfd fds[3];
        int which[3];
        nfds_t count = 0;
        bool shown = false;
        for (int i = 0; i < 3; i++) {
            if (w->streams->ours[i] < 0) {
                continue;
            }
            fds[count] = (struct pollfd){.fd = w->streams->ours[i], .events = i == 0 ? POLLOUT : POLLIN};
            which[count++] = i;
            shown |= is_shown(w, i);
        }
        if (count == 0) {
            return;
        }
        int left;
        if (!time_left(w, &left)) {
            return;
        }
        if (shown && left > LOOK_AGAIN_MS) {
            left = LOOK_AGAIN_MS;
        }
        if (wait_for(w, fds, count, progress_patience(left)) == 0 && shown) {
            close_shown(w);
        }
        progress_add(0);
        for (nfds_t k = 0; k < count; k++) {
            if (!fds[k].revents || w->streams->ours[which[k]] < 0) {
                continue;
            }
            if (which[k] == 0) {
                feed(w);
            } else if (is_shown(w, which[k])) {
                show(w, which[k]);
            } else {
                collect(w, which[k]);
            }
        }
    }
}

/* Waits for the child's end; if there is nothing to poll on, by checking again in growing intervals. */
static int reap(struct waiting *w) {
    int state = 0, pause = 1, left;
    for (;;) {
        pid_t got = waitpid(w->pid, &state, WNOHANG);
        if (got == w->pid) {
            return state;
        }
        if (got < 0 && errno != EINTR) {
            return 127 << 8; /* somebody else has waited for it */
        }
        if (!time_left(w, &left)) {
            continue;
        }
        struct pollfd end = {.fd = w->end, .events = POLLIN};
        wait_for(w, &end, 1, progress_patience(w->end >= 0 || left < pause ? left : pause));
        progress_add(0);
        pause = pause < 10 ? pause * 2 : pause;
    }
}

bool process_run(const struct process_options *options, struct process_result *result) {
    struct streams streams = {{-1, -1, -1}, {-1, -1, -1}};
    struct sigaction pipe_before, ignore = {.sa_handler = SIG_IGN};
    pid_t pid = -1;

    process_result_init(result);
    result->status = -1;
    if (guard_is_on()) { /* callers say why, see guard_check_program; this is only the last line of defence */
        result->error = EPERM;
        return false;
    }
    errno = 0;
    char *path = find_program(options);
    if (!path) {
        result->error = errno;
        return false;
    }
    if (!stream_open(&streams, 0, options->in) || !stream_open(&streams, 1, options->out) ||
        !stream_open(&streams, 2, options->err)) {
        result->error = errno;
        streams_close(&streams);
        free(path);
        return false;
    }

    if (!interrupt_is_guest()) {                   /* whose thread blocks it */
        sigaction(SIGPIPE, &ignore, &pipe_before); /* a child that ends without reading its input must not end us */
    }
    result->error = start(options, path, options->argv, &streams, &pid);
    if (result->error == ENOEXEC) {
        result->error = start_script(options, path, &streams, &pid);
    }
    if (!result->error) {
        interrupt_pass_on(pid);
        for (int i = 0; i < 3; i++) {
            close_fd(&streams.theirs[i]);
        }
        struct waiting w = {.options = options, .result = result, .streams = &streams, .pid = pid};
        w.end = (int)syscall(SYS_pidfd_open, pid, 0);
        if (options->timeout_ms) {
            w.deadline = now_ms() + options->timeout_ms;
        }
        exchange(&w);
        int state = reap(&w);
        interrupt_pass_on(0);
        close_fd(&w.end);
        if (WIFSIGNALED(state)) {
            result->signal = WTERMSIG(state);
        } else {
            result->status = WEXITSTATUS(state);
        }
    }
    streams_close(&streams);
    free(path);
    if (!interrupt_is_guest()) {
        sigaction(SIGPIPE, &pipe_before, NULL);
    }
    return result->error == 0;
}
