import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const fromTransformers = createRequire(require.resolve('@huggingface/transformers'));

it('gives transformers.js our stub in place of sharp, and no image library', () => {
  const sharp: unknown = fromTransformers('sharp');
  expect(sharp).toThrow('This app reads no images');
  const manifest = JSON.parse(readFileSync(fromTransformers.resolve('sharp/package.json'), 'utf8'));
  expect(manifest.license).toBe('MIT');
  const modules = new URL('../../../node_modules/', import.meta.url);
  expect(existsSync(new URL('@img', modules))).toBe(false);
});
