/* What the program may touch while it runs untrusted code, and while it handles files that came with it.
 *
 * Each thread has a guard; one that helps another is lent its guard (parallel.h). While it is on, files are opened for
 * reading only through guard_open, which accepts only regular files and folders below the allowed folders;
 * guard_check_writing checks everything that is written, and programs are started only if guard_check_program agrees.
 *
 * The folder of such code is also distrusted (guard_distrust), from before anything in it is opened until the program
 * ends, whoever opens it: guard_open accepts only regular files of a bounded size and no link that leads out, and
 * nothing is written through a link that is in it. If there is neither guard nor distrusted folder, everything passes
 * at no cost.
 *
 * A link counts as the file that it leads to, and the file that is checked is the very file that is read: it is opened
 * without being read, checked by the path that the system has for it, and read through that descriptor. So replacing
 * files in between has no effect. */
#ifndef LUACDK_BASE_GUARD_H
#define LUACDK_BASE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/error.h"

/* The guard of this thread; and the guard that it uses instead of its own from now on, NULL: its own. */
struct guard *guard_here(void);
void guard_lend(struct guard *guard);

/* Turns the guard on or off; the allowed folders stay. */
void guard_set(bool on);
bool guard_is_on(void);

/* Turns this thread's guard off, forgets everything and frees it: before the thread ends. */
void guard_end_thread(void);

/* Allows reading below a folder, which must exist. Returns 0, or -1 with *e. guard_forget_reading forgets all of
 * them. */
int guard_allow_reading(const char *folder, struct error *e);
void guard_forget_reading(void);

/* Allows writing (and reading) below a folder, which need not exist yet. Returns -1 with *e if the path goes through a
 * link in a distrusted folder. guard_forget_writing forgets all of them. */
int guard_allow_writing(const char *folder, struct error *e);
void guard_forget_writing(void);

/* Distrusts everything below the folder, which must exist, and everything printed from now on (terminal.h). Returns 0,
 * or -1 with *e. guard_trust_again forgets the folders.
 *
 * guard_distrust_around is for the folder that contains a distrusted one and probably came with it: links in it may
 * lead into the distrusted folder, but not to that folder's neighbours, which the code itself may not read. */
int guard_distrust(const char *folder, struct error *e);
int guard_distrust_around(const char *folder, struct error *e);
void guard_trust_again(void);

/* Whether a folder is distrusted or the guard is on; then EXDEV may be a refusal of guard_open. */
bool guard_is_wary(void);

/* The largest file that is read while the guard is on; 0: any size. In distrusted folders never more than 512 MiB. */
void guard_set_largest_file(size_t bytes);

/* openat(2) for reading, stat(2), lstat(2). A refusal has the errno EXDEV, which error_errno explains; a file that is
 * too large has EFBIG. Thread-safe. */
int guard_open(int directory, const char *path, int flags);
int guard_stat(const char *path, struct stat *status);
int guard_lstat(const char *path, struct stat *status);

/* Checks a path before it is read or written, or a program before it is started. Returns -1 with *e, a sentence that
 * says what was attempted, if the guard refuses. guard_check_reading accepts files that do not exist. */
int guard_check_reading(const char *path, struct error *e);
int guard_check_writing(const char *path, struct error *e);
int guard_check_program(const char *program, struct error *e);

/* The only way to open folders for writing. Opens the folder `path` with O_PATH, which is enough for openat(2) and the
 * like; open "." in it to read, lock or sync it. With `make`, first creates it and its missing parents. Whatever is
 * done relative to the descriptor, with O_NOFOLLOW, stays inside the folder. Returns the descriptor, or -1 with *e if
 * the folder cannot be opened or the guard refuses it; then nothing has been created. */
int guard_open_folder(const char *path, bool make, struct error *e);

/* The same without creating anything: if the folder does not exist, opens the innermost one on the way to it that does,
 * and `*missing` is the rest of the path, from the arena; "" if the folder exists. */
int guard_open_nearest(struct arena *a, const char *path, const char **missing, struct error *e);

/* The same for the folder that contains the file `path`; `*name` is set to the file's name in it, a part of `path`. */
int guard_open_parent(const char *path, const char **name, struct error *e);

/* Whether an open file or folder is in a distrusted folder. */
bool guard_distrusts(int fd);

/* The rule that a refused read broke, for messages. */
const char *guard_rule(void);

/* What the user can do who trusts the code nevertheless, for messages: "pass --trust to allow it", unless
 * guard_set_remedy set another constant; NULL restores the default. */
const char *guard_remedy(void);
void guard_set_remedy(const char *remedy);

#endif
