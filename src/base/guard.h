/* What the program may touch while it runs code that its user did not write.
 *
 * One guard for the whole process: files are opened for reading through guard_open, which lets pass only regular files
 * and folders below the folders allowed; what is written is checked by guard_check_write, and programs are started only
 * if guard_check_process says so. While the guard is off everything passes, at no cost.
 *
 * A link is judged by where it leads, and by the very file that is then read: the file is first opened without being
 * read, then judged by the path that the system has for it, then read through that descriptor. So exchanging files
 * meanwhile gains nothing. */
#ifndef LUACDK_BASE_GUARD_H
#define LUACDK_BASE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "error.h"

/* Turns the guard on or off; the folders allowed stay as they are. */
void guard_set(bool on);
bool guard_is_on(void);

/* Adds a folder whose content may be read; it must exist. 0, or -1 and *e. guard_forget_reading takes all away. */
int guard_allow_reading(const char *folder, struct error *e);
void guard_forget_reading(void);

/* Adds a folder, which need not exist yet, that may be written (and read). guard_forget_writing takes all away. */
void guard_allow_writing(const char *folder);
void guard_forget_writing(void);

/* Files beyond that size are not read while the guard is on; 0: any size. */
void guard_set_largest_file(size_t bytes);

/* openat(2) for reading, stat(2), lstat(2). The errno of a refusal is EXDEV, which error_errno puts into words; that of
 * a file too large is EFBIG. May be called from several threads. */
int guard_open(int directory, const char *path, int flags);
int guard_stat(const char *path, struct stat *status);
int guard_lstat(const char *path, struct stat *status);

/* Whether a path that is about to be read, written, or a program to be started, is refused: -1 and *e with a sentence
 * that says what was tried. guard_check_reading says nothing of files that are not there. */
int guard_check_reading(const char *path, struct error *e);
int guard_check_writing(const char *path, struct error *e);
int guard_check_program(const char *program, struct error *e);

/* The rule that a refused reading broke, for messages. */
const char *guard_rule(void);

/* What one can do who trusts the code all the same, for messages: "--trust lifts that" unless something else (a
 * constant) is set; NULL sets that again. */
const char *guard_remedy(void);
void guard_set_remedy(const char *remedy);

#endif
