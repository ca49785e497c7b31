import type { ReactNode } from 'react';
import { jsonTokens } from '../format/json-tokens.ts';
import styles from './code.module.css';
import { CopyIcon } from './copy.tsx';
import { maskSecret } from './secrets/mask-secret.ts';

/** Text as it is, in the code face. */
export function Code(props: { children: ReactNode }) {
  return <pre className={styles.code}>{props.children}</pre>;
}

/** JSON with its keys and values told apart; anything else is shown as it is. */
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
 * Code to take along. `secrets`: parts of it, shown masked and copied whole. `wraps`: for commands, of
 * which every word has to be in sight; in a program a long line goes on to the right.
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
