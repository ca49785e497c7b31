import { Check, CircleAlert, CircleDashed } from 'lucide-react';
import type { Tone } from '../format/tone.ts';
import styles from './verdict.module.css';

const ICONS = { ok: Check, bad: CircleAlert, warn: CircleDashed, accent: Check } as const;

/** What came out: one line that settles it, and one that explains it where there is more to say. */
export function VerdictLine(props: { tone: Tone; headline: string; detail?: string }) {
  const { tone, headline, detail = '' } = props;
  const Icon = ICONS[tone];
  return (
    <div className={styles.verdict} data-tone={tone} role="status">
      <Icon size={16} strokeWidth={2.4} />
      <div>
        <b>{headline}</b>
        {detail === '' ? null : <small>{detail}</small>}
      </div>
    </div>
  );
}
