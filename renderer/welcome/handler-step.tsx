import { useState } from 'react';
import type { Framework, LiveWorkspace } from '../../common/contract/index.ts';
import { FRAMEWORKS } from '../../common/contract/lists/frameworks.ts';
import { EXAMPLE_HANDLERS } from '../../common/rules/example-handlers.ts';
import { Snippet } from '../ui/code.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Mono } from '../ui/labels.tsx';
import { HANDLER_URL } from './register.ts';
import { runCommands } from './run-commands.ts';
import styles from './welcome.module.css';

/** A complete handler for each framework, and the commands that start it. */
export function HandlerStep(props: {
  workspace: LiveWorkspace;
  /** The secret that signs the deliveries; null before a webhook is registered. */
  secret: string | null;
}) {
  const { workspace, secret } = props;
  const [framework, setFramework] = useState<Framework>('express');
  const { files } = EXAMPLE_HANDLERS[framework];
  return (
    <section className={styles.step}>
      <header>
        <b className={styles.count}>2</b>
        <h2>Run your own handler</h2>
      </header>
      <div className={styles.frameworks}>
        <Segmented
          label="Framework"
          value={framework}
          options={FRAMEWORKS.map((value) => ({ value, label: EXAMPLE_HANDLERS[value].name }))}
          onChange={setFramework}
        />
      </div>
      <p>
        Save {files.length === 1 ? 'this' : 'these'} in an empty folder and start it there
        {secret === null ? ', with the secret of step 1' : ''}. It listens at{' '}
        <Mono>{HANDLER_URL}</Mono>, checks each signature, answers calls and texts, and does nothing
        twice.
      </p>
      <Snippet
        label="the commands"
        wraps
        text={runCommands(framework, workspace, secret)}
        secrets={secret === null ? [workspace.apiKey] : [workspace.apiKey, secret]}
      />
      {files.map(({ path, text }) => (
        <figure key={path} className={styles.file}>
          <figcaption>
            <Mono>{path}</Mono>
          </figcaption>
          <Snippet label={path} text={text} />
        </figure>
      ))}
    </section>
  );
}
