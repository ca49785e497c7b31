import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { LOCATIONS } from '../tables/account-tables.ts';

export interface LocationRecord {
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly updatedAtMs: number;
}

const COLUMNS = {
  address: 'address',
  latitude: 'latitude',
  longitude: 'longitude',
  updatedAtMs: 'updated_at',
} as const;

export class LocationStore {
  readonly #rows;
  readonly #find;
  readonly #put;
  readonly #remove;
  readonly #touchAll;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = LOCATIONS.reader<LocationRecord>(COLUMNS, damage);
    this.#find = db.prepare<[string], unknown>(
      `select ${this.#rows.select} from locations where address = ?`,
    );
    this.#put = db.prepare<LocationRecord>(
      `insert or replace into locations (address, latitude, longitude, updated_at)
       values (@address, @latitude, @longitude, @updatedAtMs)`,
    );
    this.#remove = db.prepare<[string]>('delete from locations where address = ?');
    this.#touchAll = db.prepare<[number]>('update locations set updated_at = ?');
  }

  find(address: string): LocationRecord | undefined {
    return this.#rows.read(this.#find.get(address));
  }

  put(location: LocationRecord): void {
    this.#put.run(location);
  }

  remove(address: string): void {
    this.#remove.run(address);
  }

  /** Every device that shares its location reports it again. */
  touchAll(atMs: number): void {
    this.#touchAll.run(atMs);
  }
}
