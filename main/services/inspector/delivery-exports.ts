import {
  ApiError,
  type DeliveryAttempt,
  type DeliveryExport,
  type DiffLine,
  type ExportFormat,
  type FilterSuggestion,
} from '../../../common/contract/index.ts';
import { exportDelivery } from '../../../common/rules/deliveries/delivery-export.ts';
import {
  describeFilter,
  suggestFilter,
} from '../../../common/rules/deliveries/filter-suggestions.ts';
import { comparableText, diffLines } from '../../../common/rules/deliveries/text-diff.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import { refuseExchange } from '../deliveries/delivery-exchange-log.ts';
import type { DeliveryInspection } from './inspection.ts';

export interface DeliveryExportsDeps {
  readonly reader: ReaderClient;
  readonly inspection: DeliveryInspection;
  readonly version: string;
}

interface Side {
  readonly id: string;
  readonly attempt?: number | undefined;
}

export type ComparedPart = 'requestBody' | 'responseBody' | 'requestHeaders' | 'responseHeaders';

export class DeliveryExports {
  readonly #reader: ReaderClient;
  readonly #inspection: DeliveryInspection;
  readonly #version: string;

  constructor(deps: DeliveryExportsDeps) {
    this.#reader = deps.reader;
    this.#inspection = deps.inspection;
    this.#version = deps.version;
  }

  /**
   * @throws `NOT_FOUND`, or `CONFLICT` if nothing was sent yet, or the request was not meant for a
   * handler
   */
  async export(side: Side & { readonly format: ExportFormat }): Promise<DeliveryExport> {
    const delivery = await this.#inspection.get(side.id);
    if (side.format === 'vitest' || side.format === 'pytest') {
      refuseExchange(delivery, 'there is no handler to write a test for');
    }
    const attempt = attemptOf(delivery.attempts, side);
    return exportDelivery(delivery, attempt, side.format, this.#version);
  }

  /** @throws `NOT_FOUND`, or `CONFLICT` if nothing was sent yet */
  async compare(
    left: Side,
    right: Side,
    part: ComparedPart,
  ): Promise<{ same: boolean; lines: DiffLine[] }> {
    const [a, b] = await Promise.all([this.#text(left, part), this.#text(right, part)]);
    const lines = diffLines(a, b);
    return { same: lines.every(({ kind }) => kind === 'same'), lines };
  }

  async suggest(
    accountId: string,
    filter: string,
    cursor = filter.length,
  ): Promise<{ suggestions: FilterSuggestion[]; meaning: string; valid: boolean }> {
    const names = await this.#reader.ask('deliveries.names', { accountId });
    return { suggestions: suggestFilter(filter, cursor, names), ...describeFilter(filter) };
  }

  async #text(side: Side, part: ComparedPart): Promise<string> {
    const attempt = attemptOf((await this.#inspection.get(side.id)).attempts, side);
    switch (part) {
      case 'requestBody':
      case 'responseBody': {
        const body = attempt[part];
        return comparableText(body?.text ?? body?.base64 ?? '');
      }
      case 'requestHeaders':
      case 'responseHeaders':
        return attempt[part].map(([name, value]) => `${name}: ${value}`).join('\n');
      default:
        return part satisfies never;
    }
  }
}

function attemptOf(attempts: readonly DeliveryAttempt[], { id, attempt }: Side): DeliveryAttempt {
  const latest = attempts.at(-1);
  if (!latest) throw new ApiError('CONFLICT', `${id} has not been sent yet.`);
  if (attempt === undefined) return latest;
  const found = attempts.find(({ number }) => number === attempt);
  if (!found) throw new ApiError('NOT_FOUND', `${id} has no attempt ${attempt}.`);
  return found;
}
