import type { PartName, PartOwner, TimelinePart, TimelineTurn } from '../../contract/index.ts';
import { toMs, toUs } from './timeline.ts';

/** How a part of the wait is explained to people. */
export interface PartInfo {
  readonly label: string;
  /** Labels the part where colour alone is not enough. */
  readonly letter: string;
  readonly what: string;
  readonly shorten: string;
}

export const PART_INFO: Readonly<Record<PartName, PartInfo>> = {
  endpointing: {
    label: 'End of turn',
    letter: 'E',
    what: 'From the last sound of the caller until it was decided that the turn is over.',
    shorten: 'Lower the silence that ends a turn. Too low, and the agent cuts people off.',
  },
  transcription: {
    label: 'Transcript',
    letter: 'T',
    what: 'Until the final transcript was there.',
    shorten: 'Choose the fast recogniser, or one that works while the caller still speaks.',
  },
  dispatch: {
    label: 'Dispatch',
    letter: 'D',
    what: 'Building and signing the request, until its bytes were on the socket.',
    shorten: 'Keep connections alive: the first request pays for name resolution and connecting.',
  },
  firstByte: {
    label: 'First byte',
    letter: 'B',
    what: 'Your server had the request and sent its response headers.',
    shorten: 'Send the headers at once and stream; verify the signature before slow work.',
  },
  firstChunk: {
    label: 'First line',
    letter: 'L',
    what: 'Your response had begun, but the text of a first sentence had not come yet.',
    shorten: 'Flush each line, and begin with a short whole sentence. Mind the silence behind it.',
  },
  segmentation: {
    label: 'Sentence',
    letter: 'S',
    what: 'Cutting the text into a piece that can be spoken.',
    shorten: 'End the first line with a full stop, so that it need not wait for more.',
  },
  synthesis: {
    label: 'Speech',
    letter: 'V',
    what: 'The speech engine worked on the first piece until its first audio.',
    shorten: 'Make the first sentence short, or choose a faster voice.',
  },
  playout: {
    label: 'Playout',
    letter: 'P',
    what: 'From the first audio to the first frame at the carrier.',
    shorten: 'Nothing to do here: frames leave every 20 ms.',
  },
  device: {
    label: 'Device',
    letter: 'O',
    what: 'From the carrier to the ear: buffers of the window and its sound card.',
    shorten: 'Use a wired output; wireless headsets add 100 ms and more.',
  },
  held: {
    label: 'Held',
    letter: 'H',
    what: 'A breakpoint held the request. It does not count.',
    shorten: 'Let it go sooner.',
  },
  tool: {
    label: 'Tool',
    letter: 'W',
    what: 'A tool of yours worked.',
    shorten: 'Answer the tool faster, or speak before calling it.',
  },
};

/** The parts in which a model takes the place of a webhook's server. */
const MODEL_PART_INFO: Partial<Record<PartName, Omit<PartInfo, 'letter'>>> = {
  firstByte: {
    label: 'First byte',
    what: 'The model had the conversation and sent its response headers.',
    shorten: 'Choose a faster model or one nearer to you; shorten the prompt.',
  },
  firstChunk: {
    label: 'First words',
    what: 'The model had begun to answer, but its first sentence was not there yet.',
    shorten: 'Choose a smaller model, or have it say a word before it calls a tool.',
  },
};

/** The explanation of a part, which differs between a server and a model. */
export function partInfo({ name, owner }: Pick<TimelinePart, 'name' | 'owner'>): PartInfo {
  const info = PART_INFO[name];
  return owner === 'model' ? { ...info, ...MODEL_PART_INFO[name] } : info;
}

export interface OwnerInfo {
  readonly label: string;
  /** The name of the colour tokens (`--own-…`) and of the pattern. */
  readonly token: 'setting' | 'stt' | 'us' | 'server' | 'model' | 'tts' | 'device';
}

export const OWNER_INFO: Readonly<Record<PartOwner, OwnerInfo>> = {
  setting: { label: 'a setting', token: 'setting' },
  sttEngine: { label: 'recogniser', token: 'stt' },
  us: { label: 'AgentPhone', token: 'us' },
  server: { label: 'your server', token: 'server' },
  model: { label: 'the model', token: 'model' },
  ttsEngine: { label: 'speech engine', token: 'tts' },
  device: { label: 'device', token: 'device' },
  breakpoint: { label: 'breakpoint', token: 'us' },
};

/** The duration of a part in milliseconds, exact to the microsecond. */
export function partMs(part: Pick<TimelinePart, 'startMs' | 'endMs'>): number {
  return toMs(toUs(part.endMs) - toUs(part.startMs));
}

/** The parts that count as latency; time at a breakpoint does not. */
export function countedParts(turn: Pick<TimelineTurn, 'parts'>): readonly TimelinePart[] {
  return turn.parts.filter(({ name }) => name !== 'held');
}

/** The sum of these parts in milliseconds, exact to the microsecond. */
export function sumMs(parts: readonly TimelinePart[]): number {
  return toMs(parts.reduce((sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs), 0));
}
