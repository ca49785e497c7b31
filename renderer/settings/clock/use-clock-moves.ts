import type { ClockMoved } from '../../../common/contract/index.ts';
import { formatDayTime } from '../../format/date-format.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRun } from '../../state/window-context.tsx';

/** Moves the clock, and reports the time that it shows afterwards. */
export function useClockMoves() {
  const run = useRun();
  const say = (moved: ClockMoved | null) => {
    if (moved === null) return;
    showToast({
      tone: 'ok',
      title: `It is ${formatDayTime(moved.now)} now`,
      detail: moved.ran === 1 ? '1 due item ran' : `${moved.ran} due items ran`,
    });
  };
  return {
    freeze: () => void run('clock.freeze', {}),
    resume: () => void run('clock.resume', {}),
    advance: async (by: string | number) => say(await run('clock.advance', { by })),
    moveTo: async (toMs: number) => {
      say(await run('clock.set', { at: new Date(toMs).toISOString() }));
    },
    untilIdle: async () => say(await run('clock.run', {})),
    toRealTime: async () => say(await run('clock.toRealTime', {})),
  };
}
