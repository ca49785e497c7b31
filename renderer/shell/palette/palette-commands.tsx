import { Command } from 'cmdk';
import {
  Clock,
  Copy,
  FlaskConical,
  KeyRound,
  Link,
  Moon,
  Phone,
  PhoneOff,
  Snowflake,
  Sun,
  UserRoundPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveState } from '../../../common/contract/index.ts';
import { usePlaceCall } from '../../softphone/call-button.tsx';
import { NEW } from '../../state/agent-drafts.ts';
import { callerName, useAgentNumber, usePhone } from '../../state/callers.ts';
import { agentNameOfCall, agentNameOfNumber, liveCall, partiesOf } from '../../state/selectors.ts';
import { showCall, showScreen, useView } from '../../state/view-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { useCopy } from '../../ui/copy.tsx';
import { Kbd } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import { chooseTheme } from '../../ui/theme.ts';
import { useCopyLink } from '../address/use-copy-link.ts';
import { SCREENS } from '../rail.tsx';
import styles from './command-palette.module.css';
import type { PaletteCommand } from './palette-command.ts';

/** The commands that are available now, on any screen. */
export function useNowCommands(state: LiveState): readonly PaletteCommand[] {
  const run = useRun();
  const place = usePlaceCall(state);
  const { copy } = useCopy();
  const copyLink = useCopyLink();
  const caller = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const call = liveCall(state);
  const frozen = state.clock.mode === 'frozen';
  const callCommand: PaletteCommand | null =
    call !== null
      ? {
          id: 'hangUp',
          label: 'Hang up',
          icon: PhoneOff,
          run: () => void run('call.hangUp', { callId: call.id }),
        }
      : place !== null && agentNumber !== null
        ? {
            id: 'call',
            label: `Call ${agentNameOfNumber(state, agentNumber)} as ${callerName(caller)}`,
            icon: Phone,
            run: () => void place(),
          }
        : null;
  return [
    ...(callCommand === null ? [] : [callCommand]),
    {
      id: 'clock',
      label: frozen ? 'Let the clock run' : 'Freeze the clock',
      icon: frozen ? Clock : Snowflake,
      run: () => void run(frozen ? 'clock.resume' : 'clock.freeze', {}),
    },
    {
      id: 'advance',
      label: 'Move the clock 5 minutes forward',
      icon: Clock,
      run: () => void run('clock.advance', { by: 'PT5M' }),
    },
    {
      id: 'copyLink',
      label: 'Copy the link to what is shown',
      icon: Link,
      keys: ['y'],
      run: copyLink,
    },
    {
      id: 'copyAddress',
      label: 'Copy the API address',
      icon: Copy,
      run: () => copy(state.workspace.apiUrl),
    },
    {
      id: 'copyKey',
      label: 'Copy the API key',
      icon: KeyRound,
      run: () => copy(state.workspace.apiKey),
    },
    { id: 'light', label: 'Light theme', icon: Sun, run: () => chooseTheme('light') },
    { id: 'dark', label: 'Dark theme', icon: Moon, run: () => chooseTheme('dark') },
  ];
}

const NEWEST_AGENTS = 20;
const NEWEST_CALLS = 5;

/** The places to go to. Older ones are found by searching. */
export function placeCommands(state: LiveState): readonly PaletteCommand[] {
  return [
    ...SCREENS.map(({ screen, label, icon, key }) => ({
      id: screen,
      label,
      icon,
      keys: ['g', key],
      run: () => showScreen(screen),
    })),
    {
      id: 'newAgent',
      label: 'New agent',
      icon: UserRoundPlus,
      run: () => {
        useView.setState({ agentId: NEW });
        showScreen('agents');
      },
    },
    ...state.agents.slice(0, NEWEST_AGENTS).map((agent) => ({
      id: `playground ${agent.id}`,
      label: `Try ${agent.name} in the playground`,
      icon: FlaskConical,
      run: () => {
        useView.setState({ agentId: agent.id, agentTab: 'playground' });
        showScreen('agents');
      },
    })),
    ...state.calls.slice(0, NEWEST_CALLS).map((call) => ({
      id: call.id,
      label: `Call of ${callerName(partiesOf(call).person)}`,
      detail: (
        <>
          {agentNameOfCall(state, call)} · <Moment at={call.startedAt} as="ago" />
        </>
      ),
      icon: Phone,
      run: () => showCall(call.id),
    })),
  ];
}

export function CommandGroup(props: {
  heading: string;
  commands: readonly PaletteCommand[];
  act(action: () => void): () => void;
}) {
  if (props.commands.length === 0) return null;
  return (
    <Command.Group heading={props.heading} className={styles.group}>
      {props.commands.map(({ id, label, detail, about, icon: Icon, keys, tag, mono, run }) => (
        <Command.Item
          key={id}
          value={`${props.heading} ${id}`}
          className={styles.item}
          onSelect={props.act(run)}
        >
          <Icon size={15} />
          <span className={styles.words}>
            {mono === true ? <code className={styles.name}>{label}</code> : label}
            {about === undefined ? null : <span className={styles.about}>{about}</span>}
            {tag ?? null}
          </span>
          {detail === undefined ? null : <small className={styles.detail}>{detail}</small>}
          {keys === undefined ? null : <Keys keys={keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** The keys with the same effect as a command. */
function Keys(props: { keys: readonly string[] }): ReactNode {
  return (
    <span className={styles.keys}>
      {props.keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
