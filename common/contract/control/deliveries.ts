import { z } from 'zod';
import { DeliveryDetail, DeliverySummary } from '../deliveries.ts';
import { defineOperation } from './define.ts';

export const DELIVERY_OPERATIONS = [
  defineOperation({
    name: 'delivery.list',
    description: 'Webhook deliveries, newest first.',
    input: z.object({
      filter: z.string().max(500).default(''),
      limit: z.number().int().min(1).max(200).default(50),
      /** Only deliveries older than this delivery id. */
      before: z.string().optional(),
    }),
    output: z.object({ items: z.array(DeliverySummary), total: z.number().int() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.get',
    description: 'One delivery with its attempts and the verdict on its signature.',
    input: z.object({ id: z.string().min(1) }),
    output: DeliveryDetail,
    effect: 'readOnly',
  }),
] as const;
