"""What the bundle starts: the program itself; and its helper processes, which multiprocessing starts anew."""

import multiprocessing

from inspector.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
