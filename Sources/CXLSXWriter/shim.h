#pragma once

#include <xlsxwriter.h>

/* glibc declares it only with _GNU_SOURCE. The declaration is that of memfd_create(2); 1 is MFD_CLOEXEC. */
extern int memfd_create(const char *name, unsigned int flags);
static inline int danvan_memory_file(void) { return memfd_create("danvan", 1U); }
