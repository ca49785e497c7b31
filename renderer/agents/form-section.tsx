import type { ReactNode } from 'react';
import type { AgentForm, FieldErrors } from '../state/agent-form.ts';
import { Card } from '../ui/card.tsx';
import styles from './agent-editor.module.css';

/** The props of every section of the agent's form. */
export interface SectionProps {
  readonly form: AgentForm;
  readonly errors: FieldErrors;
  set<K extends keyof AgentForm>(key: K, value: AgentForm[K]): void;
}

/** A group of fields under a heading. */
export function FormSection(props: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <Card className={styles.section} aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.hint === undefined ? null : <p className={styles.sectionHint}>{props.hint}</p>}
      </header>
      <div className={styles.fields}>{props.children}</div>
    </Card>
  );
}
