import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

describe('the words against a value that an operation cannot take', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  beforeAll(async () => {
    app = await testApp.start();
  });
  afterAll(() => testApp.clear());

  it.each([
    ['plan.set', { numberAllowance: 'many' }, 'Must be a number.'],
    ['plan.set', { numberAllowance: 1.5 }, 'Must be a whole number.'],
    ['plan.set', { numberAllowance: -1 }, 'Must be 0 or more.'],
    ['plan.set', { enforce: 'yes' }, 'Must be true or false.'],
    ['webhook.set', { url: 'http://127.0.0.1:9/', timeoutSeconds: 121 }, 'Must be 120 at most.'],
    ['text.receive', { from: 7, to: '', body: '' }, 'Must be a text.'],
    ['text.receive', { from: '', to: '', body: '', mediaUrls: 'x' }, 'Must be a list.'],
    // A schema that has words of its own keeps them.
    ['webhook.set', { url: 'nowhere' }, 'Must be an http or https URL'],
    ['call.hangUp', {}, 'Field required'],
  ])('%s with %j: %s %s', async (name, input, words) => {
    const { status, body } = await app.control.send(name, input);
    expect(status).toBe(422);
    expect((body as ErrorBody).error.details?.map(({ message }) => message)).toContain(words);
  });
});
