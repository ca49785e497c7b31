import type { EnglishRule } from './english-rule.ts';

/** "v1.2.3", "1.2.3", "v2", "192.168.1.1". */
export const versions: EnglishRule = {
  reading: 'versions',
  hasFigures: true,
  pattern:
    /(?<![\w.,$€£/-])(?<v>[vV]\.? ?)?(?<parts>\d+(?:\.\d+)+|(?<=[vV])\d+)(?:-(?<tag>[a-z]+)\.?(?<count>\d*))?(?![\w%]|[.,]\d)/g,
  say: ({ groups, before }, scene) => {
    const { v, parts = '', tag = '', count = '' } = groups;
    const numbers = parts.split('.');
    // Two parts without a "v" may just be a decimal number.
    if (!v && numbers.length < 3) return null;
    const isAddress = !v && numbers.length === 4 && numbers.every((part) => Number(part) < 256);
    const words = numbers.map((part) => scene.number(part)).join(isAddress ? ' dot ' : ' point ');
    const more = `${tag === '' ? '' : ` ${tag}`}${count === '' ? '' : ` ${scene.number(count)}`}`;
    const name = v && !/\bversion $/i.test(before) ? 'version ' : '';
    return `${name}${words}${more}`;
  },
};
