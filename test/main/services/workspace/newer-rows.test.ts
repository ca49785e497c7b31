import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceFile } from '../../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';

const PERSON = '+12025550147';
const DAY_MS = 86_400_000;

const app = new TestApp();
let started: StartedApp;
let numberId: string;
let code: string;
let file: WorkspaceFile;
let whole: WorkspaceFile;

async function send(method: string, path: string, body?: object) {
  const { api, apiKey } = started.ready;
  const response = await fetch(`${api}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}
const statusOf = async (id: string) => (await send('GET', `/numbers/${id}`)).status;

beforeAll(async () => {
  started = await app.start();
  const { control } = started;
  const expiresAt = new Date(Date.now() + 2 * DAY_MS).toISOString();
  numberId = (await send('POST', '/numbers', { expiresAt, externalId: 'crm-17' })).id;
  await send('POST', '/verify/send', { phone_number: PERSON });
  code = (await control.run('verification.list', {})).items[0]?.code ?? '';
  await send('POST', '/feedback', { category: 'bug', note: 'It squeaks.' });
  file = await control.run('workspace.export', {});
  whole = await control.run('workspace.export', { includeSecrets: true });
});
afterAll(() => app.clear());

describe('what the service of today has', () => {
  it('is in an export; codes are there only with the secrets', () => {
    expect(file.tables.numbers).toContainEqual(
      expect.objectContaining({ id: numberId, external_id: 'crm-17' }),
    );
    expect(file.tables.feedback).toHaveLength(1);
    expect(file.tables.phone_verifications).toEqual([]);
    expect(whole.tables.phone_verifications).toEqual([expect.objectContaining({ code })]);
  });

  it('comes back with it, and a number still ends at its time', async () => {
    const { control } = started;
    await control.run('workspace.reset', { seed: 'empty' });
    expect((await control.run('feedback.list', {})).total).toBe(0);
    expect((await control.run('verification.list', {})).items).toEqual([]);
    await control.run('workspace.import', { workspace: whole });
    expect((await control.run('feedback.list', {})).items).toMatchObject([{ note: 'It squeaks.' }]);
    expect((await control.run('verification.list', { phoneNumber: PERSON })).items).toHaveLength(1);
    await control.run('clock.advance', { by: 'P1D' });
    expect(await statusOf(numberId)).toBe('active');
    await app.stop();
    started = await app.start();
    expect(await statusOf(numberId)).toBe('active');
    await started.control.run('clock.advance', { by: 'P1D' });
    expect(await statusOf(numberId)).toBe('released');
  });

  it('is released at once when it comes from a file whose time is over', async () => {
    await started.control.run('workspace.import', { workspace: whole });
    expect(await statusOf(numberId)).toBe('released');
  });
});
