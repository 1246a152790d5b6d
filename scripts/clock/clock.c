// Lets a program see another day: when the file that TRIED_CLOCK names was written, it was the time in it, in seconds
// since 1970. Time goes on from there; elapsed time stays as it is.
//
// Built and preloaded by scripts/try-docs, so that the year of docs/GUIDE-YEAR.md passes in a minute. Not part of danvan.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*machine_time)(clockid_t, struct timespec *);
    if (!machine_time) machine_time = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = machine_time(clock, time);
    const char *path = getenv("TRIED_CLOCK");
    if (result != 0 || !path || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
    FILE *file = fopen(path, "re");
    if (!file) return result;
    long long start;
    struct stat facts;
    if (fscanf(file, "%lld", &start) == 1 && fstat(fileno(file), &facts) == 0) {
        time->tv_sec += (time_t)start - facts.st_mtim.tv_sec;
    }
    fclose(file);
    return result;
}
