"""Uses the API with Python's standard library alone, to see what any Python client would.

Usage: python3 wire.py <base address> <api key>. Prints nothing and ends with 0 when all is well.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

BASE, KEY = sys.argv[1], sys.argv[2]
PERSON = "+12025550147"


def call(method, path, body=None, key=KEY, **query):
    url = BASE + path
    if query:
        url += "?" + urllib.parse.urlencode(query)
    request = urllib.request.Request(url, method=method)
    if key:
        request.add_header("Authorization", "Bearer " + key)
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, data, timeout=10) as response:
            text = response.read().decode()
            return response.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read().decode())


def expect(actual, wanted):
    if actual != wanted:
        raise AssertionError(f"got {actual!r}, wanted {wanted!r}")


status, agent = call("POST", "/v1/agents", {"name": "Büro 👋", "beginMessage": "Grüß Gott"})
expect((status, agent["name"], agent["beginMessage"]), (200, "Büro 👋", "Grüß Gott"))

status, number = call("POST", "/v1/numbers", {"areaCode": "415", "agentId": agent["id"]})
expect((status, number["phoneNumber"][:5], number["agentId"]), (200, "+1415", agent["id"]))

status, limit = call("POST", "/v1/numbers", {})
expect((status, limit["error"]["code"]), (409, "VALIDATION_ERROR_NUMBER_LIMIT"))
expect(limit["detail"], limit["error"]["message"])

status, sent = call(
    "POST",
    "/v1/messages",
    {"agent_id": agent["id"], "to_number": "(202) 555-0147", "body": "Schöne Grüße"},
)
expect((status, sent["to_number"], sent["channel"]), (200, PERSON, "sms"))

status, page = call("GET", "/v1/numbers/%s/messages" % number["id"], limit=1)
expect((status, page["data"][0]["body"], page["hasMore"]), (200, "Schöne Grüße", False))
expect(page["data"][0]["from_"], page["data"][0]["from"])

status, thread = call(
    "PATCH", "/v1/conversations/" + sent["conversation_id"], {"metadata": {"schritt": 2}}
)
expect((status, thread["metadata"]), (200, {"schritt": 2}))

status, contact = call("POST", "/v1/contacts", {"phoneNumber": PERSON, "name": "Kundin"})
expect(status, 201)
status, nothing = call("DELETE", "/v1/contacts/" + contact["id"])
expect((status, nothing), (204, None))

status, webhook = call("GET", "/v1/webhooks")
expect((status, webhook), (200, None))

status, made = call("POST", "/v1/calls", {"agentId": agent["id"], "toNumber": PERSON})
expect((status, made["status"], made["direction"]), (200, "in-progress", "outbound"))
status, calls = call("GET", "/v1/calls", search="0147", direction="", limit=5)
expect((status, calls["total"]), (200, 1))

status, usage = call("GET", "/v1/usage")
expect((status, usage["numbers"]["remaining"]), (200, 0))

status, fault = call("POST", "/v1/agents", {})
expect((status, fault["detail"][0]["loc"]), (422, ["body", "name"]))
status, missing = call("GET", "/v1/agents/" + urllib.parse.quote("a/b c", safe=""))
expect((status, missing["error"]["code"]), (404, "NOT_FOUND"))
status, refused = call("GET", "/v1/agents", key=None)
expect((status, refused["error"]["code"]), (401, "AUTHENTICATION_FAILED"))

status, place = call("GET", "/v1/location/" + urllib.parse.quote(PERSON, safe=""))
expect((status, place["phoneNumber"]), (200, PERSON))
status, released = call("DELETE", "/v1/numbers/" + number["id"])
expect((status, released["status"]), (200, "released"))
