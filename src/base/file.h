/* Whole files and directories. Paths are NUL-terminated and may be of any length.
 *
 * Functions return 0 (or a documented value) on success and -1 with *e filled on failure; e may be NULL. */
#ifndef LUACDK_BASE_FILE_H
#define LUACDK_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Appends the content of the file to `out`; nothing is appended on failure. */
int file_read(const char *path, struct strbuf *out, struct error *e);

/* The same for a file whose content nobody vouches for: fails when it is not regular, or larger than `largest` bytes. */
int file_read_regular(const char *path, size_t largest, struct strbuf *out, struct error *e);

/* Writes the file whole or not at all: a temporary name beside it is renamed over it. New files get mode & ~umask.
 * The directory must exist. A device or pipe of that name is written to. */
int file_write(const char *path, const void *data, size_t length, mode_t mode, struct error *e);

/* Creates the directory and its missing parents (mode 0777 & ~umask); an existing directory is fine. */
int file_mkdirs(const char *path, struct error *e);

/* Removes a file, link or whole directory tree; links are removed, not followed. An absent path is fine. What cannot be
 * removed is tried once more, and does not keep the rest. */
int file_remove_tree(const char *path, struct error *e);

/* Copies a regular file (following a link at `from`) with exactly its permission bits. Replaces `to`. Shares the blocks
 * where the file system can (FICLONE), else copies in the kernel. */
int file_copy(const char *from, const char *to, struct error *e);

/* 1 when both are readable regular files of equal content, 0 when they differ, -1 when one cannot be read. */
int file_equal(const char *a, const char *b, struct error *e);

/* True when the path exists, links followed. */
bool file_exists(const char *path);
bool file_is_directory(const char *path);
bool file_is_regular(const char *path);

/* The path with all links resolved, from the arena, or NULL. */
char *file_realpath(struct arena *a, const char *path, struct error *e);

/* The text of a link, from the arena, or NULL. */
char *file_readlink(struct arena *a, const char *path, struct error *e);

/* The names in a directory without `.` and `..`, ordered by UTF-16 code units; from the arena. */
int file_list(struct arena *a, const char *path, const char ***names, size_t *count, struct error *e);

/* Renames, replacing what rename(2) may replace. */
int file_rename(const char *from, const char *to, struct error *e);

/* Creates a new directory `<prefix>XXXXXX` (mode 0700) and returns its name from the arena, or NULL. */
char *file_mkdtemp(struct arena *a, const char *prefix, struct error *e);

/* Reads until the buffer is full or the file ends, restarting after signals; the number of bytes read, or -1 and errno.
 */
ssize_t file_read_full(int fd, void *buffer, size_t size);

/* Copies from the start of one open file to the other until its end, by the fastest way the system has; -1, errno. */
int file_copy_fd(int from, int to);

#endif
