import type { LiveState } from '../../common/contract/index.ts';
import { usePhone } from '../state/callers.ts';
import { productNowMs } from '../state/window-clock.ts';
import { Card } from '../ui/card.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Moment } from '../ui/moment.tsx';
import styles from './verification-texts.module.css';

/** Older codes are of no use to the person. */
const SHOWN = 3;

/**
 * Codes that the service texted to the chosen person. They do not belong to a conversation with a
 * number.
 */
export function VerificationTexts(props: { state: LiveState }) {
  const { state } = props;
  const person = usePhone((phone) => phone.callerNumber);
  const texts = state.verifications.filter(({ phoneNumber }) => phoneNumber === person);
  if (texts.length === 0) return null;
  const nowMs = productNowMs(state.clock);
  return (
    <Card aria-label="Codes texted to this person">
      <ul className={styles.list}>
        {texts.slice(0, SHOWN).map((text) => (
          <li key={text.id} className={styles.text}>
            <span>{text.body}</span>
            <small>
              AgentPhone, <Moment at={text.sentAt} as="ago" />
              {Date.parse(text.expiresAt) <= nowMs ? ', expired' : null}
            </small>
            <CopyIcon text={text.code} label={`Copy the code ${text.code}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
