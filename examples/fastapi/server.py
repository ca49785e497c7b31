"""An agent on FastAPI: checks every signature, answers texts through the API and calls in a stream,
and does nothing twice. Needs WEBHOOK_SECRET, AGENTPHONE_API_KEY; reads AGENTPHONE_BASE_URL, PORT.

    python server.py
"""

import asyncio
import json
import sys

# region verify
from os import environ

from agentphone import AsyncAgentPhone, WebhookVerificationError, construct_event
from fastapi import FastAPI, Request, Response

# endregion
from fastapi.responses import StreamingResponse
from uvicorn import Config, Server

if not environ.get("WEBHOOK_SECRET") or not environ.get("AGENTPHONE_API_KEY"):
    sys.exit("Set WEBHOOK_SECRET and AGENTPHONE_API_KEY.")
client = AsyncAgentPhone(
    environ["AGENTPHONE_API_KEY"],
    environ.get("AGENTPHONE_BASE_URL", "http://127.0.0.1:4747"),
)
app = FastAPI()


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
async def webhook(request: Request):  # no Pydantic model, which would consume the bytes
    event = read_event(request.headers, await request.body())
    if event is None:
        return Response(status_code=401)
    return await receive(request.headers["X-Webhook-ID"], event)


# endregion


async def receive(webhook_id, event):
    if event.event == "agent.message" and event.channel == "voice":
        lines = spoken(webhook_id, event.data.transcript)
        return StreamingResponse(lines, media_type="application/x-ndjson")
    # Answer when the work is done: if it fails, the delivery is retried in five minutes.
    await once(webhook_id, lambda: act(event))
    return Response()


async def spoken(webhook_id, transcript):
    """Each line is spoken as it arrives; `interim` keeps the turn open until it is complete."""
    yield json.dumps({"text": "Let me check.", "interim": True}) + "\n"
    try:
        text = await once(webhook_id, lambda: think(transcript))
    except asyncio.CancelledError:
        # The request was closed before its end: the caller kept speaking, or hung up.
        print("A turn was broken off.", flush=True)
        raise
    yield json.dumps({"text": text}) + "\n"


async def act(event):
    if event.test:
        return  # Not a real text: a test event or a signature probe.
    data = event.data
    if event.event == "agent.call_ended":
        seconds = data.raw["durationSeconds"]
        print(f"Call {data.call_id} ended after {seconds} s.", flush=True)
    if event.event != "agent.message":
        return
    await client.messages.send(
        agent_id=event.agent_id,
        number_id=data.number_id,
        to_number=data.group["groupId"] if data.group else data.from_number,
        body=await think(data.message),
    )
    print("A text was answered.", flush=True)


async def think(words):
    """Your model goes here. When the turn is over it is cancelled, and must do nothing more."""
    await asyncio.sleep(0.01 * len(words))
    return f"You said: {words}"


# In memory. Use your database if it has to survive a restart.
handled = {}


def once(webhook_id, work):
    """A request with a known X-Webhook-ID gets the first one's answer; nothing is done."""
    if webhook_id not in handled:
        handled[webhook_id] = asyncio.ensure_future(work())
        handled[webhook_id].add_done_callback(
            lambda done: (done.cancelled() or done.exception()) and handled.pop(webhook_id, None)
        )
        if len(handled) > 10_000:
            del handled[next(iter(handled))]
    return handled[webhook_id]


class TellingServer(Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"Listening on http://localhost:{port}/webhook", flush=True)


port = int(environ.get("PORT", "3000"))
TellingServer(Config(app, host="127.0.0.1", port=port, log_level="warning")).run()
