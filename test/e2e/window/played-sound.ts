import { expect, type Page } from '@playwright/test';

declare global {
  interface Window {
    playedTaps?: AnalyserNode[];
    /** RMS of the loudest moment since it was last read. */
    loudestPlayed?: number;
  }
}

/** Well above the noise of a silent line, and well below speech. */
const SPEECH_RMS = 0.01;

/** Adds an analyser to every path to the loudspeaker, before the page runs. */
export async function listenToPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const taps: AnalyserNode[] = [];
    window.playedTaps = taps;
    const connect = AudioNode.prototype.connect as (this: AudioNode, node: AudioNode) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
      if (target instanceof AudioDestinationNode) {
        const tap = new AnalyserNode(this.context, { fftSize: 4_096 });
        connect.call(this, tap);
        taps.push(tap);
      }
      return connect.call(this, target);
    } as typeof AudioNode.prototype.connect;
    // A short word must not be missed between two reads of a test.
    window.loudestPlayed = 0;
    setInterval(() => {
      for (const tap of taps) {
        if (tap.context.state !== 'running') continue;
        const samples = new Float32Array(tap.fftSize);
        tap.getFloatTimeDomainData(samples);
        const sum = samples.reduce((total, sample) => total + sample * sample, 0);
        window.loudestPlayed = Math.max(window.loudestPlayed ?? 0, Math.sqrt(sum / samples.length));
      }
    }, 40);
  });
}

/** Waits for a new sound. */
export async function expectSound(page: Page, what = 'something is heard'): Promise<void> {
  await loudestSinceAsked(page);
  await expect.poll(() => loudestSinceAsked(page), { message: what }).toBeGreaterThan(SPEECH_RMS);
}

function loudestSinceAsked(page: Page): Promise<number> {
  return page.evaluate(() => {
    const loudest = window.loudestPlayed ?? 0;
    window.loudestPlayed = 0;
    return loudest;
  });
}

/** RMS, 0 to 1, of the last 4,096 samples sent to the loudspeaker. */
export function playedRms(page: Page): Promise<number> {
  return page.evaluate(() => {
    let loudest = 0;
    for (const tap of window.playedTaps ?? []) {
      // An analyser that is suspended still contains what was played last.
      if (tap.context.state !== 'running') continue;
      const samples = new Float32Array(tap.fftSize);
      tap.getFloatTimeDomainData(samples);
      const sum = samples.reduce((total, sample) => total + sample * sample, 0);
      loudest = Math.max(loudest, Math.sqrt(sum / samples.length));
    }
    return loudest;
  });
}
