import { afterEach, describe, expect, it } from 'vitest';
import { CallTestApp, PERSON } from '../../../doubles/app/call-test-app.ts';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function opened(): Promise<CallTestApp> {
  const testApp = await CallTestApp.open();
  closing.push(() => testApp.close());
  return testApp;
}

describe('the telephone of the simulated caller', () => {
  it('is muted and put on hold, in the view, in the log and on the live socket', async () => {
    const testApp = await opened();
    const { control } = testApp.app;
    const live = new LiveWatcher(testApp.app.ready);
    closing.push(() => live.close());
    await live.opened;
    const callId = await testApp.place();
    await control.run('call.waitFor', { callId, event: 'greeted' });
    expect((await control.run('call.get', { callId })).phone).toEqual({
      muted: false,
      held: false,
      line: 'clear',
    });
    expect((await control.run('call.mute', { callId })).phone?.muted).toBe(true);
    await live.seen((change) => change.kind === 'call' && change.item.phone?.muted === true);
    const refused = await control.send('call.say', { callId, text: 'Hello?' });
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('call.mute');
    await control.run('call.mute', { callId, on: false });
    expect((await control.run('call.hold', { callId })).phone).toMatchObject({ held: true });
    expect((await control.run('line.set', { callId, line: 'telephone' })).phone).toEqual({
      muted: false,
      held: true,
      line: 'telephone',
    });
    await control.run('call.hold', { callId, on: false });
    const { items } = await control.run('call.events', { callId });
    expect(items.flatMap(({ type, data }) => (type === 'phone.set' ? [data] : []))).toEqual([
      { muted: true },
      { muted: false },
      { held: true },
      { line: 'telephone' },
      { held: false },
    ]);
    await control.run('call.hangUp', { callId });
    expect((await control.run('call.get', { callId })).phone?.line).toBe('telephone');
    expect((await control.send('call.mute', { callId })).status).toBe(409);
  });

  it('dials on the line that was asked for, else on that of the settings', async () => {
    const testApp = await opened();
    const { control } = testApp.app;
    const phoneOf = async (line?: 'clear' | 'telephone') => {
      const { callId } = await control.run('call.place', {
        from: PERSON,
        to: testApp.number.phoneNumber,
        line,
      });
      return (await control.run('call.get', { callId })).phone?.line;
    };
    expect(await phoneOf('telephone')).toBe('telephone');
    await control.run('settings.set', { line: 'telephone' });
    expect(await phoneOf()).toBe('telephone');
    expect(await phoneOf('clear')).toBe('clear');
  });
});
