import { z } from 'zod';
import { FRAMEWORKS } from './lists/frameworks.ts';

/** Shapes of the window's Doctor and Signature clinic: why a delivery or a signature failed. */

export const DiagnosisStep = z.object({
  check: z.enum([
    'registered',
    'released',
    'addressAllowed',
    'nameKnown',
    'reachable',
    'secure',
    'answered',
    'status',
    'jsonObject',
    'textPresent',
    'understood',
    'signature',
    'retries',
  ]),
  /** `notReached`: an earlier problem prevented this step. */
  state: z.enum(['ok', 'problem', 'note', 'notReached']),
  /** The result of this step, in one sentence. */
  finding: z.string(),
  /** What to do about a problem. */
  fix: z.string().nullable(),
});
export type DiagnosisStep = z.infer<typeof DiagnosisStep>;

export const Diagnosis = z.object({
  healthy: z.boolean(),
  /** The first problem, or that all is well. */
  verdict: z.string(),
  steps: z.array(DiagnosisStep),
  /** The delivery that was examined, or that was sent for the test. */
  deliveryId: z.string().nullable(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

/** The certificate that a webhook's server presents, and whether it is trusted for that webhook. */
export const WebhookCertificate = z.object({
  url: z.string(),
  /** SHA-256, as `AB:CD:…`. */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  /** Why this computer does not trust it by default; null if it does. */
  problem: z.string().nullable(),
  /** A person decided so with `webhook.trust`. */
  trusted: z.boolean(),
});
export type WebhookCertificate = z.infer<typeof WebhookCertificate>;

export const SIGNATURE_CAUSES = [
  'reserialisedJson',
  'escapedUnicode',
  'trailingNewline',
  'changedBody',
  'notTheBody',
  'wrongSecret',
  'base64Secret',
  'missingSecretPrefix',
  'secretWhitespace',
  'bodyOnly',
  'missingDot',
  'milliseconds',
  'staleTimestamp',
  'missingSignature',
  'missingSignaturePrefix',
  'upperCaseHex',
  'base64Digest',
  'notASignature',
  /** Found by probing only: the handler accepts any signature. */
  'notVerifying',
  /** Found by probing only: something in front of the check answers every request. */
  'notReached',
  'unknown',
] as const;
export const SignatureCause = z.enum(SIGNATURE_CAUSES);
export type SignatureCause = z.infer<typeof SignatureCause>;

export const SignatureExplanation = z.object({
  ok: z.boolean(),
  /** The first cause; null when all is well. */
  cause: SignatureCause.nullable(),
  /** Every cause that together makes the signature fit. */
  causes: z.array(SignatureCause),
  /** The problem in words. */
  detail: z.string(),
  /** The offset of the first byte in which the given body differs from the signed one. */
  firstDifferentByte: z.number().int().optional(),
  /** The signed and the given text around that byte. */
  difference: z.object({ signed: z.string(), given: z.string() }).optional(),
  fix: z.string().nullable(),
  /** The code of a correct handler, per framework; only if a change of code is the cure. */
  fixes: z.partialRecord(z.enum(FRAMEWORKS), z.string()),
});
export type SignatureExplanation = z.infer<typeof SignatureExplanation>;

export const SignatureProbe = z.object({
  ok: z.boolean(),
  cause: SignatureCause.nullable(),
  detail: z.string(),
  fix: z.string().nullable(),
  fixes: z.partialRecord(z.enum(FRAMEWORKS), z.string()),
  /**
   * The test requests that were sent, each signed in the way that a handler with one particular
   * mistake would expect.
   */
  tried: z.array(
    z.object({
      variant: z.string(),
      deliveryId: z.string(),
      status: z.number().int().nullable(),
      accepted: z.boolean(),
      /** Whether a correct handler would accept it. */
      shouldAccept: z.boolean(),
    }),
  ),
});
export type SignatureProbe = z.infer<typeof SignatureProbe>;

export const Retention = z.object({
  maxDeliveries: z
    .number()
    .int()
    .min(100)
    .max(1_000_000)
    .describe(
      'How many deliveries are kept; the oldest beyond that are removed at once. 100000 by default.',
    ),
  maxAgeDays: z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .describe(
      'For how many days of product time they are kept; older ones are removed at once. 30 by default.',
    ),
});
export type Retention = z.infer<typeof Retention>;

export const RetentionState = Retention.extend({
  /** How many are stored now. */
  deliveries: z.number().int(),
  oldestAt: z.iso.datetime().nullable(),
  /** How many were removed so far. All-time figures still include them. */
  removed: z.number().int(),
});
export type RetentionState = z.infer<typeof RetentionState>;

export const EXPORT_FORMATS = ['curl', 'har', 'raw', 'vitest', 'pytest'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const DeliveryExport = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  text: z.string(),
});
export type DeliveryExport = z.infer<typeof DeliveryExport>;

export const FilterSuggestion = z.object({
  /** Replaces the characters from `from` to `to`. */
  text: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  /** How it narrows the list down. */
  description: z.string(),
});
export type FilterSuggestion = z.infer<typeof FilterSuggestion>;

/** One line of a comparison. `same` lines have a number on either side. */
export const DiffLine = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  text: z.string(),
  leftNumber: z.number().int().nullable(),
  rightNumber: z.number().int().nullable(),
});
export type DiffLine = z.infer<typeof DiffLine>;
