"""What the bundle starts: the program, its decoder of HEIC photos, or what multiprocessing starts anew."""

import multiprocessing
import sys

from inspector.__main__ import main

DECODER = "inspector.photos.apart"

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [DECODER]:
        from inspector.photos import apart

        apart.main()
    else:
        main()
