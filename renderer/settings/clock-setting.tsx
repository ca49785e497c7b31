import { FastForward, Pause, Play } from 'lucide-react';
import type { ClockState } from '../../common/contract/index.ts';
import { formatDayTime } from '../format/time-format.ts';
import { showToast } from '../state/toast-store.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Num } from '../ui/labels.tsx';
import { Row } from '../ui/settings-list.tsx';
import { CLOCK_STEPS } from './clock-steps.ts';

/** Freezes the product's clock and moves it: retries and silences come due on the way. */
export function ClockSetting(props: { clock: ClockState }) {
  const { clock } = props;
  const run = useRun();
  const nowMs = useWallNowMs(1_000, clock.mode === 'real');
  const advance = async (by: string) => {
    const moved = await run('clock.advance', { by });
    if (moved === null) return;
    showToast({
      tone: 'ok',
      title: `It is ${formatDayTime(moved.now)} now`,
      detail: moved.ran === 1 ? '1 due item ran' : `${moved.ran} due items ran`,
    });
  };
  const frozen = clock.mode === 'frozen';
  return (
    <>
      <Row
        name={frozen ? 'Frozen' : 'Running'}
        hint={
          frozen
            ? 'Time moves only when you move it.'
            : 'Real time plus an offset. Signatures always carry real time.'
        }
      >
        <Num>{formatDayTime(new Date(productNowMs(clock, nowMs)).toISOString())}</Num>
        <Button onClick={() => void run(frozen ? 'clock.resume' : 'clock.freeze', {})}>
          {frozen ? <Play size={14} /> : <Pause size={14} />}
          {frozen ? 'Let it run' : 'Freeze'}
        </Button>
      </Row>
      <Row name="Move forward" hint="Everything due on the way runs in order first.">
        {CLOCK_STEPS.map(({ by, label }) => (
          <Button key={by} onClick={() => void advance(by)}>
            {label}
          </Button>
        ))}
        <Button disabled={!frozen} onClick={() => void run('clock.run', {})}>
          <FastForward size={14} />
          Until idle
        </Button>
      </Row>
    </>
  );
}
