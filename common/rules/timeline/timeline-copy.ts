import type { TimelineTurn } from '../../contract/index.ts';
import { markdownCode, markdownText } from '../quoting/markdown.ts';
import { saidAs } from './said-as.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';
import { spokenSummary } from './timeline-budget.ts';
import { OWNER_INFO, partInfo, partMs } from './timeline-parts.ts';

/** One turn as text to paste into an issue, a script or a test suite. */

/** A Markdown section with the parts as a table. What callers and agents said is escaped. */
export function turnMarkdown(
  turn: TimelineTurn,
  callId: string,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): string {
  const zeroMs = turn.parts[0]?.startMs ?? 0;
  const lines = [
    `### Turn ${turn.index} of ${markdownCode(callId)}`,
    '',
    sentence(spokenSummary(turn, budgetMs, silenceBudgetMs)),
    '',
  ];
  if (turn.caller !== null) lines.push(`- Caller: ${markdownText(turn.caller)}`);
  if (turn.heard !== '') lines.push(`- Heard: ${markdownText(turn.heard)}`);
  if (turn.said !== turn.heard) lines.push(`- Would have said: ${markdownText(turn.said)}`);
  for (const piece of turn.pieces) {
    const inWords = saidAs(piece);
    if (inWords !== null) lines.push(`- ${markdownText(`“${piece.text}” ${inWords}`)}`);
  }
  for (const tool of turn.tools) {
    const took =
      tool.endMs === null ? 'still works' : `${(tool.endMs - tool.startMs).toFixed(3)} ms`;
    const failed = tool.ok === false ? ', failed' : '';
    const call = markdownText(`${tool.name}(${JSON.stringify(tool.args)})`);
    lines.push(`- Tool: ${call}, ${took}${failed}`);
  }
  if (turn.longestSilenceMs > 0) lines.push(`- Silence: ${silenceWords(turn)}`);
  for (const { message } of turn.warnings) lines.push(`- Warning: ${markdownText(message)}`);
  if (turn.parts.length === 0) return `${lines.join('\n')}\n`;
  lines.push(
    '',
    '| Part | Owner | Starts (ms) | Ends (ms) | Takes (ms) |',
    '| --- | --- | ---: | ---: | ---: |',
  );
  for (const part of turn.parts) {
    const cells = [part.startMs - zeroMs, part.endMs - zeroMs, partMs(part)].map((ms) =>
      ms.toFixed(3),
    );
    lines.push(
      `| ${partInfo(part).label} | ${OWNER_INFO[part.owner].label} | ${cells.join(' | ')} |`,
    );
  }
  if (turn.responseLatencyMs !== null) {
    lines.push(
      `| **Caller stopped → caller heard** | | | | **${turn.responseLatencyMs.toFixed(3)}** |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The silence within the answer, unrounded. */
function silenceWords(turn: TimelineTurn): string {
  const { longestSilenceMs, silenceMs, resumedAtMs } = turn;
  const zeroMs = turn.callerStoppedMs ?? turn.pieces[0]?.spokenFromMs ?? 0;
  const resumed =
    resumedAtMs === null ? '' : `, sound again at ${(resumedAtMs - zeroMs).toFixed(3)} ms`;
  return `longest ${longestSilenceMs.toFixed(3)} ms, ${silenceMs.toFixed(3)} ms in silences over 300 ms${resumed}`;
}

export function turnJson(turn: TimelineTurn, callId: string): string {
  return `${JSON.stringify({ callId, turn }, null, 2)}\n`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
