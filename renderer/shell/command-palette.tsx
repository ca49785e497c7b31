import { Command } from 'cmdk';
import {
  Clock,
  Copy,
  FlaskConical,
  KeyRound,
  Link,
  type LucideIcon,
  Moon,
  Phone,
  PhoneOff,
  Snowflake,
  SquareTerminal,
  Sun,
  UserRoundPlus,
} from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import type { LiveState, OperationName } from '../../common/contract/index.ts';
import { useOperations } from '../operations/operation-catalogue.ts';
import { OperationDialog } from '../operations/operation-dialog.tsx';
import { usePlaceCall } from '../softphone/live-card.tsx';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { NEW } from '../state/agent-drafts.ts';
import { callerName, usePhone } from '../state/callers.ts';
import { agentNameOfNumber, liveCall, partiesOf } from '../state/selectors.ts';
import { showCall, showConversation, showScreen, useView } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { useCopy } from '../ui/copy.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import { chooseTheme } from '../ui/theme.ts';
import { useCopyLink } from './address/use-copy-link.ts';
import styles from './command-palette.module.css';
import { SCREENS } from './rail.tsx';

/** Everything the window can do, by its name. */
export function CommandPalette(props: { state: LiveState }) {
  const { state } = props;
  const open = useView((view) => view.paletteOpen);
  const [operation, setOperation] = useState<OperationName | null>(null);
  const close = () => useView.setState({ paletteOpen: false });
  const act = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <>
      <Radix.Root open={open} onOpenChange={(next) => !next && close()}>
        <Radix.Portal>
          <Radix.Overlay className={styles.scrim} />
          <Radix.Content className={styles.palette} aria-describedby={undefined}>
            <Radix.Title className={styles.hidden}>Commands</Radix.Title>
            <Command label="Commands" loop>
              <Command.Input className={styles.input} placeholder="Search or run a command" />
              <Command.List className={styles.list}>
                <Command.Empty className={styles.empty}>Nothing by that name.</Command.Empty>
                <NowCommands state={state} act={act} />
                <PlaceCommands state={state} act={act} />
                <OperationCommands act={act} onOperation={setOperation} />
              </Command.List>
            </Command>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
      {operation === null ? null : (
        <OperationDialog state={state} name={operation} onClose={() => setOperation(null)} />
      )}
    </>
  );
}

interface CommandProps {
  readonly state: LiveState;
  /** Closes the palette, then does it. */
  act(action: () => void): () => void;
}

function NowCommands({ state, act }: CommandProps) {
  const run = useRun();
  const place = usePlaceCall(state);
  const { copy } = useCopy();
  const copyLink = useCopyLink();
  const caller = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const call = liveCall(state);
  const frozen = state.clock.mode === 'frozen';
  return (
    <Command.Group heading="Now" className={styles.group}>
      {call === null && place !== null && agentNumber !== null ? (
        <Entry icon={Phone} onSelect={act(() => void place())}>
          Call {agentNameOfNumber(state, agentNumber)} as {callerName(caller)}
        </Entry>
      ) : null}
      {call === null ? null : (
        <Entry icon={PhoneOff} onSelect={act(() => void run('call.hangUp', { callId: call.id }))}>
          Hang up
        </Entry>
      )}
      <Entry
        icon={frozen ? Clock : Snowflake}
        onSelect={act(() => void run(frozen ? 'clock.resume' : 'clock.freeze', {}))}
      >
        {frozen ? 'Let the clock run' : 'Freeze the clock'}
      </Entry>
      <Entry icon={Clock} onSelect={act(() => void run('clock.advance', { by: 'PT5M' }))}>
        Move the clock 5 minutes forward
      </Entry>
      <Entry icon={Link} onSelect={act(copyLink)}>
        Copy the link to what is shown
      </Entry>
      <Entry icon={Copy} onSelect={act(() => copy(state.workspace.apiUrl))}>
        Copy the API address
      </Entry>
      <Entry icon={KeyRound} onSelect={act(() => copy(state.workspace.apiKey))}>
        Copy the API key
      </Entry>
      <Entry icon={Sun} onSelect={act(() => chooseTheme('light'))}>
        Light theme
      </Entry>
      <Entry icon={Moon} onSelect={act(() => chooseTheme('dark'))}>
        Dark theme
      </Entry>
    </Command.Group>
  );
}

function PlaceCommands({ state, act }: CommandProps) {
  return (
    <Command.Group heading="Go to" className={styles.group}>
      {SCREENS.map(({ screen, label, icon }) => (
        <Entry key={screen} icon={icon} onSelect={act(() => showScreen(screen))}>
          {label}
        </Entry>
      ))}
      <Entry
        icon={UserRoundPlus}
        onSelect={act(() => {
          useView.setState({ agentId: NEW });
          showScreen('agents');
        })}
      >
        New agent
      </Entry>
      {state.agents.slice(0, 20).map((agent) => (
        <Entry
          key={agent.id}
          value={`playground ${agent.name} ${agent.id}`}
          icon={FlaskConical}
          onSelect={act(() => {
            useView.setState({ agentId: agent.id, agentTab: 'playground' });
            showScreen('agents');
          })}
        >
          Try {agent.name} in the playground
        </Entry>
      ))}
      {state.calls.slice(0, 20).map((recent) => (
        <Entry
          key={recent.id}
          value={recent.id}
          icon={Phone}
          onSelect={act(() => showCall(recent.id))}
        >
          Call of {callerName(partiesOf(recent).person)} <Mono>{recent.id}</Mono>
        </Entry>
      ))}
      {state.conversations.slice(0, 20).map((conversation) => (
        <Entry
          key={conversation.id}
          value={conversation.id}
          icon={Copy}
          onSelect={act(() => showConversation(conversation.id))}
        >
          Thread with {callerName(conversation.participant)} <Mono>{conversation.id}</Mono>
        </Entry>
      ))}
    </Command.Group>
  );
}

function OperationCommands(props: {
  act: CommandProps['act'];
  onOperation(name: OperationName): void;
}) {
  const { act, onOperation } = props;
  const operations = useOperations() ?? [];
  return (
    <Command.Group heading="Operations" className={styles.group}>
      {operations.map(({ name, description, effect }) => (
        <Entry
          key={name}
          value={`${name} ${description}`}
          icon={SquareTerminal}
          onSelect={act(() => onOperation(name))}
        >
          <Mono>{name}</Mono>
          <span className={styles.about}>{description}</span>
          {effect === 'destructive' ? <Tag tone="bad">destructive</Tag> : null}
        </Entry>
      ))}
    </Command.Group>
  );
}

function Entry(props: { icon: LucideIcon; value?: string; onSelect(): void; children: ReactNode }) {
  const Icon = props.icon;
  return (
    <Command.Item
      className={styles.item}
      onSelect={props.onSelect}
      {...(props.value === undefined ? {} : { value: props.value })}
    >
      <Icon size={15} />
      <span className={styles.words}>{props.children}</span>
    </Command.Item>
  );
}
