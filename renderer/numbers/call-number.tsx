import { Phone } from 'lucide-react';
import { usePhone } from '../state/callers.ts';
import { showScreen } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';

/** Opens the phone with this number chosen. */
export function CallNumber(props: { phoneNumber: string; disabled?: boolean }) {
  return (
    <Button
      disabled={props.disabled}
      onClick={() => {
        usePhone.setState({ agentNumber: props.phoneNumber });
        showScreen('phone');
      }}
    >
      <Phone size={14} />
      Call it
    </Button>
  );
}
