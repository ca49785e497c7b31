import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../button.tsx';
import { CopyIcon } from '../copy.tsx';
import { Mono } from '../labels.tsx';
import { maskSecret } from './mask-secret.ts';

/** A secret that stays hidden until a person asks for it. */
export function SecretText(props: { text: string; label: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Mono>{shown ? props.text : maskSecret(props.text)}</Mono>
      <IconButton
        label={shown ? `Hide ${props.label}` : `Show ${props.label}`}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff size={14} /> : <Eye size={14} />}
      </IconButton>
      <CopyIcon text={props.text} label={`Copy ${props.label}`} />
    </>
  );
}
