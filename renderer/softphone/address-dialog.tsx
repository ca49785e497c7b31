import { type FormEvent, useState } from 'react';
import { parsePhoneNumber, parseSipAddress } from '../format/phone-number.ts';
import { chooseCaller } from '../state/callers.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './party-card.module.css';

/** Asks for the address that the next call or text comes from. */
export function AddressDialog(props: { open: boolean; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const address = parsePhoneNumber(typed) ?? parseSipAddress(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address === null) return;
    chooseCaller(address);
    setTyped('');
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      title="Call or text from elsewhere"
      description="Any number or SIP address will do: nothing leaves this machine. The 555-01xx range is reserved for fiction."
      onClose={props.onClose}
    >
      <form onSubmit={submit} className={styles.form}>
        <TextField
          label="Phone number or SIP address"
          hint={
            typed !== '' && address === null
              ? 'Ten digits, + and the country code, or name@host.'
              : 'For example +1 202 555 0199 or sip:bob@example.com'
          }
          value={typed}
          placeholder="+1 202 555 0199"
          onText={setTyped}
        />
        <Button type="submit" tone="primary" disabled={address === null}>
          Use this address
        </Button>
      </form>
    </Dialog>
  );
}
