import { describe, expect, it } from 'vitest';
import type { StorageState } from '../../../../common/contract/index.ts';
import { StorageHealth } from '../../../../main/platform/storage-health.ts';
import { KeptWrites } from '../../../../main/store/database/kept-writes.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const refused = () => Object.assign(new Error('full'), { code: 'SQLITE_FULL' });

function harness() {
  const real = new ManualTime();
  const states: StorageState[] = [];
  const health = new StorageHealth({ real, onChange: (state) => states.push(state) });
  const defects: unknown[] = [];
  const written: string[] = [];
  const disk = { isFull: false };
  const put = (what: string) => () => {
    if (disk.isFull) throw refused();
    written.push(what);
  };
  const writes = new KeptWrites({
    real,
    health,
    probe: () => {
      if (disk.isFull) throw refused();
    },
    onDefect: (error) => defects.push(error),
  });
  return { real, states, health, defects, written, disk, put, writes };
}

describe('a write that nobody waits for', () => {
  it('is done at once on a disk that takes it', () => {
    const { writes, put, written, states } = harness();
    expect(writes.write('events', put('a'))).toBe('written');
    expect([written, states]).toEqual([['a'], []]);
  });

  it('waits in its order while the disk is full, and is made up for when there is room', () => {
    const { writes, put, written, disk, real, health } = harness();
    disk.isFull = true;
    expect(writes.write('events', put('a'))).toBe('kept');
    expect(health.state()).toMatchObject({
      waiting: 1,
      problem: { cause: 'full', notKept: ['new texts, calls and settings'] },
    });
    real.pass(3_000);
    disk.isFull = false;
    // There is room, but it has to wait for its turn.
    expect(writes.write('events', put('b'))).toBe('kept');
    expect(written).toEqual([]);
    real.pass(1_000);
    expect(written).toEqual(['a', 'b']);
    expect(health.state()).toEqual({ waiting: 0, problem: null, notices: [] });
    expect(writes.write('events', put('c'))).toBe('written');
  });

  it('throws here what has nothing to do with the disk, and keeps the rest going later', () => {
    const { writes, put, written, disk, real, health, defects } = harness();
    const wrong = () => {
      throw new Error('no such row');
    };
    expect(() => writes.write('events', wrong)).toThrow('no such row');
    disk.isFull = true;
    writes.write('events', put('a'));
    writes.write('outcomes', wrong);
    writes.write('events', put('b'));
    disk.isFull = false;
    real.pass(1_000);
    expect(written).toEqual(['a', 'b']);
    expect(defects).toMatchObject([{ message: 'no such row' }]);
    expect(health.state().notices).toEqual([
      'Lost while the disk could not be written: 1 × outcomes.',
    ]);
  });

  it('beyond the bound is named as lost, and what waited before it is not', () => {
    const { writes, put, written, disk, real, health } = harness();
    disk.isFull = true;
    const megabytes = 1024 * 1024;
    writes.write('events', put('a'), 40 * megabytes);
    expect(writes.write('ends', put('b'), 40 * megabytes)).toBe('lost');
    expect(writes.lost()).toEqual(['1 × ends', '1 × events']);
    disk.isFull = false;
    real.pass(1_000);
    expect(written).toEqual(['a']);
    expect(health.state().notices[0]).toContain('1 × ends');
    // There is room in memory again.
    disk.isFull = true;
    expect(writes.write('events', put('c'), 40 * megabytes)).toBe('kept');
  });

  it('is tried once more at the end, and what is refused then is named', () => {
    const { writes, put, written, disk } = harness();
    disk.isFull = true;
    writes.write('events', put('a'));
    disk.isFull = false;
    expect(writes.stop()).toEqual([]);
    expect(written).toEqual(['a']);
    const other = harness();
    other.disk.isFull = true;
    other.writes.write('events', other.put('a'));
    expect(other.writes.stop()).toEqual(['1 × events']);
  });
});

describe('a disk that refused somebody else', () => {
  it('is called full until a probe finds room', () => {
    const { writes, disk, real, health } = harness();
    disk.isFull = true;
    writes.notice({ cause: 'full', message: 'Make room.' });
    real.pass(5_000);
    expect(health.state().problem?.cause).toBe('full');
    disk.isFull = false;
    real.pass(1_000);
    expect(health.state().problem).toBe(null);
  });
});
