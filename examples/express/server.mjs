/**
 * An agent on Express: checks every signature, answers texts through the API and calls in a stream,
 * and does nothing twice. Needs WEBHOOK_SECRET, AGENTPHONE_API_KEY; reads AGENTPHONE_BASE_URL, PORT.
 *
 *   node server.mjs
 */
// #region verify
import { createHmac, timingSafeEqual } from 'node:crypto';
// #endregion
import { setTimeout } from 'node:timers/promises';
import { AgentPhoneClient } from 'agentphone';
import express from 'express';

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
const app = express();

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

// express.raw keeps the bytes; express.json() must not come before it on this route.
app.post('/webhook', express.raw({ type: () => true }), async (request, response) => {
  const rawBody = request.body ?? '';
  const timestamp = request.get('X-Webhook-Timestamp');
  if (!isGenuine(timestamp, request.get('X-Webhook-Signature'), rawBody)) {
    return response.sendStatus(401);
  }
  await receive(request.get('X-Webhook-ID'), JSON.parse(rawBody), response);
});
// #endregion

async function receive(id, event, response) {
  if (event.event === 'agent.message' && event.channel === 'voice') {
    return answerCall(id, event.data, response);
  }
  // Answer when the work is done: if it fails, the delivery is retried in five minutes.
  await once(id, () => act(event));
  response.sendStatus(200);
}

/** Each line is spoken as it arrives; `interim` keeps the turn open until the answer is ready. */
async function answerCall(id, { transcript }, response) {
  const turn = new AbortController();
  // Closed before its end: the caller kept speaking, or hung up.
  response.on('close', () => turn.abort());
  response.type('application/x-ndjson');
  response.write(`${JSON.stringify({ text: 'Let me check.', interim: true })}\n`);
  try {
    const text = await once(id, () => think(transcript, turn.signal));
    response.end(`${JSON.stringify({ text })}\n`);
  } catch (error) {
    if (!turn.signal.aborted) throw error;
    console.log('A turn was broken off.');
  }
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
app.use((error, _request, response, _next) => {
  console.error(error);
  if (response.headersSent) response.destroy();
  else response.sendStatus(500);
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}/webhook`);
});
