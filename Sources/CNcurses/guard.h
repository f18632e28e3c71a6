// Gives the terminal back on every way out, a crash included.
//
// The state is one function-local static of a header, so a copy of it exists for each object file that calls these
// functions: call them from one Swift file only.

#pragma once
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <termios.h>

enum { CGUARD_CRASHES = 6, CGUARD_MESSAGES = 6, CGUARD_BYTES = 512, CGUARD_STACK = 262144 };

struct cguard_state {
  volatile sig_atomic_t is_engaged;
  volatile sig_atomic_t endings;
  struct termios modes;
  unsigned char bytes[CGUARD_BYTES];
  size_t byte_count;
  int pipe_ends[2];
  int terminal;
  int real_error;
  int held_error;
  struct sigaction crash_actions[CGUARD_CRASHES];
  struct sigaction message_actions[CGUARD_MESSAGES];
  int has_exit_hook;
  char stack[CGUARD_STACK];
};

static inline struct cguard_state *cguard(void) {
  static struct cguard_state state = {.pipe_ends = {-1, -1}, .terminal = -1, .real_error = -1, .held_error = -1};
  return &state;
}

static inline const int *cguard_crash_signals(void) {
  static const int signals[CGUARD_CRASHES] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
  return signals;
}

static inline const int *cguard_message_signals(void) {
  static const int signals[CGUARD_MESSAGES] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
  return signals;
}

static inline void cguard_write(int descriptor, const unsigned char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// Standard error goes to memory while the screen is open, where it would tear the picture; this shows what came.
static inline void cguard_replay_error(void) {
  struct cguard_state *state = cguard();
  if (state->real_error < 0 || state->held_error < 0) return;
  dup2(state->real_error, STDERR_FILENO);
  unsigned char buffer[512];
  lseek(state->held_error, 0, SEEK_SET);
  ssize_t count;
  while ((count = read(state->held_error, buffer, sizeof buffer)) > 0)
    cguard_write(state->real_error, buffer, (size_t)count);
  close(state->held_error);
  close(state->real_error);
  state->held_error = state->real_error = -1;
}

// Everything called here may be called from a signal handler: write, tcsetattr, dup2, lseek, read, close.
static inline void cguard_emergency_restore(void) {
  struct cguard_state *state = cguard();
  if (!state->is_engaged) return;
  state->is_engaged = 0;
  // A descriptor of its own: while a frame is drawn, standard output is a file in memory.
  cguard_write(state->terminal, state->bytes, state->byte_count);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &state->modes);
  cguard_replay_error();
}

static inline void cguard_on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  cguard_emergency_restore();
  const int *signals = cguard_crash_signals();
  for (int i = 0; i < CGUARD_CRASHES; i++)
    if (signals[i] == number) sigaction(number, &cguard()->crash_actions[i], NULL);
  errno = saved;
  // A faulting instruction faults again on return, now in front of the handler that was there before, which so sees
  // where.
  int faults_again = info != NULL && info->si_code > 0 && number != SIGTRAP && number != SIGABRT;
  if (faults_again) return;
  // What was sent, and a breakpoint, is sent again; Swift's handler prints a backtrace and returns, so once more for the
  // default action, which ends the process.
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
  signal(number, SIG_DFL);
  raise(number);
}

static inline void cguard_on_message(int number) {
  int saved = errno;
  struct cguard_state *state = cguard();
  int is_ending = number == SIGINT || number == SIGTERM || number == SIGHUP;
  if (is_ending && ++state->endings > 1) {
    // The orderly way out takes too long for who sent it twice.
    cguard_emergency_restore();
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  unsigned char byte = (unsigned char)number;
  // A full pipe already wakes the loop.
  if (write(state->pipe_ends[1], &byte, 1) < 0) errno = saved;
  errno = saved;
}

static inline int cguard_collect(int byte) {
  struct cguard_state *state = cguard();
  if (state->byte_count < CGUARD_BYTES) state->bytes[state->byte_count++] = (unsigned char)byte;
  return byte;
}

// Adds a capability of the selected terminfo entry to what is written on the way out.
static inline void cguard_append_capability(const char *name) {
  const char *text = tigetstr(name);
  if (text != NULL && text != (const char *)-1) tputs(text, 1, cguard_collect);
}

static inline void cguard_append_text(const char *text) {
  while (*text) cguard_collect(*text++);
}

// Remembers the terminal's modes and makes the pipe that signals arrive on; call once before engaging. Returns its
// read end, or −1.
static inline int cguard_prepare(void) {
  struct cguard_state *state = cguard();
  state->byte_count = 0;
  state->endings = 0;
  if (tcgetattr(STDIN_FILENO, &state->modes) != 0) return -1;
  if (state->terminal < 0) state->terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (state->pipe_ends[0] < 0) {
    if (pipe(state->pipe_ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
      fcntl(state->pipe_ends[i], F_SETFD, FD_CLOEXEC);
      fcntl(state->pipe_ends[i], F_SETFL, O_NONBLOCK);
    }
  }
  return state->pipe_ends[0];
}

// Takes the signals and standard error over.
static inline void cguard_engage(void) {
  struct cguard_state *state = cguard();
  if (state->is_engaged) return;
  if (!state->has_exit_hook) {
    state->has_exit_hook = 1;
    atexit(cguard_emergency_restore);
  }
  fflush(stderr);
  int held = (int)syscall(SYS_memfd_create, "standard-error", 1u);
  if (held >= 0) {
    state->held_error = held;
    state->real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(held, STDERR_FILENO);
  }
  // A stack of its own, so that the handler runs after a stack overflow too.
  stack_t stack = {.ss_sp = state->stack, .ss_size = CGUARD_STACK};
  sigaltstack(&stack, NULL);
  struct sigaction crash;
  memset(&crash, 0, sizeof crash);
  crash.sa_sigaction = cguard_on_crash;
  crash.sa_flags = SA_SIGINFO | SA_ONSTACK;
  // Blocks SIGTTOU too, which tcsetattr would get in the background.
  sigfillset(&crash.sa_mask);
  for (int i = 0; i < CGUARD_CRASHES; i++)
    sigaction(cguard_crash_signals()[i], &crash, &state->crash_actions[i]);
  struct sigaction message;
  memset(&message, 0, sizeof message);
  message.sa_handler = cguard_on_message;
  message.sa_flags = SA_RESTART | SA_ONSTACK;
  sigemptyset(&message.sa_mask);
  for (int i = 0; i < CGUARD_MESSAGES; i++) {
    int number = cguard_message_signals()[i];
    sigaction(number, NULL, &state->message_actions[i]);
    // Who started the program with a signal ignored (nohup) wants it ignored.
    int is_ignored = state->message_actions[i].sa_handler == SIG_IGN;
    if (!is_ignored || number == SIGWINCH || number == SIGCONT) sigaction(number, &message, NULL);
  }
  state->is_engaged = 1;
}

// Gives the signals and standard error back, after ncurses has given the screen back.
static inline void cguard_release(void) {
  struct cguard_state *state = cguard();
  if (!state->is_engaged) return;
  state->is_engaged = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &state->modes);
  for (int i = 0; i < CGUARD_CRASHES; i++) sigaction(cguard_crash_signals()[i], &state->crash_actions[i], NULL);
  for (int i = 0; i < CGUARD_MESSAGES; i++) sigaction(cguard_message_signals()[i], &state->message_actions[i], NULL);
  fflush(stderr);
  cguard_replay_error();
}

// The next signal that has arrived, 0 for none.
static inline int cguard_next_signal(void) {
  unsigned char byte = 0;
  return read(cguard()->pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}
