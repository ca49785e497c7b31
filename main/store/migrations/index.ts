import type { Migration, MigrationProvider } from 'kysely/migration';
import * as foundation from './0001-foundation.ts';

/** Migrations in order. A released one is never edited; a new one is appended. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-foundation': foundation,
};

export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);

export const migrations: MigrationProvider = {
  getMigrations: () => Promise.resolve(MIGRATIONS),
};
