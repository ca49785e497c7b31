import { ID_PREFIX } from '../../../common/contract/index.ts';

/**
 * A delivery's id is the number of its row, so that no second index has to be kept for it: every
 * event would pay for one.
 */
export function deliveryId(seq: number): string {
  return `${ID_PREFIX.delivery}${seq}`;
}

/** The number of the row; -1, which none has, for what is not an id of a delivery. */
export function deliverySeq(id: string): number {
  const digits = id.startsWith(ID_PREFIX.delivery) ? id.slice(ID_PREFIX.delivery.length) : '';
  const seq = /^[1-9]\d*$/.test(digits) ? Number(digits) : -1;
  return Number.isSafeInteger(seq) ? seq : -1;
}
