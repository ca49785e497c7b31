import { useEffect, useRef } from 'react';
import { classNames } from '../format/class-names.ts';
import { after } from '../state/window-clock.ts';
import styles from './meter.module.css';

const FLOOR_DB = -54;

/**
 * The position of a level on the bar, 0 to 1, for -54 to -6 dB. Decibels, because ears hear ratios.
 */
export function meterPosition(rms: number): number {
  if (rms <= 0) return 0;
  const decibels = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (-6 - FLOOR_DB)));
}

/** Below this, nothing of the bar can be seen. */
const INVISIBLE = 0.002;

/** The bar in the next frame: it rises at once, and falls slowly to zero. */
export function nextPosition(shown: number, rms: number): number {
  const fallen = shown * 0.88;
  return Math.max(meterPosition(rms), fallen < INVISIBLE ? 0 : fallen);
}

/** In silence nothing is drawn, and the level is read only this often. */
const SILENCE_MS = 50;

/** A level bar that is drawn outside React. `read` returns the current RMS, 0 to 1. */
export function Meter(props: { label: string; agent?: boolean; read(): number }) {
  const meter = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const { read } = props;
  useEffect(() => {
    let shown = 0;
    let told = '';
    let cancel = () => {};
    const draw = () => {
      const before = shown;
      shown = nextPosition(shown, read());
      if (shown !== before) {
        if (fill.current) fill.current.style.transform = `scaleX(${shown.toFixed(3)})`;
        // Rounded to tenths, so that screen readers do not announce constant changes.
        const tenths = String(Math.round(shown * 10) * 10);
        if (tenths !== told) meter.current?.setAttribute('aria-valuenow', tenths);
        told = tenths;
      }
      if (shown === 0) {
        cancel = after(SILENCE_MS, draw);
        return;
      }
      const frame = requestAnimationFrame(draw);
      cancel = () => cancelAnimationFrame(frame);
    };
    draw();
    return () => cancel();
  }, [read]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn like this
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div ref={fill} className={classNames(styles.fill, props.agent && styles.agent)} />
    </div>
  );
}
