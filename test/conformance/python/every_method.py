"""Calls every method of a client of the official SDK against a running app, and looks at each answer.

Usage: every_method.py (sync | async) API CONTROL, with AGENTPHONE_API_KEY and
AGENTPHONE_CONTROL_TOKEN in its environment.

Prints one JSON object: the methods that were not called, and the events that arrived.
"""

import asyncio
import json
import os
import sys
from datetime import datetime, timedelta, timezone

import agentphone
from clients import Driven, opened
from desk import Handler, People

PERSON = "+12025550147"
FRIEND = "+12025550148"


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


async def refused(call, error, status):
    """Failures must raise the SDK's own error, with a sentence in it."""
    try:
        await call
    except error as caught:
        expect(caught.status == status, f"{caught.status} instead of {status}: {caught}")
        expect(isinstance(caught.message, (str, list)) and caught.message, f"no words: {caught!r}")
        return
    raise AssertionError(f"no {error.__name__}")


async def agents_and_numbers(sdk, people, handler, ids):
    agent = await sdk.agents.create(name="Desk", begin_message="Hello", voice_mode="webhook")
    ids.agent = agent.id
    expect((await sdk.agents.get(agent.id)).name == "Desk", "agent")
    changed = await sdk.agents.update(agent.id, description="Answers the phone", voice_speed=1.2)
    expect((changed.description, changed.voice_speed) == ("Answers the phone", 1.2), "update")
    expect(agent.id in [one.id for one in (await sdk.agents.list()).data], "agents.list")
    voices = await sdk.agents.list_voices()
    expect(voices and all(one["name"] and one["voice_name"] for one in voices), "voices by name")

    offered = await sdk.numbers.available(country="US", area_code="415", limit=3)
    expect(1 <= len(offered) <= 3, "available")
    expect(all(one.phone_number.startswith("+1415") for one in offered), "area code")
    expect(all(one.area_code == "415" for one in offered), "area code told")

    soon = (datetime.now(timezone.utc) + timedelta(days=30)).isoformat()
    number = await sdk.numbers.buy(
        country="US", area_code="415", agent_id=agent.id, external_id="crm-7", expires_at=soon
    )
    ids.number, ids.phone = number.id, number.phone_number
    expect((number.status, number.agent_id, number.external_id) == ("active", agent.id, "crm-7"), "buy")
    expect(number.expires_at is not None and number.purchased_at is not None, "times of a number")
    expect(number.outbound_sms in ("enabled", "activating", "registration_required"), "outboundSms")
    for field in ("inbound_calls_enabled", "read_receipts_enabled", "whatsapp_enabled"):
        expect(isinstance(getattr(number, field), bool), field)
    expect(set(number.daily_new_contacts) == {"used", "limit"}, "dailyNewContacts")
    updated = await sdk.numbers.update(number.id, external_id="crm-8")
    expect(updated.external_id == "crm-8", "numbers.update")
    expect((await sdk.numbers.get(number.id)).external_id == "crm-8", "numbers.get")
    expect(number.id in [one.id for one in (await sdk.numbers.list()).data], "numbers.list")
    [looked_up] = await sdk.numbers.lookup([PERSON])
    expect(looked_up.phone_number == PERSON, "lookup")

    spare = await sdk.numbers.buy()
    await sdk.agents.attach_number(agent.id, spare.id)
    expect(len((await sdk.agents.get(agent.id)).numbers) == 2, "attached")
    await sdk.agents.detach_number(agent.id, spare.id)
    await sdk.numbers.release(spare.id)

    people("number.setType", numberId=number.id, type="imessage")
    await sdk.numbers.set_contact_card(number.id, "Ada", "Miller", display_name="Ada M.")
    card = await sdk.numbers.get_contact_card(number.id)
    expect("Ada" in json.dumps(card), "contact card")
    await sdk.numbers.delete_contact_card(number.id)


async def webhooks(sdk, people, handler, ids):
    expect(await sdk.webhooks.get() is None, "no webhook at first")
    project = await sdk.webhooks.set(handler.url, context_limit=5, timeout=20)
    handler.secrets.add(project.secret)
    expect((await sdk.webhooks.get()).context_limit == 5, "webhooks.get")
    await sdk.webhooks.test()
    await sdk.webhooks.test(from_=PERSON, to=ids.phone, message="Routed?", channel="whatsapp")
    tests = [event for event in handler.events if event.test]
    expect(len(tests) == 2, "test events are marked")
    expect((tests[1].channel, tests[1].data.message) == ("whatsapp", "Routed?"), "overrides")
    expect((tests[1].data.from_number, tests[1].data.to_number) == (PERSON, ids.phone), "addresses")

    own = await sdk.agents.set_webhook(ids.agent, handler.url, context_limit=3)
    handler.secrets.add(own.secret)
    expect((await sdk.agents.get_webhook(ids.agent)).url == handler.url, "agents.get_webhook")
    await sdk.agents.test_webhook(ids.agent)
    expect(len([event for event in handler.events if event.test]) == 3, "the agent's test event")


async def texts(sdk, people, handler, ids):
    received = people("text.receive", **{"from": PERSON, "to": ids.phone, "body": "Hello", "channel": "imessage"})
    ids.conversation, ids.message = received["conversationId"], received["messageId"]
    people("delivery.list")
    sent = await sdk.messages.send(agent_id=ids.agent, to_number=PERSON, body="Good morning")
    expect(sent["id"], "messages.send")
    await sdk.messages.react(ids.message, "love")
    group = await sdk.messages.send(
        agent_id=ids.agent, number_id=ids.number, recipients=[PERSON, FRIEND], body="Both of you"
    )
    expect(group["to_number"].startswith("grp_"), "a group")

    listed = await sdk.numbers.get_messages(ids.number)
    mine = next(one for one in listed.data if one.id == ids.message)
    expect(mine.conversation_id == ids.conversation, "conversationId in lists of a number")
    expect(mine.status is not None, "status in lists of a number")

    conversation = await sdk.conversations.get(ids.conversation)
    expect(conversation.channel == "imessage", "channel")
    expect(conversation.capabilities.can_send_messages, "capabilities")
    expect(conversation.capabilities.send_channel == "imessage", "sendChannel")
    [theirs] = [one for one in conversation.messages if one.id == ids.message]
    expect([one.reaction_type for one in theirs.reactions] == ["love"], "reaction")
    changed = await sdk.conversations.update(ids.conversation, metadata={"step": 2})
    expect(changed.metadata == {"step": 2}, "metadata")
    expect(len((await sdk.conversations.get_messages(ids.conversation)).data) == 2, "messages")
    await sdk.conversations.send_typing(ids.conversation)
    await sdk.conversations.set_background(ids.conversation, "https://brand.example/a.png")
    await sdk.conversations.delete_background(ids.conversation)
    expect((await sdk.conversations.list()).total == 2, "conversations.list")
    expect((await sdk.agents.list_conversations(ids.agent)).total == 2, "agents.list_conversations")


async def contacts(sdk, people, handler, ids):
    contact = await sdk.contacts.create(PERSON, "Customer", email="customer@brand.example")
    expect((await sdk.contacts.get(contact.id)).name == "Customer", "contacts.get")
    expect((await sdk.contacts.update(contact.id, notes="Likes tea")).notes == "Likes tea", "notes")
    expect((await sdk.contacts.list(search="Cust")).total == 1, "contacts.list")
    able = await sdk.contacts.get_capabilities(PERSON)
    expect(able["capabilities"] == {"imessage": True, "sms": True}, "get_capabilities")
    await sdk.contacts.delete(contact.id)
    await refused(sdk.contacts.get(contact.id), agentphone.NotFoundError, 404)


async def calls(sdk, people, handler, ids):
    placed = people("call.place", **{"from": PERSON, "to": ids.phone})
    call_id = placed["callId"]
    people("call.waitFor", callId=call_id, event="greeted")
    people("call.say", callId=call_id, text="When are you open?")
    people("call.waitFor", callId=call_id, event="agentTurn", turn=1)
    await sdk.calls.end(call_id)
    people("call.waitFor", callId=call_id, event="ended")

    call = await sdk.calls.get(call_id)
    expect((call.direction, call.agent_name) == ("inbound", "Desk"), "a call")
    said = call.transcripts[-1]
    expect(said.transcript == "When are you open?", "what the caller said")
    expect(said.response == "We are open from nine to five.", "what the agent answered")
    expect("transcript" in json.dumps(await sdk.calls.get_transcript(call_id)), "get_transcript")
    events = await sdk.calls.stream_transcript(call_id)
    kinds = [event["event"] for event in events]
    expect((kinds[0], kinds[-1]) == ("connected", "ended") and "turn" in kinds, f"stream: {kinds}")
    recording = await sdk.calls.get_recording(call_id)
    expect(recording.content[:4] == b"RIFF" and recording.content_type == "audio/wav", "recording")

    people("callee.set", behaviour="answer")
    outbound = await sdk.calls.make(ids.agent, FRIEND, initial_greeting="Good morning")
    expect(outbound.direction == "outbound", "calls.make")
    await sdk.calls.end(outbound.id)
    hosted = await sdk.calls.make_conversation(ids.agent, FRIEND, topic="Book a table for two")
    await sdk.calls.end(hosted.id)
    web = await sdk.calls.create_web_call(ids.agent, metadata={"page": 1})
    expect("accessToken" in web, "create_web_call")

    expect(call_id in [one.id for one in (await sdk.calls.list(search="0147")).data], "calls.list")
    expect((await sdk.numbers.list_calls(ids.number)).total >= 3, "numbers.list_calls")
    expect((await sdk.agents.list_calls(ids.agent)).total >= 3, "agents.list_calls")


async def deliveries(sdk, people, handler, ids):
    listed = await sdk.webhooks.list_deliveries(hours=1)
    expect(all(one.status and one.attempt_count >= 0 for one in listed), "list_deliveries")
    expect(await sdk.agents.list_webhook_deliveries(ids.agent), "agents.list_webhook_deliveries")
    stats = await sdk.webhooks.get_delivery_stats(hours=1)
    expect(stats.total >= stats.success, "get_delivery_stats")
    expect(isinstance(await sdk.webhooks.get_all_time_stats(), dict), "get_all_time_stats")
    await sdk.agents.delete_webhook(ids.agent)
    expect(await sdk.agents.get_webhook(ids.agent) is None, "the agent's webhook is gone")
    await sdk.webhooks.delete()
    expect(await sdk.webhooks.get() is None, "the project's webhook is gone")


async def usage(sdk, people, handler, ids):
    used = await sdk.usage.get()
    expect(used.numbers.used >= 1 and used.report_generated_at, "usage")
    expect(used.stats.total_messages >= 2, "usage.stats")
    expect(len((await sdk.usage.get_daily(days=7)).data) == 7, "get_daily")
    expect(len((await sdk.usage.get_monthly(months=2)).data) == 2, "get_monthly")
    expect(await sdk.usage.get_by_number(), "get_by_number")
    expect(isinstance(await sdk.usage.get_by_agent(period="month"), dict), "get_by_agent")


async def registration(sdk, people, handler, ids):
    before = await sdk.registration.get_status()
    await sdk.registration.register(
        registration_type="sole_proprietor",
        first_name="Ada",
        last_name="Miller",
        email="ada@brand.example",
        phone_number=PERSON,
        brand_name="Brand",
        street_address="1 Main Street",
        city="Springfield",
        state="IL",
        zip_code="62701",
        description="Tells customers of Brand when their order is ready to be fetched.",
        use_cases=["customer_care"],
        message_samples=["Brand: your order is ready, come by.", "Brand: we are closed tomorrow, sorry."],
        consent_flow="Customers tick a box on the order form before anything is sent to them.",
        opt_in_image_url="https://brand.example/opt-in.png",
    )
    detail = await sdk.registration.get()
    expect(detail["campaign_status"] != before["campaign_status"], f"{before} {detail}")
    expect(detail["brand"]["brand_name"] == "Brand", "brand and campaign in one")
    await sdk.registration.update(description="Tells customers of Brand of their orders, and of nothing else.")
    expect("nothing else" in json.dumps(await sdk.registration.get()), "registration.update")


async def verification(sdk, people, handler, ids):
    begun = await sdk.verification.send_verification(FRIEND)
    expect(begun["verification_id"], "send_verification")
    [text] = people("verification.list", phoneNumber=FRIEND)["items"]
    wrong = "111111" if text["code"] != "111111" else "222222"
    checked = await sdk.verification.check_verification(begun["verification_id"], wrong)
    expect((checked["result"], checked["attempts_remaining"]) == ("incorrect", 2), f"{checked}")
    checked = await sdk.verification.check_verification(begun["verification_id"], text["code"])
    expect(checked["result"] == "ok", f"{checked}")
    unknown = sdk.verification.check_verification("ver_never", "000000")
    await refused(unknown, agentphone.NotFoundError, 404)


async def trunks(sdk, people, handler, ids):
    made = await sdk.sip_trunks.create()
    expect(made.credentials[0].password, "the password is shown once")
    kept = await sdk.sip_trunks.get(made.id)
    expect(kept.credentials[0].password is None, "and not again")
    expect(kept.credentials[0].password_last4 == made.credentials[0].password[-4:], "but its end")
    uri = {"sip_uri": "sip:model@sip.brand.example", "priority": 1, "weight": 10}
    changed = await sdk.sip_trunks.update(
        made.id, name="Model", transfers="sip", origination={"uris": [uri]}
    )
    expect((changed.name, changed.transfers) == ("Model", "sip"), "sip_trunks.update")
    expect(changed.origination_uris[0].sip_uri == uri["sip_uri"], "origination")
    rotated = await sdk.sip_trunks.update(made.id)
    expect(rotated.credentials[0].password not in (None, made.credentials[0].password), "rotated")
    expect([one.id for one in await sdk.sip_trunks.list()] == [made.id], "sip_trunks.list")
    await sdk.sip_trunks.delete(made.id)
    await refused(sdk.sip_trunks.get(made.id), agentphone.NotFoundError, 404)


async def whatsapp(sdk, people, handler, ids):
    expect(isinstance(await sdk.whatsapp.whatsapp_status(), dict), "whatsapp_status")
    connected = await sdk.whatsapp.whatsapp_connect("code-from-meta", agent_id=ids.agent)
    connection = connected["id"]
    offered = await sdk.whatsapp.whatsapp_available_numbers(connection)
    phone = offered["data"][0]["phone_number_id"]
    await sdk.whatsapp.whatsapp_connect_number(connection, phone, agent_id=ids.agent)
    body = {"type": "BODY", "text": "Your order is ready."}
    await sdk.whatsapp.whatsapp_create_template(
        connection, "order_ready", "UTILITY", components=[body]
    )
    listed = await sdk.whatsapp.whatsapp_list_templates(connection, name="order_ready")
    expect(len(listed["data"]) == 1, "templates")
    await sdk.whatsapp.whatsapp_delete_template(connection, "order_ready")
    await sdk.whatsapp.whatsapp_disconnect(connection)


async def the_rest(sdk, people, handler, ids):
    child = await sdk.sub_accounts.create("Child")
    await sdk.sub_accounts.update(child["id"], "Grown")
    expect("Grown" in [one["name"] for one in await sdk.sub_accounts.list()], "sub_accounts.list")
    await sdk.sub_accounts.delete(child["id"])
    place = {"latitude": 37.77, "longitude": -122.42}
    people("location.set", phoneNumber=PERSON, place=place)
    expect((await sdk.location.refresh()).success, "location.refresh")
    expect((await sdk.location.get(PERSON)).phone_number == PERSON, "location.get")
    expect(isinstance(await sdk.feedback.submit("bug", "The door squeaks", tags=["door"]), dict), "feedback")
    await sdk.agents.delete(ids.agent)
    await refused(sdk.agents.get(ids.agent), agentphone.NotFoundError, 404)


class Ids:
    """Results of earlier steps that later ones need."""


STEPS = [
    agents_and_numbers, webhooks, texts, contacts, calls, deliveries, usage,
    registration, verification, trunks, whatsapp, the_rest,
]  # fmt: skip


async def main(kind, api, control):
    api_key = os.environ["AGENTPHONE_API_KEY"]
    control_token = os.environ["AGENTPHONE_CONTROL_TOKEN"]
    handler = Handler()
    people = People(control, control_token)
    sdk = Driven(opened(kind, api_key, api))
    ids = Ids()
    try:
        stranger = Driven(opened(kind, "sk_live_nobody", api))
        await refused(stranger.agents.list(), agentphone.AuthenticationError, 401)
        await stranger.close()
        for step in STEPS:
            await step(sdk, people, handler, ids)
        people("clock.advance", by="PT1M")
    finally:
        await sdk.close()
        handler.close()
    expect(not handler.refused, f"events that the SDK does not take: {handler.refused}")
    events = sorted({f"{event.event} {event.channel}".strip() for event in handler.events})
    print(json.dumps({"uncalled": sdk.uncalled(), "events": events}))


asyncio.run(main(*sys.argv[1:]))
