import { Check, CircleAlert, Info, Minus } from 'lucide-react';
import type { Diagnosis } from '../../../common/contract/index.ts';
import { MomentsIn } from '../../ui/moment.tsx';
import { VerdictLine } from '../../ui/verdict.tsx';
import styles from './doctor.module.css';

const ICONS = { ok: Check, problem: CircleAlert, note: Info, notReached: Minus } as const;
const WORDS = {
  ok: 'Fine',
  problem: 'Problem',
  note: 'Note',
  notReached: 'Not reached',
} as const;
const TITLES: Readonly<Record<Diagnosis['steps'][number]['check'], string>> = {
  registered: 'Is a webhook registered?',
  released: 'Was it let go?',
  addressAllowed: 'May the address be called?',
  nameKnown: 'Is the name known?',
  reachable: 'Does somebody listen there?',
  secure: 'Is TLS in order?',
  answered: 'Did it answer in time?',
  status: 'Did it answer with a 2xx status?',
  jsonObject: 'Was the answer a JSON object?',
  textPresent: 'Did it hold text to say?',
  understood: 'Was all of it understood?',
  signature: 'Was the signature right?',
  retries: 'Will it be tried again?',
};

/** The steps of the diagnosis: each question, its answer, and what to do about it. */
export function DiagnosisSteps(props: { diagnosis: Diagnosis }) {
  const { diagnosis } = props;
  return (
    <div className={styles.diagnosis}>
      <VerdictLine tone={diagnosis.healthy ? 'ok' : 'bad'} headline={diagnosis.verdict} />
      <ol className={styles.steps} aria-label="What was checked">
        {diagnosis.steps.map((step) => {
          const Icon = ICONS[step.state];
          return (
            <li key={step.check} data-state={step.state}>
              <Icon size={15} strokeWidth={2.2} aria-label={WORDS[step.state]} />
              <div>
                <h3>{TITLES[step.check]}</h3>
                <p>
                  <MomentsIn text={step.finding} />
                </p>
                {step.fix === null ? null : <p className={styles.fix}>{step.fix}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
