import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callerIdentity,
  callerInWords,
  counterpartyOf,
  whyUnreachable,
} from '../../../../common/rules/phone/caller-identity.ts';
import { hiddenParticipant, shownAddress } from '../../../../common/rules/phone/hidden-number.ts';
import { ringsHere } from '../../../../common/rules/phone/rings-here.ts';

describe('a caller', () => {
  it.each([
    '',
    ' ',
    '-',
    '+',
    'anonymous',
    'Anonymous',
    ' ANONYMOUS ',
    'restricted',
    'Restricted',
    'unavailable',
    'Unknown',
    'private',
    'Private Number',
    'PRIVATE CALLER',
    'withheld',
    'Number Withheld',
    'blocked',
    'Caller ID Blocked',
    'No Caller ID',
    'ID unavailable',
    'Not Available',
    'out of area',
    'hidden',
    'undefined',
    'null',
    'ａｎｏｎｙｍｏｕｓ',
    '+266696687',
    '+266 696 687',
    '266696687',
    '+7378742833',
    '+17378742833',
    '(737) 874-2833',
    '+2562533',
    '+8656696',
    '+86282452253',
    '86282452253',
    '+464',
    '+7748283',
    '+94844353',
    '0',
    '0000000000',
    '+10000000000',
    'tel:+266696687',
    'tel:anonymous',
    'sip:anonymous@anonymous.invalid',
    'SIP:Anonymous@Anonymous.Invalid;transport=udp',
    'sips:c8oqz84zk7z@anonymous.invalid:5061',
    '"Anonymous" <sip:x@anonymous.invalid>',
    'sip:anonymous@198.51.100.7',
    'sip:unknown@pbx.example.com',
    'sip:anonymous.invalid',
    'sip:+266696687@pbx.example.com',
    'sip:%2B266696687@pbx.example.com',
    'sip:@host',
    'sip:%20anonymous%20@pbx.example.com',
    '"Anonymous" <anonymous> ',
    '< anonymous >',
    'anonymous@anonymous.invalid',
    'client:',
    'client:Anonymous',
    hiddenParticipant('a1'),
  ])('%j is hidden', (from) => {
    expect(callerIdentity(from)).toEqual({ kind: 'hidden', address: from.trim(), key: null });
    expect(callerInWords(from)).toBe('a hidden number');
    expect(whyUnreachable(from)).toContain('hid their number');
  });

  it.each([
    ['+14155550199', 'number', '+14155550199'],
    ['(415) 555-0199', 'number', '+14155550199'],
    ['tel:+1-415-555-0199;ext=3', 'number', '+14155550199'],
    ['"Ada" <tel:+14155550199>', 'number', '+14155550199'],
    ['+442079460958', 'number', '+442079460958'],
    ['sip:bob@example.com', 'sip', 'sip:bob@example.com'],
    ['SIP:Bob@Example.COM:5060;transport=tcp?x=1', 'sip', 'sip:Bob@example.com:5060'],
    ['"Bob" <sips:bob@example.com>', 'sip', 'sips:bob@example.com'],
    ['sip:+14155550199@pbx.example.com;user=phone', 'sip', 'sip:+14155550199@pbx.example.com'],
    ['sip:1000@pbx.example.com', 'sip', 'sip:1000@pbx.example.com'],
    ['sip:464@pbx.example.com', 'sip', 'sip:464@pbx.example.com'],
    ['sip:pbx.example.com', 'sip', 'sip:pbx.example.com'],
    ['client:ada', 'client', 'client:ada'],
    ['Client:Ada Lovelace', 'client', 'client:Ada Lovelace'],
    ['client:unknown-artist', 'client', 'client:unknown-artist'],
    ['74174', 'other', '74174'],
    ['101', 'other', '101'],
    ['ACME', 'other', 'ACME'],
    ['xtel:+14155550199', 'other', 'xtel:+14155550199'],
    ['xsip:bob@example.com', 'other', 'xsip:bob@example.com'],
    ['xclient:ada', 'other', 'xclient:ada'],
    ['<sip:bob@example.com> x', 'other', '<sip:bob@example.com> x'],
    ['A1 7378742833', 'other', 'A1 7378742833'],
    ['7378742833 A', 'other', '7378742833 A'],
    ['sip:100%@pbx.example.com', 'sip', 'sip:100%@pbx.example.com'],
    ['Blocked Drains Ltd', 'other', 'Blocked Drains Ltd'],
    ['whatsapp:+14155550199', 'other', 'whatsapp:+14155550199'],
  ] as const)('%j is a %s with the key %j', (from, kind, key) => {
    expect(callerIdentity(from)).toMatchObject({ kind, key });
  });

  it('goes out as the carrier gave it, a number as E.164', () => {
    expect(callerIdentity('SIP:Bob@Example.COM').address).toBe('SIP:Bob@Example.COM');
    expect(callerIdentity('Restricted').address).toBe('Restricted');
    expect(callerInWords('ACME')).toBe('ACME');
    expect([shownAddress('Restricted'), shownAddress('ACME')]).toEqual(['Hidden number', 'ACME']);
    expect(callerIdentity('415-555-0199').address).toBe('+14155550199');
  });

  it('is one short line of what can be seen, whatever a network sends', () => {
    expect(callerIdentity('AC\u0000ME\r\n\u202eevil\u200b').address).toBe('ACMEevil');
    expect(callerIdentity(`sip:${'x'.repeat(10_000)}@example.com`).address).toHaveLength(255);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (from) => {
        const { kind, address, key } = callerIdentity(from);
        expect(address).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect([...address].length).toBeLessThanOrEqual(255);
        expect(key === null).toBe(kind === 'hidden');
        // An address that is sent out is parsed as the same caller again.
        expect(callerIdentity(address)).toEqual({ kind, address, key });
      }),
    );
  });

  it('is who was called when the agent calls', () => {
    const ends = { from: '+14155550123', to: '+14155550199' };
    expect(counterpartyOf({ direction: 'outbound', ...ends }).key).toBe('+14155550199');
    expect(counterpartyOf({ direction: 'inbound', ...ends }).key).toBe('+14155550123');
  });

  it.each([
    ['sip:bob@example.com', 'SIP address'],
    ['client:ada', 'Voice SDK'],
  ])('%s cannot be called back, and hears why', (address, why) => {
    expect(whyUnreachable(address)).toContain(why);
  });

  it.each(['+14155550199', '74174', 'ACME'])('%s is not said to be out of reach', (address) => {
    expect(whyUnreachable(address)).toBeNull();
  });
});

describe('a call that rings at this desk', () => {
  const call = { direction: 'outbound', phase: 'ringing', carrier: 'simulated' } as const;

  it('is one that an agent makes over the simulated line, until it is answered', () => {
    expect(ringsHere(call)).toBe(true);
    expect(ringsHere({ ...call, direction: 'inbound' })).toBe(false);
    expect(ringsHere({ ...call, phase: 'listening' })).toBe(false);
    expect(ringsHere({ ...call, carrier: 'twilio' })).toBe(false);
  });
});
