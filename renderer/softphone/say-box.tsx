import { useEffect, useRef, useState } from 'react';
import type { CallView } from '../../common/contract/index.ts';
import { usePhone } from '../state/callers.ts';
import { useTextDraft } from '../state/text-drafts.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { onEnter } from '../ui/forms/enter-key.ts';
import { TextArea } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Kbd, Tag } from '../ui/labels.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import styles from './say-box.module.css';

const MicrophonePanel = lazily(
  () => import('./microphone/microphone-panel.tsx').then((part) => part.MicrophonePanel),
  { quiet: true },
);

/** Short phrases for the telephone. The first is a murmur that must not interrupt the agent. */
const QUICK_LINES = ['mm-hmm', 'Yes, please', 'Could you repeat that?'] as const;

/** The field for what the caller says. Null if there is no call. */
export function SayBox(props: { call: CallView | null }) {
  const { call } = props;
  const [source, setSource] = useState<'type' | 'microphone'>('type');
  return (
    <Card className={styles.say} aria-label="What the caller says">
      <div className={styles.head}>
        <Segmented
          label="How the caller speaks"
          value={source}
          options={[
            { value: 'type', label: 'Type' },
            { value: 'microphone', label: 'Microphone' },
          ]}
          onChange={setSource}
        />
        {call?.phase === 'speaking' && source === 'type' ? <Tag tone="warn">cuts in</Tag> : null}
      </div>
      {source === 'type' ? <TypedLine call={call} /> : <MicrophonePanel call={call} />}
    </Card>
  );
}

function TypedLine(props: { call: CallView | null }) {
  const { call } = props;
  const run = useRun();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useTextDraft(`say ${call?.id ?? ''}`);
  const audible = usePhone((phone) => phone.audible);
  const why = silentBecause(call);
  const open = why === null;
  const callId = call?.id;
  useEffect(() => {
    if (open) box.current?.focus();
  }, [open]);
  const say = async (line: string) => {
    if (callId === undefined || !open || line.trim() === '') return;
    const speech = audible ? 'synthesised' : 'typed';
    const said = await run('call.say', { callId, text: line, speech });
    if (said !== null && line === text) setText('');
  };
  return (
    <>
      <TextArea
        ref={box}
        rows={3}
        value={text}
        maxLength={5_000}
        disabled={!open}
        aria-label="Line to say"
        placeholder={why ?? 'Type what the caller says'}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onEnter(() => void say(text))}
      />
      <div className={styles.quick}>
        {QUICK_LINES.map((line) => (
          <button
            key={line}
            type="button"
            className={styles.line}
            disabled={!open}
            onClick={() => void say(line)}
          >
            {line}
          </button>
        ))}
      </div>
      <div className={styles.foot}>
        <Checkbox checked={audible} onChange={(next) => usePhone.setState({ audible: next })}>
          Speak it aloud
        </Checkbox>
        <Button
          tone="primary"
          disabled={!open || text.trim() === ''}
          onClick={() => void say(text)}
        >
          Say <Kbd inherit>⏎</Kbd>
        </Button>
      </div>
    </>
  );
}

/** Why a spoken line would not be heard; null if it would. */
function silentBecause(call: CallView | null): string | null {
  if (call === null || call.answeredAt === null || call.phase === 'ended') {
    return 'Start a call, then type what is said';
  }
  if (call.phone?.held) return 'On hold: resume the call to say something';
  return call.phone?.muted ? 'Muted: unmute to say something' : null;
}
