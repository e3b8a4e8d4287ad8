/* The targets of `make fuzz`: each takes one input of bytes that may be anything, and must come back.
 *
 * A target ends the program (fuzz_check) when what must hold does not; the sanitizers do when memory is misused. */
#ifndef LUACDK_TOOLS_FUZZ_H
#define LUACDK_TOOLS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void fuzz_target(const char *text, size_t length);

/* readers.c */
fuzz_target fuzz_json, fuzz_yaml, fuzz_context, fuzz_manifest, fuzz_known, fuzz_options, fuzz_schema, fuzz_git;
/* matchers.c */
fuzz_target fuzz_paths, fuzz_regex, fuzz_ignore_glob, fuzz_ignore_git, fuzz_ignore_docker;
/* terminal.c */
fuzz_target fuzz_terminal;
/* scripts.c */
fuzz_target fuzz_tokens, fuzz_diff, fuzz_import, fuzz_include, fuzz_assembly, fuzz_values, fuzz_check_rules,
    fuzz_plugins, fuzz_rules, fuzz_project, fuzz_source, fuzz_session, fuzz_script;

/* mutate.c: changes an input that contains JSON and has room for `most` bytes. Returns its new length, 0 if it cannot be
 * changed like that. */
size_t fuzz_mutate_json(uint8_t *data, size_t length, size_t most, unsigned seed);

void fuzz_check(bool holds, const char *what);

/* A folder of this process's own in memory, removed at exit; and a file in it with these bytes. */
const char *fuzz_folder(void);
void fuzz_write(const char *name, const char *text, size_t length);

#endif
