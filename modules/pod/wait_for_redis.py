"""Ends with 0 as soon as Redis answers PING, and with 1 when it has not within WAIT_SECONDS.

The app decides at its start, once and for good, whether there is a Redis: what
starts before Redis does keeps sessions and jobs to itself. Redis is asked over a
socket, with the standard library alone: this runs before the app, beside nothing.

Variables: REDIS_HOST, REDIS_PORT, REDIS_PASSWORD (optional), WAIT_SECONDS.
"""

import os
import socket
import sys
import time

# One try: the connection, and each answer.
TRY_SECONDS = 5
PAUSE_SECONDS = 1
# Longest first line of an answer that is looked at.
LINE_BYTES = 512


def command(*words):
    parts = [word.encode() for word in words]
    head = b"*%d\r\n" % len(parts)
    return head + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)


def answer(connection):
    """The first line of what comes back; ends early when the connection does."""
    line = b""
    while b"\r\n" not in line and len(line) < LINE_BYTES:
        received = connection.recv(LINE_BYTES)
        if not received:
            raise ConnectionError("the connection was closed")
        line += received
    return line.split(b"\r\n")[0].decode(errors="replace")


def ask(host, port, password):
    """What keeps Redis from serving; None: nothing does."""
    try:
        with socket.create_connection((host, port), TRY_SECONDS) as connection:
            if password:
                connection.sendall(command("AUTH", password))
                said = answer(connection)
                if said != "+OK":
                    return said
            connection.sendall(command("PING"))
            # While it loads its data it says -LOADING.
            said = answer(connection)
            return None if said == "+PONG" else said
    except OSError as error:
        return str(error)


def main():
    host, port = os.environ["REDIS_HOST"], int(os.environ["REDIS_PORT"])
    wait = float(os.environ["WAIT_SECONDS"])
    start = time.monotonic()
    told = None
    while True:
        reason = ask(host, port, os.environ.get("REDIS_PASSWORD"))
        waited = time.monotonic() - start
        if reason is None:
            print(f"Redis at {host}:{port} answers after {waited:.0f} s", flush=True)
            return 0
        if waited >= wait:
            print(f"Redis at {host}:{port} has not answered for {waited:.0f} s: {reason}", flush=True)
            return 1
        if reason != told:
            print(f"waiting for Redis at {host}:{port}: {reason}", flush=True)
            told = reason
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
