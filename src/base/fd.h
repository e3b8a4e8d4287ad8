/* Helpers for file descriptors, for the parts that open(2), write(2) and close(2) leave to their callers. */
#ifndef LUACDK_BASE_FD_H
#define LUACDK_BASE_FD_H

#include <dirent.h>
#include <stddef.h>

/* Writes all bytes to an open descriptor. Returns 0, or -1 with errno set. */
int fd_write_all(int fd, const void *data, size_t length);

/* close(2) that preserves errno, for use while reporting an earlier failure. Returns -1. */
int fd_close_failed(int fd);

/* Opens the folder of that name in `folder`, without following a link; -1 and errno on failure. */
int fd_open_folder(int folder, const char *name);

/* A stream over the folder open at `fd`, from its start; `fd` stays open. NULL and errno on failure. */
DIR *fd_read_folder(int fd);

/* The next entry, skipping `.` and `..`; NULL at the end (errno 0) or on failure. */
struct dirent *fd_next_entry(DIR *dir);

#endif
