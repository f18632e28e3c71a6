// Gives the terminal back on every way out: every signal whose default is to end the program, crashes included.
//
// The state is one function-local static of a header, so a copy of it exists for each object file that calls these
// functions: call them from one Swift file only.

#pragma once
#include "bounded_write.h"
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <termios.h>

enum {
  CGUARD_SIGNALS = 65,
  CGUARD_BYTES = 512,
  CGUARD_STACK = 262144,
  // How long the orderly way out may take from the first signal on; then the terminal is given back and the program ends.
  CGUARD_SECONDS = 5
};

enum cguard_phase { CGUARD_RELEASED, CGUARD_ENGAGED, CGUARD_RESTORING };

struct cguard_state {
  int phase;
  // The first signal that asked the program to end, 0 for none.
  int ending;
  struct termios shell_modes;
  struct termios program_modes;
  unsigned char bytes[CGUARD_BYTES];
  size_t byte_count;
  int pipe_ends[2];
  // A descriptor of its own: while a frame is drawn, standard output is a file in memory.
  int terminal;
  int real_error;
  int held_error;
  int error_writer;
  struct sigaction former[CGUARD_SIGNALS];
  unsigned char is_taken[CGUARD_SIGNALS];
  // The thread that draws.
  pthread_t owner;
  // Whether the owner is being kept from drawing until the process ends.
  int is_holding;
  int has_exit_hook;
  char stack[CGUARD_STACK];
};

static inline struct cguard_state *cguard(void) {
  static struct cguard_state state = {
    .pipe_ends = {-1, -1}, .terminal = -1, .real_error = -1, .held_error = -1, .error_writer = -1};
  return &state;
}

enum cguard_kind {
  CGUARD_OTHER,
  // Ends the program at an instruction, or as one.
  CGUARD_CRASH,
  // Ends the program unless somebody handles it.
  CGUARD_END,
  // Something that the program's loop is told.
  CGUARD_MESSAGE
};

static inline enum cguard_kind cguard_kind(int number) {
  switch (number) {
  case SIGSEGV: case SIGBUS: case SIGILL: case SIGFPE: case SIGABRT: case SIGTRAP: case SIGSYS: return CGUARD_CRASH;
  case SIGINT: case SIGTERM: case SIGHUP: case SIGTSTP: case SIGCONT: case SIGWINCH: return CGUARD_MESSAGE;
  case SIGQUIT: case SIGUSR1: case SIGUSR2: case SIGPIPE: case SIGALRM: case SIGVTALRM: case SIGPROF: case SIGIO:
  case SIGPWR: case SIGXCPU: case SIGXFSZ:
#ifdef SIGSTKFLT
  case SIGSTKFLT:
#endif
    return CGUARD_END;
  default: return number >= SIGRTMIN && number <= SIGRTMAX ? CGUARD_END : CGUARD_OTHER;
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
    if (cwriting_write(state->error_writer, buffer, (size_t)count, 1000) < (size_t)count) break;
  close(state->held_error);
  close(state->real_error);
  close(state->error_writer);
  state->held_error = state->real_error = state->error_writer = -1;
}

// Whether the caller is the one who gives the terminal back.
static inline int cguard_leave(enum cguard_phase next) {
  int engaged = CGUARD_ENGAGED;
  return __atomic_compare_exchange_n(&cguard()->phase, &engaged, next, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

// Says whether there was anything to give back. Everything called here may be called from a signal handler, and nothing
// waits longer than a few seconds: neither a terminal that is not read nor a thread that writes to it can keep it.
static inline int cguard_emergency_restore(void) {
  struct cguard_state *state = cguard();
  if (!cguard_leave(CGUARD_RESTORING)) {
    // Another thread is at it: who ends the process now would cut it off.
    for (int i = 0; i < 500 && __atomic_load_n(&state->phase, __ATOMIC_SEQ_CST) == CGUARD_RESTORING; i++)
      poll(NULL, 0, 10);
    return 0;
  }
  // Else it would go on drawing, and while it writes nobody else can.
  if (!pthread_equal(pthread_self(), state->owner) && state->is_taken[SIGRTMAX]) {
    __atomic_store_n(&state->is_holding, 1, __ATOMIC_SEQ_CST);
    pthread_kill(state->owner, SIGRTMAX);
  }
  cwriting_write_last(state->terminal, state->bytes, state->byte_count);
  // Not TCSADRAIN, which waits for the reader.
  tcsetattr(STDIN_FILENO, TCSANOW, &state->shell_modes);
  cguard_replay_error();
  __atomic_store_n(&state->phase, CGUARD_RELEASED, __ATOMIC_SEQ_CST);
  return 1;
}

static inline void cguard_at_exit(void) { cguard_emergency_restore(); }

// Ends the process as the signal does by default, whatever this thread blocks.
static inline void cguard_end(int number) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
  _exit(128 + number);
}

static inline const char *cguard_crash_name(int number) {
  switch (number) {
  case SIGSEGV: return "SIGSEGV";
  case SIGBUS: return "SIGBUS";
  case SIGILL: return "SIGILL";
  case SIGFPE: return "SIGFPE";
  case SIGABRT: return "SIGABRT";
  case SIGTRAP: return "SIGTRAP";
  default: return "SIGSYS";
  }
}

static inline void cguard_say(const char *text) {
  cwriting_write(STDERR_FILENO, (const unsigned char *)text, strlen(text), 1000);
}

// Lets the handler that was there before, such as Swift's, which prints a backtrace, see what it would have seen.
static inline void cguard_call_former(int number, siginfo_t *info, void *context) {
  struct sigaction *former = &cguard()->former[number];
  if (former->sa_handler == SIG_DFL || former->sa_handler == SIG_IGN) return;
  if (former->sa_flags & SA_SIGINFO)
    former->sa_sigaction(number, info, context);
  else
    former->sa_handler(number);
}

static inline void cguard_on_crash(int number, siginfo_t *info, void *context) {
  int is_sent = info == NULL || info->si_code <= 0;
  if (is_sent && number != SIGABRT && cguard()->former[number].sa_handler == SIG_IGN) return;
  int error_number = errno;
  int had_terminal = cguard_emergency_restore();
  // The former handler tells by it whether memory gave out.
  errno = error_number;
  cguard_call_former(number, info, context);
  if (had_terminal) {
    cguard_say("fqvit: the program crashed (");
    cguard_say(cguard_crash_name(number));
    cguard_say("); please report it with the lines above and the session's log, whose folder 'fqvit info' names\n");
  }
  // A faulting instruction faults again on return, now with the default action, which so sees where.
  int faults_again = !is_sent && number != SIGTRAP && number != SIGSYS;
  if (!faults_again) cguard_end(number);
  signal(number, SIG_DFL);
}

static inline void cguard_on_end(int number) {
  // Sent to the thread that draws by the one that gives the terminal back: it has to keep still until the end.
  // By the flag, not by the phase: it may get here only when the terminal is given back already.
  if (number == SIGRTMAX && __atomic_load_n(&cguard()->is_holding, __ATOMIC_SEQ_CST))
    poll(NULL, 0, 1000 * CGUARD_SECONDS);
  // The time that the first of several signals left is over.
  int ending = __atomic_load_n(&cguard()->ending, __ATOMIC_SEQ_CST);
  cguard_emergency_restore();
  cguard_end(number == SIGALRM && ending != 0 ? ending : number);
}

static inline void cguard_on_message(int number) {
  int saved = errno;
  struct cguard_state *state = cguard();
  if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
    int none = 0;
    if (!__atomic_compare_exchange_n(&state->ending, &none, number, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
      // The orderly way out takes too long for who sent it twice.
      cguard_emergency_restore();
      cguard_end(number);
    }
    if (state->is_taken[SIGALRM]) alarm(CGUARD_SECONDS);
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
  state->ending = 0;
  state->owner = pthread_self();
  sigset_t hold;
  sigemptyset(&hold);
  sigaddset(&hold, SIGRTMAX);
  pthread_sigmask(SIG_UNBLOCK, &hold, NULL);
  if (tcgetattr(STDIN_FILENO, &state->shell_modes) != 0) return -1;
  state->program_modes = state->shell_modes;
  if (state->terminal < 0) state->terminal = cwriting_reopen(STDOUT_FILENO);
  if (state->pipe_ends[0] < 0) {
    if (pipe(state->pipe_ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
      fcntl(state->pipe_ends[i], F_SETFD, FD_CLOEXEC);
      fcntl(state->pipe_ends[i], F_SETFL, O_NONBLOCK);
    }
  }
  return state->pipe_ends[0];
}

// Keeps the modes that the program has set, for cguard_set_program_modes.
static inline void cguard_keep_program_modes(void) { tcgetattr(STDIN_FILENO, &cguard()->program_modes); }

// Sets the program's modes again; in the background it stops the program, as the terminal's manners ask.
static inline void cguard_set_program_modes(void) { tcsetattr(STDIN_FILENO, TCSANOW, &cguard()->program_modes); }

// Whether a signal that was treated as `former` until now is taken.
static inline int cguard_takes(int number, const struct sigaction *former) {
  switch (cguard_kind(number)) {
  case CGUARD_CRASH: return 1;
  // Who started the program with a signal ignored (nohup) wants it ignored, and who handles one knows why; but Swift,
  // which handles SIGQUIT by a backtrace, knows nothing of the screen.
  case CGUARD_END: return former->sa_handler == SIG_DFL || (number == SIGQUIT && former->sa_handler != SIG_IGN);
  case CGUARD_MESSAGE: return former->sa_handler != SIG_IGN || number == SIGWINCH || number == SIGCONT;
  default: return 0;
  }
}

// Takes the signals and standard error over.
static inline void cguard_engage(void) {
  struct cguard_state *state = cguard();
  if (__atomic_load_n(&state->phase, __ATOMIC_SEQ_CST) != CGUARD_RELEASED) return;
  if (!state->has_exit_hook) {
    state->has_exit_hook = 1;
    atexit(cguard_at_exit);
  }
  fflush(stderr);
  int held = (int)syscall(SYS_memfd_create, "standard-error", 1u);
  if (held >= 0) {
    state->held_error = held;
    state->error_writer = cwriting_reopen(STDERR_FILENO);
    state->real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(held, STDERR_FILENO);
  }
  // A stack of its own, so that the handler runs after a stack overflow too.
  stack_t stack = {.ss_sp = state->stack, .ss_size = CGUARD_STACK};
  sigaltstack(&stack, NULL);
  for (int number = 1; number < CGUARD_SIGNALS; number++) {
    enum cguard_kind kind = cguard_kind(number);
    struct sigaction *former = &state->former[number];
    state->is_taken[number] = sigaction(number, NULL, former) == 0 && cguard_takes(number, former);
    if (!state->is_taken[number]) continue;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_flags = SA_ONSTACK;
    if (kind == CGUARD_CRASH) {
      action.sa_sigaction = cguard_on_crash;
      action.sa_flags |= SA_SIGINFO;
    } else if (kind == CGUARD_END) {
      action.sa_handler = cguard_on_end;
    } else {
      action.sa_handler = cguard_on_message;
      action.sa_flags |= SA_RESTART;
    }
    // Blocks SIGTTOU too, which tcsetattr would get in the background.
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
  }
  __atomic_store_n(&state->phase, CGUARD_ENGAGED, __ATOMIC_SEQ_CST);
}

// Gives the signals and standard error back, after ncurses has given the screen back.
static inline void cguard_release(void) {
  struct cguard_state *state = cguard();
  if (!cguard_leave(CGUARD_RELEASED)) return;
  if (__atomic_load_n(&state->ending, __ATOMIC_SEQ_CST) != 0) alarm(0);
  tcsetattr(STDIN_FILENO, TCSANOW, &state->shell_modes);
  for (int number = 1; number < CGUARD_SIGNALS; number++)
    if (state->is_taken[number]) sigaction(number, &state->former[number], NULL);
  fflush(stderr);
  cguard_replay_error();
}

// The next signal that has arrived, 0 for none.
static inline int cguard_next_signal(void) {
  unsigned char byte = 0;
  return read(cguard()->pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}
