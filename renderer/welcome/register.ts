import type { LiveWorkspace } from '../../common/contract/index.ts';
import { apiCurl } from '../ui/agent-curl.ts';

/** Where the examples listen, and what is registered for them. */
export const HANDLER_URL = 'http://localhost:3000/webhook';

/** Registers the handler; the answer holds the secret. */
export function registerCurl(workspace: Pick<LiveWorkspace, 'apiUrl' | 'apiKey'>): string {
  return apiCurl(workspace, 'POST', '/v1/webhooks', { url: HANDLER_URL });
}
