import { useMemo } from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import type { ControlClient } from '../../state/control-client.ts';
import { showToast } from '../../state/toast-store.ts';
import { useServices } from '../../state/window-context.tsx';
import { openDialog, useInspector } from '../inspector-store.ts';

/** Up to this many are sent again without a question. */
const UNASKED = 5;

export interface Many {
  /** Asks first if there are many. */
  replay(deliveries: readonly DeliverySummary[]): void;
  /** Always asks. */
  cancel(deliveries: readonly DeliverySummary[]): void;
  /** For callers that have asked already. */
  replayNow(deliveries: readonly DeliverySummary[]): Promise<void>;
  cancelNow(deliveries: readonly DeliverySummary[]): Promise<void>;
}

/** Actions on several deliveries at once. */
export function useMany(): Many {
  const { control } = useServices();
  return useMemo(() => manyWith(control), [control]);
}

function manyWith(control: ControlClient): Many {
  const replayNow = async (deliveries: readonly DeliverySummary[]) => {
    // In their original order, one after another, so that they arrive in that order.
    const inOrder = deliveries.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    const done = await each(inOrder, ({ id }) => control.run('delivery.replay', { id }));
    useInspector.setState({ marks: new Set(), anchorId: null });
    told(done, deliveries.length, 'sent again, freshly signed');
  };
  return {
    replay: (deliveries) => {
      if (deliveries.length > UNASKED) openDialog({ kind: 'replayMany', deliveries });
      else void replayNow(deliveries);
    },
    cancel: (deliveries) => openDialog({ kind: 'cancelMany', deliveries }),
    replayNow,
    cancelNow: async (deliveries) => {
      const done = await each(deliveries, ({ id }) => control.run('delivery.cancel', { id }));
      useInspector.setState({ marks: new Set(), anchorId: null });
      told(done, deliveries.length, 'cancelled', () => void replayNow(deliveries));
    },
  };
}

/** Returns how many of them succeeded. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<number> {
  let done = 0;
  for (const item of items) {
    await work(item).then(
      () => {
        done += 1;
      },
      () => {},
    );
  }
  return done;
}

function told(done: number, asked: number, what: string, undo?: () => void): void {
  const refused = asked - done;
  showToast({
    tone: refused === 0 ? 'ok' : 'bad',
    title: `${done} ${done === 1 ? 'delivery' : 'deliveries'} ${what}.${refused === 0 ? '' : ` ${refused} could not be.`}`,
    ...(undo === undefined || done === 0
      ? {}
      : { action: { label: 'Send them after all', run: undo } }),
  });
}
