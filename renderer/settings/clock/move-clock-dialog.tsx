import { type FormEvent, useState } from 'react';
import type { ClockState } from '../../../common/contract/index.ts';
import { formatDayTime } from '../../format/date-format.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { clockMove } from './clock-move.ts';
import { spanWords } from './clock-words.ts';
import styles from './move-clock-dialog.module.css';

/** Moves the clock by any duration or to any moment. */
export function MoveClockDialog(props: {
  clock: ClockState;
  open: boolean;
  onMove(toMs: number): void;
  onClose(): void;
}) {
  const { clock, open, onMove, onClose } = props;
  const [typed, setTyped] = useState('');
  const nowMs = productNowMs(clock, useWallNowMs(1_000, open));
  const move = clockMove(typed, nowMs);
  const close = () => {
    setTyped('');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ('problem' in move) return;
    close();
    onMove(move.toMs);
  };
  return (
    <Dialog
      open={open}
      title="Move the clock forward"
      description="Everything due on the way runs in order first."
      onClose={close}
    >
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="By a duration, or to a date"
          placeholder="2 h 30 min, or 2026-12-04 09:00"
          value={typed}
          onText={setTyped}
          error={typed.trim() !== '' && 'problem' in move ? move.problem : undefined}
          hint={
            'problem' in move
              ? `It is ${formatDayTime(new Date(nowMs).toISOString())} now.`
              : `To ${formatDayTime(new Date(move.toMs).toISOString())}, ${spanWords(move.toMs - nowMs)} from now.`
          }
        />
        <div className={styles.actions}>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={'problem' in move}>
            Move
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
