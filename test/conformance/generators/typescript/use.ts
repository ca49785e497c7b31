import createClient from 'openapi-fetch';
import type { components, paths, webhooks } from './schema.d.ts';

/** A user's program with the generated types: it is compiled, and then it runs. */
const [, , baseUrl = '', key = ''] = process.argv;
const headers = { Authorization: `Bearer ${key}` };
const client = createClient<paths>({ baseUrl, headers });

function given<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const agent = given(await client.POST('/v1/agents', { body: { name: 'Generated' } }));
const bought = given(await client.POST('/v1/numbers', { body: { agentId: agent.id } }));
const number: string = bought.phoneNumber;
const sent = given(
  await client.POST('/v1/messages', {
    body: { number_id: bought.id, to_number: '+12025550147', body: 'Hello' },
  }),
);
const list = given(
  await client.GET('/v1/numbers/{number_id}/messages', {
    params: { path: { number_id: bought.id }, query: { limit: 5 } },
  }),
);
const missing = await client.GET('/v1/agents/{agent_id}', {
  params: { path: { agent_id: 'nobody' } },
});
const refusal: components['schemas']['Error'] | undefined = missing.error;

type Event = webhooks['voiceTurn']['post']['requestBody']['content']['application/json'];
const words = (event: Event): string => event.data.transcript;

console.log(
  JSON.stringify({
    number,
    channel: sent.channel,
    from: list.data[0]?.from,
    code: refusal?.error.code,
    status: missing.response.status,
    words: words.length,
  }),
);
