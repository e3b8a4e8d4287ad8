/* What the program has put on disk and must not leave there when it is ended by force.
 *
 * A run that fails takes its temporary folders away itself. One that is ended from a signal handler cannot: there the
 * paths noted here are removed, with nothing but system calls. Only what this process has noted is removed, never what
 * the process it was forked from did. Not for use from several threads. */
#ifndef LUACDK_BASE_LEFTOVERS_H
#define LUACDK_BASE_LEFTOVERS_H

/* LEFTOVER_TREE: a file or a folder with all that is in it. LEFTOVER_FOLDER: a folder, if it is empty. */
enum leftover { LEFTOVER_TREE, LEFTOVER_FOLDER };

/* Notes a path, which should be absolute; what was noted last is removed first. */
void leftovers_note(const char *path, enum leftover kind);

/* The path is to stay, or is gone already. */
void leftovers_forget(const char *path);

/* Both for each of the folders from `topmost`, the start of `path`, down to `path`: those that had to be made for it. */
void leftovers_note_folders(const char *topmost, const char *path);
void leftovers_forget_folders(const char *topmost, const char *path);

/* Removes what is at the path, as far as system calls alone can: it needs no memory. Async-signal-safe. */
void leftovers_remove_path(const char *path);

/* Removes everything noted. Async-signal-safe; what cannot be removed stays. */
void leftovers_remove(void);

#endif
