/* luacdk completion SHELL [-- WORD…]: prints the shell's script (lua/luacdk/completion.lua), or what fits in place of
 * the last word. What fits follows from the tables of options.c; the names of stacks, parameters and axes from a dry
 * run of FILE, which is always confined to the sandbox: nobody asked for a run, so it may do less than the command
 * itself, never more. Whatever goes wrong, nothing is said. */
#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/plan.h"
#include "cli/stacks.h"
#include "cli/tool.h"
#include "host/script.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double SECONDS_TO_RUN = 3;

struct completing {
    struct arena *arena;
    const struct invocation *words; /* the words before the last one */
    const char *before;             /* the start of the last word that candidates do not repeat: "--env=" */
    const char *last;               /* the rest of it */
};

/* Offers a candidate if it begins like the word. Control characters cannot be typed, and fool terminals. */
static void offer(const struct completing *c, const char *candidate, const char *what) {
    for (const char *at = candidate; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == '\177') {
            return;
        }
    }
    if (strncmp(candidate, c->last, strlen(c->last)) == 0) {
        printf("%s%s\t%s\n", c->before, candidate, what ? what : "");
    }
}

static void offer_commands(const struct completing *c) {
    for (const struct command *command = commands; command->name; command++) {
        offer(c, command->name, command->summary);
    }
}

static void offer_options(const struct completing *c) {
    const struct command *command = c->words->command ? c->words->command : commands;
    for (const struct option *option = options; option->name; option++) {
        if (option->commands & command->bit) {
            bool attached = option->value && strncmp(option->value, "[=", 2) == 0 && option->value[2] != 'P';
            offer(c, arena_printf(c->arena, "--%s", option->name), option->summary);
            if (attached) {
                offer(c, arena_printf(c->arena, "--%s=", option->name), option->summary);
            }
        }
    }
}

/* Offers each word of a text such as "json|yaml" or "[=whole]". */
static void offer_choices(const struct completing *c, const char *choices) {
    for (const char *at = choices + strspn(choices, "[=|]"); *at; at += strspn(at, "[=|]")) {
        size_t length = strcspn(at, "|]");
        offer(c, arena_strndup(c->arena, at, length), NULL);
        at += length;
    }
}

/* ---- what FILE has --------------------------------------------------------------------------------------------- */

static struct invocation confined(const struct completing *c) {
    struct invocation running = *c->words;
    running.sandbox = true;
    running.trust = false;
    running.limits.seconds = SECONDS_TO_RUN;
    return running;
}

static void offer_stacks(const struct completing *c) {
    struct invocation running = confined(c);
    struct stack_list list = {0};
    struct strbuf text;
    strbuf_init(&text);
    if (plan_ask(c->arena, &running, "cdk.out", DEFINITION_PLAN, &text, NULL) == 0 &&
        stacks_parse(c->arena, text.data, text.length, &list, NULL) == 0) {
        for (size_t i = 0; i < list.count; i++) {
            offer(c, list.items[i].path, "stack");
        }
    }
    stacks_free(&list);
    strbuf_free(&text);
}

/* Offers what the definition has of that kind: see lua/luacdk/template/words.lua. Values only once there is an `=`.
 * `start`: what candidates begin with there, and is not offered. */
static void offer_words(const struct completing *c, const char *kind, const char *start) {
    struct invocation running = confined(c);
    struct strbuf text;
    strbuf_init(&text);
    if (plan_ask(c->arena, &running, "cdk.out", DEFINITION_COMPLETE, &text, NULL) == 0) {
        char *rest = NULL;
        for (char *line = strtok_r(text.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
            char *candidate = strchr(line, '\t'), *what = candidate ? strchr(candidate + 1, '\t') : NULL;
            if (!what) {
                continue;
            }
            *candidate++ = '\0';
            *what++ = '\0';
            size_t length = strlen(start);
            bool is_value = candidate[strlen(candidate) - 1] != '=';
            if (strcmp(line, kind) == 0 && strncmp(candidate, start, length) == 0 &&
                is_value == (*start || strchr(c->last, '='))) {
                offer(c, candidate + length, what);
            }
        }
    }
    strbuf_free(&text);
}

static void offer_cells(const struct completing *c) {
    const char *comma = strrchr(c->last, ',');
    struct completing rest = *c;
    if (comma) {
        rest.last = comma + 1;
        rest.before = arena_printf(c->arena, "%s%.*s", c->before, (int)(comma + 1 - c->last), c->last);
    }
    offer_words(&rest, "only", "");
}

static void offer_environments(const struct completing *c) {
    struct arena *arena = c->arena;
    const char *file = c->words->operand, *extension = path_extname(arena, file);
    const char *stem = arena_strndup(arena, file, strlen(file) - strlen(extension));
    const char *folders[] = {path_join(arena, stem, "values"), path_join(arena, path_dirname(arena, file), "values")};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char **names;
        size_t count = 0;
        if (!file_is_directory(folders[i]) || file_list(arena, folders[i], &names, &count, NULL) != 0) {
            continue;
        }
        for (size_t j = 0; j < count; j++) {
            const char *end = path_extname(arena, names[j]);
            if (strcmp(end, ".lua") == 0 || strcmp(end, ".json") == 0 || strcmp(end, ".yaml") == 0) {
                offer(c, arena_strndup(arena, names[j], strlen(names[j]) - strlen(end)), "environment");
            }
        }
        break;
    }
    offer_words(c, "only", "env=");
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

/* What the tables call FILE, DIR, "json|yaml" and so on. */
static void offer_kind(const struct completing *c, const char *kind) {
    if (strstr(kind, "COMMAND")) {
        offer_commands(c);
    } else if (strstr(kind, "FILE") || strstr(kind, "PATH")) {
        printf(":files\n");
    } else if (strstr(kind, "DIR")) {
        printf(":folders\n");
    } else if (strpbrk(kind, "|[") && !strstr(kind, "NAME")) {
        offer_choices(c, kind);
    }
}

static void offer_value(const struct completing *c, const struct option *option) {
    bool has_file = c->words->operand != NULL;
    if (strcmp(option->name, "env") == 0) {
        if (has_file) {
            offer_environments(c);
        }
    } else if (strcmp(option->name, "set") == 0 || strcmp(option->name, "only") == 0) {
        if (has_file) {
            option->name[0] == 's' ? offer_words(c, "set", "") : offer_cells(c);
        }
    } else if (!strchr(option->value, '=') || option->value[0] == '[') {
        offer_kind(c, option->value);
    }
}

static void offer_operand(const struct completing *c) {
    const struct invocation *words = c->words;
    if (!words->command) {
        offer_commands(c);
        printf(":scripts\n");
    } else if (!words->operand) {
        const char *operands = words->command->operands ? words->command->operands : "[COMMAND]";
        const char *first = arena_strndup(c->arena, operands, strcspn(operands, " "));
        if (islower((unsigned char)*first) && !strchr(first, '|')) {
            offer(c, first, words->command->summary); /* it stands for itself: luacdk asset explain */
        } else if (strcmp(first, "FILE") == 0 || strcmp(first, "[FILE]") == 0) {
            printf(":scripts\n");
        } else {
            offer_kind(c, first);
        }
    } else if (strstr(words->command->operands, "STACK")) {
        offer_stacks(c);
    } else if (strstr(words->command->operands, "VALUES") || strstr(words->command->operands, "DIR|FILE")) {
        printf(":files\n");
    }
}

static void complete(struct arena *arena, int count, char *const *given) {
    struct invocation words;
    struct error error = ERROR_INIT;
    struct completing c = {arena, &words, "", given[count - 1]};
    int status = options_parse(arena, count - 1, given, &words, &error);
    error_clear(&error);
    bool is_argument = words.argument_count > 0 || strcmp(given[count - 2 + (count == 1)], "--") == 0;
    if (status == 0 && is_argument) {
        return; /* what follows -- is the script's */
    }
    if (status != 0) {
        if (words.pending) {
            offer_value(&c, words.pending);
        }
        return;
    }
    const char *equals = strncmp(c.last, "--", 2) == 0 ? strchr(c.last, '=') : NULL;
    if (equals) {
        const struct option *option = options_find(words.command, c.last + 2, (size_t)(equals - c.last - 2));
        c.before = arena_strndup(arena, c.last, (size_t)(equals + 1 - c.last));
        c.last = equals + 1;
        if (option && option->value) {
            offer_value(&c, option);
        }
    } else if (c.last[0] == '-' && words.operand && words.command->bit == COMMAND_DEPLOY) {
        return; /* cdk's */
    } else if (c.last[0] == '-') {
        offer_options(&c);
    } else {
        offer_operand(&c);
    }
}

static void fill(lua_State *L, const void *data) { tool_text(L, "shell", data); }

int command_completion(const struct invocation *invocation) {
    static const char *const shells[] = {"bash", "zsh", "fish"};
    for (size_t i = 0; invocation->operand && i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(invocation->operand, shells[i]) != 0) {
            continue;
        }
        if (invocation->argument_count == 0) {
            return tool_run("luacdk.completion", fill, shells[i]);
        }
        struct arena arena = ARENA_INIT;
        terminal_suspect();
        complete(&arena, invocation->argument_count, invocation->arguments);
        arena_free(&arena);
        return STATUS_OK;
    }
    fprintf(stderr, "luacdk: completion needs the name of a shell: bash, zsh or fish\nTry `luacdk help completion`.\n");
    return STATUS_USAGE;
}
