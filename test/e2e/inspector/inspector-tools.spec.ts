import type { Page } from '@playwright/test';
import { HttpsServer } from '../../doubles/servers/https-server.ts';
import type { AppProcess } from '../window/app-process.ts';
import { type Mistake, SignedHandler } from '../window/signed-handler.ts';
import { expect, picture, test } from '../window/window-test.ts';

const FROM = '+12025550147';

async function text(app: AppProcess, body: string): Promise<void> {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('text.receive', { from: FROM, to, body });
}

async function register(app: AppProcess, mistake: Mistake): Promise<SignedHandler> {
  const server = await SignedHandler.start(mistake);
  const webhook = (await app.api('/webhooks', { url: server.url })) as { secret: string };
  server.secret = webhook.secret;
  return server;
}

async function openTool(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  await page.getByRole('radio', { name }).click();
}

test('the clinic names the cause, the byte and the cure', async ({ window, app }) => {
  const server = await register(app, 'none');
  await text(app, 'Grüß dich! 👋');
  await expect.poll(() => server.received.length).toBe(1);
  await openTool(window, 'Signature clinic');
  const clinic = window.getByRole('region', { name: 'Signature clinic' });
  const body = clinic.getByRole('textbox', { name: 'Body, as your handler sees it' });
  await expect(body).toHaveValue(/Grüß/);
  await clinic.getByRole('button', { name: 'Find the cause' }).click();
  await expect(clinic.getByText('The signature fits', { exact: true })).toBeVisible();
  const sent = server.received[0]?.body ?? '';
  await body.fill(JSON.stringify(JSON.parse(sent), null, 2));
  await clinic.getByRole('button', { name: 'Find the cause' }).click();
  await expect(clinic.getByText('The body was parsed and written again')).toBeVisible();
  await expect(clinic.getByText(/first byte that differs is number \d+/)).toBeVisible();
  await clinic.getByRole('tab', { name: 'FastAPI' }).click();
  await expect(clinic.getByRole('tabpanel')).toContainText('def read_event');
  await picture(window, 'clinic-explained');
  await body.fill(sent);
  await clinic.getByRole('textbox', { name: 'Secret your handler uses' }).fill('whsec_other');
  await clinic.getByRole('button', { name: 'Find the cause' }).click();
  await expect(clinic.getByText('Another secret was used')).toBeVisible();
  await server.stop();
});

test('a request is pasted into the clinic', async ({ window, app }) => {
  const server = await register(app, 'none');
  await text(app, 'one');
  await expect.poll(() => server.received.length).toBe(1);
  const [request] = server.received;
  const raw = [
    'POST /hook HTTP/1.1',
    `X-Webhook-Timestamp: ${request?.headers['x-webhook-timestamp']}`,
    `X-Webhook-Signature: ${request?.headers['x-webhook-signature']}`,
    '',
    request?.body,
  ].join('\r\n');
  await openTool(window, 'Signature clinic');
  await window.evaluate((pasted) => navigator.clipboard.writeText(pasted), raw);
  await window.getByRole('button', { name: 'Paste a request' }).click();
  const clinic = window.getByRole('region', { name: 'Signature clinic' });
  await expect(clinic.getByRole('textbox', { name: 'X-Webhook-Timestamp' })).not.toHaveValue('');
  await clinic
    .getByRole('textbox', { name: 'Secret your handler uses' })
    .fill(server.secret.replace('whsec_', ''));
  await clinic.getByRole('button', { name: 'Find the cause' }).click();
  await expect(clinic.getByText('The secret lacks its “whsec_”')).toBeVisible();
  await picture(window, 'clinic-pasted');
  await server.stop();
});

test('a probe finds the mistake of a handler from outside', async ({ window, app }) => {
  const server = await register(app, 'reserialises');
  await openTool(window, 'Signature clinic');
  await window.getByRole('radio', { name: 'My handler' }).click();
  await window.getByRole('button', { name: 'Probe it' }).click();
  const clinic = window.getByRole('region', { name: 'Signature clinic' });
  await expect(clinic.getByText('The body was parsed and written again')).toBeVisible();
  await picture(window, 'clinic-probe');
  // Its many requests stand behind one line.
  await window.getByRole('radio', { name: 'Deliveries' }).click();
  const rows = window.getByRole('tree', { name: 'Deliveries' }).getByRole('treeitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(/^\d+ tests, \d+ refused/);
  await window.getByRole('tree', { name: 'Deliveries' }).focus();
  await window.keyboard.press('ArrowUp');
  await window.keyboard.press('ArrowRight');
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await server.stop();
});

test('faults are set by rule, strike, and are removed', async ({ window, app }) => {
  const server = await register(app, 'none');
  await openTool(window, 'Faults');
  const panel = window.getByRole('region', { name: 'Faults and breakpoints' });
  await panel.getByRole('textbox', { name: 'How often' }).fill('2');
  await panel.getByRole('combobox', { name: 'Only what matches' }).fill('channel:sms');
  await panel.getByRole('combobox', { name: 'Only what matches' }).press('Escape');
  await panel.getByRole('button', { name: 'Set the fault' }).click();
  const faults = panel.getByRole('list', { name: 'Faults' }).getByRole('listitem');
  await expect(faults).toHaveCount(1);
  await expect(faults.first()).toContainText('Bad signature');
  await text(app, 'one');
  await expect(faults.first()).toContainText('struck 1×, 1 left');
  await panel.getByRole('radio', { name: 'API requests' }).click();
  await panel.getByRole('textbox', { name: 'Method and path' }).fill('POST /v1/messages*');
  await panel.getByRole('button', { name: 'Set the fault' }).click();
  await expect(faults).toHaveCount(2);
  await picture(window, 'faults');
  await panel.getByRole('button', { name: 'End all faults' }).click();
  await expect(panel.getByText('No fault is set.')).toBeVisible();
  await server.stop();
});

test('a breakpoint holds a delivery until it is let go', async ({ window, app }) => {
  const server = await register(app, 'none');
  await openTool(window, 'Faults');
  const panel = window.getByRole('region', { name: 'Faults and breakpoints' });
  await panel.getByRole('combobox', { name: 'Hold what matches' }).fill('channel:sms');
  await panel.getByRole('button', { name: 'Set a breakpoint' }).click();
  await text(app, 'one');
  const held = panel.getByRole('list', { name: 'Held deliveries' }).getByRole('listitem');
  await expect(held).toHaveCount(1);
  expect(server.received).toHaveLength(0);
  await picture(window, 'breakpoints');
  await held.first().getByRole('button', { name: 'Let it go' }).click();
  await expect.poll(() => server.received.length).toBe(1);
  await panel.getByRole('button', { name: 'Remove the breakpoint channel:sms' }).click();
  await expect(panel.getByText('No breakpoint is set.')).toBeVisible();
  await server.stop();
});

test('a voice turn is held beside the call, and answered once it is let go', async ({
  window,
  app,
}) => {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('breakpoint.set', { match: 'channel:voice' });
  const { callId } = await app.run('call.place', { from: FROM, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.say', { callId, text: 'Do you open on Sundays?' });
  const held = window.getByRole('region', { name: 'Held delivery' });
  await expect(held.getByText(/^Held for/)).toBeVisible();
  await expect(window.getByRole('button', { name: '1 breakpoint' })).toBeVisible();
  await picture(window, 'breakpoint-voice');
  await held.getByRole('button', { name: 'Let it go' }).click();
  await expect(held).toBeHidden();
  await expect(window.getByText(/^Signature right, first line after/)).toBeVisible();
});

test('the doctor says why a webhook does not arrive', async ({ window, app }) => {
  const server = await register(app, 'none');
  await openTool(window, 'Doctor');
  const doctor = window.getByRole('region', { name: 'Doctor' });
  await doctor.getByRole('button', { name: 'Check it' }).click();
  await expect(doctor.getByRole('list', { name: 'What was checked' })).toBeVisible();
  await server.stop();
  await doctor.getByRole('button', { name: 'Check it' }).click();
  await expect(doctor.getByLabel('Problem').first()).toBeVisible();
  await picture(window, 'doctor');
});

test('the doctor shows a development certificate and lets it be trusted', async ({
  window,
  app,
}) => {
  const server = await HttpsServer.start();
  const url = `https://localhost:${server.port}/webhook`;
  await app.api('/webhooks', { url });
  await openTool(window, 'Doctor');
  const doctor = window.getByRole('region', { name: 'Doctor' });
  await doctor.getByRole('button', { name: 'Check it' }).click();
  await doctor.getByRole('button', { name: 'Look at its certificate' }).click();
  const certificate = doctor.getByRole('region', { name: 'Certificate' });
  await expect(certificate.getByText('O=development').first()).toBeVisible();
  await picture(window, 'certificate');
  await certificate.getByRole('button', { name: 'Trust this certificate' }).click();
  await expect(certificate.getByRole('status')).toContainText('trusted for this server alone');
  await doctor.getByRole('button', { name: 'Check it' }).click();
  await expect.poll(() => server.seen).toBeGreaterThan(0);
  await server.stop();
});

test('what is kept can be changed, and says what it deletes', async ({ window, app }) => {
  await text(app, 'one');
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  await window.getByRole('button', { name: 'What is kept' }).click();
  const dialog = window.getByRole('dialog', { name: 'How long deliveries are kept' });
  await dialog.getByRole('textbox', { name: 'For at most this many days' }).fill('1');
  await expect(dialog.getByRole('alert')).toContainText('cannot be undone');
  await picture(window, 'retention');
  await dialog.getByRole('button', { name: 'Save and delete' }).click();
  await expect.poll(async () => (await app.run('retention.get', {})).maxAgeDays).toBe(1);
});
