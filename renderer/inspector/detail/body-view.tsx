import { useMemo, useState } from 'react';
import type { KeptBody } from '../../../common/contract/index.ts';
import { jsonNodes } from '../../format/json-nodes.ts';
import { formatBytes } from '../../format/time-format.ts';
import { Code } from '../../ui/code.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { JsonView } from '../../ui/json/json-view.tsx';
import styles from './attempt-tabs.module.css';

/** A body: indented if it is JSON, and always available byte for byte. */
export function BodyView(props: { body: KeptBody }) {
  const { body } = props;
  const [form, setForm] = useState<'pretty' | 'raw'>('pretty');
  const raw = body.text ?? body.base64 ?? '';
  const root = useMemo(() => (body.text === null ? null : jsonNodes(body.text)), [body.text]);
  const head = (
    <>
      <span className={styles.size}>
        {formatBytes(body.sizeBytes)}
        {body.text === null ? ' · binary, shown as base64' : ''}
        {body.truncated ? ' · only the first part was kept' : ''}
      </span>
      {root === null ? null : (
        <Segmented
          label="Form of the body"
          value={form}
          options={[
            { value: 'pretty', label: 'Pretty' },
            { value: 'raw', label: 'Raw' },
          ]}
          onChange={setForm}
        />
      )}
      <CopyIcon text={raw} label="Copy the body" />
    </>
  );
  return form === 'pretty' && root !== null ? (
    <JsonView key={raw} root={root} label="Body" head={head} />
  ) : (
    <div className={styles.body}>
      <div className={styles.bodyHead}>{head}</div>
      <Code>{raw}</Code>
    </div>
  );
}
