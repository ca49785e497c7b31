import type { PlanState } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Group, Row } from '../ui/settings-list.tsx';

/** Limits of the service, which are off until they are turned on. */
export function PlanSettings() {
  const run = useRun();
  const { data: plan, setData } = useOperation('plan.get', {});
  const row = (limit: 'conversationLimits' | 'endpointRateLimits', name: string, hint: string) => (
    <Row name={name} hint={hint}>
      {plan === null ? null : (
        <Segmented
          label={name}
          value={plan[limit] ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Off' },
            { value: 'on', label: 'On' },
          ]}
          onChange={(choice) => void choose({ [limit]: choice === 'on' })}
        />
      )}
    </Row>
  );
  const choose = async (change: Partial<PlanState>) => {
    const saved = await run('plan.set', change);
    if (saved !== null) setData(saved);
  };
  return (
    <Group title="Limits of the service">
      {row(
        'conversationLimits',
        'Conversations',
        'iMessages to people who do not answer are refused with the codes of the service, such as CONVERSATION_STREAK_LIMIT.',
      )}
      {row(
        'endpointRateLimits',
        'Endpoints',
        'Requests per minute for each route, such as buying numbers 20, making agents 30, calling 120, setting webhooks 10.',
      )}
    </Group>
  );
}
