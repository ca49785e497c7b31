import { type FormEvent, useState } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { receiveChange } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { AnsweredBy } from './answered-by.tsx';
import { type Country, CountryChoice } from './country-choice.tsx';
import styles from './numbers-screen.module.css';

/** Buys a simulated number, for an agent if wanted. */
export function BuyNumberDialog(props: {
  state: LiveState;
  /** The agent that is preselected. */
  agentId: string | null;
  onClose(): void;
}) {
  const { state, onClose } = props;
  const { control } = useServices();
  const [country, setCountry] = useState<Country>('US');
  const [areaCode, setAreaCode] = useState('');
  const [agentId, setAgentId] = useState(props.agentId);
  const { attempt, busy, errorOf, otherError, forget } = useRefusal();
  const typed = areaCode.trim();
  const problem = /^\d{0,3}$/.test(typed) ? null : 'An area code has three digits.';
  const buy = async (event: FormEvent) => {
    event.preventDefault();
    const request = {
      country,
      ...(typed === '' ? {} : { areaCode: typed }),
      ...(agentId === null ? {} : { agentId }),
    };
    const number = await attempt(() => control.run('number.buy', request));
    if (number === null) return;
    receiveChange({ kind: 'number', item: { ...number, carrier: 'simulated' } });
    showToast({ tone: 'ok', title: `${formatPhoneNumber(number.phoneNumber)} is yours.` });
    onClose();
  };
  const areaError = problem ?? errorOf('areaCode', 'NO_INVENTORY');
  const refusal = areaError === undefined ? otherError([]) : null;
  return (
    <Dialog
      open
      title="Buy a number"
      description="It is simulated: it costs nothing and nothing leaves this machine. Its last digits are set aside for fiction."
      onClose={onClose}
    >
      <form className={styles.form} noValidate onSubmit={(event) => void buy(event)}>
        <div>
          <CountryChoice
            country={country}
            onChange={(next) => {
              setCountry(next);
              forget();
            }}
          />
        </div>
        <TextField
          label="Area code"
          error={areaError}
          hint="Three digits, or empty for any."
          inputMode="numeric"
          value={areaCode}
          maxLength={3}
          placeholder={country === 'US' ? '415' : '416'}
          onText={(text) => {
            setAreaCode(text);
            forget();
          }}
        />
        <AnsweredBy agents={state.agents} agentId={agentId} onChange={setAgentId} />
        {refusal === null ? null : (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
        <Allowance />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            busy={busy}
            disabled={problem !== null || (typed !== '' && typed.length < 3)}
          >
            Buy it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Allowance() {
  const { data: plan } = useOperation('plan.get', {});
  if (plan === null) return null;
  return (
    <p className={styles.dim}>
      The simulated plan includes{' '}
      {plan.numberAllowance === 1 ? 'one number' : `${plan.numberAllowance} numbers`} to buy; the
      operation plan.set changes that.
    </p>
  );
}
