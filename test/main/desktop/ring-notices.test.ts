import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallView } from '../../../common/contract/index.ts';
import { call as liveCall } from '../../renderer/state/live-fixtures.ts';

vi.mock('electron', () => import('../../doubles/processes/fake-electron.ts'));
const fake = await import('../../doubles/processes/fake-electron.ts');
const { RingNotices } = await import('../../../main/desktop/ring-notices.ts');

const ringing = (more: Partial<CallView> = {}): CallView =>
  liveCall({
    id: 'call_1',
    direction: 'outbound',
    phase: 'ringing',
    from: '+15550100147',
    to: '+15550100100',
    ...more,
  });

/** The notices, and what was done about a call. */
function notices(looks: { focused?: boolean; window?: boolean } = {}) {
  const done: string[] = [];
  const shown = new RingNotices({
    isWindowFocused: () => looks.focused ?? false,
    hasWindow: () => looks.window ?? true,
    showWindow: () => done.push('window'),
    answer: (callId) => done.push(`answer ${callId}`),
    decline: (callId) => done.push(`decline ${callId}`),
  });
  return { shown, done };
}

beforeEach(() => {
  fake.Notification.made.length = 0;
});

describe('a notice of a call that rings', () => {
  it('is shown once, and goes when the call rings no more', () => {
    const { shown } = notices();
    shown.show([ringing()]);
    shown.show([ringing(), ringing({ id: 'call_2', direction: 'inbound' })]);
    expect(fake.Notification.made.map(({ options }) => options)).toEqual([
      expect.objectContaining({
        title: '+15550100147 is calling',
        body: 'For +15550100100',
        silent: true,
      }),
    ]);
    expect(fake.Notification.made[0]?.state).toBe('shown');
    shown.show([ringing({ phase: 'listening' })]);
    expect(fake.Notification.made[0]?.state).toBe('closed');
  });

  it('answers, declines and opens the window', () => {
    const { shown, done } = notices({ window: false });
    shown.show([ringing()]);
    const [notice] = fake.Notification.made;
    // No window rings, so the system's own sound has to.
    expect(notice?.options.silent).toBe(false);
    notice?.emit('click');
    notice?.emit('action', {}, 0);
    notice?.emit('action', {}, 1);
    expect(done).toEqual(['window', 'window', 'answer call_1', 'decline call_1']);
  });

  it('is not shown over the window that shows the call', () => {
    const { shown } = notices({ focused: true });
    shown.show([ringing()]);
    expect(fake.Notification.made).toEqual([]);
  });
});
