/* The command-line program. */
#ifndef LUACDK_CLI_CLI_H
#define LUACDK_CLI_CLI_H

/* Does what the command line asks for and returns the exit status: 0, 1 if the script failed, 2 if the command line is
 * wrong, 128 + signal after an interruption. */
int cli_main(int argc, char *const *argv);

#endif
