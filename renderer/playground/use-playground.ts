import { useEffect, useRef, useState } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import type { ControlClient } from '../state/control-client.ts';
import { useServices } from '../state/window-context.tsx';
import { filledIn } from './placeholders.ts';
import {
  beginRun,
  changeSession,
  historyOf,
  type PlaygroundRun,
  type PlaygroundSession,
  putTurn,
  sessionOf,
} from './playground-store.ts';

/** The prompt and tier that are tried: the edited ones, otherwise the agent's. */
export function triedOf(agent: Agent, session: PlaygroundSession) {
  return {
    prompt: session.prompt ?? agent.systemPrompt ?? '',
    tier: session.tier ?? agent.modelTier,
    greeting: filledIn(agent.beginMessage ?? '', session.variables),
  };
}

/** Says lines to the agent, one after another. Leaving the playground stops it. */
export function usePlaygroundTalk(agent: Agent): {
  readonly busy: boolean;
  /** Adds to the newest run, or begins a new one if the prompt or tier was changed since. */
  say(text: string): Promise<void>;
  /** Repeats the lines of a run with the current prompt and tier. */
  again(run: PlaygroundRun): Promise<void>;
  stop(): void;
} {
  const { control } = useServices();
  const [busy, setBusy] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const sayAll = async (number: number, lines: readonly string[]) => {
    abort.current?.abort();
    const now = new AbortController();
    abort.current = now;
    setBusy(true);
    for (const line of lines) {
      if (!(await sayOne(control, agent.id, number, line, now.signal))) break;
    }
    if (abort.current === now) setBusy(false);
  };
  return {
    busy,
    async say(text) {
      const session = sessionOf(agent.id);
      const last = session.runs.at(-1);
      const next = triedOf(agent, session);
      const goesOn = last !== undefined && last.prompt === next.prompt && last.tier === next.tier;
      await sayAll(goesOn ? last.number : beginRun(agent.id, next), [text]);
    },
    async again(run) {
      const number = beginRun(agent.id, triedOf(agent, sessionOf(agent.id)));
      changeSession(agent.id, { view: 'compare' });
      await sayAll(
        number,
        run.turns.map(({ text }) => text),
      );
    },
    stop: () => abort.current?.abort(),
  };
}

/** Says one line in a run. Returns false if the rest should not be said. */
async function sayOne(
  control: ControlClient,
  agentId: string,
  number: number,
  text: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { runs, variables, runTools } = sessionOf(agentId);
  const run = runs.find((candidate) => candidate.number === number);
  if (run === undefined) return false;
  const index = run.turns.length;
  putTurn(agentId, number, index, { text, answer: null, failure: null });
  try {
    const answer = await control.run(
      'playground.say',
      {
        agentId,
        text,
        history: historyOf(run, index),
        systemPrompt: run.prompt,
        modelTier: run.tier,
        variables: { ...variables },
        runTools,
      },
      signal,
    );
    putTurn(agentId, number, index, { text, answer, failure: null });
    return true;
  } catch (error) {
    const failure = signal.aborted
      ? 'Stopped.'
      : error instanceof Error
        ? error.message
        : String(error);
    putTurn(agentId, number, index, { text, answer: null, failure });
    return false;
  }
}
