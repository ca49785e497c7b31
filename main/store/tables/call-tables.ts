import { z } from 'zod';
import {
  CallDirection,
  CallStatus,
  CutText,
  MOST_MODEL_ANSWER_CHARACTERS,
  MOST_MODEL_BODY_CHARACTERS,
  ModelAnswer,
} from '../../../common/contract/index.ts';
import { CALL_EVENT_TYPES, callEventSchema, DISCONNECTION_REASONS } from './call-event-data.ts';
import { address, id, integer, json, moment, nullable, oneOf, text } from './column.ts';
import { Table } from './table.ts';

/** Calls, their event logs, and what hosted ones asked their models. */

const CallSettings = z.object({
  voice: z.string().max(1_000),
  systemPrompt: z.string().max(100_000).nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});

export const CALLS = new Table({
  name: 'calls',
  key: ['id'],
  columns: {
    id: id('call'),
    account_id: id('account'),
    agent_id: nullable(id('agent')),
    number_id: nullable(id('number')),
    direction: oneOf(CallDirection.options),
    carrier: oneOf(['simulated', 'twilio']),
    from_number: address,
    to_number: address,
    status: oneOf(CallStatus.options),
    disconnection_reason: nullable(oneOf(DISCONNECTION_REASONS)),
    settings_json: json(CallSettings),
    last_transcript_snippet: nullable(text(1_000_000)),
    // The name of a file next to the database; imported rows have none.
    recording_path: nullable(text(1_000)),
    started_at: moment,
    answered_at: nullable(moment),
    ended_at: nullable(moment),
  },
  refersTo: { account_id: 'accounts', agent_id: 'agents', number_id: 'numbers' },
});

/** New events continue from the last seq; after a damaged row's, there might be no next one. */
export const LATEST_EVENT_SEQ = 100_000_000;
/** Longer than any call: a hundred days. */
const LATEST_US = 100 * 86_400 * 1_000_000;

export const CALL_EVENTS = new Table({
  name: 'call_events',
  key: ['call_id', 'seq'],
  columns: {
    call_id: id('call'),
    seq: integer(0, LATEST_EVENT_SEQ),
    at_us: integer(0, LATEST_US),
    type: oneOf(CALL_EVENT_TYPES),
    turn: nullable(integer(0, 1_000_000)),
    data_json: json(z.record(z.string(), z.unknown())),
  },
  shaped: { column: 'data_json', by: 'type', schema: callEventSchema },
  refersTo: { call_id: 'calls' },
});

/** Cut texts are no longer than the parts of an answer that we keep. */
const FittingAnswer = ModelAnswer.extend({
  text: fittingText(),
  toolCalls: ModelAnswer.shape.toolCalls.element
    .extend({ name: z.string().max(1_000), arguments: fittingText() })
    .array(),
});

function fittingText() {
  return CutText.extend({ text: z.string().max(MOST_MODEL_ANSWER_CHARACTERS) });
}

export const MODEL_REQUESTS = new Table({
  name: 'model_requests',
  key: ['call_id', 'number'],
  columns: {
    call_id: id('call'),
    number: integer(0, LATEST_EVENT_SEQ),
    turn: integer(0, 1_000_000),
    provider: text(100, 1),
    model: text(1_000),
    started_at: moment,
    body_characters: integer(),
    body: text(MOST_MODEL_BODY_CHARACTERS),
    answer_json: nullable(json(ModelAnswer, FittingAnswer)),
  },
  refersTo: { call_id: 'calls' },
});
