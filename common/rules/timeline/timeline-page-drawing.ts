import type { TimelinePart, TimelineTurn } from '../../contract/index.ts';
import { markupText } from '../quoting/markup.ts';
import { WAVEFORM_STEP_MS, type Waveform } from '../sound/waveform.ts';
import { axisMarks, markLabel } from './axis-marks.ts';
import { saidAs } from './said-as.ts';
import { spokenDuration } from './spoken-duration.ts';
import { alignedAtCallerStopped } from './timeline-compare.ts';
import { OWNER_INFO, partInfo, partMs } from './timeline-parts.ts';
import { longestSilenceOf } from './turn-silence.ts';

const LEFT_PX = 96;
const RIGHT_PX = 950;
const ROW = { caller: 36, wait: 68, webhook: 98, stream: 124, agent: 156 } as const;
const AXIS_PX = 16;
const BOTTOM_PX = 174;
/** Room for a letter in a part, and for a label on the axis. */
const LETTER_PX = 14;
const LABEL_PX = 96;

/** One turn on a time axis, 0 where the caller stopped, as an SVG. */
export function turnDrawing(
  original: TimelineTurn,
  waveform: Waveform | null,
  budgetMs: number,
): string {
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
    ...axis(
      { fromMs, toMs, zero: original.callerStoppedMs === null ? 'greeting' : 'caller stopped' },
      x,
    ),
    ...turn.parts.flatMap((part) => [
      bar(
        { from: part.startMs, to: part.endMs, y: ROW.wait, h: 16 },
        `own-${OWNER_INFO[part.owner].token}`,
        `${partInfo(part).label}: ${spokenDuration(partMs(part))}, ${OWNER_INFO[part.owner].label}`,
      ),
      letter(part, x),
    ]),
    // Nobody waits for the greeting.
    turn.index === 0 ? '' : `<path class="budget" d="M${x(budgetMs)} ${ROW.wait - 12}v24"/>`,
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
        `${tool.name}: ${tool.endMs === null ? 'still works' : spokenDuration(tool.endMs - tool.startMs)}`,
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
    const title = `Silence within the answer: ${spokenDuration(turn.longestSilenceMs)}`;
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
  return `<svg viewBox="0 0 960 ${BOTTOM_PX + 4}" role="img" aria-label="Turn ${turn.index} on a time axis">
${label(ROW.caller, 'Caller')}${label(ROW.wait, 'Wait')}${label(ROW.webhook, hosted ? 'Model' : 'Webhook')}${label(ROW.stream, hosted ? 'Its words' : 'Your stream')}${label(ROW.agent, 'Agent')}
${shapes.join('\n')}
</svg>`;
}

function axis(
  { fromMs, toMs, zero }: { fromMs: number; toMs: number; zero: string },
  x: (at: number) => number,
): string[] {
  const gapMs = ((toMs - fromMs) / (RIGHT_PX - LEFT_PX)) * LABEL_PX;
  return axisMarks(fromMs, toMs, gapMs).map((mark) => {
    const px = x(mark);
    const words = mark === 0 ? zero : markLabel(mark);
    // The last label would run out of the picture.
    const label = px > RIGHT_PX - 40 ? '' : `<text x="${px + 3}" y="11">${words}</text>`;
    return `<path class="${mark === 0 ? 'zero' : 'grid'}" d="M${px} ${AXIS_PX}V${BOTTOM_PX}"/>${label}`;
  });
}

function letter(part: TimelinePart, x: (at: number) => number): string {
  const width = x(part.endMs) - x(part.startMs);
  if (width < LETTER_PX) return '';
  const { token } = OWNER_INFO[part.owner];
  const px = round(x(part.startMs) + width / 2);
  return `<text class="letter ink-${token}" x="${px}" y="${ROW.wait + 4}">${partInfo(part).letter}</text>`;
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
