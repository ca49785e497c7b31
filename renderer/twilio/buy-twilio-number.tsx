import { type FormEvent, useState } from 'react';
import type { Agent, OperationOutput, OperationRequest } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { AnsweredBy } from '../numbers/answered-by.tsx';
import { type Country, CountryChoice } from '../numbers/country-choice.tsx';
import { receiveChange } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { SelectField } from '../ui/forms/select.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './twilio.module.css';

type Offers = OperationOutput<'twilio.search'>;
type Search = OperationRequest<'twilio.search'>;

/** Searches Twilio's stock and buys one number. The button shows the price. */
export function BuyTwilioNumber(props: { agents: readonly Agent[]; onClose(): void }) {
  const { agents, onClose } = props;
  const { control } = useServices();
  const { attempt, busy, errorOf, otherError } = useRefusal();
  const [offers, setOffers] = useState<Offers | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [agentId, setAgentId] = useState<string | null>(null);
  const search = async (request: Search) => {
    const found = await attempt(() => control.run('twilio.search', request));
    setOffers(found);
    setChosen(found?.items[0]?.phoneNumber ?? null);
  };
  const buy = async () => {
    if (chosen === null || offers === null) return;
    const item = await attempt(() =>
      control.run('twilio.buy', {
        phoneNumber: chosen,
        agreedPrice: offers.pricePerMonth,
        ...(agentId === null ? {} : { agentId }),
      }),
    );
    if (item === null) return;
    receiveChange({ kind: 'number', item: { ...item, carrier: 'twilio' } });
    showToast({ tone: 'ok', title: `${formatPhoneNumber(item.phoneNumber)} is yours.` });
    onClose();
  };
  const problem = otherError(['areaCode']);
  return (
    <Dialog
      open
      title="Buy a number at Twilio"
      description="A real number: Twilio bills it every month until you release it."
      onClose={onClose}
    >
      <SearchForm
        busy={busy}
        error={errorOf('areaCode')}
        onCountry={() => setOffers(null)}
        onSearch={(request) => void search(request)}
      />
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {offers === null ? null : offers.items.length === 0 ? (
        <p className={styles.dim}>Twilio has none there. Try another area code.</p>
      ) : (
        <OfferForm
          offers={offers}
          agents={agents}
          busy={busy}
          chosen={chosen}
          agentId={agentId}
          onChosen={setChosen}
          onAgent={setAgentId}
          onBuy={() => void buy()}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function SearchForm(props: {
  busy: boolean;
  error: string | undefined;
  onCountry(): void;
  onSearch(request: Search): void;
}) {
  const { busy, error, onCountry, onSearch } = props;
  const [country, setCountry] = useState<Country>('US');
  const [areaCode, setAreaCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = areaCode.trim();
    onSearch({ country, ...(typed === '' ? {} : { areaCode: typed }) });
  };
  return (
    <form className={styles.search} noValidate onSubmit={submit}>
      <CountryChoice
        country={country}
        onChange={(next) => {
          setCountry(next);
          onCountry();
        }}
      />
      <TextField
        label="Area code"
        error={error}
        inputMode="numeric"
        maxLength={3}
        value={areaCode}
        placeholder="any"
        onText={setAreaCode}
      />
      <Button type="submit" busy={busy}>
        Search
      </Button>
    </form>
  );
}

/** The chosen offer, the agent that answers it, and a button with its price. */
function OfferForm(props: {
  offers: Offers;
  agents: readonly Agent[];
  busy: boolean;
  chosen: string | null;
  agentId: string | null;
  onChosen(phoneNumber: string): void;
  onAgent(agentId: string | null): void;
  onBuy(): void;
  onClose(): void;
}) {
  const { offers, agents, busy, chosen, agentId, onChosen, onAgent, onBuy, onClose } = props;
  return (
    <>
      <SelectField
        label="Number"
        value={chosen ?? ''}
        options={offers.items.map(({ phoneNumber, locality, region }) => ({
          value: phoneNumber,
          label: [formatPhoneNumber(phoneNumber), locality, region].filter(Boolean).join(' · '),
        }))}
        onChange={onChosen}
      />
      <AnsweredBy agents={agents} agentId={agentId} onChange={onAgent} />
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" busy={busy} disabled={chosen === null} onClick={onBuy}>
          {offers.pricePerMonth === null
            ? 'Buy it, price unknown'
            : `Buy it for ${offers.pricePerMonth.amount} ${offers.pricePerMonth.currency} a month`}
        </Button>
      </div>
    </>
  );
}
