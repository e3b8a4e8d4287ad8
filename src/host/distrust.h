/* The folders that came with code that others may have written. */
#ifndef LUACDK_HOST_DISTRUST_H
#define LUACDK_HOST_DISTRUST_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

/* The folder of a script, as an absolute path; that of standard input ("-") is the working folder. */
const char *distrust_root(struct arena *arena, const char *file);

/* Distrusts a folder and, if it is inside of the working folder, that one around it (base/guard.h). Returns 0, or -1 with
 * *error. */
int distrust_folder(struct arena *arena, const char *folder, struct error *error);

/* The same for the folder of a script (NULL: none) that runs in the sandbox or may be a definition and is not trusted,
 * because everything in it came with the script. */
int distrust_script(struct arena *arena, const char *file, bool sandboxed, bool trusted, struct error *error);

#endif
