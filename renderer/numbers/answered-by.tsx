import type { Agent } from '../../common/contract/index.ts';
import { SelectField } from '../ui/forms/select.tsx';

const NOBODY = 'nobody';

/** Which agent answers a new number; null: nobody yet. */
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
