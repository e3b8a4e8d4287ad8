/* swap <name> <name>: exchanges two names in the current folder, again and again until it is ended. What a folder is at
 * one moment, it is not at the next. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    while (argc == 3) {
        if (renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE) != 0) {
            perror("swap");
            return 1;
        }
        nanosleep(&(struct timespec){.tv_nsec = rand() % 200 * 500000L}, NULL); /* up to longer than a run takes */
    }
    return 2;
}
