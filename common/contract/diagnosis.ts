import { z } from 'zod';

/** What the doctor and the signature clinic say. */

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
  /** `notReached`: an earlier step stands in the way. */
  state: z.enum(['ok', 'problem', 'note', 'notReached']),
  /** In a sentence. */
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
  /** The delivery that was looked at, or sent to find out. */
  deliveryId: z.string().nullable(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

/** What the server of a webhook presents, and whether it is trusted for that webhook. */
export const WebhookCertificate = z.object({
  url: z.string(),
  /** SHA-256, as `AB:CD:…`. */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  /** Why this computer does not trust it by itself; null: it does. */
  problem: z.string().nullable(),
  /** Somebody said so with `webhook.trust`. */
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
  /** Probing only: the handler accepts anything. */
  'notVerifying',
  /** Probing only: something before the check answers everything. */
  'notReached',
  'unknown',
] as const;
export const SignatureCause = z.enum(SIGNATURE_CAUSES);
export type SignatureCause = z.infer<typeof SignatureCause>;

export const FRAMEWORKS = ['express', 'fastify', 'hono', 'nextjs', 'flask', 'fastapi'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

export const SignatureExplanation = z.object({
  ok: z.boolean(),
  /** The first cause; null when all is well. */
  cause: SignatureCause.nullable(),
  /** All that had to be assumed for the signature to fit. */
  causes: z.array(SignatureCause),
  /** What is the matter, in words. */
  detail: z.string(),
  /** Offset of the first byte in which the body differs from the one that was signed. */
  firstDifferentByte: z.number().int().optional(),
  /** What was signed and what is at hand around that byte. */
  difference: z.object({ signed: z.string(), given: z.string() }).optional(),
  fix: z.string().nullable(),
  /** A handler that does it right, per framework; only where code is the cure. */
  fixes: z.partialRecord(z.enum(FRAMEWORKS), z.string()),
});
export type SignatureExplanation = z.infer<typeof SignatureExplanation>;

export const SignatureProbe = z.object({
  ok: z.boolean(),
  cause: SignatureCause.nullable(),
  detail: z.string(),
  fix: z.string().nullable(),
  fixes: z.partialRecord(z.enum(FRAMEWORKS), z.string()),
  /** What was tried: each a test request, signed as a handler with that mistake would expect. */
  tried: z.array(
    z.object({
      variant: z.string(),
      deliveryId: z.string(),
      status: z.number().int().nullable(),
      accepted: z.boolean(),
      /** What a careful handler does with it. */
      shouldAccept: z.boolean(),
    }),
  ),
});
export type SignatureProbe = z.infer<typeof SignatureProbe>;

export const Retention = z.object({
  maxDeliveries: z.number().int().min(100).max(1_000_000),
  maxAgeDays: z.number().int().min(1).max(3_650),
});
export type Retention = z.infer<typeof Retention>;

export const RetentionState = Retention.extend({
  /** Kept now. */
  deliveries: z.number().int(),
  oldestAt: z.iso.datetime().nullable(),
  /** Removed so far; all-time figures still count them. */
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
  /** What to put in place of the characters from `from` to `to`. */
  text: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  /** What it narrows to. */
  description: z.string(),
});
export type FilterSuggestion = z.infer<typeof FilterSuggestion>;

/** One line of a comparison; `same` lines have both numbers. */
export const DiffLine = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  text: z.string(),
  leftNumber: z.number().int().nullable(),
  rightNumber: z.number().int().nullable(),
});
export type DiffLine = z.infer<typeof DiffLine>;
