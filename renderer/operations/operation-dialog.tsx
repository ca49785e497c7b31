import type { LiveState } from '../../common/contract/index.ts';
import type { OpenForm } from '../state/view-store.ts';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { Spinner } from '../ui/states.tsx';
import { HelpText } from './help-text.tsx';
import { type CatalogueEntry, useOperations } from './operation-catalogue.ts';
import { OperationForm } from './operation-form.tsx';
import styles from './operations.module.css';
import { useStartingValues } from './use-starting-values.ts';

/** Runs any operation: a form made from its schema, or its input as JSON, with the answer below. */
export function OperationDialog(props: { state: LiveState; form: OpenForm; onClose(): void }) {
  const { state, form, onClose } = props;
  const operations = useOperations();
  const operation = operations?.find(({ name }) => name === form.name) ?? null;
  return (
    <Dialog
      open
      wide
      title={form.name}
      description={operation === null ? undefined : <HelpText text={operation.description} />}
      onClose={onClose}
    >
      {operations === null ? (
        <Spinner label="Loading the form" />
      ) : operation === null ? (
        <p className={styles.nothing}>
          There is no operation of this name for a form. Ctrl K or ⌘ K lists those that there are.
        </p>
      ) : (
        <StartedForm key={operation.name} state={state} operation={operation} form={form} />
      )}
    </Dialog>
  );
}

function StartedForm(props: { state: LiveState; operation: CatalogueEntry; form: OpenForm }) {
  const { state, operation, form } = props;
  const { starting, reload } = useStartingValues(state, operation, form.input);
  if (starting === null) return <Spinner label="Loading the form" />;
  return <OperationForm state={state} operation={operation} starting={starting} onDone={reload} />;
}
