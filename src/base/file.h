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

enum { FILE_LARGEST = 512 << 20 /* bytes */ };

/* Appends the content of the file to `out`; nothing is appended on failure. It fails if there are more than FILE_LARGEST
 * bytes: a link may lead to a device that has no end. */
int file_read(const char *path, struct strbuf *out, struct error *e);

/* The same for an untrusted file: fails if it is not a regular file, or larger than `largest` bytes. */
int file_read_regular(const char *path, size_t largest, struct strbuf *out, struct error *e);

/* Writes the file completely or not at all, by renaming a temporary file beside it. New files get mode & ~umask. The
 * directory must exist. If the path is a device or a pipe, writes to it. */
int file_write(const char *path, const void *data, size_t length, mode_t mode, struct error *e);

/* Creates the directory and its missing parents (mode 0777 & ~umask); an existing directory is fine. */
int file_mkdirs(const char *path, struct error *e);

/* Removes a file, a link or a whole directory tree; links are removed, not followed. A missing path is fine. Whatever
 * cannot be removed is tried once more, and does not stop the rest from being removed. */
int file_remove_tree(const char *path, struct error *e);

/* Copies a regular file (following a link at `from`) with exactly its permission bits, replacing `to`. Shares the
 * blocks where the file system supports it (FICLONE), otherwise copies inside the kernel. */
int file_copy(const char *from, const char *to, struct error *e);

/* 1 if both are readable regular files with equal content, 0 if they differ, -1 if one cannot be read. */
int file_equal(const char *a, const char *b, struct error *e);

/* Whether the path exists; links are followed. */
bool file_exists(const char *path);
bool file_is_directory(const char *path);
bool file_is_regular(const char *path);

/* The path with all links resolved, from the arena, or NULL. */
char *file_realpath(struct arena *a, const char *path, struct error *e);

/* The target of a link as written, from the arena, or NULL. */
char *file_readlink(struct arena *a, const char *path, struct error *e);

/* The names in a directory, without `.` and `..`, sorted by UTF-16 code units; from the arena. */
int file_list(struct arena *a, const char *path, const char ***names, size_t *count, struct error *e);

/* Renames, replacing the target as rename(2) does. */
int file_rename(const char *from, const char *to, struct error *e);

/* Creates a new directory `<prefix>XXXXXX` (mode 0700) and returns its name from the arena, or NULL. */
char *file_mkdtemp(struct arena *a, const char *prefix, struct error *e);

/* Asks the file system to put new directories in this one apart from it and from each other, by their names; without
 * effect where there is no such thing. ext4 takes long to create files where it has just removed many. */
void file_spread(const char *path);

/* Reads until the buffer is full or the file ends, restarting after signals. Returns the number of bytes, or -1 with
 * errno. */
ssize_t file_read_full(int fd, void *buffer, size_t size);

/* Copies one open file to another, from its start to its end, in the fastest way the system offers; -1 and errno. */
int file_copy_fd(int from, int to);

#endif
