// Writing that ends: a terminal that nobody reads takes nothing, and a program that waits for it cannot be ended.
//
// What is called here may be called from a signal handler, except for cwriting_reopen.

#pragma once
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// A descriptor on which writing to the terminal behind `descriptor` never waits; −1 where there is none left.
//
// The terminal is opened again, because O_NONBLOCK on the description that is shared with the shell would reach the
// shell. Where it cannot be opened, as after su, and for what is no terminal, it is a duplicate.
static inline int cwriting_reopen(int descriptor) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  int own = isatty(descriptor) ? open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
  return own >= 0 ? own : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

static inline long cwriting_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

// Writes for at most `limit` milliseconds; returns how many bytes were taken.
static inline size_t cwriting_write(int descriptor, const unsigned char *bytes, size_t count, long limit) {
  long deadline = cwriting_milliseconds() + limit;
  // Where writing may wait, one byte is all that poll(2) has promised room for.
  int never_waits = fcntl(descriptor, F_GETFL) & O_NONBLOCK;
  size_t done = 0;
  while (done < count) {
    long left = deadline - cwriting_milliseconds();
    struct pollfd state = {.fd = descriptor, .events = POLLOUT};
    int ready = poll(&state, 1, left > 0 ? (int)left : 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    ssize_t written = write(descriptor, bytes + done, never_waits ? count - done : 1);
    if (written > 0) {
      done += (size_t)written;
    } else if (written < 0 && errno == EAGAIN) {
      // Room for one byte may be too little for a line break.
      if (left <= 0) break;
      poll(NULL, 0, 1);
    } else if (written == 0 || errno != EINTR) {
      break;
    }
  }
  return done;
}

// Writes what gives a terminal back. Where it takes nothing for a moment, what was written before and nobody has read is
// dropped in its favour; returns after 2 seconds at the latest.
static inline void cwriting_write_last(int terminal, const unsigned char *bytes, size_t count) {
  if (cwriting_write(terminal, bytes, count, 1000) == count) return;
  tcflush(terminal, TCOFLUSH);
  cwriting_write(terminal, bytes, count, 1000);
}
