import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART_NAMES, TimelineTurn } from '../../../../common/contract/index.ts';
import { toUs } from '../../../../common/rules/timeline/timeline.ts';
import { countedParts, partMs, sumMs } from '../../../../common/rules/timeline/timeline-parts.ts';
import {
  soundOfWhatIf,
  withPartDuration,
} from '../../../../common/rules/timeline/timeline-what-if.ts';
import { anyHeardTurn, heardTurn, hostedTurn } from '../../../doubles/calls/timeline-turns.ts';

describe('what if one part took another time', () => {
  it('moves a slow model and everything that waits for it', () => {
    const before = heardTurn();
    const after = withPartDuration(before, 'firstByte', 1_700);
    expect(after.responseLatencyMs).toBe((before.responseLatencyMs ?? 0) + 1_600);
    expect(after.request?.sentMs).toBe(before.request?.sentMs);
    expect(after.chunks.map(({ atMs }) => atMs)).toEqual(
      before.chunks.map(({ atMs }) => atMs + 1_600),
    );
    expect(after.pieces.map(({ spokenFromMs }) => spokenFromMs)).toEqual(
      before.pieces.map(({ spokenFromMs }) => (spokenFromMs ?? 0) + 1_600),
    );
  });

  it('lets a slow voice delay the sound, not the lines', () => {
    const before = heardTurn();
    const after = withPartDuration(before, 'synthesis', 390);
    expect(after.chunks.map(({ atMs }) => atMs)).toEqual(before.chunks.map(({ atMs }) => atMs));
    expect(after.request).toEqual(before.request);
    expect(after.chunks[1]?.spokenFromMs).toBe((before.chunks[1]?.spokenFromMs ?? 0) + 300);
  });

  it('cannot make a later piece sound before it was ready', () => {
    const before = heardTurn({ synthesisMs: 1_000 });
    const after = withPartDuration(before, 'synthesis', 0);
    expect(after.pieces[0]?.spokenFromMs).toBe((before.pieces[0]?.spokenFromMs ?? 0) - 1_000);
    const second = after.pieces[1];
    expect(second?.spokenFromMs).toBeGreaterThanOrEqual(second?.firstAudioMs ?? Infinity);
    expect(second?.spokenFromMs).toBeGreaterThanOrEqual(after.pieces[0]?.spokenToMs ?? Infinity);
  });

  it('moves the tools of a model with what they wait for', () => {
    const before = hostedTurn();
    const toolsAfter = (name: 'tool' | 'firstByte' | 'synthesis', ms: number) => {
      const { tools, chunks } = withPartDuration(before, name, ms);
      return [tools[0]?.startMs, tools[0]?.endMs, chunks[0]?.atMs];
    };
    expect(toolsAfter('tool', 1_000)).toEqual([1_300, 2_300, 2_500]);
    expect(toolsAfter('firstByte', 298)).toEqual([1_400, 1_800, 2_000]);
    expect(toolsAfter('synthesis', 300)).toEqual([1_300, 1_700, 1_900]);
  });

  it('adds up exactly, whatever part takes whatever time', () => {
    const part = fc.constantFrom(...PART_NAMES);
    fc.assert(
      fc.property(anyHeardTurn, part, fc.nat(20_000_000), (before, name, us) => {
        const after = withPartDuration(before, name, us / 1_000);
        expect(TimelineTurn.parse(after)).toEqual(after);
        expect(toUs(sumMs(countedParts(after)))).toBe(toUs(after.responseLatencyMs ?? -1));
        const changed = after.parts.find((candidate) => candidate.name === name);
        if (changed) expect(toUs(partMs(changed))).toBe(us);
        for (const [index, next] of after.parts.slice(1).entries()) {
          expect(next.startMs).toBe(after.parts[index]?.endMs);
        }
        for (const other of before.parts.filter((candidate) => candidate.name !== name)) {
          const same = after.parts.find((candidate) => candidate.name === other.name);
          expect(same && toUs(partMs(same))).toBe(toUs(partMs(other)));
        }
        for (const [index, piece] of after.pieces.entries()) {
          const was = before.pieces[index];
          expect(toUs((piece.spokenToMs ?? 0) - (piece.spokenFromMs ?? 0))).toBe(
            toUs((was?.spokenToMs ?? 0) - (was?.spokenFromMs ?? 0)),
          );
          const last = after.pieces[index - 1]?.spokenToMs ?? -Infinity;
          expect(piece.spokenFromMs ?? 0).toBeGreaterThanOrEqual(last);
        }
      }),
    );
  });

  it('is undone by the old duration', () => {
    fc.assert(
      fc.property(anyHeardTurn, fc.nat(3_000), (before, ms) => {
        const slower = withPartDuration(before, 'firstByte', ms);
        const part = before.parts.find(({ name }) => name === 'firstByte');
        expect(withPartDuration(slower, 'firstByte', part ? partMs(part) : 0)).toEqual(before);
      }),
    );
  });

  it('leaves a turn alone that does not have the part', () => {
    const turn = heardTurn();
    expect(withPartDuration(turn, 'device', 50)).toBe(turn);
  });

  it('is heard from the recording: the same sound, later', () => {
    const before = heardTurn();
    const after = withPartDuration(before, 'firstByte', 600);
    const [caller, first] = soundOfWhatIf(before, after);
    expect(caller).toEqual({ side: 'caller', atMs: 1_000, fromMs: 1_000, toMs: 2_000 });
    expect(first?.atMs).toBe((first?.fromMs ?? 0) + 500);
  });
});
