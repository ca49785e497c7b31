import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

/** The next action of a person or a program; the number selects among what exists. */
const step = fc.record({
  kind: fc.constantFrom(
    'createAgent',
    'deleteAgent',
    'buy',
    'release',
    'attach',
    'detach',
    'send',
    'receive',
    'contact',
    'forget',
  ),
  pick: fc.nat(1_000),
  other: fc.nat(1_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Listed {
  readonly id: string;
  readonly agentId?: string | null;
  readonly numbers?: readonly { readonly id: string }[];
  readonly phoneNumber?: string;
  readonly messageCount?: number;
}

/**
 * Walks through a list in pages of two: every row occurs once, the total is constant, and hasMore
 * is true until the end.
 */
async function walk(harness: ApiHarness, path: string): Promise<Listed[]> {
  const rows: Listed[] = [];
  for (;;) {
    const { body } = await harness.call('GET', `${path}?limit=2&offset=${rows.length}`);
    rows.push(...body.data);
    expect(body.hasMore).toBe(rows.length < body.total);
    if (!body.hasMore) {
      expect(rows).toHaveLength(body.total);
      break;
    }
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  return rows;
}

function chosen<T>(list: readonly T[], pick: number): T | undefined {
  return list.length === 0 ? undefined : list[pick % list.length];
}

async function act(harness: ApiHarness, { kind, pick, other }: Step, sold: Set<string>) {
  const agents = await walk(harness, '/v1/agents');
  const numbers = await walk(harness, '/v1/numbers');
  const agent = chosen(agents, pick)?.id ?? 'none';
  const number = chosen(numbers, other);
  const person = `+1202555${String(1_000 + (other % 5))}`;
  switch (kind) {
    case 'createAgent':
      return harness.call('POST', '/v1/agents', { name: 'a' });
    case 'deleteAgent':
      return harness.call('DELETE', `/v1/agents/${agent}`);
    case 'buy': {
      const answer = await harness.call('POST', '/v1/numbers', {});
      if (answer.status === 200) {
        expect(sold.has(answer.body.phoneNumber)).toBe(false);
        sold.add(answer.body.phoneNumber);
      }
      expect(answer.status).toBe(numbers.length < 3 ? 200 : 409);
      return;
    }
    case 'release':
      return harness.call('DELETE', `/v1/numbers/${number?.id}`);
    case 'attach':
      return harness.call('POST', `/v1/agents/${agent}/numbers`, { numberId: number?.id ?? 'x' });
    case 'detach':
      return harness.call('DELETE', `/v1/agents/${number?.agentId}/numbers/${number?.id}`);
    case 'send':
      return harness.call('POST', '/v1/messages', {
        number_id: number?.id,
        to_number: person,
        body: 'x',
      });
    case 'receive':
      if (number?.phoneNumber) {
        harness.inboundTexts.receive({
          from: person,
          to: number.phoneNumber,
          body: 'x',
          mediaUrls: [],
        });
      }
      return;
    case 'contact':
      return harness.call('POST', '/v1/contacts', { phoneNumber: person, name: 'p' });
    case 'forget': {
      const contact = chosen(await walk(harness, '/v1/contacts'), pick);
      return harness.call('DELETE', `/v1/contacts/${contact?.id}`);
    }
  }
}

async function check(harness: ApiHarness) {
  const agents = await walk(harness, '/v1/agents');
  const numbers = await walk(harness, '/v1/numbers');
  const conversations = await walk(harness, '/v1/conversations');
  // One agent per number, and both sides agree on it.
  const held = agents.flatMap((agent) => agent.numbers?.map(({ id }) => [id, agent.id]) ?? []);
  expect(new Map(held as [string, string][]).size).toBe(held.length);
  const attached = numbers.filter(({ agentId }) => agentId).map(({ id, agentId }) => [id, agentId]);
  expect(held.sort()).toEqual(attached.sort());
  // Counts match what they count.
  let messages = 0;
  for (const { id, messageCount } of conversations) {
    const path = `/v1/conversations/${id}/messages?limit=200`;
    const { data } = (await harness.call('GET', path)).body;
    expect(data).toHaveLength(messageCount ?? 0);
    const callWaits = data.map(({ receivedAt }: { receivedAt: string }) => receivedAt);
    expect(new Set(callWaits).size).toBe(callWaits.length);
    messages += data.length;
  }
  const usage = (await harness.call('GET', '/v1/usage')).body;
  expect(usage.stats.totalMessages).toBe(messages);
  expect(usage.numbers.used).toBe(numbers.length);
  const byNumber = (await harness.call('GET', '/v1/usage/by-number')).body.data;
  const counted = byNumber.reduce(
    (sum: number, row: { messages: number }) => sum + row.messages,
    0,
  );
  expect(counted).toBe(messages);
}

it('any sequence of operations keeps the books true', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const harness = await openApiHarness({ numberAllowance: 3 });
      const sold = new Set<string>();
      try {
        for (const one of steps) await act(harness, one, sold);
        await check(harness);
        expect(harness.defects).toEqual([]);
      } finally {
        await harness.close();
      }
    }),
    { numRuns: 15, seed: 20_261_102 },
  );
}, 120_000);
