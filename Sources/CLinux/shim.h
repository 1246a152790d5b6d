// The kernel's readiness and wake-up calls and glibc's heap options, which Swift's Glibc module leaves out.
#pragma once

#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Not through <sys/socket.h>: what that includes would move from Swift's Glibc module to this one, and glibc
// declares accept4 only under _GNU_SOURCE. The declaration is accept4(2)'s; socklen_t is unsigned int on Linux.
struct sockaddr;
extern int accept4(int descriptor, struct sockaddr *restrict address, unsigned int *restrict length, int flags);
