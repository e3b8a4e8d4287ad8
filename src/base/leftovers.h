/* Files and folders that must not stay on disk if the program is ended by force.
 *
 * A run that fails removes its temporary folders itself. One that is ended from a signal handler cannot; so the handler
 * removes the paths noted here, using only system calls. Only paths that this process noted are removed, never those of
 * the process it was forked from. Each thread has a list; one that helps another is lent its list (parallel.h), to remove
 * what is in it when memory is exhausted. */
#ifndef LUACDK_BASE_LEFTOVERS_H
#define LUACDK_BASE_LEFTOVERS_H

#include <stdbool.h>

/* Removing a file of so many bytes on disk takes a while, in which nothing else happens. */
enum { LEFTOVERS_LARGE = 32 << 20 };

/* LEFTOVER_TREE: a file, or a folder with everything in it. LEFTOVER_FOLDER: a folder, if it is empty. */
enum leftover { LEFTOVER_TREE, LEFTOVER_FOLDER };

/* The list of this thread; and the list that it uses instead of its own from now on, NULL: its own. */
struct leftovers *leftovers_here(void);
void leftovers_lend(struct leftovers *leftovers);

/* Notes a path, which should be absolute; the path noted last is removed first. */
void leftovers_note(const char *path, enum leftover kind);

/* Forgets a path that is to stay, or is already gone. */
void leftovers_forget(const char *path);

/* The same for each folder from `topmost`, a prefix of `path`, down to `path`: the folders that had to be created for
 * it. */
void leftovers_note_folders(const char *topmost, const char *path);
void leftovers_forget_folders(const char *topmost, const char *path);

/* Removes whatever is at the path, as far as system calls alone can: it allocates no memory. Async-signal-safe. */
void leftovers_remove_path(const char *path);

/* Removes everything noted; whatever cannot be removed stays. Async-signal-safe. */
void leftovers_remove(void);

/* The same, but in about that many milliseconds: a child process removes what takes longer, when this one has ended. For
 * the end of the program. Async-signal-safe. */
void leftovers_remove_or_delegate(int milliseconds);

/* Whether the entry of the folder is such a file. Async-signal-safe. */
bool leftovers_is_large(int folder, const char *name);

/* Forgets all paths of this thread, before it ends. */
void leftovers_end_thread(void);

#endif
