import { Hash, Phone } from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { apiCurl } from '../agents/agent-curl.ts';
import { usePhone } from '../softphone/callers.ts';
import { agentById } from '../state/selectors.ts';
import { showScreen, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Snippet } from '../ui/code.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import { formatPhoneNumber } from '../ui/phone-number.ts';
import { EmptyState } from '../ui/states.tsx';
import { formatDayTime } from '../ui/time-format.ts';
import styles from './numbers-screen.module.css';

/** The numbers of the workspace and who answers them. */
export function NumbersScreen(props: { state: LiveState }) {
  const { state } = props;
  const firstAgent = state.agents[0];
  const buy = apiCurl(state.workspace, 'POST', '/v1/numbers', {
    country: 'US',
    ...(firstAgent === undefined ? {} : { agentId: firstAgent.id }),
  });
  return (
    <div className={styles.screen}>
      <h1>Numbers</h1>
      {state.numbers.length === 0 ? (
        <Card className={styles.none}>
          <EmptyState icon={<Hash size={22} />} title="No numbers yet">
            Buy one over the API with the request below.
          </EmptyState>
        </Card>
      ) : (
        <Card className={styles.card}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Agent</th>
                <th scope="col">Country</th>
                <th scope="col">Status</th>
                <th scope="col">Since</th>
                <th scope="col">Id</th>
                <th scope="col">
                  <span className={styles.hidden}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {state.numbers.map((number) => {
                const agent = agentById(state, number.agentId);
                return (
                  <tr key={number.id}>
                    <th scope="row">
                      <span className={styles.cell}>
                        {formatPhoneNumber(number.phoneNumber)}
                        <CopyIcon text={number.phoneNumber} label="Copy the number" />
                      </span>
                    </th>
                    <td>
                      {agent === null ? (
                        <span className={styles.dim}>nobody</span>
                      ) : (
                        <button
                          type="button"
                          className={styles.link}
                          onClick={() => {
                            useView.setState({ agentId: agent.id });
                            showScreen('agents');
                          }}
                        >
                          {agent.name}
                        </button>
                      )}
                    </td>
                    <td>{number.country}</td>
                    <td>
                      <Tag tone={number.status === 'active' ? 'ok' : undefined}>
                        {number.status}
                      </Tag>
                    </td>
                    <td>{formatDayTime(number.createdAt)}</td>
                    <td>
                      <span className={styles.cell}>
                        <Mono>{number.id}</Mono>
                        <CopyIcon text={number.id} label="Copy the number id" />
                      </span>
                    </td>
                    <td>
                      <Button
                        disabled={number.status !== 'active'}
                        onClick={() => {
                          usePhone.setState({ agentNumber: number.phoneNumber });
                          showScreen('phone');
                        }}
                      >
                        <Phone size={14} />
                        Call it
                      </Button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Card>
      )}
      <section className={styles.group}>
        <h2>Buy a number over the API</h2>
        <Snippet label="the request" text={buy} />
      </section>
    </div>
  );
}
