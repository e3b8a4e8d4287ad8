/* The command line program. */
#ifndef LUACDK_CLI_CLI_H
#define LUACDK_CLI_CLI_H

/* Runs what the command line asks for and returns the exit status: 0, 1 when the script failed, 2 when the command line
 * is wrong, 128 + signal after an interruption. */
int cli_main(int argc, char *const *argv);

#endif
