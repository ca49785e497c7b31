import type { LiveState } from '../../common/contract/index.ts';
import { shownAddress } from '../../common/rules/phone/hidden-number.ts';
import { usePhone } from '../state/callers.ts';
import { useOperation } from '../state/use-operation.ts';
import { Group } from '../ui/settings-list.tsx';
import { FormRow } from './form-row.tsx';

/** The people outside: who they are, and what they have in their hands. */
export function PeopleSettings(props: { state: LiveState }) {
  const { contacts } = props.state;
  const person = usePhone((phone) => phone.callerNumber);
  const hasAddress = /^\+|@/.test(person);
  return (
    <Group title="People">
      <FormRow
        name="Contacts"
        hint="The address book of the account: it names people here and in webhooks."
        operation="contact.save"
        verb="Name one…"
      >
        {contacts.length === 0 ? 'Nobody yet' : `${contacts.length}`}
      </FormRow>
      {hasAddress ? <Handset person={person} /> : null}
      {hasAddress ? <Place person={person} /> : null}
      <FormRow
        name="Shared contact"
        hint="A person shares name and picture with an iMessage line: a webhook of its own."
        operation="contact.share"
        verb="Share…"
      />
    </Group>
  );
}

function Handset({ person }: { person: string }) {
  const { data } = useOperation('handset.get', { address: person });
  return (
    <FormRow
      name="Handset"
      hint={`What the device of ${shownAddress(person)} receives, who is chosen on the phone.`}
      operation="handset.set"
      input={{ address: person }}
    >
      {data === null ? null : handsetInWords(data)}
    </FormRow>
  );
}

function handsetInWords(handset: { imessage: boolean; sms: boolean }): string {
  if (handset.imessage) return handset.sms ? 'iMessage and SMS' : 'iMessage only';
  return handset.sms ? 'SMS only' : 'No texts';
}

function Place({ person }: { person: string }) {
  const { data } = useOperation('location.get', { phoneNumber: person });
  return (
    <FormRow
      name="Location"
      hint={`Where ${shownAddress(person)} is, as far as they share it.`}
      operation="location.set"
      input={{ phoneNumber: person }}
    >
      {data === null
        ? null
        : data.latitude === null || data.longitude === null
          ? 'Not shared'
          : `${data.latitude}, ${data.longitude}`}
    </FormRow>
  );
}
