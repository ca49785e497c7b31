import { useEffect, useRef } from 'react';
import { classNames } from '../format/class-names.ts';
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

/**
 * A level bar that is drawn outside React. `read` returns the current RMS, 0 to 1. The bar falls
 * slowly.
 */
export function Meter(props: { label: string; agent?: boolean; read(): number }) {
  const meter = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const { read } = props;
  useEffect(() => {
    let shown = 0;
    let told = '';
    let frame = requestAnimationFrame(function draw() {
      shown = Math.max(meterPosition(read()), shown * 0.88);
      if (fill.current) fill.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      // Rounded to tenths, so that screen readers do not announce constant changes.
      const tenths = String(Math.round(shown * 10) * 10);
      if (tenths !== told) meter.current?.setAttribute('aria-valuenow', tenths);
      told = tenths;
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
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
