"""A server that speaks the chat-completions protocol on 127.0.0.1 as a script tells it to; a process of its own.

The script is a JSON object: a word -> the replies to prompts that hold it, one a call, the last one from then on; the
word "" fits every prompt. Each call is noted in calls.jsonl beside the script when its answer begins.
"""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

Reply = dict[str, Any]
"""status, headers, body, and `how` it is sent: whole, drip (a byte each .05 s), cut, reset, hang; `seconds` before."""


def completion(text: str | None = "The bridge is closed.", finish: str | None = "stop", **message: Any) -> Reply:
    """A chat completion as servers send it."""
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
        ],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }
    return {"body": json.dumps(answer)}


def error(status: int, message: str, *, wait: str | None = "0.01", code: str | None = None) -> Reply:
    """An error as OpenAI words it; `wait` is its Retry-After."""
    headers = {} if wait is None else {"Retry-After": wait}
    return {"status": status, "headers": headers, "body": json.dumps({"error": {"message": message, "code": code}})}


@dataclass(frozen=True)
class ChatServer:
    """A running server: its address, its folder."""

    url: str
    folder: Path

    def calls(self) -> list[dict[str, Any]]:
        """Every call so far: begin and end (seconds), path, headers (names in lower case), body."""
        path = self.folder / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def prompts(self) -> list[str]:
        """The prompt of every call."""
        return [call["body"]["messages"][0]["content"] for call in self.calls()]


@contextmanager
def serve(folder: Path, script: Mapping[str, Sequence[Reply]]) -> Iterator[ChatServer]:
    """A server process for the time of the block."""
    folder.mkdir(exist_ok=True)
    (folder / "script.json").write_text(json.dumps(script))
    process = subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 30)[0], "the server does not start"
        yield ChatServer(f"http://127.0.0.1:{int(process.stdout.readline())}/v1", folder)
    finally:
        process.kill()
        process.communicate()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Mapping[str, list[Reply]] = {}
    folder = Path()
    lock = Lock()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = body["messages"][0]["content"]
        with self.lock:
            replies = next(replies for word, replies in self.script.items() if word in prompt)
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
        begin = time.monotonic()
        time.sleep(reply.get("seconds", 0))
        call = {
            "begin": begin,
            "end": time.monotonic(),
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body,
        }
        with self.lock, (self.folder / "calls.jsonl").open("a") as log:
            log.write(json.dumps(call) + "\n")
        self.close_connection = True
        getattr(self, f"_{reply.get('how', 'whole')}")(reply)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""

    def _head(self, reply: Reply) -> bytes:
        body = str(reply.get("body", "")).replace("{authorization}", self.headers.get("Authorization", "")).encode()
        self.send_response(reply.get("status", 200))
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **reply.get("headers", {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        return body

    def _whole(self, reply: Reply) -> None:
        self.wfile.write(self._head(reply))

    def _cut(self, reply: Reply) -> None:
        body = self._head(reply)
        self.wfile.write(body[: len(body) // 2])

    def _drip(self, reply: Reply) -> None:
        try:
            for byte in self._head(reply):
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            self.close_connection = True  # the client has had enough

    def _hang(self, reply: Reply) -> None:
        time.sleep(60)

    def _reset(self, reply: Reply) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # the default of 5 makes callers wait a second when more come at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed or a connection that is reset is part of the script."""


if __name__ == "__main__":
    _Handler.folder = Path(sys.argv[1])
    _Handler.script = json.loads((_Handler.folder / "script.json").read_text())
    server = _Server(("127.0.0.1", 0), _Handler)
    print(server.server_address[1], flush=True)  # noqa: T201 - how the port is told
    server.serve_forever()
