"""Uses the MCP tools with `mcp` and `fastmcp`, as in their guides; prints the results as JSON."""

import asyncio
import contextlib
import json
import sys

import httpx2
from fastmcp import Client as FastClient
from fastmcp.client.transports import StreamableHttpTransport
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

PERSON = "+12025550147"


@contextlib.asynccontextmanager
async def by_mcp(url, headers, mode):
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:

            async def names():
                return [tool.name for tool in (await client.list_tools()).tools]

            yield client, names


@contextlib.asynccontextmanager
async def by_fastmcp(url, headers, mode):
    async with FastClient(StreamableHttpTransport(url, headers=headers), mode=mode) as client:

        async def names():
            return [tool.name for tool in await client.list_tools()]

        yield client, names


OPENED = {"mcp": by_mcp, "fastmcp": by_fastmcp}


async def drive(client, names, handler):
    async def use(tool, /, **arguments):
        options = {"raise_on_error": False} if isinstance(client, FastClient) else {}
        result = await client.call_tool(tool, arguments, **options)
        text = result.content[0].text
        return {"refused": text} if result.is_error else json.loads(text)

    tools = await names()
    overview = await use("account_overview")
    agent = await use("create_agent", name="Desk", begin_message=None, voice_speed="1.2")
    asked = await use("buy_number", agent_id=agent["id"])
    number = await use("buy_number", agent_id=agent["id"], confirm="true", area_code=415)
    message = await use("send_message", agent_id=agent["id"], to_number=PERSON, body="Hello")
    abroad = await use("buy_number", country="FR", confirm=True)
    nobody = await use("get_agent", agent_id="nobody")
    webhook = await use("set_webhook", agent_id=agent["id"], url=handler)
    tested = await use("test_webhook", agent_id=agent["id"])
    deliveries = await use("list_webhook_deliveries", agent_id=agent["id"], limit="5")
    return {
        "protocol": client.protocol_version,
        "tools": len(tools),
        "overview": sorted(overview),
        "agent": [agent["name"], agent["voiceSpeed"]],
        "asked": asked["bought"],
        "number": [number["country"], number["agentId"] == agent["id"]],
        "from": message["from_number"] == number["phoneNumber"],
        "abroad": abroad["refused"],
        "nobody": nobody["refused"],
        "tested": [tested["success"], webhook["secret"][:6]],
        "deliveries": [[one["event"], one["status"]] for one in deliveries],
    }


async def main(package, mode, url, api_key, handler):
    headers = {"Authorization": f"Bearer {api_key}"}
    async with OPENED[package](url, headers, mode) as (client, names):
        print(json.dumps(await drive(client, names, handler)))


asyncio.run(main(*sys.argv[1:]))
