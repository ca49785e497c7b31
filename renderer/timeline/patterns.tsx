import styles from './patterns.module.css';

/**
 * A texture for each owner, laid over its colour, because not everybody can tell the colours apart.
 */
export function Patterns() {
  return (
    <defs>
      <pattern id="own-setting" width="6" height="6" patternUnits="userSpaceOnUse">
        <path
          d="M-1 7 7-1M-1 1 1-1M5 7 7 5"
          className={styles.stroke}
          strokeWidth="1"
          opacity="0.4"
        />
      </pattern>
      <pattern id="own-server" width="5" height="5" patternUnits="userSpaceOnUse">
        <circle cx="1.5" cy="1.5" r="0.9" className={styles.dot} opacity="0.4" />
      </pattern>
      <pattern id="own-model" width="6" height="6" patternUnits="userSpaceOnUse">
        <path
          d="M-1-1 7 7M-1 5 1 7M5-1 7 1"
          className={styles.stroke}
          strokeWidth="1"
          opacity="0.4"
        />
      </pattern>
      <pattern id="own-tts" width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M1 0V4" className={styles.stroke} strokeWidth="1" opacity="0.35" />
      </pattern>
      <pattern id="own-stt" width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M0 1H4" className={styles.stroke} strokeWidth="1" opacity="0.35" />
      </pattern>
      <pattern id="own-device" width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M0 0 6 6M6 0 0 6" className={styles.stroke} strokeWidth="0.8" opacity="0.4" />
      </pattern>
      <pattern id="dead-air" width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M-1 7 7-1M-1 1 1-1M5 7 7 5" className={styles.dead} strokeWidth="1" />
      </pattern>
      <pattern id="own-us" width="6" height="6" patternUnits="userSpaceOnUse" />
    </defs>
  );
}
