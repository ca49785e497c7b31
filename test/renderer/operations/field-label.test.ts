import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { fieldLabel, nameBeside } from '../../../renderer/operations/field-label.ts';
import { groupsOf, variantOf, variantsOf } from '../../../renderer/operations/form-fields.ts';
import { schemaOf } from './schemas.ts';

describe('the label of a field', () => {
  it.each([
    ['timeoutSeconds', 'Timeout, seconds'],
    ['answerAfterMs', 'Answer after, ms'],
    ['maxAgeDays', 'Max age, days'],
    ['voiceMinutesPerMonth', 'Voice minutes per month'],
    ['seconds', 'Seconds'],
    ['agentId', 'Agent id'],
    ['mediaUrls', 'Media URLs'],
    ['url', 'URL'],
    ['apiKeySid', 'API key SID'],
    ['imessageType', 'iMessage type'],
    ['base64', 'Base64'],
    ['numberAllowance', 'Number allowance'],
  ])('says %s as “%s”', (name, label) => {
    expect(fieldLabel(name)).toBe(label);
  });

  it('has the name beside it, unless it says the same letters', () => {
    expect(['agentId', 'timeoutSeconds'].map(nameBeside)).toEqual(['agentId', 'timeoutSeconds']);
    expect(['profile', 'url', 'imessage'].map(nameBeside)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is another one for every field of a group, in every operation', () => {
    for (const { name } of OPERATIONS) {
      const schema = schemaOf(name);
      for (const value of variantsOf(schema)?.values ?? [null]) {
        for (const { fields } of groupsOf(variantOf(schema, value))) {
          const labels = fields.map(({ path }) => fieldLabel(path.at(-1) ?? ''));
          expect(new Set(labels).size, `${name}: ${labels}`).toBe(labels.length);
        }
      }
    }
  });
});
