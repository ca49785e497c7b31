import type { ReactNode } from 'react';
import { jsonTokens } from '../format/json-tokens.ts';
import styles from './code.module.css';
import { CopyIcon } from './copy.tsx';
import { maskSecret } from './secrets/mask-secret.ts';
import { useTabStop } from './use-tab-stop.ts';

/** Text in the code font. */
export function Code(props: { children: ReactNode }) {
  const stop = useTabStop<HTMLPreElement>();
  return (
    <pre {...stop} className={styles.code}>
      {props.children}
    </pre>
  );
}

/** JSON with coloured keys and values. Anything else is shown as it is. */
export function JsonText(props: { text: string }) {
  return jsonTokens(props.text).map((token) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      <span key={token.at} className={styles[token.kind]}>
        {token.text}
      </span>
    ),
  );
}

/**
 * Code to copy. `secrets` are parts of it that are masked on the screen but copied in full. `wraps`
 * is for commands, which must be visible as a whole; a program's long lines scroll instead.
 */
export function Snippet(props: {
  text: string;
  label: string;
  secrets?: readonly string[];
  wraps?: boolean;
}) {
  const { text, secrets = [], wraps = false } = props;
  const shown = secrets.reduce(
    (masked, secret) => masked.replaceAll(secret, maskSecret(secret)),
    text,
  );
  return (
    <div className={styles.frame} data-wraps={wraps}>
      <Code>{shown}</Code>
      <div className={styles.copy}>
        <CopyIcon text={text} label={`Copy ${props.label}`} />
      </div>
    </div>
  );
}
