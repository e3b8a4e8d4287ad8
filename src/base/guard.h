/* What the program may touch while it runs code that its user did not write, and while it handles what came with it.
 *
 * One guard for the whole process. While it is on, files are opened for reading through guard_open, which lets pass only
 * regular files and folders below the folders allowed; what is written is checked by guard_check_writing, and programs
 * are started only if guard_check_program says so.
 *
 * A folder of such code is distrusted as well (guard_distrust), from before anything in it is opened until the program
 * ends, whoever opens it: guard_open lets pass only regular files of a bounded size, and no link that leads out; nothing
 * is written through a link that lies there. Where neither holds everything passes, at no cost.
 *
 * A link is judged by where it leads, and by the very file that is then read: the file is first opened without being
 * read, then judged by the path that the system has for it, then read through that descriptor. So exchanging files
 * meanwhile gains nothing. */
#ifndef LUACDK_BASE_GUARD_H
#define LUACDK_BASE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"

/* Turns the guard on or off; the folders allowed stay as they are. */
void guard_set(bool on);
bool guard_is_on(void);

/* Adds a folder whose content may be read; it must exist. 0, or -1 and *e. guard_forget_reading takes all away. */
int guard_allow_reading(const char *folder, struct error *e);
void guard_forget_reading(void);

/* Adds a folder, which need not exist yet, that may be written (and read); -1 and *e if it is reached by a link in a
 * distrusted folder. guard_forget_writing takes all away. */
int guard_allow_writing(const char *folder, struct error *e);
void guard_forget_writing(void);

/* Distrusts what lies below the folder, which must exist, and what is printed from here on (terminal.h). 0, or -1 and *e.
 * guard_trust_again takes the folders away.
 *
 * guard_distrust_around does so for a folder that holds such a one, and probably came with it: links there may lead into
 * that, but not to each other's neighbours, which the code itself may not read. */
int guard_distrust(const char *folder, struct error *e);
int guard_distrust_around(const char *folder, struct error *e);
void guard_trust_again(void);

/* Whether some folder is distrusted, or the guard is on: EXDEV may then be a refusal of guard_open. */
bool guard_is_wary(void);

/* Files beyond that size are not read while the guard is on; 0: any size. In distrusted folders 512 MiB is the most. */
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

/* The way to all that is written. The folder `path`, open (O_PATH: enough for openat(2) and its kin; "." in it can be
 * opened to read, lock or sync it), and made before, with its missing parents, if `make`. What is then done in it
 * relative to the descriptor, with O_NOFOLLOW, stays in it. The descriptor, or -1 and *e when it cannot be opened or the
 * guard refuses it, and then nothing has been made. */
int guard_open_folder(const char *path, bool make, struct error *e);

/* The same for the folder that holds the file `path`; `*name` is what the file is called in it, a part of `path`. */
int guard_open_parent(const char *path, const char **name, struct error *e);

/* Whether what is open lies in a distrusted folder. */
bool guard_distrusts(int fd);

/* The rule that a refused reading broke, for messages. */
const char *guard_rule(void);

/* What one can do who trusts the code all the same, for messages: "pass --trust to allow it" unless something else (a
 * constant) is set; NULL sets that again. */
const char *guard_remedy(void);
void guard_set_remedy(const char *remedy);

#endif
