import { Clock, Snowflake } from 'lucide-react';
import { useState } from 'react';
import type { ClockState } from '../../common/contract/index.ts';
import { formatClockTime } from '../format/date-format.ts';
import { CLOCK_STEPS } from '../settings/clock/clock-steps.ts';
import { offsetWords } from '../settings/clock/clock-words.ts';
import { useClockMoves } from '../settings/clock/use-clock-moves.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { Chip, Num } from '../ui/labels.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { useOnceTrue } from '../ui/lazily/use-once-true.ts';
import { Moment } from '../ui/moment.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';
import styles from './top-bar.module.css';

const MoveClockDialog = lazily(
  () => import('../settings/clock/move-clock-dialog.tsx').then((part) => part.MoveClockDialog),
  { quiet: true },
);

/** The time on the product's clock, with a menu to move the clock. */
export function ClockChip(props: { clock: ClockState }) {
  const { clock } = props;
  const moves = useClockMoves();
  const [moving, setMoving] = useState(false);
  const movingWanted = useOnceTrue(moving);
  const frozen = clock.mode === 'frozen';
  const offset = offsetWords(clock.offsetMs);
  const nowMs = useWallNowMs(1_000, !frozen && offset !== null);
  const now = new Date(productNowMs(clock, nowMs)).toISOString();
  const words = frozen ? `Frozen ${formatClockTime(now)}` : (offset ?? 'Real time');
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Chip aria-label={`Clock: ${words}`} onClick={() => undefined}>
            {frozen ? <Snowflake size={13} /> : <Clock size={13} />}
            <b className={styles.clock}>
              <Num>{words}</Num>
            </b>
          </Chip>
        }
      >
        <MenuLabel>
          <Moment at={now} as="day" />
          {offset === null ? '' : `, ${offset}${clock.offsetMs > 0 ? ' of' : ''} real time`}
        </MenuLabel>
        <MenuItem onSelect={frozen ? moves.resume : moves.freeze}>
          {frozen ? 'Let it run' : 'Freeze'}
        </MenuItem>
        {frozen || offset !== null ? (
          <MenuItem onSelect={() => void moves.toRealTime()}>Back to real time</MenuItem>
        ) : null}
        <MenuSeparator />
        <MenuLabel>Move forward, running what is due</MenuLabel>
        {CLOCK_STEPS.map(({ by, label }) => (
          <MenuItem key={by} onSelect={() => void moves.advance(by)}>
            {label}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setMoving(true)}>Other…</MenuItem>
        <MenuItem disabled={!frozen} onSelect={() => void moves.untilIdle()}>
          {frozen ? 'Until idle' : 'Until idle (frozen only)'}
        </MenuItem>
      </Menu>
      {movingWanted ? (
        <MoveClockDialog
          clock={clock}
          open={moving}
          onMove={(toMs) => void moves.moveTo(toMs)}
          onClose={() => setMoving(false)}
        />
      ) : null}
    </>
  );
}
