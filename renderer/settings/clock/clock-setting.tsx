import { FastForward, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { ClockState } from '../../../common/contract/index.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Row } from '../../ui/settings-list.tsx';
import { CLOCK_STEPS } from './clock-steps.ts';
import { offsetWords } from './clock-words.ts';
import { MoveClockDialog } from './move-clock-dialog.tsx';
import { useClockMoves } from './use-clock-moves.ts';

/**
 * Freezes and moves the product's clock. Retries and silences that become due on the way happen.
 */
export function ClockSetting(props: { clock: ClockState }) {
  const { clock } = props;
  const moves = useClockMoves();
  const [moving, setMoving] = useState(false);
  const nowMs = useWallNowMs(1_000, clock.mode === 'real');
  const frozen = clock.mode === 'frozen';
  const offset = offsetWords(clock.offsetMs);
  return (
    <>
      <Row
        name={frozen ? 'Frozen' : 'Running'}
        hint={
          frozen
            ? 'Time moves only when you move it.'
            : `${offset === null ? 'Real time' : `Real time, ${offset}`}. Signatures always carry real time.`
        }
      >
        <Moment at={new Date(productNowMs(clock, nowMs)).toISOString()} as="day" />
        <Button onClick={frozen ? moves.resume : moves.freeze}>
          {frozen ? <Play size={14} /> : <Pause size={14} />}
          {frozen ? 'Let it run' : 'Freeze'}
        </Button>
        {frozen || offset !== null ? (
          <Button onClick={() => void moves.toRealTime()}>Back to real time</Button>
        ) : null}
      </Row>
      <Row name="Move forward" hint="Everything due on the way runs in order first.">
        {CLOCK_STEPS.map(({ by, label }) => (
          <Button key={by} onClick={() => void moves.advance(by)}>
            {label}
          </Button>
        ))}
        <Button onClick={() => setMoving(true)}>Other…</Button>
        <Button disabled={!frozen} onClick={() => void moves.untilIdle()}>
          <FastForward size={14} />
          Until idle
        </Button>
      </Row>
      <MoveClockDialog
        clock={clock}
        open={moving}
        onMove={(toMs) => void moves.moveTo(toMs)}
        onClose={() => setMoving(false)}
      />
    </>
  );
}
