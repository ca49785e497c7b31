import type { Agent } from '../../common/contract/index.ts';
import { SelectField } from '../ui/forms/select.tsx';

const NOBODY = 'nobody';

/** Chooses the agent that answers a new number; null for none yet. */
export function AnsweredBy(props: {
  agents: readonly Agent[];
  agentId: string | null;
  onChange(agentId: string | null): void;
}) {
  return (
    <SelectField
      label="Answered by"
      value={props.agentId ?? NOBODY}
      options={[
        { value: NOBODY, label: 'Nobody yet' },
        ...props.agents.map((agent) => ({ value: agent.id, label: agent.name })),
      ]}
      onChange={(value) => props.onChange(value === NOBODY ? null : value)}
    />
  );
}
