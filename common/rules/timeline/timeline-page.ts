import type {
  CallView,
  Timeline,
  TimelinePiece,
  TimelineTool,
  TimelineTurn,
} from '../../contract/index.ts';
import { shownAddress } from '../phone/hidden-number.ts';
import { formatInternational } from '../phone/phone-numbers.ts';
import { markupText } from '../quoting/markup.ts';
import type { Waveform } from '../sound/waveform.ts';
import { saidAs } from './said-as.ts';
import { percentileWords } from './shown-percentiles.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';
import { spokenDuration } from './spoken-duration.ts';
import { needsAttention, spokenSummary } from './timeline-budget.ts';
import { turnDrawing } from './timeline-page-drawing.ts';
import { PAGE_STYLE } from './timeline-page-style.ts';
import { OWNER_INFO, partInfo, partMs } from './timeline-parts.ts';

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
  const { responseLatency, longestSilence } = timeline.percentiles;
  const { n } = responseLatency;
  const figures =
    n === 0
      ? 'No turn of this call was heard.'
      : `Response latency over ${n === 1 ? 'one turn' : `${n} turns`}: ${percentileWords(responseLatency, ms)}. Budget ${ms(budgetMs)}. Longest silence within an answer: ${percentileWords(longestSilence, ms)}. Budget ${ms(silenceBudgetMs)}.`;
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
<h1>${markupText(shownParty(call.from))} → ${markupText(shownParty(call.to))}</h1>
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
${turnDrawing(turn, waveform, budgetMs)}
${legend(turn)}
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
<thead><tr><th scope="col">Part</th><th scope="col">Owner</th><th scope="col" class="n">Starts</th><th scope="col" class="n">Ends</th><th scope="col" class="n">Takes</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
<tfoot><tr><th scope="row" colspan="4">Caller stopped → caller heard</th><td class="n">${turn.responseLatencyMs === null ? '–' : turn.responseLatencyMs.toFixed(3)}</td></tr></tfoot>
</table></details>`;
}

/** Every part that took time, by its letter in the drawing. */
function legend(turn: TimelineTurn): string {
  const parts = turn.parts.filter((part) => partMs(part) > 0);
  if (parts.length === 0) return '';
  const items = parts.map((part) => {
    const { label, letter } = partInfo(part);
    const { token, label: owner } = OWNER_INFO[part.owner];
    return `<li><i class="own-${token}">${letter}</i> ${label} <span>${ms(partMs(part))}</span> ${owner}</li>`;
  });
  return `<ul class="legend">${items.join('')}</ul>`;
}

function shownParty(address: string): string {
  return formatInternational(shownAddress(address));
}

function ms(value: number): string {
  return spokenDuration(value);
}
