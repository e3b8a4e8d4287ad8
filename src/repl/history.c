/* History files: see history.h. */
#include "repl/history.h"

#include "base/error.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINES = 5000, LONGEST_NAME = 200 };

/* Stands for the line breaks inside an entry; nobody types it. */
#define LINE_BREAK '\x1e'

static void exchange(char *text, char from, char to) {
    for (; *text; text++) {
        *text = *text == from ? to : *text;
    }
}

/* The folder's path with % for its slashes; for a long one its end and a hash. */
static char *project_name(struct arena *arena) {
    char *name = path_cwd(arena);
    for (char *c = name; *c; c++) {
        *c = *c == '/' ? '%' : *c;
    }
    size_t length = strlen(name);
    if (length > LONGEST_NAME) {
        char digest[HASH_MAX_HEX];
        struct hash hash;
        hash_begin(&hash, HASH_SHA256);
        hash_update(&hash, name, length);
        hash_final_hex(&hash, digest);
        name = arena_printf(arena, "%.16s%s", digest, name + length - LONGEST_NAME / 2);
    }
    return name;
}

static char *find_file(struct arena *arena) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/') {
        return arena_printf(arena, "%s/luacdk/history/%s", state, project_name(arena));
    }
    if (home && *home == '/') {
        return arena_printf(arena, "%s/.local/state/luacdk/history/%s", home, project_name(arena));
    }
    return NULL;
}

static void give_up(struct history *history, const char *what) {
    fprintf(stderr, "the history is not saved: %s %s: %s\n", what, history->path, strerror(errno));
    history->path = NULL;
}

/* Opens the file and locks it; -1 and errno. Whoever shortens the file replaces it, so the file that was opened may be
 * gone by the time we have the lock. */
static int open_locked(const char *path, int flags) {
    for (;;) {
        int fd = open(path, flags | O_CLOEXEC, 0600);
        if (fd < 0) {
            return -1;
        }
        struct stat opened, there;
        if (flock(fd, LOCK_EX) == 0 && fstat(fd, &opened) == 0 && stat(path, &there) == 0 &&
            opened.st_ino == there.st_ino && opened.st_dev == there.st_dev) {
            return fd;
        }
        int error = errno;
        close(fd);
        if (!file_exists(path) && !(flags & O_CREAT)) {
            errno = error;
            return -1;
        }
    }
}

/* Keeps only the last lines. The caller holds the lock. */
static void shorten(const char *path, const struct strbuf *text, size_t lines) {
    const char *from = text->data;
    for (; lines > MOST_LINES; lines--) {
        from = strchr(from, '\n') + 1;
    }
    (void)file_write(path, from, text->length - (size_t)(from - text->data), 0600, NULL);
}

static void open_history(struct history *history, void (*visit)(void *context, const char *line), void *context) {
    *history = (struct history){.arena = ARENA_INIT};
    history->path = find_file(&history->arena);
    if (!history->path || !file_exists(history->path)) {
        return;
    }
    int lock = open_locked(history->path, O_RDWR);
    if (lock < 0) {
        give_up(history, "cannot open");
        return;
    }
    struct strbuf text;
    strbuf_init(&text);
    size_t lines = 0;
    if (file_read(history->path, &text, NULL) == 0) {
        if (text.length && text.data[text.length - 1] != '\n') {
            strbuf_addch(&text, '\n');
        }
        for (const char *c = text.data; (c = strchr(c, '\n')); c++) {
            lines++;
        }
        if (lines > MOST_LINES + MOST_LINES / 4) {
            shorten(history->path, &text, lines);
        }
        for (char *line = text.data, *end; (end = strchr(line, '\n')); line = end + 1) {
            *end = '\0';
            exchange(line, LINE_BREAK, '\n');
            visit(context, line);
        }
    }
    strbuf_free(&text);
    close(lock);
}

/* The history is the program's own: what untrusted code may not touch does not count. */
void history_open(struct history *history, void (*visit)(void *context, const char *line), void *context) {
    bool guarded = guard_is_on();
    guard_set(false);
    open_history(history, visit, context);
    guard_set(guarded);
}

void history_close(struct history *history) { arena_free(&history->arena); }

static void add_line(struct history *history, const char *line) {
    if (!history->path || !*line || (history->last && strcmp(history->last, line) == 0)) {
        return;
    }
    history->last = arena_strdup(&history->arena, line);
    int fd = open_locked(history->path, O_WRONLY | O_APPEND | O_CREAT);
    if (fd < 0 && errno == ENOENT) {
        struct error error = ERROR_INIT;
        struct arena arena = ARENA_INIT;
        if (file_mkdirs(path_dirname(&arena, history->path), &error) == 0) {
            fd = open_locked(history->path, O_WRONLY | O_APPEND | O_CREAT);
        }
        errno = error.message ? error.code : errno;
        error_clear(&error);
        arena_free(&arena);
    }
    if (fd < 0) {
        give_up(history, "cannot open");
        return;
    }
    char *text = arena_printf(&history->arena, "%s\n", line);
    exchange(text, '\n', LINE_BREAK);
    text[strlen(text) - 1] = '\n';
    if (fd_write_all(fd, text, strlen(text)) != 0) {
        give_up(history, "cannot write to");
    }
    close(fd);
}

void history_add(struct history *history, const char *line) {
    bool guarded = guard_is_on();
    guard_set(false);
    add_line(history, line);
    guard_set(guarded);
}
