import { z } from 'zod';
import { DateTime, ListOf, Nullable, PageQuery } from './common.ts';

/** The address book (api.md 4.5) and contact cards (4.10). */

export const Contact = z.object({
  id: z.string(),
  /** E.164. */
  phoneNumber: z.string(),
  name: z.string(),
  email: Nullable(z.string()),
  notes: Nullable(z.string()),
  createdAt: DateTime,
  updatedAt: DateTime,
});
export type Contact = z.infer<typeof Contact>;
export const ContactList = ListOf(Contact);

export const ContactsQuery = PageQuery(50, 200).extend({
  /** Part of the name or the phone number, in any case. */
  search: z.string().max(200).optional(),
});

const Name = z.string().min(1).max(200);
const Phone = z.string().min(1).max(50);
const Email = z.string().max(320).nullish();
const Notes = z.string().max(10_000).nullish();

export const CreateContactRequest = z.object({
  phoneNumber: Phone,
  name: Name,
  email: Email,
  notes: Notes,
});
export type CreateContactRequest = z.infer<typeof CreateContactRequest>;

export const UpdateContactRequest = z.object({
  phoneNumber: Phone.nullish(),
  name: Name.nullish(),
  email: Email,
  notes: Notes,
});
export type UpdateContactRequest = z.infer<typeof UpdateContactRequest>;

export const CapabilitiesQuery = z.object({ phone_number: z.string().min(1).max(320) });
export const ContactCapabilities = z.object({
  phoneNumber: z.string(),
  capabilities: z.object({ imessage: z.boolean(), sms: z.boolean() }),
  checkedAt: DateTime,
});
export type ContactCapabilities = z.infer<typeof ContactCapabilities>;

export const ContactCard = z.object({
  firstName: Nullable(z.string()),
  lastName: Nullable(z.string()),
  displayName: Nullable(z.string()),
  hasAvatar: z.boolean(),
});
export type ContactCard = z.infer<typeof ContactCard>;

const CardText = z.string().max(200).nullish();
export const ContactCardRequest = z.object({
  firstName: CardText,
  lastName: CardText,
  displayName: CardText,
  avatarUrl: z.string().max(2083).nullish(),
});
export type ContactCardRequest = z.infer<typeof ContactCardRequest>;
