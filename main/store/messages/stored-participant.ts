/** Prefixed to the participant of a WhatsApp conversation; no address begins with it. */
const ON_WHATSAPP = 'whatsapp/';

/** The participant of a WhatsApp conversation as its row has it. */
export function onWhatsApp(person: string): string {
  return ON_WHATSAPP + person;
}

export function isOnWhatsApp(participant: string): boolean {
  return participant.startsWith(ON_WHATSAPP);
}

/** The address of a participant as a row has it, whatever its line. */
export function personOf(participant: string): string {
  return isOnWhatsApp(participant) ? participant.slice(ON_WHATSAPP.length) : participant;
}
