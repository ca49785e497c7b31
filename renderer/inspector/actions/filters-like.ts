import type { DeliverySummary } from '../../../common/contract/index.ts';

/** Filters that match a delivery and similar ones, the narrowest first. */
export function filtersLike(
  delivery: DeliverySummary,
  nameOf: (address: string) => string,
): readonly { readonly label: string; readonly filter: string }[] {
  const { callId, conversationId, counterparty, event, channel, status, httpStatus, url } =
    delivery;
  const state = httpStatus !== null && status !== 'success' ? String(httpStatus) : status;
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return [
    ...(callId === null ? [] : [{ label: 'This call', filter: `call:${callId}` }]),
    ...(conversationId === null
      ? []
      : [{ label: 'This thread', filter: `conversation:${conversationId}` }]),
    ...(counterparty === null || counterparty === ''
      ? []
      : [{ label: nameOf(counterparty), filter: `caller:${quoted(counterparty)}` }]),
    {
      label: channel === null ? event : `${event}, ${channel}`,
      filter: `event:${quoted(event)}${channel === null ? '' : ` channel:${channel}`}`,
    },
    delivery.silent
      ? { label: 'What nobody heard', filter: 'status:silent' }
      : { label: `State ${state}`, filter: `status:${state}` },
    ...(path.length < 2 ? [] : [{ label: path, filter: `url:${quoted(path)}` }]),
  ];
}

/** A value with a blank, a comma or a quote would otherwise be read as several values. */
function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value;
}
