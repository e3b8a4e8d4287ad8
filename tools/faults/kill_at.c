/* kill_at <n> <program> <argument>…: runs the program and ends it by SIGKILL as it is about to make its n-th system
 * call; threads are counted together. Exit status 0 if it was killed, else 1. With n = 0 it prints how many calls were
 * made. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* Lets a stopped process or thread go on to its next stop. */
static void go_on(pid_t who, int number) { ptrace(PTRACE_SYSCALL, who, NULL, (void *)(long)number); }

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: kill_at <n> <program> <argument>…\n", stderr);
        return 2;
    }
    unsigned long limit = strtoul(argv[1], NULL, 10), stops = 0;
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        execv(argv[2], argv + 2);
        _exit(127);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        return 2;
    }
    ptrace(PTRACE_SETOPTIONS, child, NULL,
           (void *)(long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                          PTRACE_O_EXITKILL));
    go_on(child, 0);
    bool killed = false;
    for (pid_t who; (who = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR;) {
        if (who <= 0 || !WIFSTOPPED(status)) {
            continue;
        }
        int number = WSTOPSIG(status);
        bool call = number == (SIGTRAP | 0x80);
        stops += call; /* a call stops twice, before and after */
        if (limit > 0 && call && stops >= 2 * limit - 1) {
            kill(child, SIGKILL);
            killed = true;
            limit = 0;
        }
        go_on(who, call || number == SIGTRAP || number == SIGSTOP ? 0 : number);
    }
    if (argv[1][0] == '0') {
        printf("%lu\n", stops / 2);
        return 0;
    }
    return killed ? 0 : 1;
}
