import type { PlanState } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Group } from '../ui/settings-list.tsx';
import { FormRow } from './form-row.tsx';
import { SwitchRow } from './switch-row.tsx';

/** Limits of the service, which are off until they are turned on. */
export function PlanSettings() {
  const run = useRun();
  const { data: plan, setData } = useOperation('plan.get', {});
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
      <SwitchRow
        name="Conversations"
        hint="iMessages to people who do not answer are refused with the codes of the service, such as CONVERSATION_STREAK_LIMIT."
        on={plan?.conversationLimits ?? null}
        onChange={(on) => void choose({ conversationLimits: on })}
      />
      <SwitchRow
        name="Endpoints"
        hint="Requests per minute for each route, such as buying numbers 20, making agents 30, calling 120, setting webhooks 10."
        on={plan?.endpointRateLimits ?? null}
        onChange={(on) => void choose({ endpointRateLimits: on })}
      />
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
