/**
 * Imports 500 mutations of a real export. Each must be refused or imported as a whole, and after a
 * restart the app must be able to read everything.
 */

import { TestApp } from '../doubles/app/running-app.ts';
import { fuzzImports } from '../doubles/storage/import-fuzz.ts';

const CASES = 500;

const app = new TestApp();
const startedMs = performance.now();
const seeds = Array.from({ length: CASES }, (_, index) => 1_000 + index);
const { refused, imported, broken } = await fuzzImports(app, seeds);
await app.clear();
const seconds = (performance.now() - startedMs) / 1_000;
console.log(`${refused} refused, ${imported} imported, in ${seconds.toFixed(0)} s`);
for (const words of broken) console.log(`  ✗ ${words}`);
process.exit(broken.length > 0 || refused + imported !== CASES ? 1 : 0);
