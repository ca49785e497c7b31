import type { LiveChange, LiveServerMessage } from '../../../common/contract/index.ts';
import { after } from '../window-clock.ts';

/** Shorter than a person notices in a list, and long enough to render several frames between. */
const TAKE_EVERY_MS = 50;

type Take = (message: LiveServerMessage) => void;

/**
 * Stands between the socket and the state. Every change of the state renders the window again, so
 * while changes arrive in quick succession, those of each 50 ms are taken in together. A change
 * after a pause is taken in at once, as is everything in a hidden window: it shows nothing, but it
 * rings, and browsers delay its timers.
 *
 * @param take is called with the messages in the order in which they arrived
 * @returns what receives them
 */
export function inBatches(take: Take, isHidden: () => boolean): Take {
  let held: LiveChange[] = [];
  let seq = 0;
  let waiting = false;
  const takeHeld = () => {
    const changes = held;
    held = [];
    if (changes.length > 0) take({ type: 'delta', seq, changes });
  };
  const takeAndWait = () => {
    waiting = held.length > 0;
    takeHeld();
    if (waiting) after(TAKE_EVERY_MS, takeAndWait);
  };
  return (message) => {
    if (message.type === 'delta') {
      seq = message.seq;
      held.push(...message.changes);
      if (!waiting) takeAndWait();
      else if (isHidden()) takeHeld();
    } else {
      takeHeld();
      take(message);
    }
  };
}
