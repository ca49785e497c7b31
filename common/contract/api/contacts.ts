import { z } from 'zod';
import { DateTime, E164, ListOf, Nullable, PageQuery } from './common.ts';

/**
 * The address book (docs/reference/provider/contacts.md) and contact cards
 * (docs/reference/provider/numbers.md#contact-cards).
 */

export const Contact = z.object({
  id: z.string().describe('Id of the contact.'),
  phoneNumber: E164.describe('Their number in E.164 form.'),
  name: z.string().describe('Their name.'),
  email: Nullable(z.string()).describe('Their e-mail address.'),
  notes: Nullable(z.string()).describe('What you wrote about them.'),
  createdAt: DateTime.describe('When the contact was created.'),
  updatedAt: DateTime.describe('When it last changed.'),
});
export type Contact = z.infer<typeof Contact>;
export const ContactList = ListOf(Contact);

export const ContactsQuery = PageQuery(50, 200).extend({
  search: z
    .string()
    .max(200)
    .optional()
    .describe('Part of the name or the phone number, in any case.'),
});

const Name = z.string().min(1).max(200);
const Phone = z.string().min(1).max(50);
const Email = z.string().max(320).nullish();
const Notes = z.string().max(10_000).nullish();

export const CreateContactRequest = z.object({
  phoneNumber: Phone.describe('Their number in any usual form; kept as E.164, once per account.'),
  name: Name.describe('Their name.'),
  email: Email.describe('Their e-mail address.'),
  notes: Notes.describe('Whatever you want to know about them.'),
});
export type CreateContactRequest = z.infer<typeof CreateContactRequest>;

export const UpdateContactRequest = z.object({
  phoneNumber: Phone.nullish().describe('Their new number in any usual form.'),
  name: Name.nullish().describe('Their new name.'),
  email: Email.describe('Their e-mail address; null removes it.'),
  notes: Notes.describe('Whatever you want to know about them; null removes it.'),
});
export type UpdateContactRequest = z.infer<typeof UpdateContactRequest>;

export const CapabilitiesQuery = z.object({
  phone_number: z.string().min(1).max(320).describe('The number or e-mail address to check.'),
});
export const ContactCapabilities = z.object({
  phoneNumber: z.string().describe('What was checked.'),
  capabilities: z
    .object({
      imessage: z.boolean().describe('Whether iMessages reach it.'),
      sms: z.boolean().describe('Whether SMS reaches it.'),
    })
    .describe('Which messages reach it.'),
  checkedAt: DateTime.describe('When it was checked.'),
});
export type ContactCapabilities = z.infer<typeof ContactCapabilities>;

export const ContactCard = z.object({
  firstName: Nullable(z.string()).describe('First name on the card.'),
  lastName: Nullable(z.string()).describe('Last name on the card.'),
  displayName: Nullable(z.string()).describe('Name shown instead of first and last name.'),
  hasAvatar: z.boolean().describe('Whether the card has a picture.'),
});
export type ContactCard = z.infer<typeof ContactCard>;

const CardText = z.string().max(200).nullish();
export const ContactCardRequest = z.object({
  firstName: CardText.describe('First name on the card.'),
  lastName: CardText.describe('Last name on the card.'),
  displayName: CardText.describe('Name shown instead of first and last name.'),
  avatarUrl: z
    .string()
    .max(2083)
    .nullish()
    .describe('Address of the picture; it is not answered again.'),
});
export type ContactCardRequest = z.infer<typeof ContactCardRequest>;
