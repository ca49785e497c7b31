import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../common/contract/index.ts';
import { unheardDelivery } from '../../../../common/rules/turns/unheard-turn.ts';

let seq = 0;
function event<T extends CallEvent['type']>(
  type: T,
  data: Extract<CallEvent, { type: T }>['data'],
  turn = 1,
): CallEvent {
  seq += 1;
  return { seq, atUs: seq, turn, type, data } as unknown as CallEvent;
}

const SENT = event('request.sent', { deliveryId: 'dlv_1', url: 'http://127.0.0.1/' });
const line = (text: string) =>
  event('response.line', { line: 0, text, interim: false, action: null, digits: null });
const SILENT = event('turn.finished', { outcome: 'silent' });

describe('a turn that nobody heard', () => {
  it('names the delivery whose words became no sound', () => {
    expect(unheardDelivery([SENT, line('你好'), SILENT], SILENT)).toBe('dlv_1');
  });

  it('is not one without words, nor one that was heard or cut off', () => {
    expect(unheardDelivery([SENT, line(' '), SILENT], SILENT)).toBeNull();
    const heard = event('turn.finished', { outcome: 'heard' });
    expect(unheardDelivery([SENT, line('Hi'), heard], heard)).toBeNull();
    const hungUp = event('turn.finished', { outcome: 'silent', cutBy: 'hangUp' });
    expect(unheardDelivery([SENT, line('Hi'), hungUp], hungUp)).toBeNull();
    const other = event('request.sent', { deliveryId: 'dlv_2', url: 'http://127.0.0.1/' }, 2);
    expect(unheardDelivery([other, line('Hi'), SILENT], SILENT)).toBeNull();
  });
});
