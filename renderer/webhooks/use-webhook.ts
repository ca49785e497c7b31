import { useEffect, useState } from 'react';
import type { WebhookSetup } from '../../common/contract/index.ts';
import { useLive } from '../state/live-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';

export interface WebhookData {
  readonly agentId: string | null;
  /** Null until it is loaded. */
  readonly data: { readonly webhook: WebhookSetup | null } | null;
  setWebhook(webhook: WebhookSetup | null): void;
  /** Registers what was there before, with its secret: undoes a removal and a new secret. */
  bringBack(before: WebhookSetup): void;
}

/** The parameter that names whose webhook an operation is about. */
export function whose(agentId: string | null): { agentId?: string } {
  return agentId === null ? {} : { agentId };
}

/** The webhook of the project (null) or of an agent, loaded again whenever one is registered. */
export function useWebhook(agentId: string | null): WebhookData {
  const { control } = useServices();
  const [data, setData] = useState<WebhookData['data']>(null);
  const workspace = useLive((live) => live.state?.workspace);
  // A registration is published as a new workspace, whoever asked for it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the workspace stands for a registration
  useEffect(() => {
    const abort = new AbortController();
    control.run('webhook.get', whose(agentId), abort.signal).then(setData, (error: unknown) => {
      if (!abort.signal.aborted) reportFailure(error);
    });
    return () => abort.abort();
  }, [control, agentId, workspace]);
  const setWebhook = (webhook: WebhookSetup | null) => setData({ webhook });
  return {
    agentId,
    data,
    setWebhook,
    bringBack({ url, secret, timeoutSeconds, contextLimit }) {
      const input = { ...whose(agentId), url, secret, timeoutSeconds, contextLimit };
      void control.run('webhook.set', input).then(setWebhook, reportFailure);
    },
  };
}
