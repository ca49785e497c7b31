import type { PlanState } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Group, Row } from '../ui/settings-list.tsx';
import { FormRow } from './form-row.tsx';

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
      <FormRow
        name="Plan"
        hint="How many numbers, texts and minutes there are, what more of them costs, and what is refused."
        operation="plan.set"
      >
        {plan === null ? null : planInWords(plan)}
      </FormRow>
      <RegistrationRow />
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

function planInWords({ profile, numberAllowance, balance }: PlanState): string {
  const numbers = numberAllowance === 1 ? '1 number' : `${numberAllowance} numbers`;
  const name = profile === 'seed' ? 'Seed' : 'Pay as you go';
  return balance === null ? `${name}, ${numbers}` : `${name}, ${numbers}, $${balance.toFixed(2)}`;
}

/** The carriers' verdict on the registration for texting, which the plan may ask for. */
function RegistrationRow() {
  const { data } = useOperation('registration.get', {});
  return (
    <FormRow
      name="10DLC registration"
      hint="POST /v1/register begins it; it is approved after nine days of the clock, or decided here."
      operation="registration.decide"
      verb="Decide…"
    >
      {data === null ? null : STATUS_IN_WORDS[data.campaign_status]}
    </FormRow>
  );
}

const STATUS_IN_WORDS = {
  none: 'Nothing registered',
  pending: 'Under review',
  approved: 'Approved',
  rejected: 'Rejected',
} as const;
