import type { Framework, LiveWorkspace } from '../../common/contract/index.ts';
import { EXAMPLE_HANDLERS } from '../../common/rules/example-handlers.ts';
import { shellWord } from '../../common/rules/quoting/shell.ts';

/**
 * The commands to run in the folder in which the example was saved, until it prints "Listening on
 * …".
 */
export function runCommands(
  framework: Framework,
  workspace: Pick<LiveWorkspace, 'apiUrl' | 'apiKey'>,
  /** Null before the webhook is registered. */
  secret: string | null,
): string {
  const { install, start } = EXAMPLE_HANDLERS[framework];
  return [
    install,
    `export AGENTPHONE_BASE_URL=${shellWord(workspace.apiUrl)}`,
    `export AGENTPHONE_API_KEY=${shellWord(workspace.apiKey)}`,
    `export WEBHOOK_SECRET=${secret === null ? 'whsec_…' : shellWord(secret)}`,
    start,
  ].join('\n');
}
