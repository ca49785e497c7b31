import { useState } from 'react';
import type { KeptBody } from '../../../common/contract/index.ts';
import { prettyJson } from '../../format/json-tokens.ts';
import { formatBytes } from '../../format/time-format.ts';
import { Code, JsonText } from '../../ui/code.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import styles from './attempt-tabs.module.css';

/** A body, pretty where it is JSON, and always raw to the byte. */
export function BodyView(props: { body: KeptBody }) {
  const { body } = props;
  const [form, setForm] = useState<'pretty' | 'raw'>('pretty');
  const raw = body.text ?? body.base64 ?? '';
  const pretty = body.text === null ? null : prettyJson(body.text);
  const shown = form === 'pretty' && pretty !== null ? pretty : raw;
  return (
    <div className={styles.body}>
      <div className={styles.bodyHead}>
        <span>
          {formatBytes(body.sizeBytes)}
          {body.text === null ? ' · binary, shown as base64' : ''}
          {body.truncated ? ' · only the first part was kept' : ''}
        </span>
        {pretty === null ? null : (
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
      </div>
      <Code>{form === 'pretty' && pretty !== null ? <JsonText text={shown} /> : shown}</Code>
    </div>
  );
}
