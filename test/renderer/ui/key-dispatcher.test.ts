import { beforeEach, describe, expect, it } from 'vitest';
import { KeyDispatcher, type KeyScope } from '../../../renderer/ui/keys/key-dispatcher.ts';

/** As much of an element as keys look at: what it lies in. */
const inside = (...selectors: string[]) => ({
  closest: (selector: string) => (selectors.some((one) => selector.includes(one)) ? {} : null),
});
const NOWHERE = inside();

function press(key: string, changes: object = {}) {
  const event = {
    key,
    target: NOWHERE,
    timeStamp: 0,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...changes,
  };
  return event;
}

describe('keys of the window', () => {
  let dispatcher: KeyDispatcher;
  let taken: string[];
  const take = (name: string, scope: KeyScope, keys: string, always = false) =>
    dispatcher.add({
      scope,
      always,
      take: (event) => {
        if (!keys.includes(event.key)) return false;
        taken.push(`${name} ${event.key}`);
        return true;
      },
    });
  const send = (event: ReturnType<typeof press>) => {
    dispatcher.handle(event as unknown as KeyboardEvent);
    return event.defaultPrevented;
  };

  beforeEach(() => {
    dispatcher = new KeyDispatcher();
    taken = [];
  });

  it('go to the narrowest place that knows them, and to the newest there', () => {
    take('window', 'window', 'abc');
    take('focus', 'focus', 'a');
    take('screen', 'screen', 'ab');
    take('dialogless', 'screen', 'b');
    for (const key of ['a', 'b', 'c']) expect(send(press(key))).toBe(true);
    expect(taken).toEqual(['focus a', 'dialogless b', 'window c']);
    expect(send(press('x'))).toBe(false);
  });

  it('are nobody’s once their place is gone, or when somebody else took them', () => {
    const remove = take('one', 'window', 'a');
    send(press('a', { defaultPrevented: true }));
    remove();
    send(press('a'));
    expect(taken).toEqual([]);
  });

  it.each(['textarea', '[contenteditable', '[role="dialog"]', '[role="menu"]'])(
    'leave a person in %s alone, but for keys that work always',
    (place) => {
      take('plain', 'window', 'a');
      take('always', 'window', 'ab', true);
      send(press('a', { target: inside(place) }));
      send(press('b', { target: inside(place) }));
      expect(taken).toEqual(['always a', 'always b']);
    },
  );

  it('do not cut into what an input method composes', () => {
    take('always', 'window', 'a', true);
    send(press('a', { isComposing: true }));
    expect(taken).toEqual([]);
  });

  it('come in pairs: the second is for whoever expects it, if it comes soon', () => {
    dispatcher.add({
      scope: 'window',
      take: (event) => {
        if (event.key !== 'g') return false;
        dispatcher.expect(event, (second) => {
          taken.push(`g ${second.key}`);
          return true;
        });
        return true;
      },
    });
    take('timeline', 'screen', 'mw');
    send(press('g'));
    send(press('Shift', { timeStamp: 10 }));
    send(press('m', { timeStamp: 200 }));
    send(press('m', { timeStamp: 300 }));
    send(press('g', { timeStamp: 1_000 }));
    send(press('w', { timeStamp: 2_600 }));
    expect(taken).toEqual(['g m', 'timeline m', 'timeline w']);
  });
});
