/**
 * Matches quoted text, quoted names and comments, which stay as they are; or a parameter, which is
 * the only group.
 */
const PARAMETERS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\?\d*|[@:$]\w+)/g;

/**
 * The same statement, with parameters whose values SQLite ignores while planning.
 *
 * SQLite plans some statements for the values they are bound to, and replans when the values
 * change. better-sqlite3 clears the values after every run, which counts as a change: such a
 * statement would be compiled for each run, at several times the cost of the run. `+?` has the same
 * value, but the planner does not look into it. The planner has no statistics on our tables in any
 * case, because `analyze` is never run.
 */
export function withSteadyPlan(sql: string): string {
  return sql.replace(PARAMETERS, (found: string, parameter: string | undefined) =>
    parameter === undefined ? found : `+${parameter}`,
  );
}
