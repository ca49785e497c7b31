/** The one way to write a duration: whole milliseconds below ten seconds, then seconds. */
export function spokenDuration(ms: number): string {
  return Math.round(ms) < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
