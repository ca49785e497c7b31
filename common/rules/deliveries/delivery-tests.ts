import type { DeliveryAttempt, DeliveryDetail } from '../../contract/index.ts';
import { NOW_MS } from '../foreign-code.ts';
import { onOneLine } from '../quoting/hidden-characters.ts';
import { jsString } from '../quoting/javascript.ts';
import { pythonString } from '../quoting/python.ts';
import { type WhatIsSeen, whatIsSeen } from './recorded-event.ts';
import { sentAddress } from './sent-address.ts';

/**
 * Generates tests that send a recorded request to a handler as a new one, with its own
 * `X-Webhook-ID` and signature, because a handler that removes duplicates would ignore the old one.
 * They check what the handler did: its answer or, if it acts through the API, the state of a
 * running AgentPhone.
 */

/** Headers that the test computes itself, and those of the connection. */
const WRITTEN_BY_TEST: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'x-webhook-id',
  'x-webhook-timestamp',
  'x-webhook-signature',
]);

const HIDDEN = 'The answer does not show what your handler did. Add here what you expect of it.';

export function vitestExport(delivery: DeliveryDetail, attempt: DeliveryAttempt): string {
  const seen = whatIsSeen(delivery, attempt);
  const headers = keptHeaders(attempt).map(
    ([name, value]) => `  ${jsString(name)}: ${jsString(value)},\n`,
  );
  return `import { createHmac, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';

// Recorded from ${onOneLine(`${delivery.event} delivery ${delivery.id}`)}. Your handler has to run.
const url = process.env.WEBHOOK_URL ?? ${jsString(sentAddress(attempt.url))};
const secret = process.env.WEBHOOK_SECRET ?? '';
const body = ${jsString(bodyText(attempt))};
const headers = {
${headers.join('')}};
${seen.kind === 'sends' ? vitestSent(seen.path) : ''}
it(${jsString(`handles ${delivery.event} on ${delivery.channel ?? 'no channel'}`)}, async () => {
${seen.kind === 'sends' ? '  const before = await sent();\n' : ''}  const timestamp = String(Math.floor(${NOW_MS} / 1000));
  const mac = createHmac('sha256', secret).update(\`\${timestamp}.\${body}\`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'X-Webhook-ID': randomUUID(),
      'X-Webhook-Timestamp': timestamp,
      'X-Webhook-Signature': \`sha256=\${mac}\`,
    },
    body,
  });
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(response.status).toBeLessThan(300);
${vitestSeen(seen)}}, 60_000);
`;
}

function vitestSent(path: string): string {
  return `// Where your handler sends its answers: the ready line of AgentPhone Desktop has both.
const api = process.env.AGENTPHONE_BASE_URL ?? 'http://127.0.0.1:4747';
const apiKey = process.env.AGENTPHONE_API_KEY ?? '';
const answerWithinMs = Number(process.env.ANSWER_WITHIN_MS ?? 10_000);

/** Ids of what was sent to whoever wrote. */
async function sent(): Promise<string[]> {
  const response = await fetch(api + ${jsString(path)}, {
    headers: { authorization: \`Bearer \${apiKey}\` },
  });
  if (!response.ok) throw new Error(\`AGENTPHONE_API_KEY? \${await response.text()}\`);
  const { data } = (await response.json()) as { data: { id: string; direction: string }[] };
  return data.filter(({ direction }) => direction === 'outbound').map(({ id }) => id);
}
`;
}

function vitestSeen(seen: WhatIsSeen): string {
  switch (seen.kind) {
    case 'sends':
      return `  const news = async () => (await sent()).filter((id) => !before.includes(id));
  const message = 'Your handler took the text and sent nothing.';
  await expect.poll(news, { timeout: answerWithinMs, message }).not.toEqual([]);
`;
    case 'speaks':
      return `  const answer = await response.text();
  let lines: { text?: string }[];
  try {
    lines = [JSON.parse(answer)];
  } catch {
    const written = answer.split('\\n').filter((line) => line.trim() !== '');
    lines = written.map((line) => JSON.parse(line));
  }
  const spoken = lines.map(({ text }) => text ?? '').join(' ');
  expect(spoken.trim()).not.toBe('');
`;
    case 'hidden':
      return `  // ${HIDDEN}\n`;
    default:
      return seen satisfies never;
  }
}

export function pytestExport(delivery: DeliveryDetail, attempt: DeliveryAttempt): string {
  const seen = whatIsSeen(delivery, attempt);
  const headers = keptHeaders(attempt).map(
    ([name, value]) => `    ${pythonString(name)}: ${pythonString(value)},\n`,
  );
  return `import hashlib
import hmac
import json
import os
import time
import urllib.request
import uuid

# Recorded from ${onOneLine(`${delivery.event} delivery ${delivery.id}`)}. Your handler has to run.
URL = os.environ.get("WEBHOOK_URL", ${pythonString(sentAddress(attempt.url))})
SECRET = os.environ.get("WEBHOOK_SECRET", "")
BODY = ${pythonString(bodyText(attempt))}.encode("utf-8")
HEADERS = {
${headers.join('')}}
${seen.kind === 'sends' ? pytestSent(seen.path) : ''}

def test_handles_${delivery.event.replace(/\W+/g, '_')}():
${seen.kind === 'sends' ? '    before = sent()\n' : ''}    timestamp = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), timestamp.encode() + b"." + BODY, hashlib.sha256)
    headers = {
        **HEADERS,
        "X-Webhook-ID": str(uuid.uuid4()),
        "X-Webhook-Timestamp": timestamp,
        "X-Webhook-Signature": "sha256=" + mac.hexdigest(),
    }
    request = urllib.request.Request(URL, data=BODY, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as response:
        assert 200 <= response.status < 300
${pytestSeen(seen)}`;
}

function pytestSent(path: string): string {
  return `# Where your handler sends its answers: the ready line of AgentPhone Desktop has both.
API = os.environ.get("AGENTPHONE_BASE_URL", "http://127.0.0.1:4747")
API_KEY = os.environ.get("AGENTPHONE_API_KEY", "")
ANSWER_WITHIN_MS = int(os.environ.get("ANSWER_WITHIN_MS", "10000"))


def sent():
    """Ids of what was sent to whoever wrote."""
    request = urllib.request.Request(
        API + ${pythonString(path)},
        headers={"Authorization": f"Bearer {API_KEY}"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        messages = json.load(response)["data"]
    return {one["id"] for one in messages if one["direction"] == "outbound"}

`;
}

function pytestSeen(seen: WhatIsSeen): string {
  switch (seen.kind) {
    case 'sends':
      return `        response.read()
    until = time.monotonic() + ANSWER_WITHIN_MS / 1000
    while sent() <= before:
        assert time.monotonic() < until, "Your handler took the text and sent nothing."
        time.sleep(0.05)
`;
    case 'speaks':
      return `        answer = response.read().decode("utf-8")
    try:
        lines = [json.loads(answer)]
    except ValueError:
        lines = [json.loads(line) for line in answer.splitlines() if line.strip()]
    spoken = " ".join(line.get("text") or "" for line in lines)
    assert spoken.strip()
`;
    case 'hidden':
      return `        response.read()
    # ${HIDDEN}
`;
    default:
      return seen satisfies never;
  }
}

function keptHeaders({ requestHeaders }: DeliveryAttempt): [string, string][] {
  return requestHeaders.filter(([name]) => !WRITTEN_BY_TEST.has(name.toLowerCase()));
}

function bodyText({ requestBody }: DeliveryAttempt): string {
  return requestBody.text ?? '';
}
