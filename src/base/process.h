/* Runs one program and waits for it.
 *
 * A program is started from an argument vector, never through a shell. The caller keeps what it passes in, and releases
 * what it gets back in a `struct process_result` with process_result_free, also after an error. When process_run
 * returns nothing is left behind: no zombie, no descriptor, no signal handler. */
#ifndef LUACDK_BASE_PROCESS_H
#define LUACDK_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Where a standard stream of the child goes. */
enum process_stream {
    PROCESS_NULL,      /* /dev/null: reads end at once, writes vanish */
    PROCESS_PIPE,      /* stdin: `input` is written; stdout, stderr: collected in the result */
    PROCESS_INHERIT,   /* the stream of our own process */
    PROCESS_TO_STDERR, /* stdout only: our own stderr */
    PROCESS_SHOWN,     /* stdout, stderr: printed on our own stderr, without what controls a terminal (terminal.h) */
};

struct process_options {
    const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH unless it contains a slash */
    const char *const *env;  /* "K=V" strings, NULL-terminated; NULL: our own environment */
    const char *cwd;         /* NULL: our own */
    const char *input;       /* text for stdin, with PROCESS_PIPE */
    size_t input_length;
    enum process_stream in, out, err;
    uint64_t timeout_ms; /* 0: none */
    size_t max_buffer;   /* most bytes collected from one stream; 0: no limit */
    int kill_signal;     /* sent at the timeout or beyond max_buffer; 0: SIGTERM */
    bool set_uid, set_gid;
    unsigned uid, gid;
};

struct process_result {
    int error;  /* the errno that kept the program from running to its end; 0: it ran */
    int status; /* exit status, or -1 if a signal killed it */
    int signal; /* that signal, or 0 */
    struct strbuf out, err;
};

/* Runs the program and waits until it has ended and the streams that we collect are closed (others may keep streams
 * open that are only shown). Returns whether it ran: if not, `result->error` says why (ENOENT: no such program or cwd;
 * ETIMEDOUT; ENOBUFS: more output than max_buffer). The output collected so far is there in both cases. An exit status
 * other than 0 is not an error here.
 *
 * SIGINT, SIGTERM and SIGHUP that arrive in the meantime are passed on to the child (base/interrupt.h), which has a
 * moment to clean up; if our program lives on, a child that ignores them is killed. */
bool process_run(const struct process_options *options, struct process_result *result);

/* Makes an empty result, which process_result_free accepts; that releases a result, which is then empty again. */
void process_result_init(struct process_result *result);
void process_result_free(struct process_result *result);

/* "ENOENT" for ENOENT; NULL for a number without a common name. */
const char *process_errno_name(int number);

/* "SIGTERM" for SIGTERM, and back; NULL and 0 if unknown. */
const char *process_signal_name(int number);
int process_signal_number(const char *name);

#endif
