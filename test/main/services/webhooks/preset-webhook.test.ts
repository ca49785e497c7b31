import { afterEach, describe, expect, it } from 'vitest';
import { TestApp } from '../../../doubles/app/running-app.ts';

const testApp = new TestApp();
afterEach(() => testApp.clear());

describe('a webhook that is given at the start', () => {
  const webhook = { url: 'http://127.0.0.1:9/webhook', secret: 'whsec_mine' };

  it('is there with its secret, in each run and after a reset, in place of the demo handler', async () => {
    let { sdk, control } = await testApp.start({ webhook });
    expect(await sdk.webhooks.getWebhook()).toMatchObject(webhook);
    await control.run('workspace.reset', { seed: 'starter' });
    expect(await sdk.webhooks.getWebhook()).toMatchObject(webhook);
    await testApp.stop();
    ({ sdk, control } = await testApp.start({ webhook: { url: webhook.url, secret: null } }));
    expect(await sdk.webhooks.getWebhook()).toMatchObject(webhook);
    await testApp.stop();
    const moved = { url: 'http://127.0.0.1:9/other', secret: null };
    ({ sdk, control } = await testApp.start({ webhook: moved }));
    expect(await sdk.webhooks.getWebhook()).toMatchObject({ ...webhook, url: moved.url });
    await testApp.stop();
    ({ sdk, control } = await testApp.start());
    expect(await sdk.webhooks.getWebhook()).toMatchObject({ ...webhook, url: moved.url });
  });

  it('is refused at the start where it could never be sent to', async () => {
    const start = testApp.start({ webhook: { url: 'http://169.254.169.254/', secret: null } });
    await expect(start).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringMatching(/^--webhook: /),
    });
  });
});
