import { describe, expect, it } from 'vitest';
import {
  NEW_DRAFT,
  readDraft,
  withTarget,
} from '../../../../renderer/inspector/faults/fault-draft.ts';
import {
  describeFault,
  KINDS_OF,
  kindInfo,
  TARGETS,
} from '../../../../renderer/inspector/faults/fault-kinds.ts';

describe('a fault while it is typed', () => {
  it('holds only what its kind listens to', () => {
    const draft = { ...NEW_DRAFT, match: ' channel:sms ', delayMs: '50', afterLines: '3' };
    expect(readDraft(draft)).toEqual({
      ok: true,
      spec: { target: 'delivery', kind: 'badSignature', match: 'channel:sms', times: 1 },
    });
    expect(readDraft({ ...draft, kind: 'delay', times: '' })).toEqual({
      ok: true,
      spec: { target: 'delivery', kind: 'delay', match: 'channel:sms', delayMs: 50 },
    });
  });

  it('takes one way of spelling JSON, or all of them', () => {
    const draft = { ...NEW_DRAFT, kind: 'jsonSpelling' } as const;
    expect(readDraft(draft)).toMatchObject({ ok: true, spec: { kind: 'jsonSpelling' } });
    expect(readDraft(draft)).not.toHaveProperty('spec.spelling');
    const read = readDraft({ ...draft, spelling: 'escapes' });
    expect(read).toMatchObject({ ok: true, spec: { spelling: 'escapes' } });
    expect(read.ok && describeFault(read.spec).conditions).toEqual(['Escapes']);
  });

  it('takes a share in per cent', () => {
    const read = readDraft({ ...NEW_DRAFT, percent: '25' });
    expect(read.ok && read.spec.rate).toBe(0.25);
    expect(readDraft({ ...NEW_DRAFT, percent: '101' })).toMatchObject({ ok: false });
  });

  it('says what is wrong, in words', () => {
    expect(readDraft({ ...NEW_DRAFT, times: '0' })).toMatchObject({
      problem: expect.stringContaining('How often'),
    });
    for (const times of ['0x10', '1e1']) {
      expect(readDraft({ ...NEW_DRAFT, times })).toMatchObject({
        problem: expect.stringContaining('How often'),
      });
    }
    expect(readDraft({ ...NEW_DRAFT, match: 'colour:red' })).toMatchObject({
      problem: expect.stringContaining('colour'),
    });
  });

  it('gets a kind that its target knows', () => {
    expect(withTarget(NEW_DRAFT, 'api').kind).toBe('status429');
    expect(withTarget({ ...NEW_DRAFT, kind: 'reset' }, 'voiceStream').kind).toBe('reset');
  });

  it('has words for every kind, and every first kind can be set as it is', () => {
    for (const { value: target } of TARGETS) {
      for (const kind of KINDS_OF[target]) {
        expect(kindInfo(target, kind).does, `${target} ${kind}`).not.toBe('');
        expect(readDraft({ ...NEW_DRAFT, target, kind }).ok, `${target} ${kind}`).toBe(true);
      }
    }
  });

  it('is told in a line', () => {
    const spec = {
      target: 'api',
      kind: 'status503',
      match: 'POST /v1/messages*',
      rate: 0.5,
    } as const;
    expect(describeFault(spec)).toEqual({
      label: '503 Service Unavailable',
      conditions: ['POST /v1/messages*', '50 % of them'],
    });
  });
});
