import {
  ArrowRightLeft,
  AudioLines,
  Grip,
  type LucideIcon,
  Mic,
  MicOff,
  Pause,
  Play,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type ButtonHTMLAttributes, type ReactNode, useState } from 'react';
import type { CallView, LiveState } from '../../../common/contract/index.ts';
import { useLive } from '../../state/live-store.ts';
import { useRun, useServices } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './call-controls.module.css';
import { Keypad } from './keypad.tsx';
import { LineMenu, lineInWords } from './line-menu.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

/** What the person can do with their telephone during a call. */
export function CallControls(props: { state: LiveState; call: CallView }) {
  const { state, call } = props;
  const run = useRun();
  const [open, setOpen] = useState<'keypad' | 'transfer' | null>(null);
  const answered = call.answeredAt !== null;
  const { muted = false, held = false, line = 'clear' } = call.phone ?? {};
  return (
    <>
      <SoundOwner />
      <div className={styles.actions}>
        <Action
          icon={muted ? MicOff : Mic}
          aria-pressed={muted}
          disabled={!answered}
          onClick={() => void run('call.mute', { callId: call.id, on: !muted })}
        >
          {muted ? 'Unmute' : 'Mute'}
        </Action>
        <Action
          icon={held ? Play : Pause}
          aria-pressed={held}
          disabled={!answered}
          onClick={() => void run('call.hold', { callId: call.id, on: !held })}
        >
          {held ? 'Resume' : 'Hold'}
        </Action>
        <Action
          icon={Grip}
          aria-pressed={open === 'keypad'}
          disabled={!answered || held}
          onClick={() => setOpen(open === 'keypad' ? null : 'keypad')}
        >
          Keypad
        </Action>
        <Action icon={ArrowRightLeft} onClick={() => setOpen('transfer')}>
          Transfer
        </Action>
        <SpeakerAction />
        <LineMenu
          line={line}
          onChoose={(next) => void run('line.set', { callId: call.id, line: next })}
          trigger={<Action icon={AudioLines}>Line: {lineInWords(line).toLowerCase()}</Action>}
        />
      </div>
      {open === 'keypad' && !held ? (
        <Keypad onKey={(digits) => void run('call.dtmf', { callId: call.id, digits })} />
      ) : null}
      <TransferDialog
        state={state}
        call={call}
        open={open === 'transfer'}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

/** Moves the sound of calls to this window, because only one window plays it. */
function SoundOwner() {
  const { audio } = useServices();
  const owner = useLive((live) => live.audioOwner);
  if (owner) return null;
  return (
    <Button wide onClick={() => audio.wake()}>
      <Volume2 size={15} />
      Play the sound here
    </Button>
  );
}

function SpeakerAction() {
  const { audio } = useServices();
  const owner = useLive((live) => live.audioOwner);
  const [off, setOff] = useState(audio.muted);
  return (
    <Action
      icon={off || !owner ? VolumeX : Volume2}
      aria-pressed={off && owner}
      disabled={!owner}
      onClick={() => {
        audio.setMuted(!off);
        setOff(!off);
      }}
    >
      {owner ? (off ? 'Sound off' : 'Sound on') : 'Elsewhere'}
    </Action>
  );
}

function Action(
  props: ButtonHTMLAttributes<HTMLButtonElement> & { icon: LucideIcon; children: ReactNode },
) {
  const { icon: Icon, children, ...rest } = props;
  return (
    <button {...rest} type="button" className={styles.action}>
      <Icon size={16} />
      <span>{children}</span>
    </button>
  );
}
