/* swap <name> <name> [<microseconds>]: exchanges two names in the current folder, again and again until it is ended, with
 * pauses of up to that long. What a folder is at one moment, it is not at the next. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LONGER_THAN_A_RUN = 100000 };

int main(int argc, char **argv) {
    long longest = argc == 4 ? strtol(argv[3], NULL, 10) : LONGER_THAN_A_RUN;
    srand((unsigned)getpid());
    while (argc >= 3) {
        if (renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE) != 0) {
            perror("swap");
            return 1;
        }
        nanosleep(&(struct timespec){.tv_nsec = rand() % (longest + 1) * 1000L}, NULL);
    }
    return 2;
}
