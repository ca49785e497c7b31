import { useEffect } from 'react';
import type { WebhookSetup } from '../../common/contract/index.ts';
import { useLive } from '../state/live-store.ts';
import { useOperation } from '../state/use-operation.ts';

export interface WebhookData {
  /** Null until it was asked for. */
  readonly data: { readonly webhook: WebhookSetup | null } | null;
  setWebhook(webhook: WebhookSetup | null): void;
}

/** Names whose webhook an operation is about. */
export function whose(agentId: string | null): { agentId?: string } {
  return agentId === null ? {} : { agentId };
}

/** The webhook of the project (null), or of an agent; read again whenever one is registered. */
export function useWebhook(agentId: string | null): WebhookData {
  const { data, reload, setData } = useOperation('webhook.get', whose(agentId));
  const workspace = useLive((live) => live.state?.workspace);
  // A registration is told by a workspace of its own, whoever asked for it.
  useEffect(() => {
    if (workspace !== undefined) void reload();
  }, [workspace, reload]);
  return { data, setWebhook: (webhook) => setData({ webhook }) };
}
