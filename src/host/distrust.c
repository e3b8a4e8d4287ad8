/* The folders that came with code that others may have written: see distrust.h. */
#include "host/distrust.h"

#include "base/file.h"
#include "base/guard.h"
#include "base/path.h"
#include "host/script.h"

#include <string.h>

const char *distrust_root(struct arena *arena, const char *file) {
    return path_resolve(arena, NULL, strcmp(file, "-") == 0 ? "." : path_dirname(arena, file));
}

int distrust_folder(struct arena *arena, const char *folder, struct error *error) {
    const char *real = file_realpath(arena, folder, error);
    const char *cwd = path_cwd(arena);
    if (!real || guard_distrust(real, error) != 0) {
        return -1;
    }
    return path_is_within(cwd, real) ? guard_distrust_around(cwd, error) : 0;
}

int distrust_script(struct arena *arena, const char *file, bool sandboxed, bool trusted, struct error *error) {
    if (!file || (!sandboxed && (trusted || !script_may_be_definition(file)))) {
        return 0;
    }
    return distrust_folder(arena, distrust_root(arena, file), error);
}
