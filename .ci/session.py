#!/usr/bin/env python3
"""Prints a session's script of COMMANDS key presses on the demo, for fqvit replay: what the sanitizers run.

    .ci/session.py 200 [SEED]

Seeded, so that the same number gives the same session. It edits, undoes, moves, changes views and waits now and then.
"""
import random
import sys

KEYS = ['Down', 'Up', 'Right', 'Left', 'p', 't', 'T', 'f', 'space', 'b 4', 'b 8', 'u', 'U', 'v', 'Escape', 'S', 'z', '1', '2',
        '3', '4', '5', 'Tab', ']', '[', 'm', 'x', 'PageDown', 'Home', 'End', 'H', 'c', 's', '+', '?', 'Escape']


def main():
    count = int(sys.argv[1])
    choose = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 10)
    print('open assets/demo assets/demo/validation --calibration assets/demo/calibration --limit 60')
    print('size 120x36\nwait')
    for number in range(count):
        print('press ' + choose.choice(KEYS))
        if number % 20 == 19:
            print('press Escape\nwait')
    print('press Escape')


if __name__ == '__main__':
    main()
