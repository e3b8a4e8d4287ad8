/* luacdk: the AWS CDK in Lua. */
#include "cli/cli.h"

#include <signal.h>

int main(int argc, char **argv) {
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like any other */
    return cli_main(argc, argv);
}
