import { Check, CircleAlert, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import type { Tone } from '../format/tone.ts';
import styles from './verdict.module.css';

const ICONS = { ok: Check, bad: CircleAlert, warn: CircleDashed, accent: Check } as const;

/**
 * A result: one line that states it and, if there is more to say, one that explains it. With
 * `brief`, both are in one line as far as there is room, and the rest is behind a button.
 */
export function VerdictLine(props: {
  tone: Tone;
  headline: string;
  detail?: string;
  brief?: boolean;
}) {
  const { tone, headline, detail = '', brief = false } = props;
  const [openFor, setOpenFor] = useState<string | null>(null);
  const words = `${headline} ${detail}`;
  const isOpen = openFor === words;
  const Icon = ICONS[tone];
  return (
    <div
      className={styles.verdict}
      data-tone={tone}
      data-brief={brief && !isOpen}
      role="status"
      title={brief && !isOpen ? words : undefined}
    >
      <Icon size={16} strokeWidth={2.4} />
      <div className={styles.words}>
        <b>{headline}</b>
        {detail === '' ? null : <small>{detail}</small>}
      </div>
      {brief && detail !== '' ? (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isOpen}
          onClick={() => setOpenFor(isOpen ? null : words)}
        >
          {isOpen ? 'Less' : 'More'}
        </button>
      ) : null}
    </div>
  );
}
