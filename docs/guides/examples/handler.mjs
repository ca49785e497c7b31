/**
 * An agent in one file, without dependencies: checks each webhook's signature, answers texts through
 * the API, and answers calls with a streamed reply.
 *
 *   WEBHOOK_SECRET=whsec_… AGENTPHONE_API_KEY=sk_live_… node handler.mjs
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.WEBHOOK_SECRET ?? '';
const apiKey = process.env.AGENTPHONE_API_KEY ?? '';
const api = process.env.AGENTPHONE_BASE_URL ?? 'http://127.0.0.1:4747';
const port = Number(process.env.PORT ?? 3000);

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const rawBody = Buffer.concat(chunks);

  if (!isGenuine(request.headers, rawBody)) {
    response.writeHead(401).end('bad signature');
    return;
  }
  const event = JSON.parse(rawBody.toString('utf8'));
  if (event.event === 'agent.message' && event.channel === 'voice') {
    await answerCall(event, response);
    return;
  }
  // The event has arrived; what we do about it is nobody's business but ours.
  response.writeHead(200).end();
  if (event.event === 'agent.message') await answerText(event);
}).listen(port, '127.0.0.1', () => console.log(`Listening on http://localhost:${port}/webhook`));

/** HMAC-SHA256 over "{timestamp}.{raw body}". Sign the bytes as they came, never re-serialised. */
function isGenuine(headers, rawBody) {
  const timestamp = String(headers['x-webhook-timestamp'] ?? '');
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds < 300)) return false;
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  const expected = Buffer.from(`sha256=${digest}`);
  const sent = Buffer.from(String(headers['x-webhook-signature'] ?? ''));
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** Each line is spoken as it arrives; `interim` keeps the turn open. */
async function answerCall(event, response) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.write(`${JSON.stringify({ text: 'Let me check.', interim: true })}\n`);
  const answer = await think(event.data.transcript);
  response.end(`${JSON.stringify({ text: answer })}\n`);
}

async function answerText(event) {
  const { from, message, numberId } = event.data;
  const sent = await fetch(`${api}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      agent_id: event.agentId,
      number_id: numberId,
      to_number: from,
      body: await think(message),
    }),
  });
  if (!sent.ok) console.error(`The answer was not sent: ${sent.status} ${await sent.text()}`);
}

/** Your model goes here. */
async function think(words) {
  return `You said: ${words}`;
}
