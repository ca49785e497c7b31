"""An agent on Flask: checks every signature, answers texts through the API and calls in a stream,
and does nothing twice. Needs WEBHOOK_SECRET, AGENTPHONE_API_KEY; reads AGENTPHONE_BASE_URL, PORT.

    python server.py
"""

import json
import sys
import threading
from concurrent.futures import Future

# region verify
from os import environ

from agentphone import AgentPhone, WebhookVerificationError, construct_event
from flask import Flask, Response, request

# endregion
from werkzeug.serving import make_server

if not environ.get("WEBHOOK_SECRET") or not environ.get("AGENTPHONE_API_KEY"):
    sys.exit("Set WEBHOOK_SECRET and AGENTPHONE_API_KEY.")
client = AgentPhone(
    environ["AGENTPHONE_API_KEY"],
    environ.get("AGENTPHONE_BASE_URL", "http://127.0.0.1:4747"),
)
app = Flask(__name__)


# region verify
def read_event(headers, raw_body):
    """The event, or None if the signature is wrong. `raw_body`: the bytes as received."""
    try:
        return construct_event(
            raw_body,
            headers.get("X-Webhook-Signature", ""),
            environ["WEBHOOK_SECRET"],
            headers.get("X-Webhook-Timestamp", ""),
        )
    except (WebhookVerificationError, TypeError, ValueError):
        # A header may contain anything; a signature outside ASCII is a TypeError.
        return None


@app.post("/webhook")
def webhook():
    event = read_event(request.headers, request.get_data())  # before request.json
    if event is None:
        return "", 401
    return receive(request.headers["X-Webhook-ID"], event)


# endregion


def receive(webhook_id, event):
    if event.event == "agent.message" and event.channel == "voice":
        return Response(spoken(webhook_id, event.data), mimetype="application/x-ndjson")
    # Answer when the work is done: if it fails, the delivery is retried in five minutes.
    once(webhook_id, lambda: act(event))
    return "", 200


def spoken(webhook_id, data):
    """Each line is spoken as it arrives; `interim` keeps the turn open until it is complete."""
    yield json.dumps({"text": "Let me check.", "interim": True}) + "\n"
    try:
        text = once(webhook_id, lambda: think(data.transcript, next_turn(data.call_id)))
        yield json.dumps({"text": text}) + "\n"
    except TurnOver:
        print("A turn was broken off.", flush=True)


def act(event):
    if event.test:
        return  # Not a real text: a test event or a signature probe.
    data = event.data
    if event.event == "agent.call_ended":
        next_turn(data.call_id)
        turns.pop(data.call_id, None)
        seconds = data.raw["durationSeconds"]
        print(f"Call {data.call_id} ended after {seconds} s.", flush=True)
    if event.event != "agent.message":
        return
    client.messages.send(
        agent_id=event.agent_id,
        number_id=data.number_id,
        to_number=data.group["groupId"] if data.group else data.from_number,
        body=think(data.message, threading.Event()),
    )
    print("A text was answered.", flush=True)


class TurnOver(Exception):
    """The caller kept speaking, or hung up."""


def think(words, over):
    """Your model goes here. It must not book or send anything once `over` is set."""
    if over.wait(0.01 * len(words)):
        raise TurnOver
    return f"You said: {words}"


lock = threading.Lock()
turns = {}
# In memory. Use your database if it has to survive a restart.
handled = {}


def next_turn(call_id):
    """A threaded server does not notice a closed request, but it does see the call's next turn."""
    with lock:
        if call_id and call_id in turns:
            turns[call_id].set()
        turns[call_id] = threading.Event()
        return turns[call_id]


def once(webhook_id, work):
    """A request with a known X-Webhook-ID gets the first one's answer; nothing is done."""
    with lock:
        is_first = webhook_id not in handled
        done = handled.setdefault(webhook_id, Future())
        if len(handled) > 10_000:
            del handled[next(iter(handled))]
    if is_first:
        try:
            done.set_result(work())
        except Exception as error:
            with lock:
                handled.pop(webhook_id, None)
            done.set_exception(error)
    return done.result()


server = make_server("127.0.0.1", int(environ.get("PORT", "3000")), app, threaded=True)
print(f"Listening on http://localhost:{server.server_port}/webhook", flush=True)
server.serve_forever()
