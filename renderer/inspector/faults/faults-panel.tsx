import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { useLive } from '../../state/live-store.ts';
import { showDelivery } from '../../state/view-store.ts';
import { useRun, useServices } from '../../state/window-context.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Tag } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import { FilterBox } from '../filter/filter-box.tsx';
import { openTool } from '../inspector-store.ts';
import { FaultForm } from './fault-form.tsx';
import { describeFault, TARGETS } from './fault-kinds.ts';
import { readFaults, useFaults } from './fault-store.ts';
import styles from './faults-panel.module.css';

/** The faults and breakpoints that are set. */
export function FaultsPanel() {
  return (
    <section className={styles.panel} aria-label="Faults and breakpoints">
      <header>
        <h2>Faults</h2>
        <p className={styles.intro}>
          Break requests on purpose and see what your code does about it. A fault ends after it
          struck as often as you say, and with the app: after a restart nothing is broken on
          purpose.
        </p>
      </header>
      <FaultForm />
      <FaultList />
      <header>
        <h2>Breakpoints</h2>
        <p className={styles.intro}>
          Matching deliveries stop before they are sent, until you let them go, as they are or
          edited. The time they stand still counts in no latency. Breakpoints end with the app; what
          they hold stays held, save voice turns, whose call is over.
        </p>
      </header>
      <BreakpointForm />
      <BreakpointList />
      <HeldList />
    </section>
  );
}

function FaultList() {
  const run = useRun();
  const { control } = useServices();
  const faults = useFaults((store) => store.faults);
  const clear = async (id?: string) => {
    await run('fault.clear', id === undefined ? {} : { id });
    await readFaults(control);
  };
  if (faults.length === 0) return <p className={styles.none}>No fault is set.</p>;
  return (
    <>
      <ul className={styles.rules} aria-label="Faults">
        {faults.map(({ id, spec, hits, remaining }) => {
          const { label, conditions } = describeFault(spec);
          return (
            <li key={id}>
              <Tag tone="warn">{TARGETS.find(({ value }) => value === spec.target)?.label}</Tag>
              <span className={styles.rule}>
                <b>{label}</b>
                {conditions.map((condition) => (
                  <code key={condition}>{condition}</code>
                ))}
              </span>
              <small>
                {hits === 0 ? 'not struck yet' : `struck ${hits}×`}
                {remaining === null ? '' : `, ${remaining} left`}
              </small>
              <IconButton label={`Remove the fault ${label}`} onClick={() => void clear(id)}>
                <Trash2 size={14} />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {faults.length > 1 ? (
        <div>
          <Button onClick={() => void clear()}>End all faults</Button>
        </div>
      ) : null}
    </>
  );
}

function BreakpointForm() {
  const run = useRun();
  const { control } = useServices();
  const [match, setMatch] = useState('');
  const filter = parseDeliveryFilter(match);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!filter.ok || (await run('breakpoint.set', { match: match.trim() })) === null) return;
    setMatch('');
    await readFaults(control);
  };
  return (
    <form className={styles.line} aria-label="New breakpoint" onSubmit={(event) => void add(event)}>
      <FilterBox
        label="Hold what matches"
        value={match}
        placeholder="Everything, or: event:agent.message channel:voice"
        onChange={setMatch}
      />
      <Button type="submit" tone="primary" disabled={!filter.ok}>
        Set a breakpoint
      </Button>
    </form>
  );
}

function BreakpointList() {
  const run = useRun();
  const { control } = useServices();
  const breakpoints = useFaults((store) => store.breakpoints);
  if (breakpoints.length === 0) return <p className={styles.none}>No breakpoint is set.</p>;
  return (
    <ul className={styles.rules} aria-label="Breakpoints">
      {breakpoints.map(({ id, match, hits }) => (
        <li key={id}>
          <Tag tone="accent">hold</Tag>
          <span className={styles.rule}>
            {match === '' ? <b>Everything</b> : <code>{match}</code>}
          </span>
          <small>{hits === 0 ? 'held nothing yet' : `held ${hits}×`}</small>
          <IconButton
            label={`Remove the breakpoint ${match === '' ? 'for everything' : match}`}
            onClick={() => void run('breakpoint.clear', { id }).then(() => readFaults(control))}
          >
            <Trash2 size={14} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

const NONE: readonly DeliverySummary[] = [];

function HeldList() {
  const run = useRun();
  const deliveries = useLive((live) => live.state?.deliveries ?? NONE);
  const held = deliveries.filter(({ status }) => status === 'held');
  if (held.length === 0) return null;
  return (
    <>
      <h3>Held now</h3>
      <ul className={styles.rules} aria-label="Held deliveries">
        {held.map((delivery) => (
          <li key={delivery.id}>
            <Tag tone="warn">held</Tag>
            <span className={styles.rule}>
              <b>{delivery.event}</b> {delivery.channel}
            </span>
            <small>
              <Moment at={delivery.createdAt} as="ago" />
            </small>
            <span className={styles.buttons}>
              <Button
                onClick={() => {
                  openTool(null);
                  showDelivery(delivery.id);
                }}
              >
                Look at it
              </Button>
              <Button onClick={() => void run('delivery.release', { id: delivery.id })}>
                Let it go
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
