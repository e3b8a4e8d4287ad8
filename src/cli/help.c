/* luacdk help, --help, --version: texts made from the tables of options.c. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/version.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

static void print_option(const struct option *option) {
    char letter[] = "-x,";
    letter[1] = option->letter;
    int width = printf("  %-3s --%s%s%s", option->letter ? letter : "", option->name,
                       option->value && *option->value != '[' ? " " : "", option->value ? option->value : "");
    enum { SUMMARY_COLUMN = 30 };
    if (width >= SUMMARY_COLUMN) {
        putchar('\n');
        width = 0;
    }
    printf("%*s%s\n", SUMMARY_COLUMN - width, "", option->summary);
}

/* The options of a command, by group; groups without any are left out. */
static void print_options(const struct command *command) {
    for (int group = 0; group < OPTION_GROUPS; group++) {
        const char *heading = option_headings[group];
        for (const struct option *option = options; option->name; option++) {
            if ((int)option->group != group || !(option->commands & command->bit)) {
                continue;
            }
            if (heading) {
                printf("\n%s:\n", heading);
                heading = NULL;
            }
            print_option(option);
        }
    }
}

static int print_command(const struct command *command) {
    printf("luacdk %s: %s\n\nUsage: luacdk %s [OPTION…] %s\n", command->name, command->summary, command->name,
           command->operands);
    if (command->details) {
        printf("\n%s", command->details);
    }
    print_options(command);
    return STATUS_OK;
}

static int print_overview(void) {
    printf("luacdk: the AWS CDK in Lua\n\nUsage: luacdk [COMMAND] [OPTION…] FILE\n\nCommands:\n");
    int width = 0;
    for (const struct command *command = commands; command->name; command++) {
        int length = (int)strlen(command->name);
        width = length > width ? length : width;
    }
    for (const struct command *command = commands; command->name; command++) {
        printf("  %-*s  %s%s\n", width, command->name, command->summary, command == commands ? " (the default)" : "");
    }
    print_options(commands);
    printf("\n`luacdk help COMMAND` explains a command, `luacdk help lambda.Function` a class.\n");
    return STATUS_OK;
}

/* A word that is nearly a command was meant as one; any other is a name to look up. */
int command_help(const struct invocation *invocation) {
    if (!invocation->operand) {
        return print_overview();
    }
    const struct command *command = options_find_command(invocation->operand);
    if (command) {
        return print_command(command);
    }
    if (!options_nearest_command(invocation->operand)) {
        return command_schema(invocation);
    }
    struct error error = ERROR_INIT;
    options_unknown_command(invocation->operand, &error);
    fprintf(stderr, "luacdk: %s\n", error.message);
    error_clear(&error);
    return STATUS_USAGE;
}

int command_version(void) {
    printf("luacdk %s (aws-cdk-lib %s)\n", LUACDK_VERSION, LUACDK_CDK_VERSION);
    version_print_libraries(stdout);
    return STATUS_OK;
}
