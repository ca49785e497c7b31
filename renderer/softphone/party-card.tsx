import { ChevronDown, EyeOff, Plus, UserRoundPen } from 'lucide-react';
import { useState } from 'react';
import type { LiveContact, LiveState } from '../../common/contract/index.ts';
import { hidesNumber } from '../../common/rules/phone/hidden-number.ts';
import { initials } from '../format/initials.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import {
  callerInitials,
  callerName,
  callers,
  chooseCaller,
  contactOf,
  HIDDEN_CALLER,
  useAgentNumber,
  usePhone,
} from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { activeNumbers, agentById } from '../state/selectors.ts';
import { Card } from '../ui/card.tsx';
import { Avatar, Name, Named, VisuallyHidden } from '../ui/labels.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { useOnceTrue } from '../ui/lazily/use-once-true.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';
import styles from './party-card.module.css';

const AddressDialog = lazily(
  () => import('./address-dialog.tsx').then((part) => part.AddressDialog),
  { quiet: true },
);
const ContactDialog = lazily(
  () => import('./contact-dialog.tsx').then((part) => part.ContactDialog),
  { quiet: true },
);

/** The address book goes by phone numbers, so it cannot have other addresses. */
function canBeContact(address: string): boolean {
  return /^\+\d{5,}$/.test(address);
}

const NO_CONTACTS: readonly LiveContact[] = [];

/** The two parties: the person above, the agent's number below. */
export function PartyCard(props: { state: LiveState; verb: 'calls' | 'texts' }) {
  const [adding, setAdding] = useState(false);
  const addingWanted = useOnceTrue(adding);
  const [naming, setNaming] = useState(false);
  const namingWanted = useOnceTrue(naming);
  const callerNumber = usePhone((phone) => phone.callerNumber);
  return (
    <Card aria-label="Who talks to whom">
      <PersonMenu onAdd={() => setAdding(true)} onName={() => setNaming(true)} />
      <div className={styles.verb}>{props.verb}</div>
      <NumberMenu state={props.state} />
      {addingWanted ? <AddressDialog open={adding} onClose={() => setAdding(false)} /> : null}
      {namingWanted ? (
        <ContactDialog address={callerNumber} open={naming} onClose={() => setNaming(false)} />
      ) : null}
    </Card>
  );
}

function PersonMenu(props: { onAdd(): void; onName(): void }) {
  const { callerNumber, ownNumbers } = usePhone();
  const contacts = useLive((live) => live.state?.contacts ?? NO_CONTACTS);
  const named = contactOf(contacts, callerNumber) !== null;
  return (
    <Menu
      trigger={
        <button type="button" className={styles.who}>
          <VisuallyHidden>Choose who calls or texts:</VisuallyHidden>
          <Avatar text={callerInitials(callerNumber)} of={callerNumber} />
          <Named>
            <Name>{callerName(callerNumber)}</Name>
            <small>
              {hidesNumber(callerNumber) ? 'No number is shown' : formatPhoneNumber(callerNumber)}
            </small>
          </Named>
          <ChevronDown size={15} />
        </button>
      }
    >
      <MenuLabel>The person at the other end</MenuLabel>
      {callers(ownNumbers, contacts).map((caller) => (
        <MenuItem
          key={caller.phoneNumber}
          icon={<Avatar small text={callerInitials(caller.phoneNumber)} of={caller.phoneNumber} />}
          selected={caller.phoneNumber === callerNumber}
          onSelect={() => chooseCaller(caller.phoneNumber)}
        >
          <Name>{caller.name}</Name>
          <small>{formatPhoneNumber(caller.phoneNumber)}</small>
        </MenuItem>
      ))}
      <MenuSeparator />
      {canBeContact(callerNumber) ? (
        <MenuItem icon={<UserRoundPen size={15} />} onSelect={props.onName}>
          {named ? 'Change' : 'Name'} <Name>{callerName(callerNumber)}</Name>…
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<EyeOff size={15} />}
        selected={hidesNumber(callerNumber)}
        onSelect={() => chooseCaller(HIDDEN_CALLER)}
      >
        Hide my number
      </MenuItem>
      <MenuItem icon={<Plus size={15} />} onSelect={props.onAdd}>
        Another number or SIP address…
      </MenuItem>
    </Menu>
  );
}

function NumberMenu({ state }: { state: LiveState }) {
  const agentNumber = useAgentNumber(state);
  const numbers = activeNumbers(state);
  const agent = agentById(
    state,
    numbers.find((number) => number.phoneNumber === agentNumber)?.agentId ?? null,
  );
  return (
    <Menu
      trigger={
        <button type="button" className={styles.who} disabled={numbers.length === 0}>
          <VisuallyHidden>Choose the agent's number:</VisuallyHidden>
          <Avatar agent text={initials(agent?.name ?? '?')} />
          <Named>
            {agentNumber === null ? 'No number yet' : (agent?.name ?? 'No agent attached')}
            <small>
              {agentNumber === null ? 'Buy one under Numbers' : formatPhoneNumber(agentNumber)}
            </small>
          </Named>
          <ChevronDown size={15} />
        </button>
      }
    >
      <MenuLabel>The agent's number</MenuLabel>
      {numbers.map((number) => (
        <MenuItem
          key={number.id}
          selected={number.phoneNumber === agentNumber}
          onSelect={() => usePhone.setState({ agentNumber: number.phoneNumber })}
        >
          {agentById(state, number.agentId)?.name ?? 'No agent attached'}
          <small>
            {formatPhoneNumber(number.phoneNumber)}
            {number.carrier === 'twilio' ? ' · Twilio' : ''}
          </small>
        </MenuItem>
      ))}
    </Menu>
  );
}
