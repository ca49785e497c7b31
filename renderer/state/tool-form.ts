import { CustomTool } from '../../common/contract/index.ts';
import { type HeaderRow, headersOf } from '../format/header-row.ts';
import { parseJsonObject } from '../format/json-object.ts';
import { jsonProblem } from '../format/json-problem.ts';

/** A custom tool as its editor holds it: numbers and JSON as they are typed. */
export interface ToolForm {
  /** Tells rows apart; never sent. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: readonly HeaderRow[];
  /** JSON Schema of the arguments; empty: it takes none. */
  readonly parameters: string;
  /** Empty: the usual 30 s. */
  readonly timeoutSeconds: string;
  readonly speakDuringExecution: boolean;
  readonly executionMessage: string;
}

/** What a new tool starts with: one text argument, which shows how others are written. */
export const EXAMPLE_PARAMETERS = JSON.stringify(
  {
    type: 'object',
    properties: { query: { type: 'string', description: 'What the caller asks for' } },
    required: ['query'],
  },
  null,
  2,
);

export function newTool(key: string): ToolForm {
  return {
    key,
    name: '',
    description: '',
    url: '',
    method: 'POST',
    headers: [],
    parameters: '',
    timeoutSeconds: '',
    speakDuringExecution: false,
    executionMessage: '',
  };
}

/** The stored tools as forms; one that no longer fits the schema keeps what can be read of it. */
export function toolForms(tools: readonly Record<string, unknown>[] | null): readonly ToolForm[] {
  return (tools ?? []).map((stored, index) => {
    const key = `tool${index}`;
    const parsed = CustomTool.safeParse(stored);
    if (!parsed.success) {
      const text = (field: string) => (typeof stored[field] === 'string' ? stored[field] : '');
      return {
        ...newTool(key),
        name: text('name'),
        description: text('description'),
        url: text('url'),
      };
    }
    const tool = parsed.data;
    return {
      key,
      name: tool.name,
      description: tool.description,
      url: tool.url,
      method: tool.method,
      headers: Object.entries(tool.headers ?? {}).map(([name, value], at) => ({
        key: `header${at}`,
        name,
        value: value ?? '',
      })),
      parameters: tool.parameters ? JSON.stringify(tool.parameters, null, 2) : '',
      timeoutSeconds: tool.timeoutMs ? String(tool.timeoutMs / 1_000) : '',
      // A message alone is spoken too.
      speakDuringExecution: tool.speakDuringExecution ?? Boolean(tool.executionMessage),
      executionMessage: tool.executionMessage ?? '',
    };
  });
}

/** The tool as the API takes it. `parameters` that are no JSON object are left out: see `toolProblems`. */
export function toolRequest(form: ToolForm): CustomTool {
  const headers = headersOf(form.headers);
  const parameters = parseJsonObject(form.parameters);
  const timeout = form.timeoutSeconds.trim();
  return {
    name: form.name.trim(),
    description: form.description.trim(),
    url: form.url.trim(),
    method: form.method,
    ...(headers === undefined ? {} : { headers }),
    ...(parameters === null ? {} : { parameters }),
    ...(timeout === '' ? {} : { timeoutMs: Math.round(Number(timeout) * 1_000) }),
    ...(form.speakDuringExecution ? { speakDuringExecution: true } : {}),
    ...(form.speakDuringExecution && form.executionMessage.trim() !== ''
      ? { executionMessage: form.executionMessage.trim() }
      : {}),
  };
}

/** What only the window can see to be wrong, by field; the server judges the rest. */
export function toolProblems(form: ToolForm): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  if (form.name.trim() === '') problems.name = 'Give it a name: the model calls it by that.';
  if (form.description.trim() === '') {
    problems.description = 'Say when to call it: the model decides by this.';
  }
  if (form.url.trim() === '') problems.url = 'Give the address that answers it.';
  const parameters = parametersProblem(form.parameters);
  if (parameters !== null) problems.parameters = parameters;
  const timeout = form.timeoutSeconds.trim();
  const seconds = Number(timeout);
  if (timeout !== '' && !(seconds >= 1 && seconds <= 120)) {
    problems.timeoutMs = 'It must be 1 to 120 seconds.';
  }
  return problems;
}

/** Why a text is no JSON Schema of arguments; null when it is one, or empty. */
export function parametersProblem(text: string): string | null {
  if (text.trim() === '') return null;
  const problem = jsonProblem(text);
  if (problem !== null) return problem;
  const schema = parseJsonObject(text);
  if (schema === null) return 'It must be a JSON object: the schema of the arguments.';
  if (schema.type !== undefined && schema.type !== 'object') {
    return 'Arguments have names, so its "type" must be "object".';
  }
  return null;
}
