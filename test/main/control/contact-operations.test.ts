import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveWatcher } from '../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

describe('the address book of the window', () => {
  let testApp: TestApp;
  let app: StartedApp;

  beforeEach(async () => {
    testApp = new TestApp();
    app = await testApp.start();
  });
  afterEach(() => testApp.clear());

  it('holds what the API made, and hears of each change', async () => {
    const made = await app.sdk.contacts.createContact({
      phoneNumber: '+12025550147',
      name: 'Ada Bell',
      notes: 'Rents a tandem.',
    });
    const live = new LiveWatcher(app.ready);
    try {
      const { id } = made;
      const { contacts } = await live.opened;
      // Notes may be long, and no list shows them.
      expect(contacts).toEqual([
        { id, phoneNumber: '+12025550147', name: 'Ada Bell', email: null },
      ]);
      await app.sdk.contacts.updateContact({ contact_id: id, name: 'Ada Byron' });
      await live.seen((change) => change.kind === 'contact' && change.item.name === 'Ada Byron');
      await app.control.run('contact.remove', { contactId: id });
      await live.seen((change) => change.kind === 'removed' && change.list === 'contacts');
      expect(await app.control.run('contact.list', {})).toEqual({ items: [], total: 0 });
      expect((await app.control.send('contact.remove', { contactId: id })).status).toBe(404);
    } finally {
      live.close();
    }
  });

  it('names the owner of a number, once or again', async () => {
    const { control } = app;
    const first = await control.run('contact.save', { phoneNumber: '202 555 0147', name: 'Ada' });
    const again = await control.run('contact.save', { phoneNumber: '+12025550147', name: 'Bob' });
    expect(again).toMatchObject({ id: first.id, phoneNumber: '+12025550147', name: 'Bob' });
    expect((await control.run('contact.list', { search: 'bob' })).items).toEqual([again]);
    expect((await control.send('contact.save', { phoneNumber: 'x', name: 'A' })).status).toBe(400);
  });
});
