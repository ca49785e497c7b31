import { ERROR_TABLE } from '../../../common/contract/index.ts';

/** The error body, written by hand because the error table has no zod schema. */

export const SCHEMA_FAULT = {
  type: 'object',
  required: ['loc', 'msg', 'type'],
  properties: {
    loc: { type: 'array', items: { type: ['string', 'integer'] } },
    msg: { type: 'string' },
    type: { type: 'string' },
  },
};

export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error', 'detail'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'code', 'type'],
      properties: {
        message: { type: 'string' },
        code: { type: 'string', enum: Object.keys(ERROR_TABLE) },
        type: { type: 'string' },
        details: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field', 'message', 'type'],
            properties: {
              field: { type: 'string' },
              message: { type: 'string' },
              type: { type: 'string' },
            },
          },
        },
      },
    },
    detail: {
      description: 'The message; for 422 the list of schema faults.',
      anyOf: [
        { type: 'string' },
        { type: 'array', items: { $ref: '#/components/schemas/SchemaFault' } },
      ],
    },
  },
};
