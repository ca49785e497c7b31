import { describe, expect, it } from 'vitest';
import { createLog } from '../../../main/platform/log.ts';
import { environmentName, MemorySecretStore } from '../../../main/platform/secret-store.ts';

describe('MemorySecretStore', () => {
  it('gives back what was set, else what the environment holds', async () => {
    const store = new MemorySecretStore({ AGENTPHONE_ENGINES_STT_API_KEY: 'from env', EMPTY: '' });
    expect(await store.get('engines.stt.apiKey')).toBe('from env');
    await store.set('engines.stt.apiKey', 'set');
    expect(await store.get('engines.stt.apiKey')).toBe('set');
    await store.delete('engines.stt.apiKey');
    expect(await store.get('engines.stt.apiKey')).toBeNull();
    expect(await store.get('twilio.authToken')).toBeNull();
  });

  it('has one environment variable for each secret', () => {
    expect(environmentName('twilio.authToken')).toBe('AGENTPHONE_TWILIO_AUTH_TOKEN');
  });
});

describe('the log', () => {
  it('cuts secrets out at every level, and keeps the rest', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    log.info({ headers: { authorization: 'Bearer hush', host: 'localhost' } }, 'request');
    log.info({ apiKey: 'hush', a: { b: { secret: 'hush', token: 'hush' } } }, 'deeper');
    log.debug('below the level');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('hush');
    expect(lines[0]).toContain('localhost');
  });
});
