"""An S3 endpoint of its own for one test run, as another process on this machine."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

BUCKET = "photos"
ACCESS = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "tester", "AWS_REGION": "us-east-1"}
SERVE = """
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()
"""


@contextmanager
def endpoint() -> Iterator[str]:
    """Its address; it has the bucket BUCKET. It ends with its standard input."""
    line = [sys.executable, "-c", SERVE]
    env = {**os.environ, **ACCESS}
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True, env=env) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"
        request = urllib.request.Request(f"{url}/{BUCKET}", method="PUT")  # noqa: S310 - on this machine
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - on this machine
            assert answer.status == 200
        yield url
        process.stdin.close()
