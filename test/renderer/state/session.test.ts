import { describe, expect, it } from 'vitest';
import { readSession } from '../../../renderer/state/session.ts';

function page(hash: string, kept: Record<string, string> = {}, bridge?: object) {
  const replaced: string[] = [];
  const window = {
    agentphone: bridge,
    location: { hash, origin: 'http://127.0.0.1:4748', pathname: '/', search: '' },
    sessionStorage: {
      getItem: (key: string) => kept[key] ?? null,
      setItem: (key: string, value: string) => {
        kept[key] = value;
      },
    },
    history: { replaceState: (_: null, __: string, url: string) => replaced.push(url) },
  } as unknown as Window;
  return { window, kept, replaced };
}

describe('the session of the window', () => {
  it('takes the token from the address, keeps it for the tab and cleans the address', () => {
    const { window, kept, replaced } = page('#token=secret');
    expect(readSession(window)).toEqual({ controlUrl: 'http://127.0.0.1:4748', token: 'secret' });
    expect(Object.values(kept)).toEqual(['secret']);
    expect(replaced).toEqual(['/']);
  });

  it('finds it again after a reload', () => {
    const { window } = page('', { 'agentphone.controlToken': 'secret' });
    expect(readSession(window).token).toBe('secret');
  });

  it('prefers what the preload hands over and stores nothing then', () => {
    const { window, kept } = page('', {}, { controlUrl: 'http://127.0.0.1:9', token: 'bridge' });
    expect(readSession(window)).toEqual({ controlUrl: 'http://127.0.0.1:9', token: 'bridge' });
    expect(kept).toEqual({});
  });

  it('has no token when nobody gave one', () => {
    expect(readSession(page('').window).token).toBeNull();
  });
});
