import type { CallView, Timeline, TimelineTurn } from '../../contract/index.ts';
import { jsString } from '../quoting/javascript.ts';
import { pythonString } from '../quoting/python.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';

/**
 * Generates tests that repeat a conversation up to one turn with a running AgentPhone, and compare
 * that turn to the budgets. They need `AGENTPHONE_CONTROL_URL` and `AGENTPHONE_CONTROL_TOKEN` as
 * printed in the ready line.
 */

type RecordedCall = Pick<CallView, 'id' | 'from' | 'to' | 'direction'>;

function conversationOf(call: RecordedCall, timeline: Timeline, turn: TimelineTurn) {
  const [person, agentNumber] =
    call.direction === 'outbound' ? [call.to, call.from] : [call.from, call.to];
  const said = timeline.turns
    .filter(({ index, caller }) => index > 0 && index <= turn.index && caller !== null)
    .map(({ caller }) => caller ?? '');
  const isHeard = turn.outcome === 'heard' || turn.outcome === 'interrupted';
  return { person, agentNumber, said, isHeard, callId: call.id.replaceAll(/[^\w]/g, '') };
}

/** For Vitest. */
export function turnVitest(
  call: RecordedCall,
  timeline: Timeline,
  turn: TimelineTurn,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): string {
  const { person, agentNumber, said, isHeard, callId } = conversationOf(call, timeline, turn);
  const heard = isHeard ? `  expect(turn.heard.trim()).not.toBe('');\n` : '';
  return `import { expect, it } from 'vitest';

// Recorded from turn ${turn.index} of call ${callId}.
const control = process.env.AGENTPHONE_CONTROL_URL ?? 'http://127.0.0.1:4748';
const token = process.env.AGENTPHONE_CONTROL_TOKEN ?? '';
const from = ${jsString(person)};
const to = ${jsString(agentNumber)};
const lines = [
${said.map((line) => `  ${jsString(line)},\n`).join('')}];
const budgetMs = ${budgetMs};
const silenceBudgetMs = ${silenceBudgetMs};

async function run(name: string, input: object) {
  const response = await fetch(\`\${control}/control/operations/\${name}\`, {
    method: 'POST',
    headers: { authorization: \`Bearer \${token}\`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const output = await response.json();
  if (!response.ok) throw new Error(output.error.message);
  return output;
}

it(${jsString(`answers turn ${turn.index} within ${budgetMs} ms`)}, async () => {
  const { callId } = await run('call.place', { from, to });
  await run('call.waitFor', { callId, event: 'greeted' });
  let turnIndex = 0;
  for (const text of lines) {
    ({ turnIndex } = await run('call.say', { callId, text }));
    await run('call.waitFor', { callId, event: 'agentTurn', turn: turnIndex });
  }
  const { turns } = await run('call.timeline', { callId });
  await run('call.hangUp', { callId });
  const turn = turns.find(({ index }: { index: number }) => index === turnIndex);
${heard}  expect(turn.responseLatencyMs).not.toBeNull();
  expect(turn.responseLatencyMs).toBeLessThanOrEqual(budgetMs);
  expect(turn.longestSilenceMs).toBeLessThanOrEqual(silenceBudgetMs);
}, 60_000);
`;
}

/** For pytest, using only the standard library. */
export function turnPytest(
  call: RecordedCall,
  timeline: Timeline,
  turn: TimelineTurn,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): string {
  const { person, agentNumber, said, isHeard, callId } = conversationOf(call, timeline, turn);
  const heard = isHeard ? `    assert turn["heard"].strip()\n` : '';
  return `import json
import os
import urllib.request

# Recorded from turn ${turn.index} of call ${callId}.
CONTROL = os.environ.get("AGENTPHONE_CONTROL_URL", "http://127.0.0.1:4748")
TOKEN = os.environ.get("AGENTPHONE_CONTROL_TOKEN", "")
FROM = ${pythonString(person)}
TO = ${pythonString(agentNumber)}
LINES = [
${said.map((line) => `    ${pythonString(line)},\n`).join('')}]
BUDGET_MS = ${budgetMs}
SILENCE_BUDGET_MS = ${silenceBudgetMs}


def run(name, **given):
    request = urllib.request.Request(
        f"{CONTROL}/control/operations/{name}",
        data=json.dumps(given).encode("utf-8"),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def test_answers_turn_${turn.index}_within_budget():
    call_id = run("call.place", **{"from": FROM, "to": TO})["callId"]
    run("call.waitFor", callId=call_id, event="greeted")
    turn_index = 0
    for line in LINES:
        turn_index = run("call.say", callId=call_id, text=line)["turnIndex"]
        run("call.waitFor", callId=call_id, event="agentTurn", turn=turn_index)
    turns = run("call.timeline", callId=call_id)["turns"]
    run("call.hangUp", callId=call_id)
    turn = next(turn for turn in turns if turn["index"] == turn_index)
${heard}    assert turn["responseLatencyMs"] is not None
    assert turn["responseLatencyMs"] <= BUDGET_MS
    assert turn["longestSilenceMs"] <= SILENCE_BUDGET_MS
`;
}
