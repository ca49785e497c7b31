"""Reads webhook requests with the official SDK, as a handler of its users does.

The file named on the command line holds {"secret", "requests": [{"body" (base64), "signature",
"timestamp"}]}. Prints what was understood of each, as JSON.
"""

import base64
import json
import sys

from agentphone import construct_event

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)

understood = []
for request in given["requests"]:
    event = construct_event(
        base64.b64decode(request["body"]),
        request["signature"],
        secret=given["secret"],
        timestamp=request["timestamp"],
    )
    understood.append({"event": event.event, "channel": event.channel, "test": event.test})
print(json.dumps(understood))
