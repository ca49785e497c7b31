import { beforeEach, describe, expect, it } from 'vitest';
import {
  keepTextDraft,
  startTextDrafts,
  useTextDrafts,
} from '../../../renderer/state/text-drafts.ts';

function storage(kept: string | null = null) {
  const fake = {
    kept,
    getItem: () => fake.kept,
    setItem: (_: string, value: string) => {
      fake.kept = value;
    },
  };
  return fake;
}
const start = (fake: ReturnType<typeof storage>) => startTextDrafts(fake as unknown as Storage);

describe('half-written texts', () => {
  beforeEach(() => useTextDrafts.setState({ drafts: {} }, true));

  it('are kept by what they are for, until they are sent or emptied', () => {
    const kept = storage();
    start(kept);
    keepTextDraft('thread a', 'half a te');
    keepTextDraft('thread b', 'other');
    keepTextDraft('thread b', '');
    expect(useTextDrafts.getState().drafts).toEqual({ 'thread a': 'half a te' });
    start(storage(kept.kept));
    expect(useTextDrafts.getState().drafts).toEqual({ 'thread a': 'half a te' });
  });

  it.each(['{', '[]', '7', 'null', '{"a":1}'])('begin empty with %s', (kept) => {
    start(storage(kept));
    expect(useTextDrafts.getState().drafts).toEqual({});
  });

  it('do not pile up', () => {
    for (let n = 0; n < 60; n += 1) keepTextDraft(`thread ${n}`, 'x');
    const names = Object.keys(useTextDrafts.getState().drafts);
    expect(names).toHaveLength(50);
    expect(names.at(-1)).toBe('thread 59');
    expect(names[0]).toBe('thread 10');
  });
});
