import type { SignatureCause } from '../../../common/contract/index.ts';

/** A cause in a few words, as a headline. */
export const CAUSE_NAMES: Readonly<Record<SignatureCause, string>> = {
  reserialisedJson: 'The body was parsed and written again',
  escapedUnicode: 'Characters were escaped differently',
  trailingNewline: 'A line break at the end differs',
  changedBody: 'The body was changed on its way',
  notTheBody: 'Something else was signed in the body’s place',
  wrongSecret: 'Another secret was used',
  base64Secret: 'The secret was decoded from base64',
  missingSecretPrefix: 'The secret lacks its “whsec_”',
  secretWhitespace: 'There is white space around the secret',
  bodyOnly: 'Only the body was signed, without the timestamp',
  missingDot: 'The dot between timestamp and body is missing',
  milliseconds: 'The timestamp is in milliseconds',
  staleTimestamp: 'The timestamp is too old',
  missingSignature: 'There is no signature',
  missingSignaturePrefix: 'The “sha256=” is missing',
  upperCaseHex: 'The digest is in upper case',
  base64Digest: 'The digest is in base64',
  notASignature: 'That is no signature',
  notVerifying: 'The handler accepts anything',
  notReached: 'The signature was never reached',
  unknown: 'None of the known causes fits',
};
