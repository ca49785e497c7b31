import { ID_PREFIX } from '../../../common/contract/index.ts';

/**
 * A delivery's id is derived from its row number, so that no second index is needed, which every
 * event would have to maintain.
 */
export function deliveryId(seq: number): string {
  return `${ID_PREFIX.delivery}${seq}`;
}

/** The row number; -1, which no row has, if it is not a delivery id. */
export function deliverySeq(id: string): number {
  const digits = id.startsWith(ID_PREFIX.delivery) ? id.slice(ID_PREFIX.delivery.length) : '';
  const seq = /^[1-9]\d*$/.test(digits) ? Number(digits) : -1;
  return Number.isSafeInteger(seq) ? seq : -1;
}
