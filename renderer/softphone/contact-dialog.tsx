import { type FormEvent, useState } from 'react';
import type { LiveContact } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { contactOf } from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './contact-dialog.module.css';

const NO_CONTACTS: readonly LiveContact[] = [];

/** Names the owner of a number in the address book, which the API shares. */
export function ContactDialog(props: { address: string; open: boolean; onClose(): void }) {
  const { address, open, onClose } = props;
  const contacts = useLive((live) => live.state?.contacts ?? NO_CONTACTS);
  const contact = contactOf(contacts, address);
  return (
    <Dialog
      open={open}
      title={contact === null ? 'Name this person' : 'Change the contact'}
      description={`${formatPhoneNumber(address)}. The name is shown wherever they appear, and your webhooks get it as the contact.`}
      onClose={onClose}
    >
      {open ? <ContactForm address={address} contact={contact} onClose={onClose} /> : null}
    </Dialog>
  );
}

function ContactForm(props: { address: string; contact: LiveContact | null; onClose(): void }) {
  const { address, contact, onClose } = props;
  const run = useRun();
  const [name, setName] = useState(contact?.name ?? '');
  const [email, setEmail] = useState(contact?.email ?? '');
  const complete = name.trim() !== '';
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const saved = await run('contact.save', {
      phoneNumber: address,
      name: name.trim(),
      email: email.trim() === '' ? null : email.trim(),
    });
    if (saved !== null) onClose();
  };
  const remove = async () => {
    if (contact === null) return;
    const removed = await run('contact.remove', { contactId: contact.id });
    if (removed !== null) onClose();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <TextField
        label="Name"
        value={name}
        maxLength={200}
        placeholder="Ada Bell"
        onText={setName}
      />
      <TextField
        label="E-mail address"
        hint="For those who write iMessages from it. May be left out."
        value={email}
        maxLength={320}
        onText={setEmail}
      />
      <div className={styles.actions}>
        <Button type="submit" tone="primary" disabled={!complete}>
          Save
        </Button>
        {contact === null ? null : (
          <Button tone="ghost" onClick={() => void remove()}>
            Remove the contact
          </Button>
        )}
      </div>
    </form>
  );
}
