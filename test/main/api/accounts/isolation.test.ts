import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

/** Bodies that would be valid for one's own resources. */
const BODIES: Readonly<Record<string, object>> = {
  'agents.updateAgent': { name: 'taken' },
  'agents.attachNumberToAgent': { numberId: 'NUMBER' },
  'agentWebhooks.createOrUpdateAgentWebhook': { url: 'http://127.0.0.1:9' },
  'contactCards.putContactCard': { displayName: 'taken' },
  'messages.sendReaction': { reaction: 'love' },
  'conversations.updateConversation': { metadata: { taken: true } },
  'conversations.setChatBackground': { image_url: 'https://a.example/1.png' },
  'contacts.updateContact': { name: 'taken' },
  'subAccounts.updateSubAccount': { name: 'taken' },
  'whatsapp.connectNumber': { phone_number_id: '1' },
  'whatsapp.createTemplate': { name: 'taken', category: 'UTILITY' },
  'whatsappUnversioned.connectNumber': { phone_number_id: '1' },
  'whatsappUnversioned.createTemplate': { name: 'taken', category: 'UTILITY' },
};

/** Query parameters that a path requires. */
const QUERIES: Readonly<Record<string, string>> = {
  'whatsapp.deleteTemplate': '?name=order_ready',
  'whatsappUnversioned.deleteTemplate': '?name=order_ready',
};

describe('a sub-account', () => {
  let harness: ApiHarness;
  let ids: Record<string, string>;
  let scopes: Record<string, Record<string, string>>;

  beforeAll(async () => {
    harness = await openApiHarness({ numberAllowance: 4 });
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    const number = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    await harness.call('PUT', `/v1/numbers/${number.id}/contact-card`, { displayName: 'Desk' });
    const text = harness.inboundTexts.receive({
      from: '+12025550147',
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    const contact = await harness.call('POST', '/v1/contacts', {
      phoneNumber: '+12025550147',
      name: 'Customer',
    });
    const call = await harness.calls.create(harness.accountId, {
      agentId: agent.id,
      toNumber: '+12025550148',
    });
    const child = (await harness.call('POST', '/v1/sub-accounts', { name: 'Branch' })).body;
    const sibling = (await harness.call('POST', '/v1/sub-accounts', { name: 'Other' })).body;
    const connection = harness.whatsapp.connect(harness.accountId, { code: 'c' });
    harness.whatsappTemplates.create(harness.accountId, connection.id, {
      name: 'order_ready',
      language: 'en',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Ready.' }],
    });
    ids = {
      agent_id: agent.id,
      number_id: number.id,
      conversation_id: text.conversationId,
      message_id: text.messageId,
      contact_id: contact.body.id,
      call_id: call.id,
      sub_account_id: sibling.id,
      trunk_id: harness.sipTrunks.create(harness.accountId).id,
      connection_id: connection.id,
    };
    scopes = { child: { 'x-sub-account-id': child.id } };
  });
  afterAll(() => harness.close());

  it('reaches nothing of its parent by id, on any route', async () => {
    const own = JSON.stringify(await everything());
    const routes = harness.routes.filter(
      ({ path, access }) => /:(?!phone_number)/.test(path) && access !== 'public',
    );
    expect(routes.length).toBeGreaterThan(30);
    for (const route of routes) {
      const path = route.path.replace(/:([a-z_]+)/g, (_, name: string) => ids[name] ?? '');
      const body = JSON.parse(
        JSON.stringify(BODIES[route.operation] ?? {}).replace('NUMBER', ids.number_id ?? ''),
      );
      const answer = await harness.call(
        route.method,
        `${path}${QUERIES[route.operation] ?? ''}`,
        route.body ? body : undefined,
        scopes.child,
      );
      expect([route.operation, answer.status]).toEqual([route.operation, 404]);
    }
    expect(JSON.stringify(await everything())).toBe(own);
  });

  it('finds nothing of its parent in any list', async () => {
    for (const path of [
      'agents',
      'numbers',
      'conversations',
      'contacts',
      'calls',
      'sub-accounts',
    ]) {
      const { body } = await harness.call('GET', `/v1/${path}`, undefined, scopes.child);
      expect([path, body.total]).toEqual([path, 0]);
    }
    const { stats } = (await harness.call('GET', '/v1/usage', undefined, scopes.child)).body;
    expect([stats.totalMessages, stats.totalCalls]).toEqual([0, 0]);
  });

  it('cannot send as its parent, nor attach or call with what is not its own', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'b' }, scopes.child)).body;
    const to_number = '+12025550147';
    const number = (await harness.call('GET', `/v1/numbers/${ids.number_id}`)).body;
    const attempts: [string, object][] = [
      ['/v1/messages', { number_id: ids.number_id, to_number, body: 'x' }],
      ['/v1/messages', { from_number: number.phoneNumber, to_number, body: 'x' }],
      ['/v1/messages', { agent_id: ids.agent_id, to_number, body: 'x' }],
      ['/v1/numbers', { agentId: ids.agent_id }],
      ['/v1/calls', { agentId: ids.agent_id, toNumber: to_number }],
      ['/v1/calls/web', { agentId: ids.agent_id }],
      [`/v1/agents/${agent.id}/numbers`, { numberId: ids.number_id }],
    ];
    for (const [path, body] of attempts) {
      const answer = await harness.call('POST', path, body, scopes.child);
      expect([path, body, answer.status]).toEqual([path, body, 404]);
    }
  });

  async function everything() {
    const lists = [
      'agents',
      'numbers',
      'conversations',
      'contacts',
      'calls',
      'sub-accounts',
      'sip-trunks',
      'integrations/whatsapp/status',
    ];
    return Promise.all(lists.map(async (list) => (await harness.call('GET', `/v1/${list}`)).body));
  }
});
