/**
 * An agent in one file, without dependencies: checks each webhook's signature, answers texts through
 * the API and calls with a streamed reply, and does nothing twice. For your framework: `examples/`.
 *
 *   WEBHOOK_SECRET=whsec_… AGENTPHONE_API_KEY=sk_live_… node handler.mjs
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';

const secret = process.env.WEBHOOK_SECRET;
const apiKey = process.env.AGENTPHONE_API_KEY;
const api = process.env.AGENTPHONE_BASE_URL ?? 'http://127.0.0.1:4747';
const port = Number(process.env.PORT ?? 3000);
if (!secret || !apiKey) {
  console.error('Set WEBHOOK_SECRET and AGENTPHONE_API_KEY.');
  process.exit(1);
}

createServer(async (request, response) => {
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const rawBody = Buffer.concat(chunks);
    if (!isGenuine(request.headers, rawBody)) {
      response.writeHead(401).end('bad signature');
      return;
    }
    await receive(request.headers['x-webhook-id'], JSON.parse(rawBody.toString('utf8')), response);
  } catch (error) {
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}).listen(port, '127.0.0.1', () => console.log(`Listening on http://localhost:${port}/webhook`));

/** HMAC-SHA256 over "{timestamp}.{raw body}". Sign the bytes as received, never re-serialised. */
function isGenuine(headers, rawBody) {
  const timestamp = String(headers['x-webhook-timestamp'] ?? '');
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds <= 300)) return false;
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  const expected = Buffer.from(`sha256=${digest}`);
  const sent = Buffer.from(String(headers['x-webhook-signature'] ?? ''));
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

async function receive(id, event, response) {
  if (event.event === 'agent.message' && event.channel === 'voice') {
    await answerCall(id, event.data, response);
    return;
  }
  // Answer when the work is done: if it fails, the delivery is retried in five minutes.
  await once(id, () => act(event));
  response.writeHead(200).end();
}

/** Each line is spoken as it arrives; `interim` keeps the turn open. */
async function answerCall(id, { transcript }, response) {
  const turn = new AbortController();
  // Closed before its end: the caller kept speaking, or hung up.
  response.on('close', () => turn.abort());
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
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
  const sent = await fetch(`${api}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      agent_id: agentId,
      number_id: data.numberId,
      to_number: data.group?.groupId ?? data.from,
      body: await think(data.message),
    }),
  });
  if (!sent.ok) throw new Error(`The answer was not sent: ${sent.status} ${await sent.text()}`);
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
