import type { ReactNode } from 'react';
import styles from './code.module.css';
import { CopyIcon } from './copy.tsx';
import { jsonTokens } from './json-tokens.ts';

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

/** Code to take along. */
export function Snippet(props: { text: string; label: string }) {
  return (
    <div className={styles.frame}>
      <Code>{props.text}</Code>
      <div className={styles.copy}>
        <CopyIcon text={props.text} label={`Copy ${props.label}`} />
      </div>
    </div>
  );
}
