import { z } from 'zod';

const VoiceBody = z.looseObject({
  data: z.looseObject({ transcript: z.string() }),
  recentHistory: z
    .array(z.looseObject({ content: z.string(), role: z.string().optional() }))
    .default([]),
});

/**
 * A voice turn's body with `transcript` as a list of turns, the current one last: a bug of the real
 * service that handlers met in practice (docs/reference/provider/webhooks.md#a-voice-turn). Other
 * bodies are left alone.
 */
export function transcriptAsList(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('utf8');
  let read: ReturnType<typeof VoiceBody.safeParse>;
  try {
    read = VoiceBody.safeParse(JSON.parse(text));
  } catch {
    return body;
  }
  if (!read.success) return body;
  const { data, recentHistory } = read.data;
  const transcript = [
    ...recentHistory.map(({ role, content }) => ({ role: role ?? 'agent', content })),
    { role: 'user', content: data.transcript },
  ];
  return Buffer.from(JSON.stringify({ ...read.data, data: { ...data, transcript } }), 'utf8');
}
