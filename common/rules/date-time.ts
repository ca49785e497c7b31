/** Milliseconds since the epoch as the API writes timestamps: RFC 3339, UTC, three decimals. */
export function toDateTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function toDateTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : toDateTime(ms);
}
