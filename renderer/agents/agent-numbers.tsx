import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Agent, LiveState } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { BuyNumberDialog } from '../numbers/buy-number-dialog.tsx';
import { CallNumber } from '../numbers/call-number.tsx';
import { activeNumbers, agentById } from '../state/selectors.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';
import styles from './agent-editor.module.css';

/** The numbers an agent answers, and how it gets another one. */
export function AgentNumbers(props: { state: LiveState; agent: Agent }) {
  const { state, agent } = props;
  const run = useRun();
  const [buying, setBuying] = useState(false);
  return (
    <Card className={styles.section} aria-label="Numbers">
      <header className={styles.headWithAction}>
        <div>
          <h2>Numbers</h2>
          {agent.numbers.length === 0 ? (
            <p className={styles.sectionHint}>Nobody can call this agent before it has one.</p>
          ) : null}
        </div>
        <NumberMenu state={state} agent={agent} onBuy={() => setBuying(true)} />
      </header>
      <div className={styles.numbers}>
        {agent.numbers.map((number) => (
          <div key={number.id} className={styles.number}>
            <b>{formatPhoneNumber(number.phoneNumber)}</b>
            <CopyIcon text={number.phoneNumber} label="Copy the number" />
            <CallNumber phoneNumber={number.phoneNumber} />
            <Button tone="quiet" onClick={() => void run('number.detach', { numberId: number.id })}>
              Detach
            </Button>
          </div>
        ))}
      </div>
      {buying ? (
        <BuyNumberDialog state={state} agentId={agent.id} onClose={() => setBuying(false)} />
      ) : null}
    </Card>
  );
}

function NumberMenu(props: { state: LiveState; agent: Agent; onBuy(): void }) {
  const { state, agent } = props;
  const run = useRun();
  const others = activeNumbers(state).filter((number) => number.agentId !== agent.id);
  return (
    <Menu
      trigger={
        <Button>
          <Plus size={14} />
          Give it a number
        </Button>
      }
    >
      {others.length === 0 ? null : (
        <>
          <MenuLabel>One you have</MenuLabel>
          {others.map((number) => (
            <MenuItem
              key={number.id}
              icon={<Hash size={14} />}
              onSelect={() => void run('number.attach', { numberId: number.id, agentId: agent.id })}
            >
              {formatPhoneNumber(number.phoneNumber)}
              <small>{agentById(state, number.agentId)?.name ?? 'nobody answers it'}</small>
            </MenuItem>
          ))}
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<Plus size={14} />} onSelect={props.onBuy}>
        Buy one…
      </MenuItem>
    </Menu>
  );
}
