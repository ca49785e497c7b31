import { describe, expect, it } from 'vitest';
import { askedRequest } from '../../../../common/rules/turns/asked-request.ts';

const asked = (body: unknown) => askedRequest(JSON.stringify(body));
const text = (words: string) => ({ kind: 'text', text: words });

describe('a request to a model, taken apart', () => {
  it("is read in OpenAI's form, with tools called and answered", () => {
    expect(
      asked({
        model: 'gpt',
        temperature: 0.2,
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: [{ type: 'text', text: 'Is Sunday free?' }] },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'day', arguments: '{"day":7}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: '{"free":true}' },
        ],
        tools: [
          {
            type: 'function',
            function: { name: 'day', description: 'Looks.', parameters: { type: 'object' } },
          },
        ],
      }),
    ).toEqual({
      messages: [
        { role: 'system', parts: [text('Be kind.')] },
        { role: 'user', parts: [text('Is Sunday free?')] },
        {
          role: 'assistant',
          parts: [{ kind: 'toolCall', name: 'day', arguments: '{"day":7}' }],
        },
        { role: 'tool', parts: [{ kind: 'toolResult', name: 'day', text: '{"free":true}' }] },
      ],
      tools: [{ name: 'day', description: 'Looks.', parameters: { type: 'object' } }],
      parameters: { model: 'gpt', temperature: 0.2 },
    });
  });

  it("is read in Anthropic's form", () => {
    expect(
      asked({
        model: 'claude',
        max_tokens: 100,
        system: [{ type: 'text', text: 'Be kind.' }],
        messages: [
          { role: 'user', content: 'Hi.' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'day', input: {} }] },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'Yes.' }] },
            ],
          },
        ],
        tools: [{ name: 'day', description: 'Looks.', input_schema: { type: 'object' } }],
      }),
    ).toEqual({
      messages: [
        { role: 'system', parts: [text('Be kind.')] },
        { role: 'user', parts: [text('Hi.')] },
        { role: 'assistant', parts: [{ kind: 'toolCall', name: 'day', arguments: '{}' }] },
        { role: 'user', parts: [{ kind: 'toolResult', name: 'day', text: 'Yes.' }] },
      ],
      tools: [{ name: 'day', description: 'Looks.', parameters: { type: 'object' } }],
      parameters: { model: 'claude', max_tokens: 100 },
    });
  });

  it("is read in Google's form", () => {
    expect(
      asked({
        systemInstruction: { parts: [{ text: 'Be kind.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'Hi.' }] },
          { role: 'model', parts: [{ functionCall: { name: 'day', args: { day: 7 } } }] },
          { role: 'user', parts: [{ functionResponse: { name: 'day', response: { a: 1 } } }] },
        ],
        tools: [{ functionDeclarations: [{ name: 'day', description: 'Looks.' }] }],
        generationConfig: { maxOutputTokens: 9 },
      }),
    ).toEqual({
      messages: [
        { role: 'system', parts: [text('Be kind.')] },
        { role: 'user', parts: [text('Hi.')] },
        { role: 'model', parts: [{ kind: 'toolCall', name: 'day', arguments: '{"day":7}' }] },
        { role: 'user', parts: [{ kind: 'toolResult', name: 'day', text: '{"a":1}' }] },
      ],
      tools: [{ name: 'day', description: 'Looks.', parameters: null }],
      parameters: { generationConfig: { maxOutputTokens: 9 } },
    });
  });

  it('keeps what it does not know as it was sent', () => {
    const image = { type: 'image_url', image_url: { url: 'https://a.example/x.png' } };
    expect(
      asked({ messages: [7, { role: 'user', content: [image] }], tools: [{ type: 'web_search' }] }),
    ).toEqual({
      messages: [
        { role: 'unknown', parts: [{ kind: 'other', json: '7' }] },
        { role: 'user', parts: [{ kind: 'other', json: JSON.stringify(image) }] },
      ],
      tools: [{ name: 'unknown', description: '', parameters: { type: 'web_search' } }],
      parameters: {},
    });
  });

  it.each(['', '{"messages": [', '[]', 'null', '{"prompt": "Hi."}'])('gives up on %j', (body) => {
    expect(askedRequest(body)).toBeNull();
  });
});
