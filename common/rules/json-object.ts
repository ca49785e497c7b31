export type JsonObject = Readonly<Record<string, unknown>>;

/** What a JSON text says; null if it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether it has fields: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it has fields, otherwise null. */
export function jsonObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

/** The object that a JSON text contains; null for anything else. */
export function parseJsonObject(text: string): JsonObject | null {
  return jsonObject(parsedJson(text));
}
