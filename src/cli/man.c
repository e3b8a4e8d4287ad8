/* luacdk man: the manual page, made from the tables of options.c. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/version.h"
#include "host/script.h"

#include <stdio.h>
#include <stdbool.h>
#include <string.h>

/* Prints text, up to `length` bytes of it, so that roff takes nothing in it for a request. Unless it stays `as_is`, its
 * lines are broken after at most LONGEST columns. */
static void print_part(const char *text, size_t length, bool as_is) {
    enum { LONGEST = 60 };
    size_t column = 0;
    for (const char *at = text; at < text + length; at++, column++) {
        if (*at == ' ' && !as_is && column >= LONGEST) {
            putchar('\n');
            column = 0;
            continue;
        }
        if (column == 0 && (*at == '.' || *at == '\'')) {
            fputs("\\&", stdout);
        }
        fputs(*at == '\\' ? "\\e" : *at == '-' ? "\\-" : (char[]){*at, '\0'}, stdout);
    }
}

static void print_text(const char *text) { print_part(text, strlen(text), false); }

/* Prints paragraphs; lines that are indented stay as they are. */
static void print_details(const char *text) {
    bool as_is = false;
    puts(".PP");
    while (*text) {
        size_t length = strcspn(text, "\n");
        bool indented = *text == ' ';
        if (indented != as_is) {
            puts(indented ? ".nf" : ".fi");
            as_is = indented;
        }
        if (length == 0 && text[1]) {
            puts(".PP");
        } else if (length > 0) {
            print_part(text, length, as_is);
            putchar('\n');
        }
        text += length + (text[length] == '\n');
    }
    if (as_is) {
        puts(".fi");
    }
}

static void print_option(const struct option *option) {
    puts(".TP");
    fputs("\\fB", stdout);
    if (option->letter) {
        printf("\\-%c\\fR, \\fB", option->letter);
    }
    fputs("\\-\\-", stdout);
    print_text(option->name);
    fputs("\\fR", stdout);
    if (option->value) {
        fputs(*option->value == '[' ? "" : " ", stdout);
        fputs("\\fI", stdout);
        print_text(option->value);
        fputs("\\fR", stdout);
    }
    putchar('\n');
    print_text(option->summary);
    putchar('\n');
}

static void print_command(const struct command *command) {
    fputs(".SS luacdk ", stdout);
    print_text(command->name);
    if (command->operands && *command->operands) {
        putchar(' ');
        print_text(command->operands);
    }
    printf("\nTo %s.\n", command->summary);
    if (command->details) {
        print_details(command->details);
    }
    for (const struct option *option = options; option->name; option++) {
        if (option->commands != ANY_COMMAND && option->commands & command->bit) {
            print_option(option);
        }
    }
}

int command_man(const struct invocation *invocation) {
    (void)invocation;
    printf(".TH LUACDK 1 \"%s\" \"luacdk %s\"\n.SH NAME\nluacdk \\- the AWS CDK in Lua\n", LUACDK_DATE, LUACDK_VERSION);
    puts(".SH SYNOPSIS\n.B luacdk\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR…] \\fIFILE\\fR");
    puts(".SH DESCRIPTION\nRuns a Lua script that declares AWS resources,\nand writes the cloud assembly that");
    printf("aws\\-cdk\\-lib %s would write, for\n.BR cdk (1)\nto deploy.\n", LUACDK_CDK_VERSION);
    puts("Without a command, luacdk does what\n.B luacdk synth\ndoes.\n.SH COMMANDS");
    for (const struct command *command = commands; command->name; command++) {
        print_command(command);
    }
    puts(".SH OPTIONS OF ALL COMMANDS");
    for (const struct option *option = options; option->name; option++) {
        if (option->commands == ANY_COMMAND) {
            print_option(option);
        }
    }
    puts(".SH EXIT STATUS\n.TP\n0\nsuccess\n.TP\n1\nfailure\n.TP\n2\nthe command line is wrong");
    return STATUS_OK;
}
