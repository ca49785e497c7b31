import { useLive } from '../state/live-store.ts';
import { Select } from '../ui/forms/select.tsx';

const PROJECT = 'project';

/**
 * Chooses a webhook: that of an agent (or the project's, if the agent has none), or the project's.
 */
export function WebhookSelect(props: {
  value: string | null;
  onChange(agentId: string | null): void;
}) {
  const agents = useLive((live) => live.state?.agents) ?? [];
  return (
    <Select
      label="Whose webhook"
      value={props.value ?? PROJECT}
      options={[
        ...agents.map((agent) => ({ value: agent.id, label: `The webhook of ${agent.name}` })),
        { value: PROJECT, label: 'The webhook of the project' },
      ]}
      onChange={(value) => props.onChange(value === PROJECT ? null : value)}
    />
  );
}
