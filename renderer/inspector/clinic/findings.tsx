import { useState } from 'react';
import type {
  Framework,
  SignatureCause,
  SignatureExplanation,
} from '../../../common/contract/index.ts';
import { FRAMEWORKS } from '../../../common/contract/lists/frameworks.ts';
import { EXAMPLE_HANDLERS } from '../../../common/rules/example-handlers.ts';
import { Snippet } from '../../ui/code.tsx';
import { Tag } from '../../ui/labels.tsx';
import { Tabs } from '../../ui/tabs/tabs.tsx';
import { VerdictLine } from '../../ui/verdict.tsx';
import { beyondHeadline } from './beyond-headline.ts';
import { ByteDifference } from './byte-difference.tsx';
import { CAUSE_NAMES } from './cause-names.ts';
import styles from './clinic.module.css';

type Finding = Pick<SignatureExplanation, 'ok' | 'cause' | 'detail' | 'fix' | 'fixes'> &
  Partial<Pick<SignatureExplanation, 'causes' | 'firstDifferentByte' | 'difference'>>;

/** The finding appears below the form, often outside the visible part. */
function bringIntoView(section: HTMLElement | null): void {
  section?.scrollIntoView({ block: 'nearest' });
}

/**
 * What the clinic found: the cause, the differing byte, the fix, and code that verifies correctly.
 */
export function Findings(props: { finding: Finding; healthy: string }) {
  const { finding } = props;
  const headline = finding.cause === null ? props.healthy : CAUSE_NAMES[finding.cause];
  const others = (finding.causes ?? []).filter((cause) => cause !== finding.cause);
  return (
    <section ref={bringIntoView} className={styles.findings} aria-label="Finding">
      <VerdictLine
        tone={finding.ok ? 'ok' : 'bad'}
        headline={headline}
        detail={beyondHeadline(headline, finding.detail)}
      />
      {others.length === 0 ? null : <Others causes={others} />}
      {finding.difference === undefined || finding.firstDifferentByte === undefined ? null : (
        <ByteDifference {...finding.difference} at={finding.firstDifferentByte} />
      )}
      {finding.fix === null ? null : (
        <p className={styles.fix}>
          <b>What to do</b> {finding.fix}
        </p>
      )}
      <Fixes fixes={finding.fixes} />
    </section>
  );
}

function Others(props: { causes: readonly SignatureCause[] }) {
  return (
    <p className={styles.others}>
      Together with{' '}
      {props.causes.map((cause) => (
        <Tag key={cause} tone="bad">
          {CAUSE_NAMES[cause]}
        </Tag>
      ))}
    </p>
  );
}

function Fixes(props: { fixes: SignatureExplanation['fixes'] }) {
  const available = FRAMEWORKS.filter((framework) => props.fixes[framework] !== undefined);
  const [chosen, setChosen] = useState<Framework>('express');
  const [first] = available;
  if (first === undefined) return null;
  const shown = available.includes(chosen) ? chosen : first;
  return (
    <Tabs
      label="A handler that does it right"
      value={shown}
      onChange={setChosen}
      tabs={available.map((framework) => ({
        value: framework,
        label: EXAMPLE_HANDLERS[framework].name,
        content: (
          <Snippet
            text={props.fixes[framework] ?? ''}
            label={`the ${EXAMPLE_HANDLERS[framework].name} handler`}
          />
        ),
      }))}
    />
  );
}
