import { useOperation } from '../../state/use-operation.ts';
import { FormRow } from '../form-row.tsx';
import { calleesInWords } from './callees-in-words.ts';

/** What people do whom an agent calls. */
export function CalleeSetting() {
  const { data } = useOperation('callee.list', {});
  return (
    <FormRow
      name="When an agent dials out"
      hint="The person called answers, is busy, has a voicemail and so on: everybody, or one number. A restart forgets it."
      operation="callee.set"
    >
      {data === null ? null : calleesInWords(data.items)}
    </FormRow>
  );
}
