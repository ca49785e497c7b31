/**
 * Notations of models for what is not meant for the caller. Element names are compared without
 * case, `_`, `-` and `:`.
 */

/** Elements that contain a model's thinking. */
// biome-ignore format: a table is read in rows
export const THINKING_ELEMENTS: ReadonlySet<string> = new Set([
  'think', 'thinking', 'thought', 'thoughts', 'reasoning', 'reason', 'rationale',
  'scratchpad', 'reflection', 'reflect', 'analysis', 'innermonologue', 'monologue',
  'internal', 'internalthought', 'internalthoughts', 'antthinking', 'seedthink', 'mmthink',
  'chainofthought', 'cot', 'planning',
]);

/** Elements that contain tool calls or their results. */
// biome-ignore format: a table is read in rows
export const TOOL_ELEMENTS: ReadonlySet<string> = new Set([
  'tool', 'tools', 'toolcall', 'toolcalls', 'tooluse', 'tooluses', 'toolcode', 'toolname',
  'toolresponse', 'toolresult', 'toolresults', 'tooloutput', 'toolinput', 'toolargs',
  'function', 'functions', 'functioncall', 'functioncalls', 'functionresult',
  'functionresults', 'functionresponse', 'invoke', 'antmlinvoke', 'antmlfunctioncalls',
  'parameter', 'parameters', 'arguments', 'usetool', 'actioninput', 'minimaxtoolcall',
]);

/** Elements with content for machines. */
// biome-ignore format: a table is read in rows
export const MACHINE_ELEMENTS: ReadonlySet<string> = new Set([
  'script', 'style', 'head', 'template', 'svg', 'math', 'metadata',
]);

/**
 * Notations other than elements: the mark that begins an unspoken stretch, and the mark that ends
 * it.
 */
export interface MarkPair {
  readonly holds: 'thinking' | 'toolCall';
  readonly opens: string;
  readonly closes: readonly string[];
}

export const MARK_PAIRS: readonly MarkPair[] = [
  { holds: 'thinking', opens: '◁think▷', closes: ['◁/think▷'] },
  { holds: 'thinking', opens: '[THINK]', closes: ['[/THINK]'] },
  { holds: 'thinking', opens: '<|think|>', closes: ['<|/think|>', '<|end_think|>'] },
  { holds: 'thinking', opens: '<|begin_of_thought|>', closes: ['<|end_of_thought|>'] },
  { holds: 'thinking', opens: '<|START_THINKING|>', closes: ['<|END_THINKING|>'] },
  { holds: 'thinking', opens: '<unused94>', closes: ['<unused95>'] },
  {
    holds: 'thinking',
    opens: '<|channel|>analysis',
    closes: ['<|channel|>final<|message|>', '<|start|>', '<|end|>'],
  },
  {
    holds: 'toolCall',
    opens: '<|channel|>commentary',
    closes: ['<|channel|>final<|message|>', '<|start|>', '<|end|>', '<|call|>'],
  },
  { holds: 'toolCall', opens: '<|START_ACTION|>', closes: ['<|END_ACTION|>'] },
  { holds: 'toolCall', opens: '<|python_tag|>', closes: ['<|eom_id|>', '<|eot_id|>'] },
  { holds: 'toolCall', opens: '<|tool_call|>', closes: ['<|/tool_call|>', '<|end|>', '\n'] },
  {
    holds: 'toolCall',
    opens: '<|tool_calls_section_begin|>',
    closes: ['<|tool_calls_section_end|>'],
  },
  { holds: 'toolCall', opens: '<|tool_call_begin|>', closes: ['<|tool_call_end|>'] },
  { holds: 'toolCall', opens: '<｜tool▁calls▁begin｜>', closes: ['<｜tool▁calls▁end｜>'] },
  { holds: 'toolCall', opens: '<｜tool▁call▁begin｜>', closes: ['<｜tool▁call▁end｜>'] },
  { holds: 'toolCall', opens: '✿FUNCTION✿', closes: ['✿RETURN✿', '\n\n'] },
];

/** Remnants of chat templates, which mean nothing to a caller. */
// biome-ignore format: a table is read in rows
export const CONTROL_MARKS: readonly string[] = [
  '<|start|>assistant', '<|im_start|>assistant', '<|channel|>final<|message|>',
  '<|start_header_id|>assistant<|end_header_id|>', '<|assistant|>',
  '[/TOOL_CALLS]', '[ARGS]', '[INST]', '[/INST]', '[/THINK]', '◁/think▷',
  '<end_of_turn>', '<start_of_turn>model', '<start_of_turn>', '<eos>', '<bos>',
];

/** Names that precede a function call written as code: `functions.lookup({"id": 1})`. */
// biome-ignore format: a table is read in rows
export const CALL_NAMESPACES: readonly string[] = [
  'functions', 'function', 'default_api', 'multi_tool_use', 'tools', 'tool',
];
