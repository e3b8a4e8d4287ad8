/* The script of the project in the working folder: see project.h. */
#include "cli/project.h"

#include "base/path.h"
#include "cli/commands.h"
#include "host/context.h"

#include <string.h>

/* Characters that mean something to the shell in which cdk runs "app". */
#define FOR_A_SHELL "'\"\\`$|&;<>()*?[]{}~#!%\n"

enum {
    COMMANDS_OF_A_SCRIPT = COMMAND_SYNTH | COMMAND_LS | COMMAND_TREE | COMMAND_GRAPH | COMMAND_RENDER | COMMAND_CHECK |
                           COMMAND_DIFF | COMMAND_DEPLOY | COMMAND_WATCH | COMMAND_PARAMS | COMMAND_TEST
};

/* The FILE of "luacdk FILE", "npx luacdk FILE", "luacdk synth -q FILE" and the like; else NULL. */
static const char *file_of(struct arena *arena, const char *app) {
    if (strpbrk(app, FOR_A_SHELL)) {
        return NULL;
    }
    const char *file = NULL;
    bool ours = false;
    char *rest = NULL;
    for (const char *word = strtok_r(arena_strdup(arena, app), " \t", &rest); word;
         word = strtok_r(NULL, " \t", &rest)) {
        if (!ours) {
            ours = strcmp(path_basename(arena, word), "luacdk") == 0;
            if (!ours && strcmp(word, "npx") != 0) {
                return NULL;
            }
        } else if (file) {
            return NULL;
        } else if (*word != '-' && strcmp(word, commands->name) != 0) {
            file = word;
        } else if (*word == '-' && strcmp(word, "-q") != 0 && strcmp(word, "--quiet") != 0) {
            return NULL;
        }
    }
    return file;
}

void project_complete(struct arena *arena, struct invocation *invocation) {
    if (invocation->operand || (invocation->command && !(invocation->command->bit & COMMANDS_OF_A_SCRIPT))) {
        return;
    }
    const char *app = context_project_app(arena);
    const char *file = app ? file_of(arena, app) : NULL;
    if (file) {
        invocation->operand = file;
        invocation->command = invocation->command ? invocation->command : commands;
    }
}
