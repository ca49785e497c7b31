import { describe, expect, it } from 'vitest';
import { maskedHeaders, maskedUrl } from '../../../common/rules/masked-secrets.ts';

describe('headers without what opens doors', () => {
  it.each([
    ['Authorization', 'x'],
    ['X-Api-Key', 'x'],
    ['x-access-token', 'x'],
    ['Cookie', 'x'],
    ['X-SECRET', 'x'],
    ['X-Password', 'x'],
    ['X-Passwd', 'x'],
    ['X-Credential', 'x'],
    ['X-Webhook-Signature', 'sha256=x'],
    ['X-Own', 'Bearer x'],
    ['X-Own', 'basic x'],
    ['X-Own', 'Token x'],
    ['X-Own', 'digest x'],
  ])('hide %s: %s', (name, value) => {
    expect(maskedHeaders([[name, value]])).toEqual([[name, '••••']]);
  });

  it.each([
    ['Content-Type', 'application/json'],
    ['X-Own', 'bearers'],
    ['X-Own', 'a basic idea'],
  ])('show %s: %s', (name, value) => {
    expect(maskedHeaders([[name, value]])).toEqual([[name, value]]);
  });
});

describe('an address without what opens doors', () => {
  const MASK = '%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2';

  it.each([
    ['http://a.example/x?y=1', 'http://a.example/x?y=1'],
    ['http://a.example', 'http://a.example'],
    ['http://a.example/x?token=1&y=2', `http://a.example/x?token=${MASK}&y=2`],
    ['http://a.example/x?token=1&token=2', `http://a.example/x?token=${MASK}`],
    ['http://a.example/x?api_key=1&sig=2', `http://a.example/x?api_key=${MASK}&sig=2`],
    ['http://user:pass@a.example/x', 'http://a.example/x'],
    ['http://user@a.example/x', 'http://a.example/x'],
    ['http://:pass@a.example/x', 'http://a.example/x'],
    ['/x?token=1', `/x?token=${MASK}`],
    ['/x?y=1', '/x?y=1'],
    ['no address?token=1', 'no address?token=1'],
    ['', ''],
  ])('%s: %s', (text, masked) => {
    expect(maskedUrl(text)).toBe(masked);
  });
});
