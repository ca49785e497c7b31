/**
 * People who text a number, and the webhook server that hears of it, in a separate process. Each
 * text is one `text.receive` and so causes one delivery, which the server here answers at once.
 * There are many people, because the deliveries of one conversation wait for each other.
 *
 * Takes the control port and the number as arguments, and sends its parent the address of the
 * server. `{ perSecond }` starts the texts, at an even pace; `{ perSecond: 0 }` stops them, and is
 * answered with the texts and deliveries since the start. It ends with its parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Pace {
  readonly perSecond: number;
}

/** What happened between the start and the stop. */
export interface Texted {
  readonly texts: number;
  readonly deliveries: number;
  readonly seconds: number;
}

const PEOPLE = 40;
const WORDS = 'Is my bicycle ready? I can come by after work, at about six.';

const [control = '', token = '', to = ''] = process.argv.slice(2);
let texts = 0;
let deliveries = 0;
let startedMs = 0;
let timer: NodeJS.Timeout | undefined;

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    deliveries += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
});

async function text(): Promise<void> {
  const number = texts++;
  const response = await fetch(`${control}/control/operations/text.receive`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      from: `+120255501${String(number % PEOPLE).padStart(2, '0')}`,
      to,
      body: `${number}: ${WORDS}`,
    }),
  });
  if (!response.ok) throw new Error(`text.receive: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

function start(perSecond: number): void {
  texts = 0;
  deliveries = 0;
  startedMs = performance.now();
  timer = setInterval(() => {
    // A late timer catches up, so that the pace holds on a busy machine.
    const due = ((performance.now() - startedMs) / 1_000) * perSecond;
    while (texts < due) void text();
  }, 1_000 / perSecond);
}

process.on('message', ({ perSecond }: Pace) => {
  clearInterval(timer);
  if (perSecond > 0) return start(perSecond);
  const seconds = (performance.now() - startedMs) / 1_000;
  process.send?.({ texts, deliveries, seconds } satisfies Texted);
});
process.on('disconnect', () => process.exit());
