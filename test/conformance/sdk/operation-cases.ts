import type { AgentPhoneClient } from 'agentphone';
import { expect } from 'vitest';
import { REGISTRATION } from '../../doubles/app/registration-request.ts';

export const PERSON = '+12025550147';

/** The SDK types many responses as `unknown`, but the cases need to look into them. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = any;
/** What exists before the cases run. */
export interface Ids {
  agent: string;
  number: string;
  conversation: string;
  message: string;
  contact: string;
  call: string;
  finishedCall: string;
  subAccount: string;
  webhookUrl: string;
}
type Case = readonly [
  run: (client: AgentPhoneClient, ids: Ids) => PromiseLike<unknown>,
  check: (answer: Answer, ids: Ids) => void,
];

const listOf = (total: number) => (answer: Answer) => {
  expect(answer).toMatchObject({ total, hasMore: false });
  expect(answer.data).toHaveLength(total);
};

/** One case per SDK method: call it, and check the response. */
export const CASES: Record<string, Case> = {
  'agents.listVoices': [
    (c) => c.agents.listVoices(),
    (a) => expect(a.data[0].voice_id).toMatch(/^custom_voice_/),
  ],
  'agents.listAgents': [
    (c) => c.agents.listAgents({ offset: 0 }),
    (a, ids) => expect(a.data.map((agent: Answer) => agent.id)).toContain(ids.agent),
  ],
  'agents.createAgent': [
    (c) => c.agents.createAgent({ name: 'New', voiceMode: 'hosted', systemPrompt: 'Be brief.' }),
    (a) => expect(a).toMatchObject({ name: 'New', voiceMode: 'hosted', numbers: [] }),
  ],
  'agents.getAgent': [
    (c, ids) => c.agents.getAgent({ agent_id: ids.agent }),
    (a, ids) => expect(a.numbers[0].id).toBe(ids.number),
  ],
  'agents.updateAgent': [
    (c, ids) => c.agents.updateAgent({ agent_id: ids.agent, voiceSpeed: 1.5 }),
    (a) => expect(a.voiceSpeed).toBe(1.5),
  ],
  'agents.deleteAgent': [
    async (c) => {
      const { id } = await c.agents.createAgent({ name: 'Gone' });
      return c.agents.deleteAgent({ agent_id: id });
    },
    (a) => expect(a).toEqual({ success: true, id: expect.any(String), name: 'Gone' }),
  ],
  'agents.attachNumberToAgent': [
    (c, ids) => c.agents.attachNumberToAgent({ agent_id: ids.agent, numberId: ids.number }),
    (a, ids) => expect(a).toMatchObject({ agentId: ids.agent, number: { id: ids.number } }),
  ],
  'agents.detachNumberFromAgent': [
    async (c, ids) => {
      const number = await c.numbers.createNumber({ agentId: ids.agent });
      return c.agents.detachNumberFromAgent({ agent_id: ids.agent, number_id: number.id });
    },
    (a) => expect(a).toMatchObject({ success: true, agentId: null }),
  ],
  'agents.listAgentConversations': [
    (c, ids) => c.agents.listAgentConversations({ agent_id: ids.agent, limit: 5 }),
    (a, ids) => expect(a.data[0].id).toBe(ids.conversation),
  ],
  'agents.listAgentCalls': [
    (c, ids) => c.agents.listAgentCalls({ agent_id: ids.agent }),
    (a, ids) => expect(a.data.map((call: Answer) => call.id)).toContain(ids.call),
  ],
  'numbers.listNumbers': [
    (c) => c.numbers.listNumbers(),
    (a, ids) => expect(a.data.map((number: Answer) => number.id)).toContain(ids.number),
  ],
  'numbers.createNumber': [
    (c) => c.numbers.createNumber({ country: 'CA', areaCode: '416' }),
    (a) => expect(a).toMatchObject({ country: 'CA', status: 'active', agentId: null }),
  ],
  'numbers.getNumber': [
    (c, ids) => c.numbers.getNumber({ number_id: ids.number }),
    (a, ids) => expect(a).toMatchObject({ agentId: ids.agent, country: 'US' }),
  ],
  'numbers.deleteNumber': [
    async (c) => {
      const number = await c.numbers.createNumber();
      return c.numbers.deleteNumber({ number_id: number.id });
    },
    (a) => expect(a).toMatchObject({ success: true, status: 'released' }),
  ],
  'numbers.getMessages': [
    (c, ids) => c.numbers.getMessages({ number_id: ids.number, before: null, after: null }),
    (a) => expect(a.data[0]).toMatchObject({ from_: PERSON, from: PERSON, body: 'Hello' }),
  ],
  'contacts.listContacts': [(c) => c.contacts.listContacts({ limit: 200 }), listOf(1)],
  'contacts.createContact': [
    (c) => c.contacts.createContact({ phoneNumber: '202 555 0148', name: 'Second' }),
    (a) => expect(a).toMatchObject({ phoneNumber: '+12025550148', email: null }),
  ],
  'contacts.getContactCapabilities': [
    (c) => c.contacts.getContactCapabilities({ phone_number: PERSON }),
    (a) => expect(a.capabilities).toEqual({ imessage: true, sms: true }),
  ],
  'contacts.getContact': [
    (c, ids) => c.contacts.getContact({ contact_id: ids.contact }),
    (a) => expect(a.name).toBe('Customer'),
  ],
  'contacts.updateContact': [
    (c, ids) => c.contacts.updateContact({ contact_id: ids.contact, notes: 'Likes tea' }),
    (a) => expect(a).toMatchObject({ name: 'Customer', notes: 'Likes tea' }),
  ],
  'contacts.deleteContact': [
    async (c) => {
      const { id } = await c.contacts.createContact({ phoneNumber: '+12025550149', name: 'Gone' });
      return c.contacts.deleteContact({ contact_id: id });
    },
    (a) => expect(a).toBeUndefined(),
  ],
  'conversations.listConversations': [
    (c) => c.conversations.listConversations({ offset: 0 }),
    (a, ids) => expect(a.data[0].id).toBe(ids.conversation),
  ],
  'conversations.getConversation': [
    (c, ids) =>
      c.conversations.getConversation({ conversation_id: ids.conversation, message_limit: 1 }),
    (a, ids) => expect(a.messages[0].id).toBe(ids.message),
  ],
  'conversations.updateConversation': [
    (c, ids) =>
      c.conversations.updateConversation({
        conversation_id: ids.conversation,
        metadata: { step: 2 },
      }),
    (a) => expect(a.metadata).toEqual({ step: 2 }),
  ],
  'conversations.getConversationMessages': [
    (c, ids) =>
      c.conversations.getConversationMessages({
        conversation_id: ids.conversation,
        before: '2999-01-01T00:00:00+00:00',
      }),
    (a) => expect(a).toMatchObject({ hasMore: false, data: [{ fromNumber: PERSON }] }),
  ],
  'conversations.sendTypingIndicator': [
    (c, ids) => c.conversations.sendTypingIndicator({ conversation_id: ids.conversation }),
    (a, ids) =>
      expect(a).toEqual({ conversationId: ids.conversation, channel: 'imessage', status: 'sent' }),
  ],
  'conversations.setChatBackground': [
    (c, ids) =>
      c.conversations.setChatBackground({
        conversation_id: ids.conversation,
        image_url: 'https://brand.example/a.png',
      }),
    (a) => expect(a).toMatchObject({ hasBackground: true, backgroundVersion: 1, changed: true }),
  ],
  'conversations.removeChatBackground': [
    (c, ids) => c.conversations.removeChatBackground({ conversation_id: ids.conversation }),
    (a) => expect(a).toBeUndefined(),
  ],
  'calls.listCalls': [
    (c) => c.calls.listCalls({ direction: null, search: '0147' }),
    (a, ids) => expect(a.data.map((call: Answer) => call.id)).toContain(ids.call),
  ],
  'calls.createOutboundCall': [
    (c, ids) => c.calls.createOutboundCall({ agentId: ids.agent, toNumber: PERSON }),
    (a) => expect(a).toMatchObject({ direction: 'outbound', status: 'in-progress' }),
  ],
  'calls.createWebCall': [
    (c, ids) => c.calls.createWebCall({ agentId: ids.agent, metadata: { a: 1 } }),
    (a) => expect(a).toMatchObject({ accessToken: expect.any(String), direction: 'web' }),
  ],
  'calls.getCall': [
    (c, ids) => c.calls.getCall({ call_id: ids.call }),
    (a, ids) => expect(a).toMatchObject({ id: ids.call, transcripts: [] }),
  ],
  'calls.endCall': [
    async (c, ids) => {
      const call = (await c.calls.createOutboundCall({
        agentId: ids.agent,
        toNumber: PERSON,
      })) as Answer;
      return c.calls.endCall({ call_id: call.id });
    },
    (a) => expect(a.status).toBe('ending'),
  ],
  'calls.getCallRecording': [
    (c, ids) => c.calls.getCallRecording({ call_id: ids.finishedCall }),
    (a) =>
      expect(a).toMatchObject({
        ok: false,
        error: { statusCode: 200, rawBody: expect.stringMatching(/^RIFF/) },
      }),
  ],
  'calls.getCallTranscript': [
    (c, ids) => c.calls.getCallTranscript({ call_id: ids.finishedCall }),
    (a) => expect(a.transcript[0]).toMatchObject({ role: 'agent', content: 'Hello' }),
  ],
  'calls.streamCallTranscript': [
    (c, ids) => c.calls.streamCallTranscript({ call_id: ids.finishedCall }),
    (a) => expect(a.error.rawBody).toMatch(/event: connected.*event: turn.*event: ended/s),
  ],
  'calls.listCallsForNumber': [
    (c, ids) => c.calls.listCallsForNumber({ number_id: ids.number, limit: 1 }),
    (a) => expect(a).toMatchObject({ hasMore: true, data: [{ direction: 'outbound' }] }),
  ],
  'usage.getUsage': [
    (c) => c.usage.getUsage(),
    (a) =>
      expect(a).toMatchObject({
        plan: { limits: { messagesPerMonth: 1000, voiceMinutesPerMonth: 250 } },
        stats: { totalMessages: expect.any(Number) },
      }),
  ],
  'usage.getDailyUsage': [
    (c) => c.usage.getDailyUsage({ days: 3 }),
    (a) => expect([a.days, a.data.length, a.data[2].messages > 0]).toEqual([3, 3, true]),
  ],
  'usage.getMonthlyUsage': [
    (c) => c.usage.getMonthlyUsage(),
    (a) => expect([a.months, a.data.length]).toEqual([6, 6]),
  ],
  'usage.getUsageByNumber': [
    (c) => c.usage.getUsageByNumber(),
    (a, ids) =>
      expect(a.data.find((row: Answer) => row.numberId === ids.number)).toMatchObject({
        agentName: 'Desk',
        status: 'active',
      }),
  ],
  'usage.getUsageByAgent': [
    (c) => c.usage.getUsageByAgent({ period: 'week', tz: 'America/New_York' }),
    (a, ids) =>
      expect(a.data[0]).toMatchObject({ agentId: ids.agent, agentName: 'Desk', isOrphan: false }),
  ],
  'messages.sendMessage': [
    (c, ids) => c.messages.sendMessage({ agent_id: ids.agent, to_number: PERSON, body: 'Hi' }),
    (a, ids) => expect(a).toMatchObject({ status: 'sent', conversation_id: ids.conversation }),
  ],
  'messages.sendReaction': [
    (c, ids) => c.messages.sendReaction({ message_id: ids.message, reaction: 'love' }),
    (a, ids) => expect(a).toMatchObject({ reaction_type: 'love', message_id: ids.message }),
  ],
  'contactCards.putContactCard': [
    (c, ids) => c.contactCards.putContactCard({ number_id: ids.number, displayName: 'Desk' }),
    (a) => expect(a).toMatchObject({ displayName: 'Desk', hasAvatar: false }),
  ],
  'contactCards.getContactCard': [
    (c, ids) => c.contactCards.getContactCard({ number_id: ids.number }),
    (a) => expect(a.displayName).toBe('Desk'),
  ],
  'contactCards.deleteContactCard': [
    (c, ids) => c.contactCards.deleteContactCard({ number_id: ids.number }),
    (a) => expect(a).toBeUndefined(),
  ],
  'registration.getRegistrationStatus': [
    (c) => c.registration.getRegistrationStatus(),
    (a) => expect(a.campaign_status).toBe('none'),
  ],
  'registration.registerA2P': [
    (c) =>
      c.registration.registerA2P({
        ...REGISTRATION,
        use_cases: [...REGISTRATION.use_cases],
        message_samples: [...REGISTRATION.message_samples],
      }),
    (a) => expect(a).toMatchObject({ ok: true, campaign_status: 'pending', fee_cents: 2500 }),
  ],
  'subAccounts.listSubAccounts': [
    (c) => c.subAccounts.listSubAccounts({ limit: null }),
    (a, ids) => expect(a.data.map((one: Answer) => one.id)).toContain(ids.subAccount),
  ],
  'subAccounts.createSubAccount': [
    (c) => c.subAccounts.createSubAccount({ name: 'Branch' }),
    (a) => expect(a).toMatchObject({ name: 'Branch', campaignStatus: 'none' }),
  ],
  'subAccounts.updateSubAccount': [
    (c, ids) => c.subAccounts.updateSubAccount({ sub_account_id: ids.subAccount, name: 'Other' }),
    (a) => expect(a.name).toBe('Other'),
  ],
  'subAccounts.deleteSubAccount': [
    async (c) => {
      const account = (await c.subAccounts.createSubAccount({ name: 'Gone' })) as Answer;
      return c.subAccounts.deleteSubAccount({ sub_account_id: account.id });
    },
    (a) => expect(a.success).toBe(true),
  ],
  'location.getLocation': [
    (c) => c.location.getLocation({ phone_number: '+14155550100' }),
    (a) => expect(a).toMatchObject({ phoneNumber: '+14155550100', status: 'unavailable' }),
  ],
  'location.refreshLocations': [
    (c) => c.location.refreshLocations(),
    (a) => expect(a).toEqual({ success: true, pollAfterSeconds: 20 }),
  ],
  // Last, because the first webhook replaces the demo handler, which answers calls until then.
  'webhooks.getWebhook': [
    (c) => c.webhooks.getWebhook(),
    (a, ids) => expect(a.url).toBe(ids.webhookUrl),
  ],
  'webhooks.createOrUpdateWebhook': [
    (c, ids) => c.webhooks.createOrUpdateWebhook({ body: { url: ids.webhookUrl } }),
    (a) =>
      expect(a).toMatchObject({
        secret: expect.stringMatching(/^whsec_/),
        status: 'active',
        contextLimit: 10,
        timeout: 30,
      }),
  ],
  'webhooks.testWebhook': [
    (c) => c.webhooks.testWebhook(),
    (a) => expect(a).toMatchObject({ success: true, httpStatus: 200, errorMessage: null }),
  ],
  'webhooks.listDeliveries': [
    (c) => c.webhooks.listDeliveries({ limit: 5, hours: 24 }),
    (a) => expect(a).toMatchObject({ limit: 5, offset: 0, items: expect.any(Array) }),
  ],
  'webhooks.deliveryStats': [
    (c) => c.webhooks.deliveryStats({ hours: 24 }),
    (a) => expect(a).toMatchObject({ successRate: expect.any(Number), byHour: expect.any(Array) }),
  ],
  'webhooks.allTimeStats': [
    (c) => c.webhooks.allTimeStats(),
    (a) => expect(a).toMatchObject({ total: expect.any(Number), failed: 0 }),
  ],
  'webhooks.deleteWebhook': [
    (c) => c.webhooks.deleteWebhook(),
    (a) => expect(a).toMatchObject({ success: true }),
  ],
  'agentWebhooks.getAgentWebhook': [
    (c, ids) => c.agentWebhooks.getAgentWebhook({ agent_id: ids.agent }),
    (a) => expect(a).toBeNull(),
  ],
  'agentWebhooks.createOrUpdateAgentWebhook': [
    (c, ids) =>
      c.agentWebhooks.createOrUpdateAgentWebhook({
        agent_id: ids.agent,
        body: { url: ids.webhookUrl, contextLimit: 0, timeout: 5 },
      }),
    (a) => expect(a).toMatchObject({ contextLimit: 0, timeout: 5 }),
  ],
  'agentWebhooks.testAgentWebhook': [
    (c, ids) => c.agentWebhooks.testAgentWebhook({ agent_id: ids.agent }),
    (a) => expect(a).toMatchObject({ success: true, httpStatus: 200 }),
  ],
  'agentWebhooks.listAgentDeliveries': [
    (c, ids) => c.agentWebhooks.listAgentDeliveries({ agent_id: ids.agent, limit: 5 }),
    (a) => expect(Array.isArray(a)).toBe(true),
  ],
  'agentWebhooks.deleteAgentWebhook': [
    (c, ids) => c.agentWebhooks.deleteAgentWebhook({ agent_id: ids.agent }),
    (a) => expect(a).toMatchObject({ success: true }),
  ],
};
