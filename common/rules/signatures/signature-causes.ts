import type { SignatureCause } from '../../contract/index.ts';

/** What each cause means, and what to do about it. */
export const CAUSES: Readonly<
  Record<SignatureCause, { readonly what: string; readonly fix: string }>
> = {
  reserialisedJson: {
    what: 'The JSON was read and written again, which changed its bytes.',
    fix: 'Verify the raw body, before anything parses it.',
  },
  escapedUnicode: {
    what: 'Characters outside ASCII were turned into \\u escapes (or back), which changed the bytes.',
    fix: 'Verify the raw body; JSON that was written again escapes differently.',
  },
  trailingNewline: {
    what: 'A line break or blank at an end of the body was added or lost.',
    fix: 'Take the raw body as bytes; do not trim it, and do not read it line by line.',
  },
  changedBody: {
    what: 'The body is not the one that was signed.',
    fix: 'Look for what changes the body on its way: a proxy, a middleware, a decompression.',
  },
  notTheBody: {
    what: 'What was signed is not the body: it was read already, or an object or bytes were turned into text.',
    fix: 'Sign the raw bytes of the body, before anything parses them; do not put the parsed body into a string.',
  },
  wrongSecret: {
    what: 'The signature was made with another secret.',
    fix: 'Every POST to the webhook makes a new secret; copy the current one into your configuration.',
  },
  base64Secret: {
    what: 'The secret was base64-decoded before use.',
    fix: 'Use the secret as it is, as UTF-8 text with "whsec_"; this is not the Svix scheme.',
  },
  missingSecretPrefix: {
    what: 'The "whsec_" at the beginning of the secret was left out (or put there twice).',
    fix: 'Use the whole secret as the key, "whsec_" included, exactly once.',
  },
  secretWhitespace: {
    what: 'The secret has blanks, a line break or quotes around it.',
    fix: 'Trim the secret where you load it, and look into your .env file.',
  },
  bodyOnly: {
    what: 'Only the body was signed, without the timestamp.',
    fix: 'Sign the timestamp of X-Webhook-Timestamp, a dot, and the raw body.',
  },
  missingDot: {
    what: 'The dot between timestamp and body was left out.',
    fix: 'Sign the timestamp, a dot, and the raw body.',
  },
  milliseconds: {
    what: 'The timestamp is in milliseconds on one side and in seconds on the other.',
    fix: 'Use X-Webhook-Timestamp as it came, as text: it is in seconds.',
  },
  staleTimestamp: {
    what: 'The signature is right, but its timestamp is more than five minutes off.',
    fix: 'A replay of an old request must be signed anew; else check the clock of your server.',
  },
  missingSignature: {
    what: 'There is no signature.',
    fix: 'Read the X-Webhook-Signature header; a proxy may have dropped it.',
  },
  missingSignaturePrefix: {
    what: 'The signature lacks "sha256=" at its beginning.',
    fix: 'Compare with "sha256=" and the hexadecimal digest, or strip it from both.',
  },
  upperCaseHex: {
    what: 'The digest is in upper-case hexadecimal.',
    fix: 'Write the digest in lower case before comparing.',
  },
  base64Digest: {
    what: 'The digest is in base64 in place of hexadecimal.',
    fix: "Write the digest as hexadecimal: digest('hex'), hexdigest().",
  },
  notASignature: {
    what: 'This is no signature: it should be "sha256=" and 64 hexadecimal digits.',
    fix: 'Copy the whole X-Webhook-Signature header.',
  },
  notVerifying: {
    what: 'The handler accepts requests that anybody could have sent.',
    fix: 'Compare the signature, and answer 401 when it differs.',
  },
  notReached: {
    what: 'The signature was never reached: every request got the same answer.',
    fix: 'Mend what answers before the check, then probe again.',
  },
  unknown: {
    what: 'No known mistake explains it.',
    fix: 'Check that timestamp, signature and body are of the same request, and that the secret is of the webhook that received it.',
  },
};
