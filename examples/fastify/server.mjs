/**
 * An agent on Fastify: checks every signature, answers texts through the API and calls in a stream,
 * and does nothing twice. Needs WEBHOOK_SECRET, AGENTPHONE_API_KEY; reads AGENTPHONE_BASE_URL, PORT.
 *
 *   node server.mjs
 */
// #region verify
import { createHmac, timingSafeEqual } from 'node:crypto';
// #endregion
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { AgentPhoneClient } from 'agentphone';
import Fastify from 'fastify';

const {
  WEBHOOK_SECRET,
  AGENTPHONE_API_KEY,
  AGENTPHONE_BASE_URL = 'http://127.0.0.1:4747',
  PORT = '3000',
} = process.env;
if (!WEBHOOK_SECRET || !AGENTPHONE_API_KEY) {
  console.error('Set WEBHOOK_SECRET and AGENTPHONE_API_KEY.');
  process.exit(1);
}
const client = new AgentPhoneClient({ token: AGENTPHONE_API_KEY, baseUrl: AGENTPHONE_BASE_URL });
const app = Fastify();

// #region verify
/** HMAC-SHA256 over "{timestamp}.{raw body}". The bytes as received, not re-serialised JSON. */
function isGenuine(timestamp, signature, rawBody) {
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds <= 300)) return false;
  const mac = createHmac('sha256', process.env.WEBHOOK_SECRET)
    .update(`${timestamp}.`)
    .update(rawBody);
  const expected = Buffer.from(`sha256=${mac.digest('hex')}`);
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

// Keep the bytes: Fastify's own parser would leave only an object.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/webhook', async (request, reply) => {
  const { headers, body: rawBody = '' } = request;
  if (!isGenuine(headers['x-webhook-timestamp'], headers['x-webhook-signature'], rawBody)) {
    return reply.code(401).send();
  }
  return receive(headers['x-webhook-id'], JSON.parse(rawBody), reply);
});
// #endregion

async function receive(id, event, reply) {
  if (event.event === 'agent.message' && event.channel === 'voice') {
    return answerCall(id, event.data, reply);
  }
  // Answer when the work is done: if it fails, the delivery is retried in five minutes.
  await once(id, () => act(event));
  return reply.code(200).send();
}

/** Each line is spoken as it arrives; `interim` keeps the turn open until the answer is ready. */
function answerCall(id, { transcript }, reply) {
  const turn = new AbortController();
  // Closed before its end: the caller kept speaking, or hung up.
  reply.raw.on('close', () => turn.abort());
  async function* lines() {
    yield `${JSON.stringify({ text: 'Let me check.', interim: true })}\n`;
    try {
      const text = await once(id, () => think(transcript, turn.signal));
      yield `${JSON.stringify({ text })}\n`;
    } catch (error) {
      if (!turn.signal.aborted) throw error;
      console.log('A turn was broken off.');
    }
  }
  return reply.type('application/x-ndjson').send(Readable.from(lines()));
}

async function act({ event, data, agentId, test }) {
  if (test) return; // Not a real text: a test event or a signature probe.
  if (event === 'agent.call_ended') {
    console.log(`Call ${data.callId} ended after ${data.durationSeconds} s.`);
  }
  if (event !== 'agent.message') return;
  await client.messages.sendMessage({
    agent_id: agentId,
    number_id: data.numberId,
    to_number: data.group?.groupId ?? data.from,
    body: await think(data.message),
  });
  console.log('A text was answered.');
}

/** Your model goes here. It must not book or send anything after `signal` has aborted. */
async function think(words, signal) {
  await setTimeout(10 * words.length, undefined, { signal });
  return `You said: ${words}`;
}

/** In memory. Use your database if it has to survive a restart. */
const handled = new Map();

/** A request with a known X-Webhook-ID gets the first one's answer, and nothing is done. */
function once(id, work) {
  if (!handled.has(id)) {
    const done = work();
    handled.set(id, done);
    done.catch(() => handled.delete(id));
    if (handled.size > 10_000) handled.delete(handled.keys().next().value);
  }
  return handled.get(id);
}

// An error from the SDK has a status, but that is the API's, not ours.
app.setErrorHandler((error, _request, reply) => {
  console.error(error);
  return reply.code(500).send();
});

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
console.log(`Listening on http://localhost:${app.server.address().port}/webhook`);
