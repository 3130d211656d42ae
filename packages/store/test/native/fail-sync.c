/* Fails fsync and fdatasync of files whose path ends with FAIL_SYNC_SUFFIX: the calls FAIL_SYNC_FROM (from 1)
   to FAIL_SYNC_TO get EIO. The bytes are in the page cache all the same, as with a real disk that fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int calls = 0;

static int matches(int fd) {
  const char *suffix = getenv("FAIL_SYNC_SUFFIX");
  char link[64], path[4096];
  if (suffix == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  size_t size = strlen(suffix);
  return length >= (ssize_t)size && memcmp(path + length - size, suffix, size) == 0;
}

static int fails(int fd) {
  if (!matches(fd)) return 0;
  int call = __sync_add_and_fetch(&calls, 1);
  return call >= atoi(getenv("FAIL_SYNC_FROM")) && call <= atoi(getenv("FAIL_SYNC_TO"));
}

int fsync(int fd) {
  static int (*next)(int) = NULL;
  if (next == NULL) next = dlsym(RTLD_NEXT, "fsync");
  if (fails(fd)) { errno = EIO; return -1; }
  return next(fd);
}

int fdatasync(int fd) {
  static int (*next)(int) = NULL;
  if (next == NULL) next = dlsym(RTLD_NEXT, "fdatasync");
  if (fails(fd)) { errno = EIO; return -1; }
  return next(fd);
}
