import styles from './thinking-dots.module.css';

/** A placeholder for the agent's words. */
export function ThinkingDots() {
  return (
    <span className={styles.dots} role="status" aria-label="The agent is thinking">
      <i />
      <i />
      <i />
    </span>
  );
}
