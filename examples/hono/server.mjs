/**
 * An agent on Hono: checks every signature, answers texts through the API and calls in a stream,
 * and does nothing twice. Needs WEBHOOK_SECRET, AGENTPHONE_API_KEY; reads AGENTPHONE_BASE_URL, PORT.
 *
 *   node server.mjs
 */
// #region verify
import { createHmac, timingSafeEqual } from 'node:crypto';
// #endregion
import { setTimeout } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { AgentPhoneClient } from 'agentphone';
import { Hono } from 'hono';

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
const app = new Hono();

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

app.post('/webhook', async (context) => {
  const rawBody = Buffer.from(await context.req.arrayBuffer());
  const timestamp = context.req.header('X-Webhook-Timestamp');
  if (!isGenuine(timestamp, context.req.header('X-Webhook-Signature'), rawBody)) {
    return context.body(null, 401);
  }
  return receive(context.req.header('X-Webhook-ID'), JSON.parse(rawBody), context.req.raw.signal);
});
// #endregion

async function receive(id, event, signal) {
  if (event.event === 'agent.message' && event.channel === 'voice') {
    return answerCall(id, event.data, signal);
  }
  // Answer when the work is done: if it fails, the delivery is retried in five minutes.
  await once(id, () => act(event));
  return new Response();
}

/**
 * Each line is spoken as it arrives; `interim` keeps the turn open until the answer is ready.
 * `signal` aborts if the request is closed early: the caller kept speaking, or hung up.
 */
function answerCall(id, { transcript }, signal) {
  async function* lines() {
    yield Buffer.from(`${JSON.stringify({ text: 'Let me check.', interim: true })}\n`);
    try {
      const text = await once(id, () => think(transcript, signal));
      yield Buffer.from(`${JSON.stringify({ text })}\n`);
    } catch (error) {
      if (!signal.aborted) throw error;
      console.log('A turn was broken off.');
    }
  }
  const headers = { 'Content-Type': 'application/x-ndjson' };
  return new Response(ReadableStream.from(lines()), { headers });
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

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}/webhook`);
});
