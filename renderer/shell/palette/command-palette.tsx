import { Command } from 'cmdk';
import { SquareTerminal } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { LiveState, SearchKind } from '../../../common/contract/index.ts';
import { type CatalogueEntry, useOperations } from '../../operations/operation-catalogue.ts';
import { fittingCommands } from '../../search/command-score.ts';
import { useSearch } from '../../state/history/use-search.ts';
import { openForm, useView } from '../../state/view-store.ts';
import { Tag, VisuallyHidden } from '../../ui/labels.tsx';
import styles from './command-palette.module.css';
import type { PaletteCommand } from './palette-command.ts';
import { CommandGroup, placeCommands, useNowCommands } from './palette-commands.tsx';
import { FEW_FINDS, PaletteFinds } from './palette-finds.tsx';

/** Finds every command of the window, and everything that was said. */
export function CommandPalette(props: { state: LiveState }) {
  const { state } = props;
  const open = useView((view) => view.paletteOpen);
  const close = () => useView.setState({ paletteOpen: false });
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && close()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title>
            <VisuallyHidden>Search and commands</VisuallyHidden>
          </Radix.Title>
          <PaletteBody state={state} close={close} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ALL_FINDS = 60;
/** While something is typed, at most this many commands are shown above the search results. */
const FEW_COMMANDS = 6;
const MOST_OPERATIONS = 12;
const OPERATIONS_HEADING = 'Operations';

/** Exists only while the palette is open, so that it is empty each time. */
function PaletteBody(props: { state: LiveState; close(): void }) {
  const { state, close } = props;
  const [typed, setTyped] = useState('');
  const [expanded, setExpanded] = useState<SearchKind | null>(null);
  const now = useNowCommands(state);
  const { answer, isLooking } = useSearch(typed, {
    limit: expanded === null ? FEW_FINDS + 1 : ALL_FINDS,
  });
  const act = (action: () => void) => () => {
    close();
    action();
  };
  const isTyped = typed.trim() !== '';
  const places = placeCommands(state);
  const operations = operationCommands(useOperations() ?? []);
  const [selected, setSelected] = useState('');
  const fitting = fittingCommands(typed, [...now, ...places]).slice(0, FEW_COMMANDS);
  // A person who types the name of an operation wants that operation.
  const isName = /\w\.\w/.test(typed);
  const named = fittingCommands(typed, operations).slice(0, MOST_OPERATIONS);
  const firstNamed = isName ? (named[0]?.id ?? null) : null;
  // The operations may arrive after the name was typed; until then another command was first.
  useEffect(() => {
    if (firstNamed !== null) setSelected(`${OPERATIONS_HEADING} ${firstNamed}`);
  }, [firstNamed]);
  const fittingOperations = (
    <CommandGroup heading={OPERATIONS_HEADING} commands={named} act={act} />
  );
  return (
    <Command
      label="Search and commands"
      loop
      shouldFilter={false}
      value={selected}
      onValueChange={setSelected}
    >
      <Command.Input
        className={styles.input}
        placeholder="Search or run a command"
        value={typed}
        onValueChange={(text) => {
          setTyped(text);
          setExpanded(null);
        }}
      />
      <Command.List className={styles.list}>
        {isLooking ? null : (
          <Command.Empty className={styles.empty}>
            Nothing that was said or written, and no command.
          </Command.Empty>
        )}
        {isTyped ? (
          <>
            {isName ? fittingOperations : null}
            <CommandGroup heading="Commands" commands={fitting} act={act} />
            {answer === null ? null : (
              <PaletteFinds
                state={state}
                answer={answer}
                expanded={expanded}
                act={act}
                onExpand={setExpanded}
              />
            )}
            {isName ? null : fittingOperations}
          </>
        ) : (
          <>
            <CommandGroup heading="Now" commands={now} act={act} />
            <CommandGroup heading="Go to" commands={places} act={act} />
            <CommandGroup heading={OPERATIONS_HEADING} commands={operations} act={act} />
          </>
        )}
      </Command.List>
      <StillReading left={answer === null ? 0 : answer.indexed.total - answer.indexed.done} />
    </Command>
  );
}

/** After an update or an import, older history is not indexed yet. */
function StillReading(props: { left: number }) {
  if (props.left <= 0) return null;
  return (
    <p className={styles.reading} role="status">
      {props.left.toLocaleString('en')} older entries are still being read for the search.
    </p>
  );
}

function operationCommands(operations: readonly CatalogueEntry[]): readonly PaletteCommand[] {
  return operations.map(({ name, description, effect }) => ({
    id: name,
    label: name,
    about: description,
    mono: true,
    icon: SquareTerminal,
    tag: effect === 'destructive' ? <Tag tone="bad">destructive</Tag> : undefined,
    run: () => openForm(name),
  }));
}
