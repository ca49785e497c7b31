import type { TemplateComponent, WhatsAppTemplate } from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { WHATSAPP_TEMPLATES } from '../tables/whatsapp-tables.ts';

export interface WhatsAppTemplateRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly language: string;
  readonly category: WhatsAppTemplate['category'];
  readonly parameterFormat: WhatsAppTemplate['parameter_format'];
  readonly components: readonly TemplateComponent[];
  /** A verdict that was forced early; null leaves it to time. */
  readonly decision: 'APPROVED' | 'REJECTED' | null;
  readonly createdAtMs: number;
}
type Row = Omit<WhatsAppTemplateRecord, 'components'> & { readonly components: string };

const COLUMNS = {
  id: 'id',
  connectionId: 'connection_id',
  name: 'name',
  language: 'language',
  category: 'category',
  parameterFormat: 'parameter_format',
  components: 'components_json',
  decision: 'decision',
  createdAtMs: 'created_at',
} as const;

export class WhatsAppTemplateStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #list;
  readonly #decide;
  readonly #remove;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = WHATSAPP_TEMPLATES.reader<WhatsAppTemplateRecord>(COLUMNS, damage);
    const select = `select ${this.#rows.select} from whatsapp_templates`;
    this.#insert = db.prepare<Row>(
      `insert into whatsapp_templates (id, connection_id, name, language, category,
         parameter_format, components_json, decision, created_at)
       values (@id, @connectionId, @name, @language, @category,
         @parameterFormat, @components, @decision, @createdAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`${select} where id = ?`);
    this.#list = db.prepare<[string], unknown>(
      `${select} where connection_id = ? order by name, language`,
    );
    this.#decide = db.prepare<[string, string]>(
      'update whatsapp_templates set decision = ? where id = ?',
    );
    this.#remove = db.prepare<[string]>('delete from whatsapp_templates where id = ?');
  }

  insert(template: WhatsAppTemplateRecord): void {
    this.#insert.run({ ...template, components: JSON.stringify(template.components) });
  }

  find(id: string): WhatsAppTemplateRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /** Sorted by name and language. */
  list(connectionId: string): WhatsAppTemplateRecord[] {
    return this.#rows.readAll(this.#list.all(connectionId));
  }

  decide(id: string, decision: 'APPROVED' | 'REJECTED'): void {
    this.#decide.run(decision, id);
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
