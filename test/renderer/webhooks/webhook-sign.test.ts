import { describe, expect, it } from 'vitest';
import { webhookSign } from '../../../renderer/webhooks/webhook-sign.ts';
import { delivery } from '../state/live-fixtures.ts';

const url = 'http://127.0.0.1:3000/webhook';
const sent = (fields: Partial<Parameters<typeof delivery>[0]>) =>
  delivery({ kind: 'event', url, demo: false, status: 'success', ...fields });

describe('the newest event tells how a webhook does', () => {
  it.each([
    ['nothing was sent', [], 'none'],
    ['it was taken', [sent({ httpStatus: 200 })], 'taken'],
    ['a voice turn was taken', [sent({ kind: 'voice', httpStatus: 200 })], 'taken'],
    ['401', [sent({ status: 'pending', httpStatus: 401, error: 'answered 401' })], 'refused'],
    ['403', [sent({ status: 'failed', httpStatus: 403, error: 'answered 403' })], 'refused'],
    ['500', [sent({ status: 'failed', httpStatus: 500, error: 'answered 500' })], 'failed'],
    ['nobody listens', [sent({ status: 'pending', httpStatus: null, error: 'refused' })], 'failed'],
    ['no answer yet', [sent({ status: 'sending', httpStatus: null, error: null })], 'underWay'],
    ['only a probe', [sent({ kind: 'test', status: 'failed', httpStatus: 401 })], 'none'],
    ['only another server', [sent({ url: 'http://127.0.0.1:1/' })], 'none'],
    ['only the demo server', [sent({ demo: true })], 'none'],
  ])('%s', (_what, deliveries, kind) => {
    expect(webhookSign(deliveries, url).kind).toBe(kind);
  });
});
