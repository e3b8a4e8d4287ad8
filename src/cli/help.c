/* luacdk help, --help, --version: texts made from the tables of options.c. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/version.h"
#include "host/script.h"

#include <stdio.h>

static void print_options(unsigned command) {
    for (const struct option *option = options; option->name; option++) {
        if (!(option->commands & command)) {
            continue;
        }
        char letter[] = "-x,";
        letter[1] = option->letter;
        char name[64];
        snprintf(name, sizeof name, "--%s%s%s", option->name, option->value && *option->value != '[' ? " " : "",
                 option->value ? option->value : "");
        printf("  %-3s %-21s %s\n", option->letter ? letter : "", name, option->summary);
    }
}

static int print_command(const struct command *command) {
    printf("luacdk %s: %s\n\nUsage: luacdk %s [OPTION…] %s\n\n", command->name, command->summary, command->name,
           command->operands);
    if (command->details) {
        printf("%s\n", command->details);
    }
    print_options(command->bit);
    return STATUS_OK;
}

static int print_overview(void) {
    printf("luacdk: the AWS CDK in Lua\n\nUsage: luacdk [COMMAND] [OPTION…] FILE\n\nCommands:\n");
    for (const struct command *command = commands; command->name; command++) {
        printf("  %-7s%s%s\n", command->name, command->summary, command == commands ? " (the default)" : "");
    }
    printf("\nOptions:\n");
    print_options(commands->bit);
    printf("\n`luacdk help COMMAND` says more.\n");
    return STATUS_OK;
}

int command_help(const struct invocation *invocation) {
    if (!invocation->operand) {
        return print_overview();
    }
    const struct command *command = options_find_command(invocation->operand);
    if (command) {
        return print_command(command);
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
