import type { AppProcess } from './window/app-process.ts';
import { expect, picture, test } from './window/window-test.ts';

const PERSON = '+12025550147';

/** Makes the starter's number a WhatsApp line with a template, like an SDK would. */
async function connectWhatsApp(app: AppProcess): Promise<string> {
  const { id: numberId, agentId } = await app.starterNumber();
  const base = '/integrations/whatsapp';
  const { id } = (await app.api(`${base}/connect`, { code: 'c', agent_id: agentId })) as {
    id: string;
  };
  const { data } = (await app.api(`${base}/${id}/available-numbers`, undefined, 'GET')) as {
    data: { phone_number_id: string; number_id: string }[];
  };
  const phone = data.find(({ number_id }) => number_id === numberId)?.phone_number_id;
  await app.api(`${base}/${id}/numbers`, { phone_number_id: phone });
  const components = [
    { type: 'BODY', text: 'Hi {{1}}, your bike is ready.', example: { body_text: [['Ann']] } },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'On my way' }] },
  ];
  await app.api(`${base}/${id}/templates`, { name: 'bike_ready', category: 'UTILITY', components });
  await app.run('clock.advance', { by: 'PT1M' });
  return numberId;
}

test('a person writes on WhatsApp, taps a button, and sees the window close', async ({
  window,
  app,
}) => {
  const numberId = await connectWhatsApp(app);
  const send = (body: object) =>
    app.api('/messages', {
      number_id: numberId,
      to_number: PERSON,
      channel: 'whatsapp',
      ...body,
    });
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('radio', { name: 'WhatsApp' }).click();
  await expect(window.getByText('Nobody wrote yet: only a template goes out')).toBeVisible();
  await window.getByRole('textbox', { name: 'Message' }).fill('Is my bike ready?');
  await window.keyboard.press('Enter');
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(messages).toHaveCount(2);
  await expect(window.getByText('window open, 24 h 0 min left')).toBeVisible();

  const values = [{ type: 'body', parameters: [{ type: 'text', text: 'Ann' }] }];
  await send({ template: { name: 'bike_ready', components: values } });
  await expect(messages.getByText('Hi Ann, your bike is ready.')).toBeVisible();
  await picture(window, 'whatsapp-template-light');
  const rows = [
    { id: 'am', title: 'Morning', description: '9 to 12' },
    { id: 'pm', title: 'Afternoon' },
  ];
  await send({ body: 'When?', list: { button: 'Times', sections: [{ rows }] } });
  const buttons = [
    { id: 'yes', title: 'Yes, please' },
    { id: 'no', title: 'No' },
  ];
  await send({ body: 'Shall we keep it until then?', buttons });
  await window.getByRole('button', { name: 'Yes, please' }).click();
  await expect(window.getByText('payload yes')).toBeVisible();
  await expect(messages).toHaveCount(7);
  await picture(window, 'whatsapp-light');

  await app.run('clock.advance', { by: 'P1D' });
  await expect(window.getByText('window closed: only a template goes out')).toBeVisible();
  await window.emulateMedia({ colorScheme: 'dark' });
  await picture(window, 'whatsapp-closed-dark');
});
