/** Quoted text, quoted names and comments as they are; or a parameter, which is the one group. */
const PARAMETERS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\?\d*|[@:$]\w+)/g;

/**
 * The same statement, with parameters that SQLite does not look into while it plans.
 *
 * SQLite plans some statements for the values they are given, and plans them anew when the values
 * change. better-sqlite3 clears the values after every run, which counts as a change: such a
 * statement would be compiled each time it runs, at several times the cost of the run. `+?` is the
 * same value to a statement, and none to the planner. It knows no sample values of our tables in any
 * case, for nobody runs `analyze` on them.
 */
export function withSteadyPlan(sql: string): string {
  return sql.replace(PARAMETERS, (found: string, parameter: string | undefined) =>
    parameter === undefined ? found : `+${parameter}`,
  );
}
