import type { DeliveryAttempt, DeliveryDetail } from '../contract/index.ts';
import { sentAddress } from './deliveries/sent-address.ts';
import { NOW_MS } from './foreign-code.ts';
import { onOneLine } from './quoting/hidden-characters.ts';
import { jsString } from './quoting/javascript.ts';
import { pythonString } from './quoting/python.ts';

/** Tests that send a recorded request, freshly signed, to a handler and look at its answer. */

/** Headers that the test writes by itself or that belong to the connection. */
const WRITTEN_BY_TEST: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'x-webhook-timestamp',
  'x-webhook-signature',
]);

export function vitestExport(delivery: DeliveryDetail, attempt: DeliveryAttempt): string {
  const headers = keptHeaders(attempt).map(
    ([name, value]) => `  ${jsString(name)}: ${jsString(value)},\n`,
  );
  return `import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';

// Recorded from ${onOneLine(`${delivery.event} delivery ${delivery.id}`)}.
const url = process.env.WEBHOOK_URL ?? ${jsString(sentAddress(attempt.url))};
const secret = process.env.WEBHOOK_SECRET ?? '';
const body = ${jsString(bodyText(attempt))};
const headers = {
${headers.join('')}};

it(${jsString(`handles ${delivery.event} on ${delivery.channel ?? 'no channel'}`)}, async () => {
  const timestamp = String(Math.floor(${NOW_MS} / 1000));
  const mac = createHmac('sha256', secret).update(\`\${timestamp}.\${body}\`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'X-Webhook-Timestamp': timestamp,
      'X-Webhook-Signature': \`sha256=\${mac}\`,
    },
    body,
  });
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(response.status).toBeLessThan(300);
${delivery.channel === 'voice' && delivery.event === 'agent.message' ? VITEST_VOICE : ''}});
`;
}

const VITEST_VOICE = `  const lines = (await response.text()).split('\\n').filter((line) => line.trim() !== '');
  const spoken = lines.map((line) => JSON.parse(line).text ?? '').join(' ');
  expect(spoken.trim()).not.toBe('');
`;

export function pytestExport(delivery: DeliveryDetail, attempt: DeliveryAttempt): string {
  const headers = keptHeaders(attempt).map(
    ([name, value]) => `    ${pythonString(name)}: ${pythonString(value)},\n`,
  );
  return `import hashlib
import hmac
import json
import os
import time
import urllib.request

# Recorded from ${onOneLine(`${delivery.event} delivery ${delivery.id}`)}.
URL = os.environ.get("WEBHOOK_URL", ${pythonString(sentAddress(attempt.url))})
SECRET = os.environ.get("WEBHOOK_SECRET", "")
BODY = ${pythonString(bodyText(attempt))}.encode("utf-8")
HEADERS = {
${headers.join('')}}


def test_handles_${delivery.event.replace(/\W+/g, '_')}():
    timestamp = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), timestamp.encode() + b"." + BODY, hashlib.sha256)
    headers = {
        **HEADERS,
        "X-Webhook-Timestamp": timestamp,
        "X-Webhook-Signature": "sha256=" + mac.hexdigest(),
    }
    request = urllib.request.Request(URL, data=BODY, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as response:
        assert 200 <= response.status < 300
${delivery.channel === 'voice' && delivery.event === 'agent.message' ? PYTEST_VOICE : '        response.read()\n'}`;
}

const PYTEST_VOICE = `        lines = [line for line in response.read().decode("utf-8").splitlines() if line.strip()]
        spoken = " ".join(json.loads(line).get("text") or "" for line in lines)
        assert spoken.strip()
`;

function keptHeaders({ requestHeaders }: DeliveryAttempt): [string, string][] {
  return requestHeaders.filter(([name]) => !WRITTEN_BY_TEST.has(name.toLowerCase()));
}

function bodyText({ requestBody }: DeliveryAttempt): string {
  return requestBody.text ?? '';
}
