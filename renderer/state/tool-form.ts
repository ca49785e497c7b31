import { CustomTool } from '../../common/contract/index.ts';
import { parseJsonObject } from '../../common/rules/json-object.ts';
import { type HeaderRow, headersOf } from '../format/header-row.ts';
import { jsonProblem } from '../format/json-problem.ts';
import { typedNumber } from '../format/typed-number.ts';

/** A custom tool in its editor, with numbers and JSON as typed. */
export interface ToolForm {
  /** Identifies the row; never sent. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: readonly HeaderRow[];
  /** JSON Schema of the arguments; empty if there are none. */
  readonly parameters: string;
  /** Empty for the default of 30 s. */
  readonly timeoutSeconds: string;
  readonly speakDuringExecution: boolean;
  readonly executionMessage: string;
}

/** The initial parameters of a new tool: one text argument, as an example. */
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

/**
 * The stored tools as forms. For a tool that does not fit the schema, whatever can be read is kept.
 */
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
      // A message without the flag is spoken, too.
      speakDuringExecution: tool.speakDuringExecution ?? Boolean(tool.executionMessage),
      executionMessage: tool.executionMessage ?? '',
    };
  });
}

/**
 * The tool as the API takes it. `parameters` that are not a JSON object are left out;
 * `toolProblems` reports them.
 */
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
    ...(timeout === '' ? {} : { timeoutMs: Math.round(typedNumber(timeout) * 1_000) }),
    ...(form.speakDuringExecution ? { speakDuringExecution: true } : {}),
    ...(form.speakDuringExecution && form.executionMessage.trim() !== ''
      ? { executionMessage: form.executionMessage.trim() }
      : {}),
  };
}

/** The errors that only the window can see, by field. The server checks the rest. */
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
  const seconds = typedNumber(timeout);
  if (timeout !== '' && !(seconds >= 1 && seconds <= 120)) {
    problems.timeoutMs = 'It must be 1 to 120 seconds.';
  }
  return problems;
}

/** Why a text is not a JSON Schema of arguments; null if it is one, or empty. */
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
