import { Wrench } from 'lucide-react';
import type { TimelineTool } from '../../common/contract/index.ts';
import { prettyJson } from '../format/json-tokens.ts';
import { formatMs } from '../format/time-format.ts';
import { showDelivery } from '../state/view-store.ts';
import { LinkButton } from '../ui/button.tsx';
import { Code } from '../ui/code.tsx';
import { Tag } from '../ui/labels.tsx';
import type { TalkPlace } from './talk-list.tsx';
import styles from './tool-line.module.css';

/** A tool call by the hosted model, with its arguments and its result. Opens on a click. */
export function ToolLine(props: { tool: TimelineTool; place: TalkPlace }) {
  const { tool, place } = props;
  const { deliveryId } = tool;
  return (
    <li {...place} className={styles.tool}>
      <details>
        <summary>
          <Wrench size={13} />
          <b>
            {tool.name}({argumentsInShort(tool.args)})
          </b>
          <span className={styles.end}>
            {tool.endMs === null ? null : formatMs(tool.endMs - tool.startMs)}
            <Tag tone={tool.ok === null ? 'warn' : tool.ok ? 'ok' : 'bad'}>{stateOf(tool)}</Tag>
          </span>
        </summary>
        {tool.url === null ? null : <p className={styles.url}>{tool.url}</p>}
        <h3>Arguments</h3>
        <Code>{JSON.stringify(tool.args, null, 2)}</Code>
        {tool.answer === null ? null : (
          <>
            <h3>What the model was told</h3>
            <Code>{prettyJson(tool.answer) ?? tool.answer}</Code>
          </>
        )}
        {deliveryId === null ? null : (
          <LinkButton className={styles.link} onClick={() => showDelivery(deliveryId)}>
            See the request
          </LinkButton>
        )}
      </details>
      {tool.message === null ? null : <p className={styles.failure}>{tool.message}</p>}
    </li>
  );
}

function stateOf(tool: TimelineTool): string {
  if (tool.ok === null) return 'running';
  const status = tool.status === null ? '' : ` ${tool.status}`;
  return tool.ok ? `ok${status}` : `failed${status}`;
}

/** For example `day: "Sunday", people: 2`. */
export function argumentsInShort(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}
