// What the program says where memory gives out in the midst of work: one line, and exit code 1.
//
// Files, images and C libraries report a lack of memory as an error. Swift's own allocations and C++'s end the program
// instead, by a signal; this handler tells that end from a fault of the program, which keeps its own ways.
//
// The state is one function-local static of a header: call these functions from one Swift file only.

#pragma once
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CLASTWORDS_SIGNALS = 5, CLASTWORDS_BYTES = 4096 };

struct clastwords_state {
  char line[256];
  struct sigaction earlier[CLASTWORDS_SIGNALS];
  // What the runtimes of Swift and C++ print before they end the program.
  char held[CLASTWORDS_BYTES];
};

static inline struct clastwords_state *clastwords(void) {
  static struct clastwords_state state;
  return &state;
}

static inline const int *clastwords_signals(void) {
  static const int signals[CLASTWORDS_SIGNALS] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS};
  return signals;
}

static inline void clastwords_write(const char *text) {
  size_t count = strnlen(text, CLASTWORDS_BYTES);
  while (count > 0) {
    ssize_t written = write(STDERR_FILENO, text, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    count -= (size_t)written;
  }
}

// In a signal's handler, where only what is safe there may be called.
static inline void clastwords_on_end(int number, siginfo_t *info, void *context) {
  struct clastwords_state *state = clastwords();
  // The thread that ends the program is the one whose allocation has just failed.
  if (errno == ENOMEM) {
    clastwords_write(state->line);
    _exit(1);
  }
  clastwords_write(state->held);
  // A fault of the program is shown by whoever did so before, such as Swift, which prints a backtrace.
  for (int i = 0; i < CLASTWORDS_SIGNALS; i++) {
    struct sigaction *earlier = &state->earlier[i];
    if (clastwords_signals()[i] != number || earlier->sa_handler == SIG_DFL || earlier->sa_handler == SIG_IGN) continue;
    if (earlier->sa_flags & SA_SIGINFO) earlier->sa_sigaction(number, info, context);
    else earlier->sa_handler(number);
  }
  // On return, for the default action.
  signal(number, SIG_DFL);
  raise(number);
}

// Call it once, while there is one thread and nobody else has taken the signals: who takes them later hands them on.
static inline void clastwords_prepare(const char *line) {
  struct clastwords_state *state = clastwords();
  strncpy(state->line, line, sizeof state->line - 1);
  // The program writes its messages to the descriptor; libraries, which use the stream, have nothing to say beside them.
  FILE *held = fmemopen(state->held, CLASTWORDS_BYTES - 1, "w");
  if (held) {
    setvbuf(held, NULL, _IONBF, 0);
    stderr = held;
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = clastwords_on_end;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < CLASTWORDS_SIGNALS; i++) sigaction(clastwords_signals()[i], &action, &state->earlier[i]);
}
