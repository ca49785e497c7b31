import { expect, picture, test } from './window/window-test.ts';

const PERSON = '+12025550147';

test('an old call keeps its agent, and what went wrong in it is told in its place', async ({
  window,
  app,
  handler,
}) => {
  let isAsked = false;
  handler.answerWith((received, response) => {
    const isTurn = received.channel === 'voice' && received.event === 'agent.message';
    // The first turn is never answered: the caller interrupts it.
    if (isTurn && received.data.transcript === 'Book it.') isAsked = true;
    else response.writeHead(isTurn ? 500 : 200).end();
  });
  await app.api('/webhooks', { url: handler.url });
  const { phoneNumber: to, id: numberId, agentId: before } = await app.starterNumber();
  const night = { name: 'Night desk', beginMessage: 'Hello {{name}}.' };
  const { id: agentId } = await app.run('agent.create', night);
  await app.run('number.attach', { numberId, agentId });
  const { callId } = await app.run('call.place', { from: PERSON, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.say', { callId, text: 'Book it.' });
  await expect.poll(() => isAsked).toBe(true);
  const { turnIndex: turn } = await app.run('call.say', { callId, text: 'Stop.' });
  await app.run('call.waitFor', { callId, event: 'agentTurn', turn });
  await app.api('/messages', { agent_id: agentId, to_number: PERSON, body: 'Booked.' });
  await app.run('call.hangUp', { callId });
  await app.run('number.attach', { numberId, agentId: before });

  const recent = window.getByRole('listbox', { name: 'Recent calls' }).getByRole('option');
  await expect(recent).toContainText('→ Night desk');
  await recent.click();
  await expect(window.getByRole('heading', { level: 1 })).toContainText('→ Night desk');
  const talk = window.getByRole('list', { name: 'Conversation' });
  await expect(talk.getByText('{{name}} in beginMessage has no value')).toBeVisible();
  await expect(talk.getByText(/your handler sent a text \(POST \/v1\/messages\)/)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    await picture(window, `call-warnings-${colorScheme}`);
  }
});
