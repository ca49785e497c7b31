import { describe, expect, it } from 'vitest';
import { parseRoute, type WindowRoute } from '../../../../common/rules/window/window-route.ts';
import { followAddress } from '../../../../renderer/shell/address/follow-address.ts';
import type { Step } from '../../../../renderer/state/view-store.ts';

const placeOf = (hash: string): WindowRoute => {
  const place = parseRoute(hash);
  if (place === null) throw new Error(`${hash} leads nowhere.`);
  return place;
};

/** A page with a history, and what is shown on it. */
function page(first = '') {
  const entries = [first];
  let at = 0;
  let reloads = 0;
  const target = new EventTarget();
  const fake = {
    location: {
      get hash() {
        return entries[at] ?? '';
      },
      reload: () => {
        reloads += 1;
      },
    },
    history: {
      pushState: (_: null, __: string, hash: string) => {
        entries.splice(at + 1, entries.length, hash);
        at += 1;
      },
      replaceState: (_: null, __: string, hash: string) => {
        entries[at] = hash;
      },
      back: () => {
        at -= 1;
        target.dispatchEvent(new Event('hashchange'));
      },
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  const shown = { place: placeOf(''), step: 'step' as Step, nowhere: 0, gone: [] as string[] };
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const stop = followAddress(fake as unknown as Window, {
    place: () => shown.place,
    takeStep: () => {
      const { step } = shown;
      shown.step = 'step';
      return step;
    },
    goTo: (place) => {
      shown.place = place;
      shown.step = 'same';
      shown.gone.push(place.screen);
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onNowhere: () => {
      shown.nowhere += 1;
    },
  });
  const settled = () => Promise.resolve();
  return {
    entries,
    at: () => at,
    shown,
    stop,
    reloads: () => reloads,
    /** The person looks at something else; one click may change several stores. */
    look: (hash: string, step: Step = 'step') => {
      shown.place = placeOf(hash);
      shown.step = step;
      tell();
      tell();
      return settled();
    },
    traverse: (by: number) => {
      at += by;
      target.dispatchEvent(new Event('hashchange'));
      return settled();
    },
    type: (hash: string) => {
      fake.history.pushState(null, '', hash);
      target.dispatchEvent(new Event('hashchange'));
      return settled();
    },
  };
}

describe('the address and what is shown', () => {
  it('begins where the address leads, and writes nothing by itself', () => {
    const { entries, shown } = page('#/messages/conv_x');
    expect(shown.place).toEqual(placeOf('#/messages/conv_x'));
    expect(entries).toEqual(['#/messages/conv_x']);
    expect(page().entries).toEqual(['']);
  });

  it('writes each step of the person once', async () => {
    const { entries, look } = page();
    await look('#/calls');
    await look('#/messages');
    await look('#/messages/conv_x');
    expect(entries).toEqual(['', '#/messages', '#/messages/conv_x']);
  });

  it('goes back and forward without a new entry', async () => {
    const { entries, shown, look, traverse } = page();
    await look('#/messages');
    await look('#/settings');
    await traverse(-1);
    expect(shown.place.screen).toBe('messages');
    await traverse(-1);
    expect(shown.place).toEqual(placeOf('#/calls'));
    await traverse(2);
    expect(shown.place.screen).toBe('settings');
    expect(entries).toEqual(['', '#/messages', '#/settings']);
    expect(shown.gone).toEqual(['messages', 'phone', 'settings']);
  });

  it('takes a walk through a list as one entry, and what follows live data as none', async () => {
    const { entries, look } = page('#/webhooks');
    for (const id of ['a', 'b', 'c']) await look(`#/webhooks/${id}`, 'walk');
    await look('#/webhooks/d');
    await look('#/webhooks/e', 'walk');
    await look('#/webhooks/f', 'same');
    expect(entries).toEqual(['#/webhooks', '#/webhooks/c', '#/webhooks/d', '#/webhooks/f']);
  });

  it('goes back where what a step opened is closed again', async () => {
    const { entries, at, shown, look, traverse } = page('#/settings');
    await look('#/settings?operation=plan.set');
    await look('#/settings', 'same');
    expect([entries[at()], at()]).toEqual(['#/settings', 0]);
    await look('#/settings?operation=plan.set');
    await traverse(-1);
    expect(shown.place).toEqual(placeOf('#/settings'));
    await traverse(1);
    expect(shown.place).toEqual(placeOf('#/settings?operation=plan.set'));
    // Where it came from is not known any more: nothing is left on the way.
    await look('#/settings', 'same');
    expect(entries).toEqual(['#/settings', '#/settings']);
  });

  it('keeps nothing in the address that is no part of one', async () => {
    const { entries, type } = page();
    await type('#/calls/call_x?token=secret');
    expect(entries.at(-1)).toBe('#/calls/call_x');
  });

  it('says of an address that is none of ours that it leads nowhere, and stays', async () => {
    const { entries, shown, look, type } = page();
    await look('#/numbers');
    await type('#/%zz');
    expect(shown).toMatchObject({ nowhere: 1, place: { screen: 'numbers' } });
    expect(entries.at(-1)).toBe('#/numbers');
  });

  it('comes in anew with what is pasted to let it in', async () => {
    const { reloads, shown, type } = page();
    await type('#token=new');
    expect(reloads()).toBe(1);
    expect(shown.nowhere).toBe(0);
  });

  it('ends when it is told to', async () => {
    const { entries, stop, look } = page();
    stop();
    await look('#/numbers');
    expect(entries).toEqual(['']);
  });
});
