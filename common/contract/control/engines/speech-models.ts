import { z } from 'zod';
import { defineOperation } from '../definition/define.ts';
import { BaseUrl } from './engines.ts';

export const SPEECH_MODEL_STATES = ['notInstalled', 'downloading', 'ready', 'failed'] as const;

/** A speech recognition model that runs on this computer. */
export const SpeechModelView = z.object({
  id: z.string(),
  name: z.string(),
  /** Where it is downloaded from: one commit of a repository on the hub. */
  source: z.string(),
  licence: z.string(),
  /** ISO 639-1; null: it knows many languages. */
  onlyLanguage: z.string().nullable(),
  state: z.enum(SPEECH_MODEL_STATES),
  /** Bytes on disk, including those of an interrupted download. */
  receivedBytes: z.number().int(),
  totalBytes: z.number().int(),
  /** Why it failed, and what to do. */
  problem: z.string().nullable(),
});
export type SpeechModelView = z.infer<typeof SpeechModelView>;

const byId = { id: z.string().min(1).describe('Id of the model, from `model.list`.') };

export const SPEECH_MODEL_OPERATIONS = [
  defineOperation({
    name: 'model.list',
    description: 'Recognition models that can run on this computer, and how far each one is.',
    input: z.object({}),
    output: z.object({ items: z.array(SpeechModelView) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'model.install',
    description:
      'Begins to fetch a model, or goes on where it broke off; model.list shows progress.',
    input: z.object({
      ...byId,
      mirror: BaseUrl.optional().describe(
        "A server with the same paths as the hub. Left out: the recogniser's `baseUrl`, or the hub.",
      ),
    }),
    output: SpeechModelView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'model.import',
    description: 'Takes a model from a folder on this computer, after checking each file.',
    input: z.object({
      ...byId,
      folder: z
        .string()
        .min(1)
        .max(4096)
        .describe('Absolute path of a folder on this computer with the files of the model.'),
    }),
    output: SpeechModelView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'model.cancel',
    description: 'Stops fetching a model; what has arrived is kept.',
    input: z.object(byId),
    output: SpeechModelView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'model.remove',
    description: 'Removes a model from this computer.',
    input: z.object(byId),
    output: SpeechModelView,
    effect: 'destructive',
  }),
] as const;
