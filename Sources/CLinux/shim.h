// epoll, eventfd and glibc's heap options, which Swift's Glibc module does not export.
#pragma once

#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Declared here instead of including <sys/socket.h>: the headers it includes would move from Swift's Glibc module
// to this one, and glibc declares accept4 only with _GNU_SOURCE. The declaration is that of accept4(2); socklen_t
// is unsigned int on Linux.
struct sockaddr;
extern int accept4(int descriptor, struct sockaddr *restrict address, unsigned int *restrict length, int flags);
