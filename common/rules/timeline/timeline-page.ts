import type {
  CallView,
  Timeline,
  TimelinePiece,
  TimelineTool,
  TimelineTurn,
} from '../../contract/index.ts';
import { shownAddress } from '../phone/hidden-number.ts';
import { markupText } from '../quoting/markup.ts';
import { WAVEFORM_STEP_MS, type Waveform } from '../sound/waveform.ts';
import { saidAs } from './said-as.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';
import { needsAttention, spokenSummary } from './timeline-budget.ts';
import { alignedAtCallerStopped } from './timeline-compare.ts';
import { PAGE_STYLE } from './timeline-page-style.ts';
import { OWNER_INFO, partInfo, partMs } from './timeline-parts.ts';
import { longestSilenceOf } from './turn-silence.ts';

/**
 * The timeline of a call as one HTML file, without scripts and without anything loaded from
 * elsewhere, so that it opens from a mail or a ticket. What callers and agents said is escaped.
 */
export function timelinePage(source: {
  readonly call: Pick<CallView, 'id' | 'from' | 'to' | 'direction' | 'startedAt' | 'status'>;
  readonly timeline: Timeline;
  readonly waveform: Waveform | null;
  readonly budgetMs: number;
  readonly silenceBudgetMs?: number;
}): string {
  const { call, timeline, waveform, budgetMs } = source;
  const { silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS } = source;
  const { p50, p90, p99, n } = timeline.percentiles.responseLatency;
  const silence = timeline.percentiles.longestSilence;
  const figures =
    n === 0
      ? 'No turn of this call was heard.'
      : `Response latency over ${n === 1 ? 'one turn' : `${n} turns`}: p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}. Budget ${ms(budgetMs)}. Longest silence within an answer: p50 ${ms(silence.p50)}, p90 ${ms(silence.p90)}, p99 ${ms(silence.p99)}. Budget ${ms(silenceBudgetMs)}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Timeline of ${markupText(call.id)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${markupText(shownAddress(call.from))} → ${markupText(call.to)}</h1>
<p><code>${markupText(call.id)}</code> · ${markupText(call.direction)} · ${markupText(call.status)} · <time>${markupText(call.startedAt)}</time></p>
<p>${markupText(figures)}</p>
${timeline.warnings.map(warningLine).join('\n')}
</header>
<main>
${timeline.turns.map((turn) => turnSection(turn, waveform, budgetMs, silenceBudgetMs)).join('\n')}
</main>
</body>
</html>
`;
}

function turnSection(
  turn: TimelineTurn,
  waveform: Waveform | null,
  budgetMs: number,
  silenceBudgetMs: number,
): string {
  const summary = spokenSummary(turn, budgetMs, silenceBudgetMs);
  return `<section class="${needsAttention(turn, budgetMs, silenceBudgetMs) ? 'late' : 'fine'}">
<h2>${markupText(summary.charAt(0).toUpperCase() + summary.slice(1))}</h2>
${turn.caller === null ? '' : `<p class="caller">${markupText(turn.caller)}</p>`}
${turn.heard === '' ? '' : `<p class="agent">${markupText(turn.heard)}</p>`}
${turn.pieces
  .map(wordsLine)
  .filter((line) => line !== '')
  .join('\n')}
${turn.longestSilenceMs === 0 ? '' : `<p class="silence">Longest ${ms(turn.longestSilenceMs)}, ${ms(turn.silenceMs)} in silences over 300 ms</p>`}
${turn.tools.map(toolLine).join('\n')}
${turn.warnings.map(warningLine).join('\n')}
${drawing(turn, waveform, budgetMs)}
${partsTable(turn)}
</section>`;
}

function warningLine({ message }: { readonly message: string }): string {
  return `<p class="warning">${markupText(message)}</p>`;
}

/** The written words of a piece, if its voice was given other words. */
function wordsLine(piece: TimelinePiece): string {
  const inWords = saidAs(piece);
  return inWords === null
    ? ''
    : `<p class="words"><q>${markupText(piece.text)}</q> ${markupText(inWords)}</p>`;
}

function toolLine(tool: TimelineTool): string {
  const took = tool.endMs === null ? 'still works' : ms(tool.endMs - tool.startMs);
  const call = `${tool.name}(${JSON.stringify(tool.args)})`;
  return `<p class="tool"><code>${markupText(call)}</code> · ${took}${tool.ok === false ? ' · failed' : ''}</p>`;
}

function partsTable(turn: TimelineTurn): string {
  if (turn.parts.length === 0) return '';
  const zeroMs = turn.parts[0]?.startMs ?? 0;
  const rows = turn.parts.map((part) => {
    const { label, letter } = partInfo(part);
    const owner = OWNER_INFO[part.owner];
    const cells = [part.startMs - zeroMs, part.endMs - zeroMs, partMs(part)];
    return `<tr><th scope="row"><i class="own-${owner.token}">${letter}</i> ${label}</th><td>${owner.label}</td>${cells.map((cell) => `<td class="n">${cell.toFixed(3)}</td>`).join('')}</tr>`;
  });
  return `<details><summary>Every part in milliseconds</summary><table>
<thead><tr><th scope="col">Part</th><th scope="col">Owner</th><th scope="col">Starts</th><th scope="col">Ends</th><th scope="col">Takes</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
<tfoot><tr><th scope="row" colspan="4">Caller stopped → caller heard</th><td class="n">${turn.responseLatencyMs === null ? '–' : turn.responseLatencyMs.toFixed(3)}</td></tr></tfoot>
</table></details>`;
}

const LEFT_PX = 96;
const RIGHT_PX = 950;
const ROW = { caller: 20, wait: 52, webhook: 82, stream: 108, agent: 140 } as const;

function drawing(original: TimelineTurn, waveform: Waveform | null, budgetMs: number): string {
  const turn = alignedAtCallerStopped(original);
  const zeroMs = original.callerStoppedMs ?? original.parts[0]?.startMs ?? 0;
  const hosted = turn.request?.deliveryId === null;
  const ends = [
    budgetMs * 1.1,
    ...turn.parts.map(({ endMs }) => endMs),
    ...turn.pieces.map((piece) => piece.spokenToMs ?? piece.queuedMs),
    ...turn.chunks.map(({ atMs }) => atMs),
    turn.request?.endedMs ?? 0,
  ];
  const toMs = Math.max(...ends) * 1.02;
  const fromMs = Math.min((turn.callerStartedMs ?? 0) - 40, -0.05 * toMs);
  const x = (at: number) =>
    round(LEFT_PX + ((at - fromMs) / (toMs - fromMs)) * (RIGHT_PX - LEFT_PX));
  const bar = (
    at: { from: number; to: number; y: number; h: number },
    kind: string,
    title: string,
  ) =>
    `<rect class="${kind}" x="${x(at.from)}" y="${at.y - at.h / 2}" width="${round(Math.max(1, x(at.to) - x(at.from)))}" height="${at.h}" rx="2"><title>${markupText(title)}</title></rect>`;
  const shapes = [
    `<path class="zero" d="M${x(0)} 4V158"/>`,
    `<path class="budget" d="M${x(budgetMs)} ${ROW.wait - 12}v24"/>`,
    ...turn.parts.map((part) =>
      bar(
        { from: part.startMs, to: part.endMs, y: ROW.wait, h: 16 },
        `own-${OWNER_INFO[part.owner].token}`,
        `${partInfo(part).label}: ${ms(partMs(part))}, ${OWNER_INFO[part.owner].label}`,
      ),
    ),
    ...(turn.request === null
      ? []
      : [
          bar(
            {
              from: turn.request.sentMs,
              to: turn.request.endedMs ?? turn.request.sentMs,
              y: ROW.webhook,
              h: 12,
            },
            'hook',
            `${hosted ? 'Model at' : 'POST'} ${turn.request.url}: ${turn.request.status ?? 'no answer'}`,
          ),
        ]),
    ...turn.tools.map((tool) =>
      bar(
        { from: tool.startMs, to: tool.endMs ?? tool.startMs, y: ROW.webhook + 11, h: 6 },
        tool.ok === false ? 'broken' : tool.builtIn ? 'own-us' : 'own-server',
        `${tool.name}: ${tool.endMs === null ? 'still works' : ms(tool.endMs - tool.startMs)}`,
      ),
    ),
    ...turn.chunks.map(
      (chunk) =>
        `<path class="line" d="M${x(chunk.atMs)} ${ROW.stream - 9}v18"><title>${markupText(chunk.text)}</title></path>`,
    ),
    ...turn.pieces.flatMap((piece) =>
      piece.spokenFromMs === null || piece.spokenToMs === null
        ? []
        : [
            bar(
              { from: piece.spokenFromMs, to: piece.spokenToMs, y: ROW.agent, h: 22 },
              'speech',
              [piece.text, saidAs(piece)].filter((part) => part !== null).join('\n'),
            ),
          ],
    ),
  ];
  const silence = longestSilenceOf(turn);
  if (silence !== null && turn.resumedAtMs !== null) {
    const { fromMs: from, toMs: to } = silence;
    const title = `Silence within the answer: ${ms(turn.longestSilenceMs)}`;
    shapes.push(bar({ from, to, y: ROW.agent, h: 18 }, 'dead', title));
  }
  if (turn.callerStartedMs !== null && turn.callerStartedMs < 0) {
    shapes.push(
      bar({ from: turn.callerStartedMs, to: 0, y: ROW.caller, h: 20 }, 'said', turn.caller ?? ''),
    );
  }
  if (waveform !== null) {
    const wave = (lane: Int8Array, y: number, kind: string) =>
      `<path class="${kind}" d="${wavePath(lane, { zeroMs, fromMs, toMs, y, x })}"/>`;
    shapes.push(wave(waveform.caller, ROW.caller, 'wave-caller'));
    shapes.push(wave(waveform.agent, ROW.agent, 'wave-agent'));
  }
  const label = (y: number, text: string) => `<text x="4" y="${y + 4}">${text}</text>`;
  return `<svg viewBox="0 0 960 162" role="img" aria-label="Turn ${turn.index} on a time axis">
${label(ROW.caller, 'Caller')}${label(ROW.wait, 'Wait')}${label(ROW.webhook, hosted ? 'Model' : 'Webhook')}${label(ROW.stream, hosted ? 'Its words' : 'Your stream')}${label(ROW.agent, 'Agent')}
${shapes.join('\n')}
</svg>`;
}

function wavePath(
  lane: Int8Array,
  view: { zeroMs: number; fromMs: number; toMs: number; y: number; x: (at: number) => number },
): string {
  const first = Math.max(0, Math.floor((view.zeroMs + view.fromMs) / WAVEFORM_STEP_MS));
  const last = Math.min(lane.length / 2, Math.ceil((view.zeroMs + view.toMs) / WAVEFORM_STEP_MS));
  let path = '';
  for (let step = first; step < last; step += 1) {
    const low = lane[step * 2] ?? 0;
    const high = lane[step * 2 + 1] ?? 0;
    if (high - low < 2) continue;
    const up = Math.max(1, (high / 128) * 14);
    const down = Math.max(1, (-low / 128) * 14);
    path += `M${view.x((step + 0.5) * WAVEFORM_STEP_MS - view.zeroMs)} ${round(view.y - up)}v${round(up + down)}`;
  }
  return path;
}

function round(px: number): number {
  return Math.round(px * 100) / 100;
}

function ms(value: number | null): string {
  if (value === null) return '–';
  return value > 9_999 ? `${(value / 1_000).toFixed(1)} s` : `${Math.round(value)} ms`;
}
