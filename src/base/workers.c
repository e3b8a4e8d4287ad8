/* Workers: see workers.h. */
#include "base/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"

enum { PAUSE = 10, /* milliseconds */ LOST = 127 << 8 /* the status of a child that somebody else waited for */ };

enum stream { STREAM_RESULT, STREAM_OUT, STREAM_ERR, STREAM_COUNT };

/* A running worker. Its streams are files in memory, so nobody has to read while it writes. */
struct running {
    pid_t pid; /* 0: a free slot */
    int end;   /* readable when it has ended; -1: the system has no such thing */
    size_t item;
    int fds[STREAM_COUNT];
};

static void close_streams(struct running *worker) {
    for (int i = 0; i < STREAM_COUNT; i++) {
        if (worker->fds[i] >= 0) {
            close(worker->fds[i]);
            worker->fds[i] = -1;
        }
    }
}

static int open_streams(struct running *worker) {
    for (int i = 0; i < STREAM_COUNT; i++) {
        worker->fds[i] = -1;
    }
    for (int i = 0; i < STREAM_COUNT; i++) {
        worker->fds[i] = memfd_create("luacdk-worker", MFD_CLOEXEC);
        if (worker->fds[i] < 0) {
            close_streams(worker);
            return -1;
        }
    }
    return 0;
}

static void take_stream(int fd, struct strbuf *into) {
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return;
    }
    off_t at = 0;
    while (at < status.st_size) {
        char block[65536];
        ssize_t length = pread(fd, block, sizeof block, at);
        if (length <= 0) {
            break;
        }
        strbuf_add(into, block, (size_t)length);
        at += length;
    }
}

static void take_result(struct running *worker, int wait_status, struct worker_result *results) {
    struct worker_result *result = &results[worker->item];
    result->signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    result->status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
    take_stream(worker->fds[STREAM_RESULT], &result->result);
    take_stream(worker->fds[STREAM_OUT], &result->out);
    take_stream(worker->fds[STREAM_ERR], &result->err);
    close_streams(worker);
    if (worker->end >= 0) {
        close(worker->end);
    }
    worker->pid = 0;
}

static void be_worker(struct running *worker, pid_t parent, worker_function *work, void *context) {
    interrupt_watch_anew();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(1);
    }
    dup2(worker->fds[STREAM_OUT], STDOUT_FILENO);
    dup2(worker->fds[STREAM_ERR], STDERR_FILENO);
    int status = work(context, worker->item, worker->fds[STREAM_RESULT]);
    fflush(stdout);
    fflush(stderr);
    _exit(status);
}

static int start(struct running *worker, size_t item, worker_function *work, void *context, struct error *error) {
    worker->item = item;
    if (open_streams(worker) != 0) {
        return error_errno(error, "cannot collect the output of", "a process");
    }
    fflush(stdout);
    fflush(stderr);
    pid_t parent = getpid();
    worker->pid = fork();
    if (worker->pid == 0) {
        be_worker(worker, parent, work, context);
    }
    worker->end = worker->pid > 0 ? (int)syscall(SYS_pidfd_open, worker->pid, 0) : -1;
    if (worker->pid < 0) {
        worker->pid = 0;
        close_streams(worker);
        return error_errno(error, "cannot start", "a process");
    }
    return 0;
}

/* Waits until one of them has ended. The children of a program that we are a part of must not wake us: so we wait for each
 * of ours, and where that is impossible look again and again. Returns -1 if a signal came first. */
static int wait_for_one(struct running *workers, size_t jobs, struct worker_result *results) {
    struct pollfd *ends = mem_calloc(jobs, sizeof *ends);
    int pause = -1;
    for (size_t i = 0; i < jobs; i++) {
        ends[i] = (struct pollfd){.fd = workers[i].pid ? workers[i].end : -1, .events = POLLIN};
        pause = workers[i].pid && workers[i].end < 0 ? PAUSE : pause;
    }
    bool interrupted = interrupt_poll(ends, jobs, progress_patience(pause)) < 0 && errno == EINTR;
    free(ends);
    for (size_t i = 0; i < jobs && !interrupted; i++) {
        int status = -1;
        pid_t ended = workers[i].pid ? waitpid(workers[i].pid, &status, WNOHANG) : 0;
        if (ended > 0 || (ended < 0 && errno == ECHILD)) { /* somebody else may have waited for it */
            take_result(&workers[i], ended < 0 ? LOST : status, results);
            progress_add(1);
        }
    }
    progress_add(0);
    return interrupted ? -1 : 0;
}

static void end_all(struct running *workers, size_t jobs, struct worker_result *results) {
    for (size_t i = 0; i < jobs; i++) {
        if (workers[i].pid) {
            kill(workers[i].pid, SIGTERM);
        }
    }
    for (size_t i = 0; i < jobs; i++) {
        int status = 0;
        while (workers[i].pid && waitpid(workers[i].pid, &status, 0) < 0 && errno == EINTR) {
        }
        if (workers[i].pid) {
            take_result(&workers[i], status, results);
        }
    }
}

static struct running *free_place(struct running *workers, size_t jobs) {
    for (size_t i = 0; i < jobs; i++) {
        if (!workers[i].pid) {
            return &workers[i];
        }
    }
    return NULL;
}

int workers_run(size_t count, size_t jobs, worker_function *work, void *context, struct worker_result *results,
                int *interrupted, struct error *error) {
    workers_init(results, count);
    jobs = jobs < 1 ? 1 : jobs > count ? count : jobs;
    struct running *workers = mem_calloc(jobs ? jobs : 1, sizeof *workers);
    size_t next = 0, ended = 0;
    int status = 0;
    *interrupted = 0;
    while (ended < count && status == 0 && !*interrupted) {
        struct running *place;
        while (status == 0 && next < count && (place = free_place(workers, jobs))) {
            status = start(place, next, work, context, error);
            next += status == 0;
        }
        if (status == 0) {
            *interrupted = wait_for_one(workers, jobs, results) != 0;
        }
        ended = next;
        for (size_t i = 0; i < jobs; i++) {
            ended -= workers[i].pid != 0;
        }
    }
    end_all(workers, jobs, results);
    free(workers);
    return status;
}

void workers_init(struct worker_result *results, size_t count) {
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct worker_result){.status = -1};
        strbuf_init(&results[i].result);
        strbuf_init(&results[i].out);
        strbuf_init(&results[i].err);
    }
}

void workers_free(struct worker_result *results, size_t count) {
    for (size_t i = 0; i < count; i++) {
        strbuf_free(&results[i].result);
        strbuf_free(&results[i].out);
        strbuf_free(&results[i].err);
    }
}
