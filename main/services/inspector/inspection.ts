import {
  ApiError,
  type DeliveryAttempt,
  type DeliveryDetail,
  type DeliverySort,
  type DeliverySummary,
  isExchange,
  type KeptBody,
} from '../../../common/contract/index.ts';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { type AttemptRow, isoOrNull } from '../../store/deliveries/delivery-rows.ts';
import type { RecordedDelivery } from '../../store/reader/protocol.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import { checkSignature } from './signature-check.ts';

const SHOWN_BYTES = 64 * 1024;

/** What the inspector shows, computed by the reader thread. */
export class DeliveryInspection {
  readonly #reader: ReaderClient;

  constructor(deps: { readonly reader: ReaderClient }) {
    this.#reader = deps.reader;
  }

  /** Newest first by default. @throws `VALIDATION_ERROR` if the filter cannot be parsed */
  async list(query: {
    readonly filter: string;
    readonly limit: number;
    readonly before?: string | undefined;
    readonly sort?: DeliverySort | undefined;
    readonly skip?: number | undefined;
  }): Promise<{ items: DeliverySummary[]; total: number }> {
    const filter = parseDeliveryFilter(query.filter);
    if (!filter.ok) {
      throw new ApiError('VALIDATION_ERROR', filter.message, {
        details: [{ field: 'filter', message: filter.message, type: `position_${filter.at}` }],
      });
    }
    const { items, total } = await this.#reader.ask('deliveries.list', {
      terms: filter.terms,
      limit: query.limit,
      before: query.before ?? null,
      sort: query.sort ?? 'newest',
      skip: query.skip ?? 0,
    });
    return { items: [...items], total };
  }

  /** @throws `NOT_FOUND` */
  async get(id: string): Promise<DeliveryDetail> {
    const recorded = await this.#reader.ask('deliveries.get', { id });
    if (!recorded) throw new ApiError('NOT_FOUND', `There is no delivery ${id}.`);
    const isSigned = !isExchange(recorded.summary);
    const attempts = await Promise.all(recorded.attempts.map((row) => shownAttempt(row, isSigned)));
    return {
      ...recorded.summary,
      body: keptBody(recorded.body, recorded.body.byteLength),
      override: shownOverride(recorded),
      heldSince: isoOrNull(recorded.heldSince),
      heldMs: recorded.heldMs,
      waitsForId: recorded.waitsForId,
      attempts,
      signature: attempts.at(-1)?.signature ?? null,
    };
  }
}

async function shownAttempt(row: AttemptRow, isSigned: boolean): Promise<DeliveryAttempt> {
  const { requestHeaders: headers, requestBody: body, secret } = row;
  return {
    number: row.number,
    startedAt: new Date(row.startedAt).toISOString(),
    outcome: row.outcome,
    method: row.method,
    url: row.url,
    status: row.httpStatus,
    requestHeaders: row.requestHeaders,
    requestBody: keptBody(row.requestBody, row.requestBody.byteLength),
    responseHeaders: row.responseHeaders,
    responseBody: row.responseBody ? keptBody(row.responseBody, row.responseSizeBytes) : null,
    timing: row.timing,
    error: row.error,
    failure: row.failure,
    fault: row.fault,
    signature: isSigned ? await checkSignature({ headers, body, secret }) : null,
  };
}

function shownOverride(recorded: RecordedDelivery): DeliveryDetail['override'] {
  const { override } = recorded;
  const editedBody = recorded.editedBody ?? (override?.body ? recorded.body : null);
  if (!override && !editedBody) return null;
  return {
    url: override?.url ?? null,
    headers: (override?.headers ?? []).map(([name, value]): [string, string] => [name, value]),
    body: editedBody && keptBody(editedBody, editedBody.byteLength),
    verbatim: override?.verbatim ?? false,
  };
}

/** Text if it is UTF-8, else base64. An incomplete character at the end is dropped. */
function keptBody(kept: Uint8Array, sizeBytes: number): KeptBody {
  const bytes = kept.subarray(0, SHOWN_BYTES);
  const truncated = bytes.byteLength < sizeBytes;
  try {
    // With `stream`, an incomplete last character is not an error.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes, { stream: truncated });
    return { text, base64: null, sizeBytes, truncated };
  } catch {
    return { text: null, base64: Buffer.from(bytes).toString('base64'), sizeBytes, truncated };
  }
}
