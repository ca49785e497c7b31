import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { TimelineTurn } from '../../common/contract/index.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './turn-picker.module.css';

/** Goes to the previous or next turn, or to one by its number, because calls may have thousands. */
export function TurnPicker(props: {
  turns: readonly TimelineTurn[];
  turn: TimelineTurn;
  onPick(turn: TimelineTurn): void;
}) {
  const { turns, turn, onPick } = props;
  const at = turns.indexOf(turn);
  const step = (by: number) => {
    const next = turns[at + by];
    if (next) onPick(next);
  };
  return (
    <span className={styles.picker}>
      <IconButton label="Turn before" disabled={at <= 0} onClick={() => step(-1)}>
        <ChevronLeft size={15} />
      </IconButton>
      <span className={styles.place}>
        {turn.index === 0 ? (
          'Greeting'
        ) : (
          <>
            <span className={styles.word}>Turn </span>
            {turn.index}
          </>
        )}
        <span className={styles.of}> of {turns.at(-1)?.index ?? 0}</span>
      </span>
      <IconButton label="Turn after" disabled={at >= turns.length - 1} onClick={() => step(1)}>
        <ChevronRight size={15} />
      </IconButton>
    </span>
  );
}
