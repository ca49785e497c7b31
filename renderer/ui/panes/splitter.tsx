import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { type PaneLimits, paneSizePx, sizeAfterKey } from './pane-sizes.ts';
import { resizePane } from './pane-store.ts';
import styles from './splitter.module.css';

/** The edge of the pane that it is on. */
type Edge = 'left' | 'right' | 'top' | 'bottom';

const GROWS = {
  right: 'ArrowRight',
  left: 'ArrowLeft',
  top: 'ArrowUp',
  bottom: 'ArrowDown',
} as const;

/** The edge of a pane, for resizing it. Must be rendered inside the pane's frame. */
export function Splitter(props: {
  /** The name under which the size is saved. */
  name: string;
  /** Describes what is resized, for example `Width of the phone`. */
  label: string;
  edge: Edge;
  sizePx: number;
  limits: PaneLimits;
}) {
  const { name, label, edge, sizePx, limits } = props;
  const grip = useRef<{ readonly fromPx: number; readonly sizePx: number } | null>(null);
  const isUpright = edge === 'left' || edge === 'right';
  const placeOf = (event: PointerEvent) => (isUpright ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = sizeAfterKey(event.key, event.shiftKey, sizePx, limits, GROWS[edge]);
    if (next === null) return;
    event.preventDefault();
    resizePane(name, next);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (grip.current === null) return;
    const movedPx = placeOf(event) - grip.current.fromPx;
    const outwards = edge === 'right' || edge === 'bottom' ? movedPx : -movedPx;
    resizePane(name, paneSizePx(grip.current.sizePx + outwards, limits));
  };
  const letGo = () => {
    grip.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isUpright ? 'vertical' : 'horizontal'}
      aria-valuenow={sizePx}
      aria-valuemin={Math.min(limits.minPx, limits.maxPx)}
      aria-valuemax={limits.maxPx}
      aria-valuetext={`${sizePx} pixels`}
      className={styles.splitter}
      data-edge={edge}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resizePane(name, undefined)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { fromPx: placeOf(event), sizePx };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    />
  );
}
