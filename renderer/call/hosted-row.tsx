import { Sparkles, Unplug } from 'lucide-react';
import type { CallView } from '../../common/contract/index.ts';
import { showScreen } from '../state/view-store.ts';
import { LinkButton } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import styles from './hosted-row.module.css';

/** The model of a hosted call, and how much it has used so far. */
export function HostedRow(props: { call: CallView }) {
  const { model, usage } = props.call;
  if (props.call.responder !== 'hosted' || model === null) return null;
  const tools = usage.toolCalls === 1 ? '1 tool called' : `${usage.toolCalls} tools called`;
  if (model.provider === 'offline') {
    return (
      <p className={styles.row} data-offline="true">
        <Unplug size={14} />
        No model linked: embedded offline dialogue
        {usage.toolCalls === 0 ? null : <span>{tools}</span>}
        <LinkButton onClick={() => showScreen('settings')}>Link a model</LinkButton>
      </p>
    );
  }
  return (
    <p className={styles.row}>
      <Sparkles size={14} />
      Hosted by <Mono>{model.name}</Mono>
      <span>
        {usage.inputTokens.toLocaleString('en')} tokens in,{' '}
        {usage.outputTokens.toLocaleString('en')} out
      </span>
      {usage.toolCalls === 0 ? null : <span>{tools}</span>}
    </p>
  );
}

/** The same in two or three words, for places with little room. */
export function hostedInShort(call: CallView): string | null {
  if (call.responder !== 'hosted' || call.model === null) return null;
  return call.model.provider === 'offline' ? 'Offline dialogue' : `Hosted · ${call.model.name}`;
}
