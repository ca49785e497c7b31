import { useCallback } from 'react';
import type { OperationRequest } from '../../../common/contract/index.ts';
import { useLive } from '../../state/live-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { productNowMs } from '../../state/window-clock.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { showAttempt, useInspector } from '../inspector-store.ts';

/** Selects a copy that was just sent. */
export function showCopy(id: string): void {
  useInspector.setState({ tool: null });
  showAttempt(id, null);
}

/** Sends a delivery again and selects the copy. */
export function useReplay(): (
  id: string,
  options: Omit<OperationRequest<'delivery.replay'>, 'id'>,
) => Promise<void> {
  const { control } = useServices();
  return useCallback(
    (id, options) =>
      control.run('delivery.replay', { ...options, id }).then((copy) => {
        showCopy(copy.id);
        showToast({
          tone: 'ok',
          title: toldAs(options),
          detail: copy.url,
        });
      }, reportFailure),
    [control],
  );
}

function toldAs({ fault, resign }: Omit<OperationRequest<'delivery.replay'>, 'id'>): string {
  if (fault !== undefined) return 'Sent again, with its fault.';
  return resign === false ? 'Sent again exactly as it was.' : 'Sent again, freshly signed.';
}

/** Moves the product clock to a moment, so that what is due by then happens. */
export function useSkipTo(): (iso: string) => Promise<void> {
  const { control } = useServices();
  return useCallback(
    (iso) => {
      const clock = useLive.getState().state?.clock;
      if (clock === undefined) return Promise.resolve();
      const byMs = Math.max(0, Math.ceil(Date.parse(iso) - productNowMs(clock)));
      return moved(control.run('clock.advance', { by: byMs }));
    },
    [control],
  );
}

/** Moves the product clock by a day. */
export function useJumpDay(): () => Promise<void> {
  const { control } = useServices();
  return useCallback(() => moved(control.run('clock.advance', { by: 'P1D' })), [control]);
}

function moved(move: Promise<{ readonly ran: number }>): Promise<void> {
  return move.then(({ ran }) => {
    showToast({
      tone: 'ok',
      title: `The clock moved. ${ran === 1 ? '1 thing was due and ran.' : `${ran} things were due and ran.`}`,
    });
  }, reportFailure);
}
