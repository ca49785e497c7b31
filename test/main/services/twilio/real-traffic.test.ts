import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { CALLER, LinkedApp } from '../../../doubles/twilio/linked-app.ts';

let bridge: LinkedApp;
let agentId: string;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
  await bridge.link();
  const connected = await bridge.connectNumber();
  agentId = connected.agentId;
  const { sdk } = bridge.app;
  // The number at Twilio must be the agent's only one, and so its caller id.
  for (const { id } of (await sdk.numbers.listNumbers()).data) {
    if (id !== connected.numberId) await sdk.numbers.deleteNumber({ number_id: id });
  }
});

afterEach(() => bridge.clear());

function call() {
  return bridge.app.sdk.calls.createOutboundCall({ agentId, toNumber: CALLER });
}

async function status() {
  return bridge.app.control.run('twilio.status', {});
}

const REFUSED = { statusCode: 409, body: { error: { code: 'REAL_TRAFFIC_UNCONFIRMED' } } };

describe('the first real call of a run', () => {
  it('is refused, shown with its price, and goes out once somebody agreed', async () => {
    await expect(call()).rejects.toMatchObject(REFUSED);
    await expect
      .poll(async () => (await status()).asked)
      .toMatchObject({
        what: 'call',
        to: CALLER,
        costs: "About 0.0140 USD a minute, by Twilio's price list.",
      });
    expect(bridge.twilio.calls.size).toBe(0);
    await bridge.app.control.run('twilio.set', { traffic: 'allowed' });
    await call();
    expect([...bridge.twilio.calls.values()]).toEqual([
      expect.objectContaining({ from: '+14155550123', to: CALLER }),
    ]);
  });

  it('is asked about without a price when Twilio does not tell it', async () => {
    bridge.twilio.fail({ path: /Voice/, status: 401, code: 20003, message: 'Authenticate' });
    await expect(call()).rejects.toMatchObject(REFUSED);
    await expect
      .poll(async () => (await status()).asked?.costs)
      .toContain('did not tell its price');
  });

  it('is asked about again in the next run, and after unlinking', async () => {
    await bridge.app.control.run('twilio.set', { traffic: 'allowed' });
    const env = { AGENTPHONE_TWILIO_AUTH_TOKEN: bridge.twilio.authToken };
    await bridge.restart({ secrets: new MemorySecretStore(env) });
    expect(await status()).toMatchObject({ linked: true, traffic: 'ask' });
    await bridge.app.control.run('twilio.set', { traffic: 'allowed' });
    await bridge.app.control.run('twilio.unlink', { restore: false });
    expect(await status()).toMatchObject({ linked: false, traffic: 'ask' });
  });
});
