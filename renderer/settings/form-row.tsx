import type { ReactNode } from 'react';
import type { OperationName, OperationRequest } from '../../common/contract/index.ts';
import { openForm } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { VisuallyHidden } from '../ui/labels.tsx';
import { Row } from '../ui/settings-list.tsx';

/** One setting, how it stands, and the form of the operation that sets it. */
export function FormRow<Name extends OperationName>(props: {
  name: string;
  hint: string;
  operation: Name;
  /** What the form begins with, besides how things stand. */
  input?: Partial<OperationRequest<Name>>;
  /** On the button; `Change…` where something stands already. */
  verb?: string;
  /** How it stands now. */
  children?: ReactNode;
}) {
  const { name, hint, operation, input, verb = 'Change…', children } = props;
  return (
    <Row name={name} hint={hint}>
      {children}
      <Button onClick={() => openForm(operation, input)}>
        {verb}
        <VisuallyHidden> {name}</VisuallyHidden>
      </Button>
    </Row>
  );
}
