"""A user's program over the client that openapi-python-client generated."""

import json
import sys

sys.path.insert(0, sys.argv[1])

from generated_client import AuthenticatedClient  # noqa: E402
from generated_client.api.agents import agents_create_agent, agents_get_agent  # noqa: E402
from generated_client.api.calls import calls_create_web_call  # noqa: E402
from generated_client.api.messages import messages_send_message  # noqa: E402
from generated_client.api.numbers import numbers_create_number, numbers_get_messages  # noqa: E402
from generated_client.models import (  # noqa: E402
    CreateAgentRequest,
    CreateNumberRequest,
    CreateWebCallRequest,
    SendMessageRequest,
)

client = AuthenticatedClient(base_url=sys.argv[2], token=sys.argv[3])
agent = agents_create_agent.sync(client=client, body=CreateAgentRequest(name="Generated"))
number = numbers_create_number.sync(client=client, body=CreateNumberRequest(agent_id=agent.id))
sent = messages_send_message.sync(
    client=client,
    body=SendMessageRequest(number_id=number.id, to_number="+12025550147", body="Hello"),
)
messages = numbers_get_messages.sync(number.id, client=client, limit=5)
missing = agents_get_agent.sync("nobody", client=client)
no_call = calls_create_web_call.sync(client=client, body=CreateWebCallRequest(agent_id="nobody"))
stranger = agents_get_agent.sync(agent.id, client=client, x_sub_account_id="acct_nobody")
print(
    json.dumps(
        {
            "number": number.phone_number,
            "channel": str(sent.channel),
            "from": messages.data[0].from_,
            "codes": [str(error.error.code) for error in (missing, no_call, stranger)],
        }
    )
)
