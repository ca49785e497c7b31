import { createHmac } from 'node:crypto';
import { type SeenRequest, WebServer } from '../servers/web-server.ts';
import {
  ACCOUNT,
  type Engine,
  type EngineOptions,
  startEngine,
  textEvent,
} from './webhook-engine.ts';

export type Handler = Parameters<typeof WebServer.start>[0];

/** An engine whose events go to a separate server; `cleanups` ends both, newest first. */
export async function startWithReceiver(
  cleanups: (() => unknown)[],
  handler: Handler = (_request, response) => void response.end('ok'),
  options: EngineOptions = {},
) {
  const engine = await startEngine(options);
  cleanups.push(() => engine.stop());
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  const { secret } = engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook` });
  return { engine, server, secret };
}

/** The id of a text's delivery, once it is over. */
export async function delivered(engine: Engine, text = 'hello'): Promise<string> {
  const { deliveryId } = engine.events.enqueue(textEvent(text));
  await engine.until(deliveryId, 'success', 'failed');
  return deliveryId ?? '';
}

/** Computes the signature independently of the product. */
export function isGenuine(request: SeenRequest | undefined, secret: string): boolean {
  const timestamp = request?.headers['x-webhook-timestamp'] ?? '';
  const mac = createHmac('sha256', secret)
    .update(`${timestamp}.`)
    .update(request?.body ?? '');
  return request?.headers['x-webhook-signature'] === `sha256=${mac.digest('hex')}`;
}

/** The words of the text that the request reports. */
export const textOf = (request: SeenRequest | undefined) =>
  JSON.parse(request?.body.toString() ?? '{}').data.message;
