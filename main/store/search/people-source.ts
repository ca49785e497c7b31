import type { SearchItem, SearchKind } from '../../../common/contract/index.ts';
import type { SearchQuery } from '../../../common/rules/search/search-query.ts';
import { foldedText } from '../../../common/rules/search/words.ts';
import type { Database } from '../database/database.ts';
import { BLANK_ITEM, type FindQuery, type Found, type SearchSource } from './search-source.ts';
import { dateTimeOf, isAddressOf, shownOf, shownPlain } from './shown.ts';

interface Row {
  readonly rowId: number;
  readonly id: string;
  readonly name: string;
  readonly phoneNumber: string | null;
  /** What else is looked through. */
  readonly more: string;
  readonly createdAt: number;
}

/** What the row was when its words were put apart. */
interface Known {
  readonly name: string;
  readonly more: string;
  readonly folded: string;
}

/**
 * Agents or contacts. There are few of them and they change, so they are looked through as they are;
 * only their words are remembered while they stay the same.
 */
export class PeopleSource implements SearchSource {
  readonly kind: Extract<SearchKind, 'agent' | 'contact'>;
  readonly #rows;
  #known = new Map<number, Known>();

  constructor(source: Database, kind: 'agent' | 'contact') {
    this.kind = kind;
    this.#rows = source.prepare<[string], Row>(
      kind === 'agent'
        ? `select rowid as rowId, id, name, null as phoneNumber,
             ifnull(settings_json ->> '$.description', '') || ' ' ||
             ifnull(settings_json ->> '$.systemPrompt', '') || ' ' ||
             ifnull(settings_json ->> '$.beginMessage', '') as more, created_at as createdAt
           from agents where account_id = ? and json_valid(settings_json) order by rowid desc`
        : `select rowid as rowId, id, name, phone_number as phoneNumber,
             ifnull(email, '') || ' ' || ifnull(notes, '') as more, created_at as createdAt
           from contacts where account_id = ? order by rowid desc`,
    );
  }

  find({ accountId, query, id, limit, before }: FindQuery): Found {
    const items: SearchItem[] = [];
    const known = new Map<number, Known>();
    let behind = before === null;
    let more = false;
    for (const row of this.#rows.iterate(accountId)) {
      const words = this.#wordsOf(row);
      known.set(row.rowId, words);
      if (!behind) behind = row.id === before;
      else if (!more && mayHold(words.folded, row, query, id)) {
        const item = this.#item(row, query, id);
        if (item !== null && items.length === limit) more = true;
        else if (item !== null) items.push(item);
      }
    }
    this.#known = known;
    return { items, more };
  }

  #wordsOf({ rowId, name, more }: Row): Known {
    const known = this.#known.get(rowId);
    if (known?.name === name && known.more === more) return known;
    return { name, more, folded: ` ${foldedText(`${name} ${more}`)}` };
  }

  #item(row: Row, query: SearchQuery, id: string | null): SearchItem | null {
    const { name, phoneNumber, more } = row;
    const named =
      row.id === id ||
      (phoneNumber !== null && isAddressOf(query, phoneNumber)) ||
      shownOf(query, name) !== null;
    // Where the name is what was found, the name shows it.
    const shown = named
      ? shownPlain(more.trim())
      : (shownOf(query, more) ?? shownOf(query, `${name} — ${more}`));
    const at = dateTimeOf(row.createdAt);
    if (shown === null || at === null) return null;
    return {
      ...BLANK_ITEM,
      kind: this.kind,
      id: row.id,
      ...(this.kind === 'agent' ? { agentId: row.id } : { contactId: row.id }),
      person: phoneNumber,
      title: name,
      at,
      ...shown,
    };
  }
}

/** A quick look, so that the places of words are only searched where there are some. */
function mayHold(folded: string, row: Row, query: SearchQuery, id: string | null): boolean {
  if (row.id === id) return true;
  if (query.digits !== null && row.phoneNumber?.includes(query.digits)) return true;
  return query.phrases.every(({ words }) => folded.includes(` ${words.join(' ')}`));
}
