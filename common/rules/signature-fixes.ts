import { FRAMEWORKS, type Framework, type SignatureCause } from '../contract/index.ts';
import { NOW_MS } from './foreign-code.ts';

/** A handler that verifies as it should, for each framework. */

const NODE_CHECK = `import { createHmac, timingSafeEqual } from 'node:crypto';

function isGenuine(timestamp, signature, rawBody) {
  const age = Math.abs(${NOW_MS} / 1000 - Number(timestamp));
  if (!(age <= 300)) return false;
  const mac = createHmac('sha256', process.env.WEBHOOK_SECRET)
    .update(\`\${timestamp}.\`).update(rawBody).digest('hex');
  const expected = Buffer.from(\`sha256=\${mac}\`);
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
`;

const PYTHON_CHECK = `import hashlib, hmac, json, os, time

def is_genuine(timestamp, signature, raw_body):
    if not (timestamp or "").isdecimal() or abs(time.time() - float(timestamp)) > 300:
        return False
    secret = os.environ["WEBHOOK_SECRET"].encode()
    mac = hmac.new(secret, timestamp.encode() + b"." + raw_body, hashlib.sha256)
    expected = "sha256=" + mac.hexdigest()
    return hmac.compare_digest(expected.encode(), (signature or "").encode())
`;

const FIXES: Readonly<Record<Framework, string>> = {
  express: `${NODE_CHECK}
// express.raw keeps the bytes; express.json() must not come before it on this route.
app.post('/webhook', express.raw({ type: '*/*' }), (req, res) => {
  const ok = isGenuine(req.get('X-Webhook-Timestamp'), req.get('X-Webhook-Signature'), req.body);
  if (!ok) return res.sendStatus(401);
  const event = JSON.parse(req.body);
  res.sendStatus(200);
});`,
  fastify: `${NODE_CHECK}
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (req, body, done) => done(null, body));
app.post('/webhook', (req, reply) => {
  const { 'x-webhook-timestamp': timestamp, 'x-webhook-signature': signature } = req.headers;
  if (!isGenuine(timestamp, signature, req.body)) return reply.code(401).send();
  const event = JSON.parse(req.body);
  return reply.code(200).send();
});`,
  hono: `${NODE_CHECK}
app.post('/webhook', async (c) => {
  const rawBody = Buffer.from(await c.req.arrayBuffer());
  const ok = isGenuine(c.req.header('X-Webhook-Timestamp'), c.req.header('X-Webhook-Signature'), rawBody);
  if (!ok) return c.body(null, 401);
  const event = JSON.parse(rawBody);
  return c.body(null, 200);
});`,
  nextjs: `${NODE_CHECK}
// app/webhook/route.js
export async function POST(request) {
  const rawBody = Buffer.from(await request.arrayBuffer());
  const ok = isGenuine(
    request.headers.get('X-Webhook-Timestamp'), request.headers.get('X-Webhook-Signature'), rawBody);
  if (!ok) return new Response(null, { status: 401 });
  const event = JSON.parse(rawBody);
  return new Response(null, { status: 200 });
}`,
  flask: `${PYTHON_CHECK}
@app.post("/webhook")
def webhook():
    raw_body = request.get_data()  # before request.json
    if not is_genuine(request.headers.get("X-Webhook-Timestamp"),
                      request.headers.get("X-Webhook-Signature"), raw_body):
        return "", 401
    event = json.loads(raw_body)
    return "", 200`,
  fastapi: `${PYTHON_CHECK}
@app.post("/webhook")
async def webhook(request: Request):
    raw_body = await request.body()  # no Pydantic model in the signature
    if not is_genuine(request.headers.get("X-Webhook-Timestamp"),
                      request.headers.get("X-Webhook-Signature"), raw_body):
        return Response(status_code=401)
    event = json.loads(raw_body)
    return Response(status_code=200)`,
};

/** Cures that are no matter of code. */
const NO_CODE: ReadonlySet<SignatureCause> = new Set([
  'wrongSecret',
  'secretWhitespace',
  'unknown',
]);

export function fixesFor(cause: SignatureCause): Partial<Record<Framework, string>> {
  if (NO_CODE.has(cause)) return {};
  return Object.fromEntries(FRAMEWORKS.map((framework) => [framework, FIXES[framework]]));
}
