/* measure: runs a command once and prints what it took.
 *
 *     measure ERRORS COMMAND [ARGUMENT …]
 *
 * Prints "wall cpu memory status": microseconds on the clock and of user and system time, the peak of resident memory
 * in KiB, and the exit status (128 + the signal's number when one ended it). The command's output is dropped, what it
 * says on standard error goes to the file ERRORS. It is linked statically and does next to nothing, because the peak of
 * a child counts from the size that its parent had.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static _Noreturn void become(const char *errors, char **command) {
    int nowhere = open("/dev/null", O_RDWR);
    int report = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (nowhere < 0 || report < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 ||
        dup2(report, STDERR_FILENO) < 0) {
        _exit(126);
    }
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: measure ERRORS COMMAND [ARGUMENT …]\n", stderr);
        return 2;
    }
    struct timespec start, end;
    struct rusage usage;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        become(argv[1], argv + 2);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    long long wall = (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000;
    long long cpu = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    printf("%lld %lld %ld %d\n", wall, cpu, usage.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
