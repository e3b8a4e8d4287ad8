/* Standard output and error: see terminal.h. */
#include "base/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/utf8.h"

enum { CHUNK = 4096 };

struct channel {
    int fd;
    bool is_terminal;
    int failure; /* errno of the first write that failed */
    struct terminal_text text;
};

static void (*before_writing)(void);
static bool amid_line; /* on a terminal */
static struct channel out = {.fd = STDOUT_FILENO}, err = {.fd = STDERR_FILENO};
static _Thread_local bool suspected, let_pass; /* each thread runs its own code */

/* ---- text ------------------------------------------------------------------------------------------------------ */

static bool commands(uint32_t code_point) {
    return (code_point < ' ' && code_point != '\n' && code_point != '\t') || (code_point >= 0x7F && code_point < 0xA0);
}

enum { LONGEST_COLOUR = 16 };

size_t terminal_colour_length(const char *text, size_t length) {
    if (length < 4 || text[0] != '\033' || text[1] != '[') {
        return 0;
    }
    size_t at = 1;
    do { /* one or two digits, and more of them after semicolons */
        size_t start = ++at;
        while (at < length && at < start + 2 && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            return 0;
        }
    } while (at < length && at < LONGEST_COLOUR && text[at] == ';');
    return at < length && text[at] == 'm' ? at + 1 : 0;
}

/* The number of bytes at the end that may begin a character whose rest is still to come. */
static size_t cut_off(const char *text, size_t length) {
    for (size_t count = 1; count <= length && count < sizeof((struct terminal_text *)0)->start; count++) {
        unsigned char c = (unsigned char)text[length - count];
        if (c < 0x80) {
            return 0;
        }
        if (c >= 0xC2) {
            size_t whole = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
            return count < whole ? count : 0;
        }
    }
    return 0;
}

static bool is_printable(char c) { return (c >= ' ' && c <= '~') || c == '\n'; }

size_t terminal_make_plain(char *text, size_t length, bool colours) {
    size_t to = 0;
    for (size_t from = 0; from < length;) {
        if (is_printable(text[from])) { /* most are: decided without decoding */
            text[to++] = text[from++];
            continue;
        }
        uint32_t code_point;
        bool valid;
        size_t size = utf8_decode(text + from, length - from, &code_point, &valid);
        size_t colour = colours ? terminal_colour_length(text + from, length - from) : 0;
        if (colour) {
            size = colour;
        }
        if (!colour && (!valid || commands(code_point))) {
            text[to++] = '?';
        } else {
            memmove(text + to, text + from, size);
            to += size;
        }
        from += size;
    }
    return to;
}

/* Works in pieces of a fixed size, because this has to work when memory is exhausted. */
static int each_piece(struct terminal_text *state, const char *text, size_t length,
                      int (*put)(void *context, const char *piece, size_t length), void *context) {
    char piece[CHUNK];
    int result = 0;
    while (length > 0 && result == 0) {
        size_t taken = length < CHUNK - state->held ? length : CHUNK - state->held;
        memcpy(piece, state->start, state->held);
        memcpy(piece + state->held, text, taken);
        size_t count = state->held + taken;
        size_t rest = cut_off(piece, count);
        memcpy(state->start, piece + count - rest, rest);
        state->held = rest;
        text += taken;
        length -= taken;
        result = put(context, piece, terminal_make_plain(piece, count - rest, false));
    }
    return result;
}

static int put_on_stream(void *stream, const char *piece, size_t length) {
    return fwrite(piece, 1, length, stream) == length ? 0 : -1;
}

void terminal_relay(FILE *stream, struct terminal_text *state, const char *text, size_t length) {
    (void)each_piece(state, text, length, put_on_stream, stream);
}

void terminal_print(FILE *stream, const char *text, size_t length) {
    struct terminal_text state = {0};
    terminal_relay(stream, &state, text, length);
    fwrite("???", 1, state.held, stream);
}

/* ---- the streams ----------------------------------------------------------------------------------------------- */

static int send(void *context, const char *text, size_t length) {
    struct channel *channel = context;
    if (channel->is_terminal && length > 0) {
        amid_line = text[length - 1] != '\n';
    }
    if (fd_write_all(channel->fd, text, length) == 0) {
        return 0;
    }
    if (channel->failure == 0) {
        channel->failure = errno;
    }
    return -1;
}

static ssize_t write_channel(void *cookie, const char *text, size_t length) {
    struct channel *channel = cookie;
    bool plain = suspected && !let_pass;
    if (before_writing) {
        before_writing();
    }
    int result = plain ? each_piece(&channel->text, text, length, send, channel) : send(channel, text, length);
    return result == 0 ? (ssize_t)length : 0; /* 0: failed, by the rules of fopencookie(3) */
}

static int seek_channel(void *cookie, off64_t *offset, int whence) {
    const struct channel *channel = cookie;
    off64_t reached = lseek(channel->fd, *offset, whence);
    *offset = reached < 0 ? *offset : reached;
    return reached < 0 ? -1 : 0;
}

static FILE *open_channel(struct channel *channel, FILE *before, int buffering) {
    const cookie_io_functions_t functions = {.write = write_channel, .seek = seek_channel};
    FILE *stream = fopencookie(channel, "w", functions);
    if (!stream) {
        return before;
    }
    setvbuf(stream, NULL, buffering, BUFSIZ);
    return stream;
}

/* If we were started without a standard stream, the next file opened would take its place. Fills the gap with a file
 * that can be used only in the wrong direction, so that using the stream still fails. */
static void fill_gaps(void) {
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY); /* the lowest free one: this one */
        }
    }
}

void terminal_install(void) {
    fill_gaps();
    out.is_terminal = isatty(STDOUT_FILENO);
    err.is_terminal = isatty(STDERR_FILENO);
    stdout = open_channel(&out, stdout, out.is_terminal ? _IOLBF : _IOFBF);
    stderr = open_channel(&err, stderr, _IONBF);
}

void terminal_before_writing(void (*call)(void)) { before_writing = call; }

bool terminal_is_at_line_start(void) { return !amid_line; }

void terminal_suspect(void) {
    if (!suspected) {
        fflush(stdout);
        suspected = true;
    }
}

void terminal_let_pass(bool on) {
    if (suspected && on != let_pass) {
        fflush(stdout);
    }
    let_pass = on;
}

void terminal_command(const char *command) {
    fflush(stdout);
    bool where = amid_line;
    terminal_let_pass(true);
    fputs(command, stdout);
    fflush(stdout);
    terminal_let_pass(false);
    amid_line = where;
}

bool terminal_is_suspect(void) { return suspected; }

int terminal_finish(void) {
    if (fflush(stdout) != 0 && out.failure == 0) {
        out.failure = errno;
    }
    return out.failure;
}

bool terminal_lost_messages(void) { return err.failure != 0; }
