"""The public tool packages for LangChain and the OpenAI Agents SDK, connected to this app; prints the results as JSON."""

import asyncio
import functools
import json
import os
import sys

# Neither framework may send telemetry.
os.environ.update(LANGSMITH_TRACING="false", OPENAI_AGENTS_DISABLE_TRACING="1")

package, api_url, api_key = sys.argv[1:]

# The packages create their client by class name when a tool is used, and accept no address.
import agentphone  # noqa: E402

agentphone.AgentPhone = functools.partial(
    agentphone.AgentPhone, api_key=api_key, base_url=api_url
)

PERSON = "+12025550147"


def by_langchain():
    from langchain_agentphone import AgentPhoneToolkit

    tools = {tool.name: tool for tool in AgentPhoneToolkit().get_tools()}

    async def use(name, /, **arguments):
        return await tools[name].ainvoke(arguments)

    return tools, use


def by_openai_agents():
    from agents.tool_context import ToolContext
    from openai_agents_agentphone import get_tools

    tools = {tool.name: tool for tool in get_tools()}

    async def use(name, /, **arguments):
        given = json.dumps(arguments)
        context = ToolContext(
            context=None, tool_name=name, tool_call_id="1", tool_arguments=given
        )
        return await tools[name].on_invoke_tool(context, given)

    return tools, use


async def main():
    tools, raw = {"langchain": by_langchain, "openai-agents": by_openai_agents}[package]()
    used = set()

    async def use(name, /, **arguments):
        used.add(f"agentphone_{name}")
        return json.loads(await raw(f"agentphone_{name}", **arguments))

    async def refusal(name, /, **arguments):
        used.add(f"agentphone_{name}")
        try:
            return await raw(f"agentphone_{name}", **arguments)
        except Exception as error:
            return str(error)

    agent = await use("create_agent", name="Desk", description="Opening hours")
    number = await use("buy_number", country="US", agent_id=agent["id"])
    message = await use("send_sms", number_id=number["id"], to_number=PERSON, body="Hello")
    contact = await use("create_contact", phone_number=PERSON, name="Ann")
    conversations = await use("list_conversations")
    conversation_id = message["conversation_id"]
    conversation = await use("get_conversation", conversation_id=conversation_id)
    report = {
        "country": number["country"],
        "contact": contact["name"],
        "said": "Hello" in str(conversation["messages"]),
        "totals": [
            conversations["total"],
            (await use("list_contacts", search="ann"))["total"],
            (await use("list_agents"))["total"],
            (await use("list_numbers"))["total"],
            (await use("list_calls"))["total"],
        ],
        "abroad": await refusal("buy_number", country="FR"),
        "transcript": await refusal("get_transcript", call_id="call_none"),
        "prompt": await refusal("create_agent", name="B", system_prompt="Be brief."),
        "call": await refusal(
            "make_call", agent_id=agent["id"], to_number=PERSON, topic="Hours"
        ),
    }
    print(json.dumps({**report, "unused": sorted(set(tools) - used)}))


asyncio.run(main())
