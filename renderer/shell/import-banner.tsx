import type { ImportPhase, ImportProgress } from '../../common/contract/index.ts';
import { Banner, Spinner } from '../ui/states.tsx';

const WORDS: Readonly<Record<ImportPhase, string>> = {
  reading: 'Reading the file',
  checking: 'Checking the rows',
  writing: 'Preparing the rows',
  replacing: 'Replacing the workspace',
};

/** Shown above everything while this window or a script imports a workspace. */
export function ImportBanner(props: { importing: ImportProgress }) {
  const { phase, done, total } = props.importing;
  const share = total === 0 ? '' : `: ${Math.floor((done / total) * 100)} % of ${total}`;
  return (
    <Banner tone="warn">
      <Spinner label="Importing" />
      <span>
        A workspace is being imported. {WORDS[phase]}
        {share}…
      </span>
    </Banner>
  );
}
