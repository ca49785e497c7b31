import type { LiveWorkspace } from '../../common/contract/index.ts';
import { apiCurl } from '../ui/agent-curl.ts';

/** The address at which the examples listen, and that is registered for them. */
export const HANDLER_URL = 'http://localhost:3000/webhook';

/** The command that registers the handler. Its response contains the secret. */
export function registerCurl(workspace: Pick<LiveWorkspace, 'apiUrl' | 'apiKey'>): string {
  return apiCurl(workspace, 'POST', '/v1/webhooks', { url: HANDLER_URL });
}
