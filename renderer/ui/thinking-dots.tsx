import styles from './thinking-dots.module.css';

/** Stands where the agent's words will be. */
export function ThinkingDots() {
  return (
    <span className={styles.dots} role="status" aria-label="The agent is thinking">
      <i />
      <i />
      <i />
    </span>
  );
}
