import { Pause, Play } from 'lucide-react';
import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { formatTimer } from '../../format/time-format.ts';
import { useLive } from '../../state/live-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { openDialog } from '../inspector-store.ts';
import styles from './delivery-detail.module.css';

/** A delivery that is held before it is sent, with the ways to inspect, change and release it. */
export function HeldCard(props: { delivery: DeliveryDetail }) {
  const { delivery } = props;
  const { id, heldSince } = delivery;
  const run = useRun();
  const clock = useLive((live) => live.state?.clock ?? null);
  const wallMs = useWallNowMs(1_000, clock?.mode === 'real');
  const nowMs = clock === null ? wallMs : productNowMs(clock, wallMs);
  return (
    <section className={styles.held} aria-label="Held delivery">
      <p>
        <Pause size={14} />
        <b>
          Held
          {heldSince === null ? '' : ` for ${formatTimer(nowMs - Date.parse(heldSince))}`}
        </b>
        <span>Not counted in any latency.</span>
      </p>
      <div>
        <Button tone="primary" onClick={() => void run('delivery.release', { id })}>
          <Play size={14} />
          Let it go
        </Button>
        <Button onClick={() => openDialog({ kind: 'edit', delivery, attempt: null })}>
          Edit and let go
        </Button>
        <Button tone="quiet" onClick={() => openDialog({ kind: 'cancel', id })}>
          Cancel…
        </Button>
      </div>
    </section>
  );
}
