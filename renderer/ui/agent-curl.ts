import type { Agent, LiveWorkspace } from '../../common/contract/index.ts';
import { shellWord } from '../../common/rules/quoting/shell.ts';

/** A request to this workspace's API as a curl command, including its address and key. */
export function apiCurl(
  workspace: Pick<LiveWorkspace, 'apiUrl' | 'apiKey'>,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): string {
  return [
    `curl --globoff --request ${method} --url ${shellWord(workspace.apiUrl + path)}`,
    `  --header ${shellWord(`Authorization: Bearer ${workspace.apiKey}`)}`,
    `  --header ${shellWord('Content-Type: application/json')}`,
    `  --data-raw ${shellWord(JSON.stringify(body))}`,
  ].join(' \\\n');
}

export function createAgentCurl(workspace: LiveWorkspace): string {
  return apiCurl(workspace, 'POST', '/v1/agents', {
    name: 'Support',
    beginMessage: 'Hello, how can I help?',
  });
}

export function updateAgentCurl(workspace: LiveWorkspace, agent: Agent): string {
  return apiCurl(workspace, 'PATCH', `/v1/agents/${agent.id}`, {
    beginMessage: agent.beginMessage ?? 'Hello, how can I help?',
  });
}
