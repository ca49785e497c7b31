import type { AskedMessage, AskedPart, AskedRequest, OfferedTool } from '../../contract/index.ts';
import { type JsonObject, jsonObject, parseJsonObject } from '../json-object.ts';

/**
 * Takes the body of a request to a model apart, in the forms of OpenAI's chat completions,
 * Anthropic's messages, Google's `generateContent` and the embedded dialogue. Nothing is dropped:
 * what has no name here is a parameter of the request, or a part of the kind `other`.
 *
 * @returns null unless it is a whole JSON object with messages in one of these forms
 */
export function askedRequest(body: string): AskedRequest | null {
  const fields = parseJsonObject(body);
  if (fields === null) return null;
  if (Array.isArray(fields.messages)) return chatRequest(fields, fields.messages);
  if (Array.isArray(fields.contents)) return googleRequest(fields, fields.contents);
  return null;
}

/** The names of the tools, by the id of the call that a result refers to. */
type ToolNames = Map<string, string>;

/** OpenAI, Anthropic and the embedded dialogue differ only in what does not collide. */
function chatRequest(fields: JsonObject, messages: readonly unknown[]): AskedRequest {
  const { messages: _messages, system, tools, ...parameters } = fields;
  const names: ToolNames = new Map();
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', parts: contentParts(system, names) }]),
      ...messages.map((message) => chatMessage(message, names)),
    ],
    tools: listOf(tools).map(chatTool),
    parameters,
  };
}

function chatMessage(message: unknown, names: ToolNames): AskedMessage {
  const { role, content, tool_calls: calls, tool_call_id: answered } = jsonObject(message) ?? {};
  if (typeof role !== 'string') return { role: 'unknown', parts: [other(message)] };
  if (typeof answered === 'string') {
    const name = names.get(answered) ?? null;
    return { role, parts: [{ kind: 'toolResult', name, text: resultText(content) }] };
  }
  const called = listOf(calls).map((call) => chatToolCall(call, names));
  return { role, parts: [...contentParts(content, names), ...called] };
}

function chatToolCall(call: unknown, names: ToolNames): AskedPart {
  const { id, function: named } = jsonObject(call) ?? {};
  const { name, arguments: args } = jsonObject(named) ?? {};
  if (typeof name !== 'string') return other(call);
  if (typeof id === 'string') names.set(id, name);
  return { kind: 'toolCall', name, arguments: typeof args === 'string' ? args : json(args) };
}

function contentParts(content: unknown, names: ToolNames): AskedPart[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content)) return [other(content)];
  return content.map((part) => contentPart(part, names));
}

/** A part of OpenAI's or of Anthropic's. */
function contentPart(part: unknown, names: ToolNames): AskedPart {
  const { type, text, id, name, input, tool_use_id: answered, content } = jsonObject(part) ?? {};
  if (type === 'text' && typeof text === 'string') return { kind: 'text', text };
  if (type === 'tool_use' && typeof name === 'string') {
    if (typeof id === 'string') names.set(id, name);
    return { kind: 'toolCall', name, arguments: json(input) };
  }
  if (type === 'tool_result' && typeof answered === 'string') {
    return { kind: 'toolResult', name: names.get(answered) ?? null, text: resultText(content) };
  }
  return other(part);
}

/** Providers take a result as text, or as a list of texts. */
function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  const texts = listOf(content).map((part) => jsonObject(part)?.text);
  const isText = texts.length > 0 && texts.every((text) => typeof text === 'string');
  return isText ? texts.join('\n') : json(content);
}

function chatTool(tool: unknown): OfferedTool {
  const fields = jsonObject(tool);
  const {
    name,
    description,
    parameters,
    input_schema: schema,
  } = jsonObject(fields?.function) ?? fields ?? {};
  return namedTool(name, description, parameters ?? schema, tool);
}

function googleRequest(fields: JsonObject, contents: readonly unknown[]): AskedRequest {
  const { contents: _contents, systemInstruction, tools, ...parameters } = fields;
  return {
    messages: [
      ...(systemInstruction === undefined
        ? []
        : [{ role: 'system', parts: googleParts(systemInstruction) }]),
      ...contents.map((content) => {
        const role = jsonObject(content)?.role;
        return { role: typeof role === 'string' ? role : 'unknown', parts: googleParts(content) };
      }),
    ],
    tools: listOf(tools).flatMap((group) => {
      const declared = jsonObject(group)?.functionDeclarations;
      return Array.isArray(declared) ? declared.map(chatTool) : [chatTool(group)];
    }),
    parameters,
  };
}

function googleParts(content: unknown): AskedPart[] {
  const parts = jsonObject(content)?.parts;
  return Array.isArray(parts) ? parts.map(googlePart) : [other(content)];
}

function googlePart(part: unknown): AskedPart {
  const { text, functionCall, functionResponse } = jsonObject(part) ?? {};
  if (typeof text === 'string') return { kind: 'text', text };
  const call = jsonObject(functionCall);
  if (typeof call?.name === 'string') {
    return { kind: 'toolCall', name: call.name, arguments: json(call.args) };
  }
  const result = jsonObject(functionResponse);
  if (typeof result?.name === 'string') {
    return { kind: 'toolResult', name: result.name, text: json(result.response) };
  }
  return other(part);
}

function namedTool(name: unknown, description: unknown, parameters: unknown, whole: unknown) {
  const isNamed = typeof name === 'string';
  return {
    name: isNamed ? name : 'unknown',
    description: typeof description === 'string' ? description : '',
    // A tool in an unknown form is shown as it is.
    parameters: (isNamed ? parameters : whole) ?? null,
  };
}

function other(part: unknown): AskedPart {
  return { kind: 'other', json: json(part) };
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
