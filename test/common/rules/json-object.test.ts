import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../../common/rules/json-object.ts';

describe('the object that a typed text is', () => {
  it('is read with everything in it', () => {
    expect(parseJsonObject('{"a": [1, null]}')).toEqual({ a: [1, null] });
  });

  it.each(['', '{"a":', '[1]', 'null', '"text"', '1'])('is none for %j', (text) => {
    expect(parseJsonObject(text)).toBeNull();
  });
});
