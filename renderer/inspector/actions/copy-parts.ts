import { useMemo } from 'react';
import type { DeliveryDetail, ExportFormat } from '../../../common/contract/index.ts';
import { showToast } from '../../state/toast-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';

export interface CopyParts {
  /** Copies the whole delivery in another form, which `label` names. */
  as(id: string, format: ExportFormat, label: string, attempt?: number | null): Promise<void>;
  body(id: string): Promise<void>;
  answer(id: string): Promise<void>;
  link(id: string): Promise<void>;
  text(text: string, label: string): Promise<void>;
}

/** Copies parts of a delivery to the clipboard. */
export function useCopyParts(): CopyParts {
  const { control, linkTo } = useServices();
  return useMemo(() => {
    const take = async (label: string, read: () => Promise<string>, detail?: string) => {
      try {
        await navigator.clipboard.writeText(await read());
        showToast({ tone: 'ok', title: `Copied: ${label}.`, detail });
      } catch (error) {
        reportFailure(error);
      }
    };
    const part = (id: string, of: (delivery: DeliveryDetail) => string) => async () =>
      of(await control.run('delivery.get', { id }));
    return {
      as: (id, format, label, attempt = null) =>
        take(label, async () => {
          const of = attempt === null ? {} : { attempt };
          return (await control.run('delivery.export', { id, format, ...of })).text;
        }),
      body: (id) =>
        take(
          'the body',
          part(id, ({ attempts, body }) => (attempts.at(-1)?.requestBody ?? body).text ?? ''),
        ),
      answer: (id) =>
        take(
          'the answer',
          part(id, ({ attempts }) => attempts.at(-1)?.responseBody?.text ?? ''),
        ),
      link: (deliveryId) =>
        take('a link', async () =>
          linkTo({
            screen: 'webhooks',
            tool: null,
            inspector: { deliveryId, attempt: null, tab: null, filter: '' },
          }),
        ),
      text: (text, label) => take(label, () => Promise.resolve(text)),
    };
  }, [control, linkTo]);
}
