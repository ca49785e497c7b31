import { OpenAiServer } from './openai-server.ts';

/**
 * A separate process: a model provider that begins to answer at once. It never ends its answer to a
 * line with "long" in it. It sends its parent its address, and then, for each answer that the
 * client aborted, the time in milliseconds since the epoch.
 */
const server = await OpenAiServer.start();
const forever = new Promise<void>(() => {});
server.answer = ({ body, closed }) => {
  const last = String(body.messages?.at(-1)?.content);
  if (!last.includes('long')) return { steps: [{ text: 'Yes, of course.' }] };
  void closed.then(({ atMs, early }) => {
    if (early) process.send?.({ closedMs: performance.timeOrigin + atMs });
  });
  return { steps: [{ text: 'This sentence goes on for quite a while.' }, { until: forever }] };
};
process.send?.({ url: server.url });
process.on('disconnect', () => process.exit());
