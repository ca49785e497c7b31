/** Writes NOTICES again, after a change of the dependencies. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticesText, shippedPackages } from './check/licences.ts';

const root = join(import.meta.dirname, '..');
const packages = shippedPackages(root);
writeFileSync(join(root, 'NOTICES'), noticesText(root, packages));
console.log(`NOTICES names ${packages.length} packages.`);
