// What Swift cannot call of ncurses directly: macros, global variables that Swift 6 rejects, and functions with
// varargs.

#pragma once
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
// Functions in place of the macros that redefine common words (`move`, `clear`, `erase` …).
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <wchar.h>

// From <term.h>, which would define macros such as `columns` and `lines` as well.
extern int setupterm(const char *name, int descriptor, int *error);
extern char *tigetstr(const char *capability);
extern int tigetnum(const char *capability);
extern int tputs(const char *text, int lines, int (*put)(int));

// One name for Swift, which sees a typed pointer or an opaque one as this version of ncurses shows the structure or not.
typedef WINDOW *cncurses_window_pointer;
typedef SCREEN *cncurses_screen_pointer;

// Takes characters from the environment's locale; where that is not UTF-8 and `wants_unicode`, from C.UTF-8.
// LC_NUMERIC stays "C", so that numbers are read and written the same everywhere.
static inline void cncurses_set_locale(int wants_unicode) {
  setlocale(LC_CTYPE, "");
  if (wants_unicode && strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// How many colours the terminfo entry `name` has, 0 for none; −1 where it cannot place the cursor, −2 where there is no
// such entry. Makes it the current entry.
static inline int cncurses_select_terminal(const char *name) {
  int error = 0;
  if (setupterm(name, STDOUT_FILENO, &error) != OK) return -2;
  const char *place = tigetstr("cup");
  if (place == NULL || place == (const char *)-1) return -1;
  int colors = tigetnum("colors");
  return colors > 0 ? colors : 0;
}

// initscr() would end the process where newterm() returns NULL.
static inline SCREEN *cncurses_open(const char *name) { return newterm(name, stdout, stdin); }

// Called directly after cncurses_open(): the window that covers the screen.
static inline WINDOW *cncurses_window(void) { return stdscr; }

static inline int cncurses_color_count(void) { return COLORS; }
static inline int cncurses_pair_count(void) { return COLOR_PAIRS; }
static inline int cncurses_rows(void) { return LINES; }
static inline int cncurses_columns(void) { return COLS; }

static inline int cncurses_query_size(int *rows, int *columns) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return ERR;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return OK;
}

// A file that no other program sees and that is gone with its descriptor; −1 where there can be none.
static inline int cncurses_memory_file(void) { return (int)syscall(SYS_memfd_create, "fqvit", 1u); }

static inline attr_t cncurses_attributes(int bold, int dim, int underline, int reverse) {
  return (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0);
}

// A character of `count` code points, of which the first is not combining and the others are.
static inline cchar_t cncurses_cell(const uint32_t *scalars, int count, attr_t attributes, short pair) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
  cchar_t cell;
  memset(&cell, 0, sizeof cell);
  if (setcchar(&cell, text, attributes, pair, NULL) != OK) setcchar(&cell, L"?", attributes, pair, NULL);
  return cell;
}

static inline int cncurses_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static inline void cncurses_write(WINDOW *window, int row, int column, const cchar_t *cells, int count) {
  if (wmove(window, row, column) == OK) wadd_wchnstr(window, cells, count);
}

enum {
  CNCURSES_OTHER = 0,
  CNCURSES_PRESS,
  CNCURSES_RELEASE,
  CNCURSES_MIDDLE_PRESS,
  CNCURSES_RIGHT_PRESS,
  CNCURSES_WHEEL_UP,
  CNCURSES_WHEEL_DOWN
};

// Asks the terminal to mark what is pasted, by ESC [ 200 ~ before it and ESC [ 201 ~ after it, or to stop that; a terminal
// that cannot ignores it.
static inline void cncurses_bracket_pastes(int is_on) {
  const char *text = is_on ? "\033[?2004h" : "\033[?2004l";
  if (write(STDOUT_FILENO, text, strlen(text)) < 0) return;
}

// Nonzero where the terminal has a mouse.
static inline int cncurses_enable_mouse(void) {
  // Without it ncurses waits for a possible second click before it reports the first.
  mouseinterval(0);
  mmask_t wanted = BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON2_PRESSED | BUTTON3_PRESSED | BUTTON4_PRESSED;
#if NCURSES_MOUSE_VERSION > 1
  wanted |= BUTTON5_PRESSED;
#endif
  return mousemask(wanted, NULL) != 0;
}

// The event of a KEY_MOUSE, as one of the numbers above.
static inline int cncurses_read_mouse(int *x, int *y) {
  MEVENT event;
  if (getmouse(&event) != OK) return CNCURSES_OTHER;
  *x = event.x;
  *y = event.y;
  if (event.bstate & BUTTON1_PRESSED) return CNCURSES_PRESS;
  if (event.bstate & BUTTON1_RELEASED) return CNCURSES_RELEASE;
  if (event.bstate & BUTTON2_PRESSED) return CNCURSES_MIDDLE_PRESS;
  if (event.bstate & BUTTON3_PRESSED) return CNCURSES_RIGHT_PRESS;
  if (event.bstate & BUTTON4_PRESSED) return CNCURSES_WHEEL_UP;
#if NCURSES_MOUSE_VERSION > 1
  if (event.bstate & BUTTON5_PRESSED) return CNCURSES_WHEEL_DOWN;
#endif
  return CNCURSES_OTHER;
}
