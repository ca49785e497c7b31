"""The surroundings of the SDK: a handler that reads events as in the SDK's guide, and the people outside."""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agentphone import construct_event


class Handler:
    """A webhook handler on loopback. Its events are parsed by the SDK, which checks signature and age."""

    def __init__(self):
        self.secrets = set()
        self.events = []
        self.refused = []
        handler = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                handler._take(body, self.headers)
                voice = b'"channel":"voice"' in body and b"agent.message" in body
                answer = b'{"text":"We are open from nine to five."}' if voice else b"{}"
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, body, headers):
        why = None
        for secret in list(self.secrets):
            try:
                self.events.append(
                    construct_event(
                        body,
                        headers["X-Webhook-Signature"],
                        secret,
                        headers["X-Webhook-Timestamp"],
                    )
                )
                return
            except Exception as error:
                why = error
        self.refused.append(f"{why!r}: {body[:200]!r}")

    def close(self):
        self._server.shutdown()


class People:
    """The people outside, played with operations of the control port."""

    def __init__(self, control, token):
        self._control = control
        self._token = token

    def __call__(self, operation, **given):
        request = urllib.request.Request(
            f"{self._control}/control/operations/{operation}",
            data=json.dumps(given).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)
